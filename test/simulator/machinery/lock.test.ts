import { expect, test } from 'vitest';
import { EventLoop } from '../../../simulator/machinery/event-loop.ts';
import { Lock } from '../../../simulator/machinery/lock.ts';
import { startTask, type Task, type Wait } from '../../../simulator/machinery/task.ts';

function sleep(loop: EventLoop, ms: number): Wait {
	return {
		arm(wake) {
			const timer = loop.after(ms, wake);
			return () => timer.cancel();
		},
	};
}

function* holding(loop: EventLoop, lock: Lock, name: string, said: string[]): Task<void> {
	yield* lock.acquire();
	try {
		said.push(`${loop.now()} ${name} has it`);
		yield sleep(loop, 10);
	} finally {
		lock.release();
	}
}

test('the lock goes round in the order of asking', () => {
	const loop = new EventLoop(0);
	const lock = new Lock(loop.post);
	const said: string[] = [];
	for (const name of ['a', 'b', 'c']) startTask(holding(loop, lock, name, said), () => said.push(`${name} ends`));
	loop.runUntil(100);
	startTask(holding(loop, lock, 'd', said), () => said.push('d ends'));
	expect(said).toEqual(['0 a has it', 'a ends', '10 b has it', 'b ends', '20 c has it', 'c ends', '100 d has it']);
});

test('a task that is ended where it waits gives its place up, and what it was just given', () => {
	const loop = new EventLoop(0);
	const lock = new Lock(loop.post);
	const said: string[] = [];
	const tasks = ['a', 'b', 'c'].map((name) => holding(loop, lock, name, said));
	for (const task of tasks) task.next();
	tasks[1]?.return(undefined as never);
	const last = holding(loop, lock, 'd', said);
	last.next();
	// "a" hands the lock to "c", which ends before it notices.
	tasks[0]?.return(undefined as never);
	tasks[2]?.return(undefined as never);
	last.next();
	expect(said).toEqual(['0 a has it', '0 d has it']);
});
