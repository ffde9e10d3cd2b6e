import { expect, test } from 'vitest';
import { EventLoop } from '../../../simulator/machinery/event-loop.ts';
import { anyOf, Signal, startTask, type Task } from '../../../simulator/machinery/task.ts';

test('whoever waits for any of several things is resumed once, though all of them come at once', () => {
	const loop = new EventLoop(0);
	const signals = Array.from({ length: 3 }, () => new Signal(loop.post));
	let looks = 0;
	function* watch(): Task<void> {
		for (;;) {
			looks++;
			yield anyOf(signals);
		}
	}
	const handle = startTask(watch(), () => undefined);
	const seen: number[] = [];
	for (let round = 0; round < 5; round++) {
		for (const signal of signals) signal.wakeAll();
		loop.runUntil(0);
		seen.push(looks);
	}
	expect(seen).toEqual([2, 3, 4, 5, 6]);
	handle.cancel();
	expect(signals.map((signal) => signal.hasWaiters)).toEqual([false, false, false]);
});
