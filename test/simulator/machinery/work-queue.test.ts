import { expect, test } from 'vitest';
import { EventLoop } from '../../../simulator/machinery/event-loop.ts';
import { WorkQueue } from '../../../simulator/machinery/work-queue.ts';

class Refused extends Error {}

function queueOf(
	options: {
		fail?: (key: string, run: number) => boolean;
		intervalMs?: number;
		workers?: number;
		takesMs?: number;
	} = {},
) {
	const loop = new EventLoop(0);
	const log: string[] = [];
	let runs = 0;
	const queue = new WorkQueue({
		loop,
		workers: options.workers ?? 1,
		isRetriable: (error) => error instanceof Refused,
		...(options.intervalMs === undefined ? {} : { intervalMsMin: () => options.intervalMs ?? 0 }),
		*reconcile(key) {
			log.push(`${loop.now()} ${key}`);
			const { takesMs } = options;
			if (takesMs !== undefined) {
				yield {
					arm: (wake) => {
						const timer = loop.after(takesMs, wake);
						return () => timer.cancel();
					},
				};
			}
			if (options.fail?.(key, runs++) === true) throw new Refused();
		},
	});
	return { loop, log, queue };
}

test('a key waits once, however often it is added', () => {
	const { loop, log, queue } = queueOf();
	for (const key of ['a', 'b', 'a', 'a']) queue.add(key);
	loop.runUntil(1000);
	expect(log).toEqual(['0 a', '0 b']);
});

test('errors come back with doubling pauses, success starts anew', () => {
	const { loop, log, queue } = queueOf({ fail: (_key, run) => run < 3 });
	queue.add('a');
	loop.runUntil(1000);
	queue.add('a');
	loop.runUntil(2000);
	expect(log).toEqual(['0 a', '5 a', '15 a', '35 a', '1000 a']);
});

test('a key added while at work is looked at again, never twice at once', () => {
	const { loop, log, queue } = queueOf({ workers: 2, takesMs: 10 });
	queue.add('a');
	queue.add('b');
	loop.runUntil(5);
	queue.add('a');
	loop.runUntil(100);
	expect(log).toEqual(['0 a', '0 b', '10 a']);
});

test('the earliest of several times counts', () => {
	const { loop, log, queue } = queueOf();
	queue.addAfter('a', 50);
	queue.addAfter('a', 20);
	queue.addAfter('a', 70);
	loop.runUntil(100);
	expect(log).toEqual(['20 a']);
});

test('a burst of events costs one pass an interval, the first at once', () => {
	const { loop, log, queue } = queueOf({ intervalMs: 100 });
	for (let ms = 0; ms < 250; ms += 10) loop.at(ms, () => queue.add('a'));
	loop.runUntil(1000);
	expect(log).toEqual(['0 a', '100 a', '200 a', '300 a']);
});

test('nothing runs, and nothing is scheduled, after stop', () => {
	const { loop, log, queue } = queueOf({ takesMs: 10 });
	queue.add('a');
	queue.addAfter('b', 50);
	loop.runUntil(5);
	queue.stop();
	queue.add('c');
	loop.runUntil(1000);
	expect(log).toEqual(['0 a']);
	expect(loop.size).toBe(0);
});
