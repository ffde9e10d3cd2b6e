import { describe, expect, test } from 'vitest';
import type { Program } from '../../../simulator/kernel/process-api.ts';
import { bench, errnoOf, errnoOfTask, print, readText, START_MS, type Started } from './kernel-bench.ts';

const spinner: Program = function* (process) {
	for (;;) yield* process.tick();
};

describe('scheduling', () => {
	test('a busy loop moves the clock and leaves others their turn', () => {
		const { machine, start, run } = bench();
		start(spinner);
		const other = start(function* (process) {
			yield* process.sleep(5);
			yield* print(process, String(process.now() - START_MS));
			return 0;
		});
		run(1000);
		expect(other.output()).toBe('5');
		expect(machine.processes().map(({ state, cpuMs }) => [state, cpuMs])).toEqual([['R', 1000]]);
	});

	test('two busy loops share one CPU evenly', () => {
		const { machine, start, run } = bench();
		start(spinner);
		start(spinner);
		run(1000);
		const [first = 0, second = 0] = machine.processes().map(({ cpuMs }) => cpuMs);
		expect(Math.abs(first - second)).toBeLessThanOrEqual(1);
		expect(first + second).toBe(1000);
	});

	test('a quota stretches CPU time', () => {
		const { machine, start, run, context } = bench();
		const group = machine.createResourceGroup('g', { cpuLimitMillicores: 250 });
		let done = 0;
		start(
			function* (process) {
				yield* process.burnCpu(100);
				done = context.loop.now() - START_MS;
				return 0;
			},
			{ group },
		);
		run(1000);
		expect(done).toBe(325);
		expect(group.usage().cpuMs).toBe(100);
	});

	test('a quota is for all processes of a group together, in each period', () => {
		const { machine, start, run } = bench();
		const counters: unknown[] = [];
		for (const [cpuLimitMillicores, spinners] of [
			[140, 1],
			[140, 2],
			[1500, 1],
		] as const) {
			const group = machine.createResourceGroup('g', { cpuLimitMillicores });
			for (let count = 0; count < spinners; count++) start(spinner, { group });
			run(10_000);
			counters.push([group.usage().cpuMs, group.cpuPeriods()]);
			group.killAll();
		}
		expect(counters).toEqual([
			[1400, { periods: 101, throttled: 100, throttledMs: 8600 }],
			[1400, { periods: 101, throttled: 100, throttledMs: 17398 }],
			[10000, { periods: 101, throttled: 0, throttledMs: 0 }],
		]);
	});

	test('an endless writer to a terminal does not stop the world', () => {
		const { start, run, context } = bench();
		let bytes = 0;
		start(
			function* (process) {
				const line = new TextEncoder().encode('y\n'.repeat(512));
				for (;;) yield* process.write(1, line);
			},
			{ stdin: 'terminal', onOutput: (_stream, data) => (bytes += data.length) },
		);
		run(100);
		expect(context.loop.now() - START_MS).toBe(100);
		expect(bytes).toBeGreaterThan(100_000);
		expect(bytes).toBeLessThan(1_000_000);
	});
});

