import { expect, test } from 'vitest';
import { lookEvery } from '../../../simulator/machinery/delay.ts';
import { EventLoop } from '../../../simulator/machinery/event-loop.ts';

/** A store of one number, and beats that write to it at different paces. */
function writers(loop: EventLoop): { readonly log: string[]; runs(): number } {
	const log: string[] = [];
	let revision = 0;
	let runs = 0;
	for (const [name, periodMs] of [
		['a', 10],
		['b', 10],
		['c', 35],
	] as const) {
		let times = 0;
		const write = (count: number, writes: number): void => {
			times += count;
			revision += writes;
			log.push(`${loop.now()} ${name} x${times} @${revision}`);
		};
		loop.every(periodMs, {
			run() {
				runs++;
				write(1, 1);
				return true;
			},
			skip(count, writes) {
				write(count, writes);
				return true;
			},
		});
	}
	return { log, runs: () => runs };
}

/** The last thing that each writer has written. */
function last(log: readonly string[]): string[] {
	return ['a', 'b', 'c'].map((name) => log.findLast((line) => line.includes(` ${name} `)) ?? '');
}

test('however time is cut, beats come to the same as if each had been run', () => {
	const plain: string[] = [];
	for (let ms = 1, revision = 0, counts = { a: 0, b: 0, c: 0 }; ms <= 1_000; ms++) {
		for (const [name, periodMs] of [
			['a', 10],
			['b', 10],
			['c', 35],
		] as const) {
			if (ms % periodMs === 0) plain.push(`${ms} ${name} x${++counts[name]} @${++revision}`);
		}
	}
	for (const cut of [1, 7, 10, 333, 1_000]) {
		const loop = new EventLoop(0);
		const { log, runs } = writers(loop);
		for (let ms = cut; ms < 1_000 + cut; ms += cut) loop.runUntil(Math.min(1_000, ms));
		expect(last(log)).toEqual(last(plain));
		expect(runs()).toBe(3);
		for (const line of log) expect(plain).toContain(line);
	}
});

test('any event makes every beat run again, at its own pace', () => {
	const loop = new EventLoop(0);
	const at: number[] = [];
	loop.every(10, {
		run() {
			at.push(loop.now());
			return true;
		},
	});
	loop.at(47, () => undefined);
	loop.runUntil(100);
	expect(at).toEqual([10, 50]);
	expect(loop.nextAt()).toBeUndefined();
});

test('a beat of which something comes runs each time, and disturbs the others', () => {
	const loop = new EventLoop(0);
	let [busy, calm] = [0, 0];
	loop.every(10, { run: () => ++busy > 0 && loop.now() > 50 });
	loop.every(10, { run: () => ++calm > 0 });
	loop.runUntil(1_000);
	// The calm one comes second: what the busy one did at 50 ms was the last news.
	expect([busy, calm]).toEqual([6, 5]);
});

test('what a beat schedules is news', () => {
	const loop = new EventLoop(0);
	let runs = 0;
	loop.every(10, {
		run() {
			if (++runs < 4) loop.post(() => undefined);
			return true;
		},
	});
	loop.runUntil(1_000);
	expect(runs).toBe(4);
});

test('what happens from outside, and a beat that goes otherwise than before, make all run again', () => {
	const loop = new EventLoop(0);
	let [runs, skips, fails] = [0, 0, false];
	loop.every(10, {
		run: () => ++runs > 0,
		skip: () => ++skips > 0 && !fails,
	});
	loop.runUntil(45);
	expect([runs, skips]).toEqual([1, 1]);
	loop.disturb();
	loop.runUntil(95);
	expect([runs, skips]).toEqual([2, 2]);
	fails = true;
	loop.runUntil(145);
	expect([runs, skips]).toEqual([2, 3]);
	loop.runUntil(150);
	expect([runs, skips]).toEqual([3, 3]);
});

test('a beat that is steady until a certain time runs then, on its beat', () => {
	const loop = new EventLoop(0);
	const at: number[] = [];
	loop.every(10, {
		run() {
			at.push(loop.now());
			return true;
		},
		steadyUntil: () => (loop.now() < 500 ? 505 : Number.POSITIVE_INFINITY),
	});
	expect(loop.nextAt()).toBe(10);
	loop.runUntil(20);
	expect(loop.nextAt()).toBe(510);
	loop.runUntil(1_000);
	expect(at).toEqual([10, 510]);
});

test('beats count in a tally of their own, each by what it writes', () => {
	const [disk, written] = [{}, [] as string[]];
	const loop = new EventLoop(0);
	for (const [name, periodMs, each] of [
		['a', 10, 5],
		['b', 10, 3],
		['c', 40, 2],
	] as const) {
		const run = (): boolean => true;
		const skip = (times: number, writes: number): boolean => written.push(`${name} x${times} ${writes}`) > 0;
		loop.every(periodMs, { run, skip, tally: { of: disk, each } });
	}
	const run = (): boolean => true;
	loop.every(10, { run, skip: (times, writes) => written.push(`store x${times} ${writes}`) > 0 });
	loop.runUntil(75);
	// What is steady comes up to date before c runs for the first time. The last write of b comes after that of a.
	expect(written).toEqual([...['a x3 21', 'b x3 3', 'store x3 3'], ...['a x3 21', 'b x3 3', 'store x3 3']]);
	written.length = 0;
	loop.runUntil(125);
	expect(written).toEqual(['a x5 39', 'b x5 3', 'c x2 2', 'store x5 5']);
});

test('a cancelled beat is gone', () => {
	const loop = new EventLoop(0);
	let runs = 0;
	const beat = loop.every(7, { run: () => ++runs > 0 });
	loop.runUntil(100);
	expect([runs, beat.isSteady]).toEqual([1, true]);
	beat.cancel();
	loop.at(150, () => undefined);
	loop.runUntil(1_000);
	expect(runs).toBe(1);
	expect(loop.nextAt()).toBeUndefined();
});

test('regular looks keep their pace when the wait is armed again', () => {
	const loop = new EventLoop(0);
	let there = false;
	const wait = lookEvery(loop, 30, () => there);
	let foundAt = 0;
	const disarm = wait.arm(() => undefined);
	loop.runUntil(20);
	disarm();
	wait.arm(() => {
		foundAt = loop.now();
	});
	loop.at(65, () => {
		there = true;
	});
	loop.runUntil(1_000);
	expect(foundAt).toBe(90);
});
