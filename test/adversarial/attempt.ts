import type { World } from '../../simulator/sandbox/world-api.ts';
import type { Collections, Piece } from './collections.ts';
import type { HostGuard } from './host-guard.ts';

/** What is typed, and what it is called. */
export interface Attempt {
	readonly name: string;
	/** A script that is run before: it brings what the text needs. '' for none. */
	readonly setup: string;
	readonly text: string;
}

export interface Outcome {
	readonly faults: readonly string[];
	/** CPU time of the longest piece that could not be interrupted. */
	readonly longestMs: number;
	readonly heldBytes: number;
	/** The longest piece. */
	readonly longest: Piece | undefined;
	readonly printed: string;
}

/** What stands around a world that is attacked. */
export interface Watchers {
	readonly guard: HostGuard;
	readonly collections: Collections;
	/** Texts that may not be printed. */
	readonly secrets: readonly string[];
}

const PIECE_MS_MAX = 20;
/** The engine's collections are no program's time, unless they take as long as where there is far too much to collect. */
const COLLECTION_MS_MAX = 500;
const HELD_BYTES_MAX = 1.5 * 1024 ** 3;
/** How long it may go on, in the world's time and in ours. */
const RUN_VIRTUAL_MS = 20_000;
const RUN_REAL_MS = 2_500;
/** As the server's workers run worlds: callbacks between two looks at the clock. */
const STEPS = 4;
const PRINTED_MAX = 200_000;

/** A world that somebody attacks, and what it prints. */
class Victim {
	/** Those that may have been too long. */
	pieces: Piece[] = [];
	#printed = '';
	readonly #world: World;

	constructor(world: World) {
		this.#world = world;
		world.onEvent((event) => {
			if (event.kind !== 'output') return;
			this.#printed = (this.#printed + Buffer.from(event.data).toString('latin1')).slice(-PRINTED_MAX);
		});
	}

	get printed(): string {
		return this.#printed;
	}

	open(terminal: string, host: string): void {
		this.#piece(() => this.#world.apply({ kind: 'open', terminal, host, columns: 120, rows: 24 }));
	}

	/** As the server's workers pass it on: everything that is due by now comes first, in pieces. */
	type(terminal: string, data: string): void {
		const limit = performance.now() + RUN_REAL_MS;
		let reached = false;
		while (!reached && performance.now() < limit) {
			this.#piece(() => {
				reached = this.#world.run(this.#world.now(), STEPS);
			});
		}
		this.#piece(() => this.#world.apply({ kind: 'input', terminal, data }));
	}

	run(virtualMs: number, realMs: number, until: () => boolean = () => false): void {
		const untilMs = this.#world.now() + virtualMs;
		const limit = performance.now() + realMs;
		while (this.#world.now() < untilMs && performance.now() < limit && !until()) {
			this.#piece(() => this.#world.run(untilMs, STEPS));
		}
	}

	/** Whether a command is still answered in the terminal. */
	answers(terminal: string): boolean {
		this.#printed = '';
		this.type(terminal, 'echo al""ive; kubectl get ns default -o name; echo do""ne\r');
		const has = (): boolean => this.#printed.includes('alive') && this.#printed.includes('done');
		this.run(60_000, 5_000, has);
		return has();
	}

	#piece(work: () => void): void {
		const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
		work();
		const endedAt = performance.now();
		if (endedAt - startedAt < PIECE_MS_MAX / 4) return;
		const { user, system } = process.cpuUsage(cpu);
		this.pieces.push({ fromMs: startedAt, toMs: endedAt, cpuMs: (user + system) / 1_000 });
	}
}

/** Types it into a fresh world, then Ctrl-C, and sees what is left. */
export async function attack(world: World, { text }: Pick<Attempt, 'text'>, watchers: Watchers): Promise<Outcome> {
	const { guard, collections, secrets } = watchers;
	const faults: string[] = [];
	const victim = new Victim(world);
	let printed = '';
	const calls = guard.watch(() => {
		try {
			victim.open('t1', 'controlplane');
			victim.run(2_000, 5_000);
			victim.pieces = [];
			victim.type('t1', `${text.replaceAll('\n', '\r')}\r`);
			victim.run(RUN_VIRTUAL_MS, RUN_REAL_MS);
			for (const wait of [3_000, 1_000]) {
				victim.type('t1', '\x03');
				victim.run(wait, 2_000);
			}
			printed = victim.printed;
			if (!victim.answers('t1')) {
				victim.open('t2', 'node01');
				victim.run(3_000, 3_000);
				if (!victim.answers('t2'))
					faults.push(`does not answer any more: ${JSON.stringify(victim.printed.slice(-300))}`);
			}
		} catch (error) {
			faults.push(`threw ${error instanceof Error ? error.stack : String(error)}`);
		}
	});
	if (calls.length > 0) faults.push(`reached the host: ${[...new Set(calls)].join(' ')}`);
	for (const secret of secrets)
		if (printed.includes(secret) && !text.includes(secret))
			faults.push(`printed ${JSON.stringify(secret)} of the host`);
	const collected = await collections.within(victim.pieces);
	const own = victim.pieces.map((piece, index) =>
		Math.min(piece.toMs - piece.fromMs - (collected[index] ?? 0), piece.cpuMs - (collected[index] ?? 0)),
	);
	const longestMs = own.reduce((most, ms) => Math.max(most, ms), 0);
	const longest = victim.pieces[own.indexOf(longestMs)];
	if (longestMs >= PIECE_MS_MAX) faults.push(`could not be interrupted for ${longestMs.toFixed(1)} ms`);
	const collection = Math.max(0, ...collected);
	if (collection >= COLLECTION_MS_MAX) faults.push(`had garbage collected for ${collection.toFixed(0)} ms at once`);
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	const heldBytes = heapUsed + arrayBuffers;
	if (heldBytes > HELD_BYTES_MAX) faults.push(`left ${(heldBytes / 1024 ** 2).toFixed(0)} MB behind`);
	return { faults, longestMs, longest, heldBytes, printed };
}