describe('children', () => {
	test('a pipeline streams and its parent learns both statuses', () => {
		const { start, run } = bench();
		const parent = start(function* (process) {
			const [read, write] = process.pipe();
			const producer: Program = function* (child) {
				for (let i = 0; i < 3; i++) {
					yield* print(child, `line ${i}\n`);
					yield* child.sleep(10);
				}
				return 3;
			};
			const consumer: Program = function* (child) {
				for (;;) {
					const text = yield* readText(child, 0);
					if (text === '') return 0;
					yield* print(child, `[${text.trim()}@${child.now() - START_MS}]`);
				}
			};
			const env = process.env;
			const fds = (pairs: readonly [number, number][]) => new Map(pairs);
			process.spawn({ argv: ['p'], env, program: producer, fds: fds([[1, write]]) });
			process.spawn({
				argv: ['c'],
				env,
				program: consumer,
				fds: fds([
					[0, read],
					[1, 1],
				]),
			});
			process.close(read);
			process.close(write);
			const results: unknown[] = [yield* process.wait(-1), yield* process.wait(-1)];
			yield* print(process, JSON.stringify(results));
			return errnoOf(() => process.kill(99, 0)) === 'ESRCH' ? 0 : 1;
		});
		run();
		expect(parent.output()).toBe(
			'[line 0@0][line 1@10][line 2@20][{"pid":3,"kind":"exited","status":3},{"pid":4,"kind":"exited","status":0}]',
		);
		expect(parent.result()).toEqual({ pid: 2, kind: 'exited', status: 0 });
	});

	test('kill -9 drops a program where it waits, without its finally', () => {
		const { start, run, machine } = bench();
		let cleaned = false;
		const parent = start(function* (process) {
			const [read, write] = process.pipe();
			const child = process.spawn({
				argv: ['sleeper'],
				env: process.env,
				fds: new Map([[5, write]]),
				program: function* (self) {
					try {
						yield* self.sleep(1e9);
					} finally {
						cleaned = true;
					}
					return 0;
				},
			});
			process.close(write);
			process.kill(child, 'KILL');
			// Its descriptors are closed: the pipe ends.
			const text = yield* readText(process, read);
			yield* print(process, JSON.stringify([text, yield* process.wait(child)]));
			return 0;
		});
		run();
		expect(parent.output()).toBe('["",{"pid":3,"kind":"signaled","signal":"KILL","coreDumped":false}]');
		expect(cleaned).toBe(false);
		expect(machine.processes()).toEqual([]);
	});

	test('SIGPIPE ends a writer; who ignores it gets EPIPE', () => {
		const { start, run } = bench();
		const writer: Program = function* (process) {
			return (yield* errnoOfTask(print(process, 'x'))) === 'EPIPE' ? 7 : 1;
		};
		const parent = start(function* (process) {
			for (const ignored of [false, true]) {
				if (ignored) process.onSignal('PIPE', 'ignore');
				const [read, write] = process.pipe();
				process.close(read);
				process.spawn({ argv: ['w'], env: process.env, program: writer, fds: new Map([[1, write]]) });
				process.close(write);
				const result = yield* process.wait(-1);
				yield* print(
					process,
					`${result?.kind === 'signaled' ? result.signal : result?.kind === 'exited' ? result.status : ''} `,
				);
			}
			return 0;
		});
		run();
		expect(parent.output()).toBe('PIPE 7 ');
	});

	test('a caught signal ends a wait by EINTR; a stopped child is reported and goes on', () => {
		const { start, run } = bench();
		const parent = start(function* (process) {
			process.onSignal('USR1', 'catch');
			const pid = process.pid;
			const child = process.spawn({
				argv: ['child'],
				env: process.env,
				program: function* (self) {
					yield* self.sleep(10);
					self.kill(pid, 'USR1');
					yield* self.sleep(10);
					return 5;
				},
			});
			const errno = yield* errnoOfTask(process.wait(child));
			const caught = process.takeSignals();
			process.kill(child, 'STOP');
			const stopped = yield* process.wait(child, { untraced: true });
			yield* process.sleep(100);
			const before = process.now();
			process.kill(child, 'CONT');
			const continued = yield* process.wait(child, { continued: true });
			const ended = yield* process.wait(child);
			yield* print(process, JSON.stringify([errno, caught, stopped, continued, ended, process.now() - before]));
			return 0;
		});
		run();
		expect(JSON.parse(parent.output())).toEqual([
			'EINTR',
			['USR1'],
			{ pid: 3, kind: 'stopped', signal: 'STOP' },
			{ pid: 3, kind: 'continued' },
			{ pid: 3, kind: 'exited', status: 5 },
			0,
		]);
	});

	test('a fork bomb meets the limit', () => {
		const { start, run, machine } = bench({ limits: { processes: 20 } });
		let refused = '';
		const bomb: Program = function* (process) {
			for (;;) {
				yield* process.tick();
				refused = errnoOf(() => process.spawn({ argv: ['b'], env: process.env, program: bomb }));
				yield* process.sleep(1);
			}
		};
		start(bomb);
		run(100);
		expect([refused, machine.processes().length]).toEqual(['EAGAIN', 20]);
	});
});

