/** Models sysctl_sched_cfs_period_us as the kubelet has it (--cpu-cfs-quota-period). */
const PERIOD_MS = 100;
/** Runtime is counted in nanoseconds. */
const LEAST_MS = 1e-6;

/** What a copy of a group goes on with. */
export interface BandwidthCounters {
	/** Periods in which it ran, and those in which it wanted more than there was. */
	readonly periods: number;
	readonly throttled: number;
	/** Time that it was held back, of each CPU that it wanted. */
	readonly throttledMs: number;
}

/**
 * How a group with a quota gets CPU time: so much in each period, for all of its processes together, and nothing more
 * until the next one begins. Models kernel/sched/fair.c, its CFS bandwidth control. Differs: no slices of 5 ms a CPU.
 */
export class CpuBandwidth {
	/** What was had in the periods from now on, by number. */
	readonly #used = new Map<number, Period>();
	#periods: number;
	#throttled: number;
	#throttledMs: number;

	constructor({ periods, throttled, throttledMs }: BandwidthCounters = NO_COUNTERS) {
		this.#periods = periods;
		this.#throttled = throttled;
		this.#throttledMs = throttledMs;
	}

	get counters(): BandwidthCounters {
		return { periods: this.#periods, throttled: this.#throttled, throttledMs: Math.round(this.#throttledMs) };
	}

	/**
	 * Runs one process for `cpuMs` from `startMs` on.
	 * @returns when it has had them, and how much of it at once.
	 */
	run(startMs: number, cpuMs: number, millicores: number): { readonly doneAtMs: number; readonly atOnceMs: number } {
		const quotaMs = (millicores * PERIOD_MS) / 1000;
		let nowMs = startMs;
		let leftMs = cpuMs;
		let atOnceMs: number | undefined;
		for (const number of this.#used.keys()) if (number < periodAt(startMs)) this.#used.delete(number);
		for (;;) {
			const period = this.#periodAt(nowMs);
			const endMs = (periodAt(nowMs) + 1) * PERIOD_MS;
			const ranMs = Math.min(Math.max(0, quotaMs - period.usedMs), leftMs, endMs - nowMs);
			period.usedMs += ranMs;
			leftMs -= ranMs;
			nowMs += ranMs;
			if (leftMs < LEAST_MS) return { doneAtMs: nowMs, atOnceMs: atOnceMs ?? cpuMs };
			if (endMs - nowMs < LEAST_MS) continue;
			atOnceMs ??= cpuMs - leftMs;
			if (!period.isThrottled) this.#throttled++;
			period.isThrottled = true;
			this.#throttledMs += endMs - nowMs;
			nowMs = endMs;
		}
	}

	#periodAt(atMs: number): Period {
		const number = periodAt(atMs);
		let period = this.#used.get(number);
		if (period === undefined) {
			period = { usedMs: 0, isThrottled: false };
			this.#used.set(number, period);
			this.#periods++;
		}
		return period;
	}
}

interface Period {
	usedMs: number;
	isThrottled: boolean;
}

/** What ends a rounding error before a period ends is in the next one. */
function periodAt(atMs: number): number {
	return Math.floor((atMs + LEAST_MS) / PERIOD_MS);
}

const NO_COUNTERS: BandwidthCounters = { periods: 0, throttled: 0, throttledMs: 0 };
