import { nodeHostCalls } from '../../../simulator/cli/host-calls.ts';
import { decodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import { PresetImages, SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import type { World, WorldOptions } from '../../../simulator/sandbox/world-api.ts';

const images = new PresetImages(nodeHostCalls);

/** A world as the server makes it. Worlds of one test file share the booted preset, as those of a worker do. */
export function newWorld(seed = 'test', options: Partial<WorldOptions> = {}): SimulatedWorld {
	return new SimulatedWorld({ preset: 'kubeadm-1-2', seed, ...options }, images);
}

/** Of which no world has been made yet. */
export function newPresetImages(): PresetImages {
	return new PresetImages(nodeHostCalls);
}

/** A preset booted by somebody else must be the same. */
export function newWorldOfNewPreset(seed: string): SimulatedWorld {
	return new SimulatedWorld({ preset: 'kubeadm-1-2', seed }, newPresetImages());
}

/** Everything that a world's terminals print from now on, by terminal. */
export function recordOutput(world: World): Map<string, string> {
	const printed = new Map<string, string>();
	world.onEvent((event) => {
		if (event.kind !== 'output') return;
		printed.set(event.terminal, (printed.get(event.terminal) ?? '') + Buffer.from(event.data).toString('latin1'));
	});
	return printed;
}

/** A terminal that types a line, lets time pass, and looks. */
export class TestTerminal {
	readonly world: World;
	#printed = '';

	constructor(world: World, host?: string) {
		this.world = world;
		world.onEvent((event) => {
			if (event.kind === 'output') this.#printed = (this.#printed + decodeUtf8(event.data)).slice(-KEPT_CHARACTERS);
		});
		world.apply({ kind: 'open', terminal: 'main', columns: 200, rows: 50, ...(host === undefined ? {} : { host }) });
		world.run(world.now() + 2_000);
		this.#printed = '';
	}

	/** Types (a newline is the Enter key) and gives what has been printed `waitMs` later, the echoed line included. */
	type(text: string, waitMs = 2_000): string {
		this.#printed = '';
		this.world.apply({ kind: 'input', terminal: 'main', data: text.replaceAll('\n', '\r') });
		return this.wait(waitMs);
	}

	wait(ms: number): string {
		this.world.run(this.world.now() + ms);
		return this.#printed;
	}

	/** What a command prints, without the echo and the prompt, and its exit status: as soon as it has ended. */
	run(line: string, limitMs = 600_000): string {
		const limitAtMs = this.world.now() + limitMs;
		this.type(`${line}; echo "[""$?]"\n`, 0);
		for (;;) {
			const all = this.wait(100);
			const begin = all.indexOf('\x1b[?2004l\r');
			const end = all.lastIndexOf('\r\n\x1b[?2004h');
			if (begin >= 0 && end > begin) return all.slice(begin + 9, end).replaceAll('\r\n', '\n');
			if (this.world.now() > limitAtMs) throw new Error(`${line} has not ended: ${JSON.stringify(all.slice(-500))}`);
		}
	}
}

const KEPT_CHARACTERS = 200_000;