describe('pid namespaces', () => {
	test('init ignores signals it does not handle, from inside and from its runtime; its end is everybody’s', () => {
		const { machine, start, run } = bench();
		const root = machine.createTree();
		let seen = '';
		const init = start(
			function* (process) {
				process.spawn({
					argv: ['child'],
					env: process.env,
					program: function* (child) {
						child.kill(1, 'TERM');
						child.kill(1, 'KILL');
						yield* child.sleep(1e6);
						return 0;
					},
				});
				yield* process.sleep(10);
				seen = JSON.stringify(process.machine.processes().map(({ pid, ppid, argv }) => [pid, ppid, argv[0]]));
				yield* process.sleep(1e6);
				return 0;
			},
			{ root, argv: ['init'] },
		);
		run(1000);
		init.running.signal('TERM');
		run(1000);
		expect([seen, init.result(), machine.processes().length]).toEqual(['[[1,0,"init"],[2,1,"child"]]', undefined, 2]);
		init.running.signal('KILL');
		run(10);
		expect(init.result()).toEqual({ pid: 1, kind: 'signaled', signal: 'KILL', coreDumped: false });
		expect(machine.processes()).toEqual([]);
	});

	test('the OOM killer ends a whole group', () => {
		const { machine, start, run } = bench();
		const group = machine.createResourceGroup('pod/c', { memoryLimitBytes: 64 * 1024 * 1024 });
		const hog = start(
			function* (process) {
				process.spawn({
					argv: ['s'],
					env: process.env,
					program: function* (child) {
						yield* child.sleep(1e9);
						return 0;
					},
				});
				process.useMemory(100 * 1024 * 1024);
				return 0;
			},
			{ root: machine.createTree(), group },
		);
		run(10);
		expect(hog.result()).toEqual({ pid: 1, kind: 'signaled', signal: 'KILL', coreDumped: false });
		expect([group.oomKills, machine.processes().length]).toEqual([1, 0]);
	});

	test('a machine without memory ends the largest that may go, of equals the youngest, and never what is exempt', () => {
		const { start, run } = bench();
		const holding = (megabytes: number, oomScoreAdj?: number): Started =>
			start(
				function* (process) {
					process.useMemory(megabytes * 1024 * 1024);
					yield* process.sleep(1e9);
					return 0;
				},
				oomScoreAdj === undefined ? {} : { oomScoreAdj },
			);
		const exempt = holding(500, -1_000);
		const service = holding(500, -999);
		const eager = holding(100, 500);
		const plain = Array.from({ length: 8 }, () => holding(400));
		run(10);
		const killed = (each: Started): boolean => each.result()?.kind === 'signaled';
		// 4 GiB: the eager one goes first although it is small, and that is not enough.
		expect([exempt, service, eager].map(killed)).toEqual([false, false, true]);
		expect(plain.map(killed)).toEqual([false, false, false, false, false, false, false, true]);
	});
});

describe('executing files', () => {
	const layers = [
		{
			entries: new Map([
				['/bin/echo', { type: 'executable', mode: 0o755, program: 'echo', size: 35_000 }],
				['/bin/script', { type: 'file', mode: 0o755, content: '#!/bin/echo -x\nhello\n' }],
				['/bin/plain', { type: 'file', mode: 0o755, content: 'echo\n' }],
				['/bin/closed', { type: 'file', mode: 0o644, content: '#!/bin/echo\n' }],
				['/bin/su', { type: 'executable', mode: 0o4755, program: 'whoami', size: 1000 }],
			] as const),
		},
	];
	const programs = {
		echo: function* (process) {
			yield* print(process, `${process.argv.join(' ')}\n`);
			return 0;
		},
		whoami: function* (process) {
			yield* print(process, `${process.credentials.uid} ${process.credentials.realUid}\n`);
			return 0;
		},
	} satisfies Record<string, Program>;

	test('programs, scripts, copies of programs, setuid, and what is neither', () => {
		const { start, run } = bench({ layers, programs });
		const shell = start(function* (process) {
			const run = function* (path: string) {
				process.spawn({ argv: [path, 'a'], env: process.env, path });
				yield* process.wait(-1);
			};
			yield* run('/bin/echo');
			yield* run('/bin/script');
			const from = yield* process.open('/bin/echo', { read: true });
			const to = yield* process.open('/tmp/copy', { write: true, create: true }, 0o755);
			for (;;) {
				const data = yield* process.read(from, 10_000);
				if (data.length === 0) break;
				yield* process.write(to, data);
			}
			yield* print(process, `${process.stat('/tmp/copy').size}\n`);
			yield* run('/tmp/copy');
			process.setCredentials({ uid: 1000, gid: 1000, groups: [1000] });
			yield* run('/bin/su');
			for (const path of ['/bin/plain', '/bin/closed', '/bin/none', '/bin']) {
				yield* print(process, `${errnoOf(() => process.spawn({ argv: [path], env: process.env, path }))} `);
			}
			return 0;
		});
		run();
		expect(shell.output()).toBe(
			'/bin/echo a\n/bin/echo -x /bin/script a\n35000\n/tmp/copy a\n0 1000\nENOEXEC EACCES ENOENT EACCES ',
		);
	});

	test('exec keeps the process and replaces the program', () => {
		const { start, run } = bench({ layers, programs });
		const shell = start(function* (process) {
			yield* print(process, `${process.pid} `);
			yield* process.exec('/bin/echo', ['echo', 'done'], process.env);
			return 99;
		});
		run();
		expect([shell.output(), shell.result()]).toEqual(['2 echo done\n', { pid: 2, kind: 'exited', status: 0 }]);
	});
});
