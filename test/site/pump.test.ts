import { expect, test } from 'vitest';
import type { Pumped } from '../../app/_server/worker/pump.ts';
import { Pump } from '../../app/_server/worker/pump.ts';

/** Notes each of its `slices` in `log`; `failed` says how it ended. */
class Work implements Pumped {
	#slices: number;

	constructor(
		readonly handle: number,
		private readonly log: string[],
		private readonly name: string,
		slices: number,
		readonly isBackground = false,
		private readonly afterwards?: number | Error,
	) {
		this.#slices = slices;
	}

	slice(): number | undefined {
		this.log.push(this.name);
		this.#slices--;
		if (this.#slices > 0) return 0;
		if (this.afterwards instanceof Error) throw this.afterwards;
		return this.#slices === 0 ? this.afterwards : undefined;
	}

	failed(error: unknown): void {
		this.log.push(`${this.name}: ${String(error)}`);
	}
}

function pumpOf(): { pump: Pump; log: string[]; watch: Int32Array } {
	const watch = new Int32Array(new SharedArrayBuffer(4));
	return { pump: new Pump(watch), log: [], watch };
}

/** Waits until `log` has `length` lines and for what would come after. */
async function until(log: readonly string[], length: number): Promise<readonly string[]> {
	const end = performance.now() + 5_000;
	while (log.length < length && performance.now() < end) await new Promise((resolve) => setImmediate(resolve));
	for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
	return log;
}

test('what nobody waits for yet has one slice a turn, after all that have something to do', async () => {
	const { pump, log } = pumpOf();
	pump.wake(new Work(1, log, 'background 1', 2, true));
	pump.wake(new Work(2, log, 'background 2', 2, true));
	pump.wake(new Work(3, log, 'world', 1));
	expect(await until(log, 5)).toEqual(['world', 'background 1', 'background 2', 'background 1', 'background 2']);
});

test('what is due later runs then, in its own class', async () => {
	const { pump, log } = pumpOf();
	pump.wake(new Work(1, log, 'background', 1, true, 5));
	pump.wake(new Work(2, log, 'world', 1, false, 5));
	expect((await until(log, 4)).toSorted()).toEqual(['background', 'background', 'world', 'world']);
});

test('what fails is taken out, and the others go on', async () => {
	const { pump, log, watch } = pumpOf();
	pump.wake(new Work(1, log, 'broken', 1, false, new Error('a bug')));
	pump.wake(new Work(2, log, 'background', 1, true, new Error('another')));
	pump.wake(new Work(3, log, 'world', 1));
	expect((await until(log, 5)).toSorted()).toEqual([
		'background',
		'background: Error: another',
		'broken',
		'broken: Error: a bug',
		'world',
	]);
	expect(watch[0]).toBe(0);
});

test('what is removed stands still', async () => {
	const { pump, log } = pumpOf();
	const background = new Work(1, log, 'background', 3, true);
	pump.wake(background);
	pump.remove(background);
	pump.wake(new Work(2, log, 'world', 1));
	expect(await until(log, 1)).toEqual(['world']);
});
