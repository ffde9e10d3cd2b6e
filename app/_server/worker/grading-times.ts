/** After the last change, before the cheap checks run; and the longest that a stream of changes can put them off. */
const QUIET_MS = 20;
const QUIET_MS_MAX = 80;
/** The same for the checks that try something out on a copy. */
const PROBE_QUIET_MS = 200;
const PROBE_QUIET_MS_MAX = 1_000;

/** Decides when a world is graded: soon after a change, once for many of them, and the costly part when it is quiet. */
export class GradingTimes {
	readonly #quick: Debounce;
	readonly #probe: Debounce;

	constructor(calls: { readonly grade: () => void; readonly probe: () => void }) {
		this.#quick = new Debounce(QUIET_MS, QUIET_MS_MAX, calls.grade);
		this.#probe = new Debounce(PROBE_QUIET_MS, PROBE_QUIET_MS_MAX, calls.probe);
	}

	changed(): void {
		this.#quick.again();
		this.#probe.again();
	}

	/**
	 * Files may be others, of which a world says nothing; with `machines` programs and containers, too. Copies are not made
	 * for each command that only looks.
	 */
	commandEnded(machines: boolean): void {
		this.#quick.again();
		if (machines) this.#probe.again();
	}

	stop(): void {
		this.#quick.stop();
		this.#probe.stop();
	}
}

class Debounce {
	#timer: NodeJS.Timeout | undefined;
	#since = 0;

	constructor(
		private readonly quietMs: number,
		private readonly quietMsMax: number,
		private readonly call: () => void,
	) {}

	again(): void {
		const now = performance.now();
		if (this.#timer === undefined) this.#since = now;
		clearTimeout(this.#timer);
		const wait = Math.min(this.quietMs, Math.max(0, this.#since + this.quietMsMax - now));
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			this.call();
		}, wait);
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
	}
}
