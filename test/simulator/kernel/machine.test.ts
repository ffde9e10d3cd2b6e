import { describe, expect, test } from 'vitest';
import type { LayerEntry } from '../../../simulator/kernel/machine-api.ts';
import type { Process, Program } from '../../../simulator/kernel/process-api.ts';
import { encodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import { type Bench, bench, errnoOf, print, readText } from './kernel-bench.ts';

function digestOf({ machine }: Bench): string {
	let text = '';
	machine.digest((piece) => {
		text += piece;
	});
	return text;
}

const sleeper: Program = function* (process) {
	yield* process.sleep(1e9);
	return 0;
};

function child(process: Process, program: Program, more: object = {}): number {
	return process.spawn({ argv: ['child'], env: process.env, program, ...more });
}

test('the same history gives the same digest; a changed byte, time or process another', () => {
	const play = (change: string): string => {
		const world = bench();
		world.start(function* (process) {
			const fd = yield* process.open('/tmp/f', { write: true, create: true });
			yield* process.write(fd, encodeUtf8(change === 'byte' ? 'x' : 'y'));
			if (change === 'time') yield* process.sleep(1);
			process.symlink('f', '/tmp/l');
			if (change === 'process') child(process, sleeper);
			yield* process.sleep(1e9);
			return 0;
		});
		world.run(10);
		return digestOf(world);
	};
	expect(play('')).toBe(play(''));
	expect(new Set(['', 'byte', 'time', 'process'].map(play)).size).toBe(4);
});

test('a digest changes nothing', () => {
	const play = (looks: boolean): string => {
		const world = bench();
		if (looks) digestOf(world);
		world.machine.createTree();
		const started = world.start(function* (process) {
			yield* print(process, `${process.stat('/tmp').device} ${process.stat('/dev/null').device} ${process.pid}`);
			return 0;
		});
		world.run();
		return started.output();
	};
	expect(play(true)).toBe(play(false));
});

test('who has looked into files makes no difference to a digest', () => {
	const play = (looks: boolean): string => {
		const world = bench();
		world.start(function* (process) {
			process.close(yield* process.open('/tmp/empty', { write: true, create: true }));
			process.chmod('/etc/hostname', 0o600);
			yield* process.sleep(1e9);
			return 0;
		});
		world.run(10);
		if (looks) for (const path of ['/tmp/empty', '/etc/hostname']) world.machine.root.readFile(path);
		return digestOf(world);
	};
	expect(play(true)).toBe(play(false));
});

describe('containers', () => {
	const layers = [
		{ entries: new Map<string, LayerEntry>([['/etc/hostname', { type: 'file', mode: 0o644, content: 'c\n' }]]) },
	];

	test('exec joins the namespaces; orphans go to pid 1; its end takes everybody along', () => {
		const { machine, start, run } = bench();
		const init = start(sleeper, { root: machine.createTree(layers), argv: ['init'], hostname: 'web' });
		run(1);
		const told: string[] = [];
		const joined = start(
			function* (process) {
				process.onEnd(() => told.push('ended'));
				child(process, function* (middle) {
					child(middle, function* (orphan) {
						yield* orphan.sleep(10);
						told.push(`orphan of ${orphan.ppid}`);
						return 7;
					});
					yield* middle.sleep(1);
					return 0;
				});
				told.push(`${process.hostname} ${process.pid} ${process.ppid} ${process.readdir('/').join()}`);
				yield* process.sleep(1e6);
				return 0;
			},
			{ joinPidNamespaceOf: init.running, argv: ['exec'] },
		);
		run(100);
		const inside = machine.processes().map(({ pid, argv, state }) => `${pid} ${argv[0]} ${state}`);
		init.running.killAll();
		run(10);
		// What nobody waits for stays: "middle" of exec, the orphan of an init that does not reap.
		expect(inside).toEqual(['2 init S', '3 exec S', '4 child Z', '5 child Z']);
		expect(told).toEqual(['web 2 0 etc,proc,sys,dev', 'orphan of 1', 'ended']);
		expect([joined.result()?.kind, machine.processes().length]).toEqual(['signaled', 0]);
	});

	test('a container’s own terminal is its pts/0', () => {
		const { machine, start, run } = bench();
		const root = machine.createTree(layers);
		const program: Program = function* (process) {
			yield* print(process, `${process.ttyName(0)} ${process.readdir('/dev/pts').join()}`);
			const fd = yield* process.open('/dev/tty', { read: true, write: true });
			yield* print(process, ' via tty', fd);
			return 0;
		};
		start(sleeper, { stdin: 'terminal' });
		const inside = start(program, { root, stdin: 'terminal' });
		run(10);
		expect(inside.output()).toBe('/dev/pts/0 0,ptmx via tty');
	});

	test('limits of the group show in /sys/fs/cgroup', () => {
		const { machine, start, run } = bench();
		const group = machine.createResourceGroup('g', { memoryLimitBytes: 128 << 20, cpuLimitMillicores: 500 });
		const started = start(
			function* (process) {
				for (const name of ['memory.max', 'cpu.max', 'pids.max']) {
					const fd = yield* process.open(`/sys/fs/cgroup/${name}`, { read: true });
					yield* print(process, yield* readText(process, fd));
				}
				return 0;
			},
			{ root: machine.createTree(layers), group },
		);
		run(10);
		expect(started.output()).toBe('134217728\n50000 100000\nmax\n');
	});
});

test('nobody becomes somebody else without the right', () => {
	const { start, run } = bench();
	const started = start(function* (process) {
		const root = process.credentials;
		process.setCredentials({ uid: 1000, gid: 1000, groups: [1000] });
		const facts = [
			errnoOf(() => child(process, sleeper, { credentials: root })),
			errnoOf(() => process.setCredentials({ uid: 0 })),
			errnoOf(() => process.setCredentials({ groups: [0] })),
			String(process.credentials.capabilities.size),
		];
		yield* print(process, facts.join(' '));
		return 0;
	});
	run(10);
	expect(started.output()).toBe('EPERM EPERM EPERM 0');
});

test('input beyond a pipe waits; closing it afterwards still delivers all', () => {
	const { start, run } = bench();
	let bytes = 0;
	const started = start(
		function* (process) {
			yield* process.sleep(10);
			for (;;) {
				const data = yield* process.read(0, 10_000);
				bytes += data.length;
				if (data.length === 0) return 0;
			}
		},
		{ stdin: 'pipe' },
	);
	let drained = false;
	const taken = started.running.write(new Uint8Array(200_000));
	started.running.onDrain(() => {
		drained = true;
	});
	started.running.closeStdin();
	run(100);
	expect([taken, drained, bytes, started.result()?.kind]).toEqual([false, true, 200_000, 'exited']);
});
