import type { World } from '../sandbox/world-api.ts';

/** Callbacks between two looks at what has come in from outside. */
const STEPS = 5_000;

/** Keeps a world's clock at real time's pace. */
export class LiveClock {
	readonly #world: World;
	readonly #offsetMs: number;
	#timer: NodeJS.Timeout | undefined;
	#stopped = false;

	constructor(world: World) {
		this.#world = world;
		this.#offsetMs = world.now() - Date.now();
	}

	/** Runs what is due and comes back when more is. Call it when something has come in. */
	readonly poke = (): void => {
		if (this.#stopped) return;
		clearTimeout(this.#timer);
		const reached = this.#world.run(Math.max(this.#world.now(), Date.now() + this.#offsetMs), STEPS);
		const nextAt = this.#world.nextAt();
		if (!reached) setImmediate(this.poke);
		else if (nextAt !== undefined) {
			this.#timer = setTimeout(this.poke, Math.max(1, nextAt - this.#offsetMs - Date.now()));
		}
	};

	stop(): void {
		this.#stopped = true;
		clearTimeout(this.#timer);
	}
}
