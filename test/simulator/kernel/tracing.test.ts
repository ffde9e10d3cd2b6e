import { describe, expect, test } from 'vitest';
import { ROOT_CREDENTIALS } from '../../../simulator/kernel/capabilities.ts';
import type { Process } from '../../../simulator/kernel/process-api.ts';
import type { SystemEvent } from '../../../simulator/kernel/tracing/system-event.ts';
import type { Task } from '../../../simulator/machinery/task.ts';
import { bench, errnoOf, errnoOfTask } from './kernel-bench.ts';

/** One line an event: who, what, how it went. */
function line({ name, process, parameters, result }: SystemEvent): string {
	return `${process.name} ${name}(${parameters.map(([, value]) => value).join(', ')}) = ${result}`;
}

function watched(calls: (process: Process) => Task<void>, wants: (name: string) => boolean): string[] {
	const { start, run } = bench();
	const seen: string[] = [];
	start(
		function* (process) {
			process.traceCalls({ wants, onEvent: (event) => seen.push(line(event)) });
			process.mkdir('/own', 0o755);
			yield* process.sleep(1000);
			return 0;
		},
		{ credentials: ROOT_CREDENTIALS },
	);
	start(
		function* (process) {
			yield* process.sleep(10);
			yield* calls(process);
			return 0;
		},
		{ credentials: ROOT_CREDENTIALS, argv: ['/usr/bin/victim'] },
	);
	run(2000);
	return seen;
}

function* everyKind(process: Process): Task<void> {
	process.mkdir('/d', 0o700);
	process.close(yield* process.open('/d/a', { write: true, create: true, truncate: true }, 0o644));
	process.chdir('/d');
	process.chmod('a', 0o4755);
	process.rename('a', 'b');
	process.symlink('b', 'c');
	process.unlink('c');
	yield* errnoOfTask(process.open('/none', { read: true }));
	errnoOf(() => process.rmdir('/d'));
	process.setCredentials({ uid: 0 });
	yield* errnoOfTask(process.connect('127.0.0.1', 9));
}

describe('tracing of system calls', () => {
	test('each call tells of itself once, with its result, and the tracer’s own are left out', () => {
		expect(watched(everyKind, (name) => !/^(close|newfstatat|clock_nanosleep)$/.test(name))).toEqual([
			'victim mkdir(/d, 0700) = 0',
			'victim openat(AT_FDCWD, /d/a, O_WRONLY|O_CREAT|O_TRUNC, 0644) = 3',
			'victim chdir(/d) = 0',
			'victim fchmodat(AT_FDCWD, /d/a, 04755) = 0',
			'victim renameat2(AT_FDCWD, /d/a, AT_FDCWD, /d/b, 0) = 0',
			'victim symlinkat(b, AT_FDCWD, c) = 0',
			'victim unlinkat(AT_FDCWD, c, 0) = 0',
			'victim openat(AT_FDCWD, /none, O_RDONLY) = ENOENT',
			'victim rmdir(/d) = ENOTEMPTY',
			'victim setuid(0) = 0',
			'victim connect(3, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("127.0.0.1")}) = ECONNREFUSED',
		]);
	});

	test('only what is wanted is told of', () => {
		expect(watched(everyKind, (name) => name === 'rmdir')).toEqual(['victim rmdir(/d) = ENOTEMPTY']);
	});

	test('it takes a right that containers do not have', () => {
		const { start, run } = bench();
		let errno: unknown;
		start(
			function* (process) {
				errno = errnoOf(() => process.traceCalls({ wants: () => true, onEvent: () => undefined }));
				yield* process.sleep(1);
				return 0;
			},
			{ credentials: { uid: 0, gid: 0, groups: [], capabilities: new Set(['CHOWN']) } },
		);
		run(10);
		expect(errno).toBe('EPERM');
	});
});
