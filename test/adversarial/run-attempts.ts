import type { Attempt, Outcome } from './attempt.ts';
import { HostGuard, hostSecrets } from './host-guard.ts';

const PRESET = 'kubeadm-1-2';
const TRIES = 3;
const WARM_UP =
	'kubectl get pods -A -o wide; for i in 1 2 3; do echo $i | cat | grep . | sed s/a/b/; done; kubectl apply -f /dev/null';

/** What is printed of each attempt, beside its faults. */
export interface Shown {
	/** How long it took, and what it printed. */
	readonly shows: boolean;
	/** Where the time of its longest piece went. */
	readonly profiles: boolean;
}

/** Those from an index on, one after another; each is reported to the parent process. */
export async function runAttempts(
	from: number,
	{ shows, profiles }: Shown,
	attempts: readonly Attempt[],
): Promise<void> {
	const secrets = hostSecrets();
	const profile = profiles ? new (await import('./piece-profile.ts')).PieceProfile() : undefined;
	const guard = new HostGuard();
	// What is imported from here on sees the guarded modules.
	const { attack } = await import('./attempt.ts');
	const { Collections } = await import('./collections.ts');
	const { bootedImages } = await import('../bench/bench-worlds.ts');
	const { SimulatedWorld } = await import('../../simulator/sandbox/index.ts');
	const images = bootedImages(PRESET);
	const watchers = { guard, collections: new Collections(), secrets };
	const once = ({ name, setup, text }: Attempt): Promise<Outcome> => {
		const steps = setup === '' ? {} : { setup: [{ kind: 'script', script: setup }] as const };
		return attack(new SimulatedWorld({ preset: PRESET, seed: name, ...steps }, images), { text }, watchers);
	};
	for (let run = 0; run < 5; run++) await once({ name: 'warm-up', setup: '', text: WARM_UP });
	for (const [index, attempt] of attempts.entries()) {
		if (index < from) continue;
		let outcome = await once(attempt);
		for (let run = 1; run < TRIES && outcome.faults.length > 0; run++) {
			const again = await once(attempt);
			if (again.faults.length < outcome.faults.length || again.longestMs < outcome.longestMs) outcome = again;
		}
		const { faults, longestMs, heldBytes, printed } = outcome;
		if (profile !== undefined) {
			profile.start();
			const { longest, longestMs: ms } = await once(attempt);
			console.log(`${attempt.name}: ${ms.toFixed(1)} ms\n${profile.stop(longest)}`);
		}
		if (shows) {
			console.log(`${attempt.name}: ${longestMs.toFixed(1)} ms, ${(heldBytes / 1024 ** 2).toFixed(0)} MB`);
			console.log(printed.slice(-1_000));
		}
		await new Promise((resolve) => process.send?.({ index, faults, longestMs }, resolve));
	}
	process.exit(0);
}
