import { nodeHostCalls } from '../../simulator/cli/host-calls.ts';
import { PresetImages, SimulatedWorld } from '../../simulator/sandbox/index.ts';
import type { World } from '../../simulator/sandbox/world-api.ts';

/** A preset that has been booted, for worlds of this process. */
export function bootedImages(preset: string): PresetImages {
	const images = new PresetImages(nodeHostCalls);
	images.get(preset);
	return images;
}

export function newWorld(preset: string, seed: string, images: PresetImages): SimulatedWorld {
	return new SimulatedWorld({ preset, seed }, images);
}

/** Opens a terminal and lets the world run until its prompt is there. Returns the virtual milliseconds that took. */
export function openUntilPrompt(world: World, terminal = 't1'): number {
	let screen = '';
	world.onEvent((event) => {
		if (event.kind === 'output') screen += Buffer.from(event.data).toString();
	});
	const startedMs = world.now();
	world.apply({ kind: 'open', terminal, columns: 100, rows: 30 });
	while (!atPrompt(screen)) {
		const next = world.nextAt();
		if (next === undefined || next > startedMs + PROMPT_LIMIT_MS) throw new Error(`no prompt: ${screen}`);
		world.run(next, 1);
	}
	world.onEvent(() => undefined);
	return world.now() - startedMs;
}

const PROMPT_LIMIT_MS = 60_000;

/** Whether what a terminal shows ends with root's prompt. */
export function atPrompt(screen: string): boolean {
	// biome-ignore lint/complexity/useRegexLiterals: an escape character in a literal is refused.
	return screen.replace(new RegExp('\\u001b\\[[0-9;?]*[a-zA-Z]', 'g'), '').endsWith('# ');
}

/** Throws unless every Pod of kube-system says it is Ready. */
export function assertSystemReady(world: World): void {
	const system = world.map().pods.filter((pod) => pod.namespace === 'kube-system');
	const waiting = system.filter((pod) => !pod.ready).map((pod) => pod.name);
	if (system.length === 0 || waiting.length > 0) throw new Error(`kube-system is not Ready: ${waiting.join(' ')}`);
}
