import { describe, expect, test } from 'vitest';
import type { LayerEntry } from '../../../simulator/kernel/machine-api.ts';
import type { Process, Program } from '../../../simulator/kernel/process-api.ts';
import type { Task } from '../../../simulator/machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import { bench, errnoOf, errnoOfTask, print, readText } from './kernel-bench.ts';

const layer = {
	entries: new Map<string, LayerEntry>([
		['/etc/motd', { type: 'file', mode: 0o644, content: 'hello\n' }],
		['/etc/shadow', { type: 'file', mode: 0o640, gid: 42, content: 'secret\n' }],
		['/etc/alias', { type: 'symlink', target: 'motd' }],
		['/etc/loop', { type: 'symlink', target: 'loop' }],
		['/home/ann', { type: 'directory', mode: 0o750, uid: 1000, gid: 1000 }],
		['/usr/share/doc/a', { type: 'file', mode: 0o644, content: 'a' }],
	]),
};

function* save(process: Process, path: string, text: string, append = false): Task<void> {
	const fd = yield* process.open(path, { write: true, create: true, truncate: !append, append });
	yield* process.write(fd, encodeUtf8(text));
	process.close(fd);
}

function* load(process: Process, path: string): Task<string> {
	const fd = yield* process.open(path, { read: true });
	const text = yield* readText(process, fd, 1 << 20);
	process.close(fd);
	return text;
}

/** Runs `program` on a fresh machine and gives what it printed. */
function outputOf(program: Program, options: Parameters<typeof bench>[0] = {}): string {
	const { start, run } = bench({ layers: [layer], ...options });
	const started = start(program);
	run();
	return started.output() + started.errors();
}

describe('names', () => {
	test('links, renames, hard links and removals', () => {
		const output = outputOf(function* (process) {
			const lines: string[] = [];
			yield* save(process, '/tmp/a', 'one');
			process.link('/tmp/a', '/tmp/b');
			yield* save(process, '/tmp/b', '+two', true);
			lines.push(`${yield* load(process, '/tmp/a')} ${process.stat('/tmp/a').links}`);
			process.mkdir('/tmp/d', 0o777);
			process.rename('/tmp/a', '/tmp/d/c');
			process.unlink('/tmp/b');
			lines.push(`${process.readdir('/tmp')} ${process.readdir('/tmp/d')} ${process.stat('/tmp/d/c').links}`);
			process.symlink('d/c', '/tmp/s');
			lines.push(`${yield* load(process, '/tmp/s')} ${process.readlink('/tmp/s')} ${process.realpath('/tmp/s')}`);
			lines.push(`${process.lstat('/tmp/s').type} ${process.lstat('/tmp/s').size} ${process.stat('/tmp/s').type}`);
			process.rename('/usr/share', '/usr/moved');
			lines.push(`${yield* load(process, '/usr/moved/doc/a')} ${process.readdir('/usr')}`);
			process.chdir('/usr/moved/doc');
			lines.push(`${process.cwd} ${yield* load(process, '../../../etc/alias')}`.trim());
			yield* print(process, lines.join('\n'));
			return 0;
		});
		expect(output).toBe(
			[
				'one+two 2',
				'd d/c'.replace('d/c', 'c 1'),
				'one+two d/c /tmp/d/c',
				'symlink 3 file',
				'a moved',
				'/usr/moved/doc hello',
			].join('\n'),
		);
	});

	test('errors in the kernel’s words', () => {
		const output = outputOf(function* (process) {
			process.mkdir('/tmp/none/x', 0o755);
			return 0;
		});
		expect(output).toBe('test: No such file or directory\n');
		const cases: readonly [string, (process: Process) => void][] = [
			['ENOENT', (process) => process.stat('/none/x')],
			['ENOTDIR', (process) => process.stat('/etc/motd/x')],
			['ENOTDIR', (process) => process.stat('/etc/motd/')],
			['ELOOP', (process) => process.stat('/etc/loop')],
			['ENAMETOOLONG', (process) => process.stat(`/${'x'.repeat(256)}`)],
			['EEXIST', (process) => process.mkdir('/etc', 0o755)],
			['ENOTEMPTY', (process) => process.rmdir('/etc')],
			['ENOTDIR', (process) => process.rmdir('/etc/motd')],
			['EISDIR', (process) => process.unlink('/etc')],
			['EINVAL', (process) => process.rename('/etc', '/etc/inside')],
			['ENOTDIR', (process) => process.rename('/home/ann', '/home/ann/../../etc/motd/')],
			['EXDEV', (process) => process.rename('/etc/motd', '/dev/shm/motd')],
			['EBUSY', (process) => process.rmdir('/proc')],
			['EPERM', (process) => process.unlink('/proc/version')],
			['EPERM', (process) => process.mkdir('/sys/x', 0o755)],
			['EINVAL', (process) => process.readlink('/etc/motd')],
			['EPERM', (process) => process.link('/etc', '/tmp/etc')],
		];
		outputOf(function* (process) {
			for (const [errno, action] of cases)
				expect([action.toString(), errnoOf(() => action(process))]).toEqual([action.toString(), errno]);
			return 0;
		});
	});
});

describe('permissions', () => {
	test('owner, group, other, sticky, umask and root', () => {
		const output = outputOf(function* (process) {
			process.umask = 0o027;
			yield* save(process, '/tmp/roots', 'x');
			process.mkdir('/tmp/open', 0o777);
			process.chmod('/tmp/open', 0o777);
			const facts = [process.stat('/tmp/roots').mode.toString(8)];
			process.setCredentials({ uid: 1000, gid: 1000, groups: [1000, 42] });
			facts.push(yield* load(process, '/etc/shadow'));
			facts.push(yield* errnoOfTask(save(process, '/etc/shadow', 'x')));
			facts.push(yield* errnoOfTask(process.open('/tmp/roots', { read: true })));
			facts.push(errnoOf(() => process.unlink('/tmp/roots')));
			facts.push(errnoOf(() => process.chmod('/tmp/roots', 0o777)));
			facts.push(errnoOf(() => process.chown('/etc/motd', 1000, 1000)));
			facts.push(errnoOf(() => process.kill(1, 'TERM')));
			yield* save(process, '/home/ann/mine', 'm');
			facts.push(process.stat('/home/ann/mine').mode.toString(8));
			facts.push(
				String(process.access('/etc/shadow', { write: true })),
				String(process.access('/etc/shadow', { read: true })),
			);
			yield* print(process, facts.join(' '));
			return 0;
		});
		expect(output).toBe('640 secret\n EACCES EACCES EPERM EPERM EPERM ESRCH 640 false true');
	});

	test('ports below 1024 need a capability on the host', () => {
		const output = outputOf(function* (process) {
			process.setCredentials({ uid: 1000, gid: 1000, groups: [1000] });
			yield* print(process, `${errnoOf(() => process.listen('0.0.0.0', 80))} ${process.listen('0.0.0.0', 8080)}`);
			return 0;
		});
		expect(output).toBe('EACCES 3');
	});
});

describe('content', () => {
	test('offsets, appends, holes, truncation', () => {
		const output = outputOf(function* (process) {
			const fd = yield* process.open('/tmp/f', { read: true, write: true, create: true });
			yield* process.write(fd, encodeUtf8('abc'));
			process.seek(fd, 70_000, 'set');
			yield* process.write(fd, encodeUtf8('z'));
			process.seek(fd, 0, 'set');
			const all = yield* process.read(fd, 100_000);
			process.truncate(fd, 2);
			process.seek(fd, 0, 'set');
			const short = yield* readText(process, fd);
			process.truncate(fd, 4);
			process.seek(fd, 0, 'set');
			const grown = yield* process.read(fd, 10);
			const sum = all.reduce((total, byte) => total + byte, 0);
			yield* print(process, JSON.stringify([all.length, sum, short, [...grown]]));
			return 0;
		});
		expect(JSON.parse(output)).toEqual([70_001, 97 + 98 + 99 + 122, 'ab', [97, 98, 0, 0]]);
	});

	test('limits: a file, the disk; what is removed is free again', () => {
		const output = outputOf(
			function* (process) {
				const facts: string[] = [];
				const big = 'x'.repeat(60_000);
				const fd = yield* process.open('/tmp/f', { write: true, create: true });
				yield* process.write(fd, encodeUtf8(big));
				facts.push(yield* errnoOfTask(process.write(fd, encodeUtf8(big))));
				facts.push(yield* errnoOfTask(save(process, '/tmp/g', big)));
				process.unlink('/tmp/f');
				facts.push(yield* errnoOfTask(save(process, '/tmp/g', big)));
				process.close(fd);
				facts.push(yield* errnoOfTask(save(process, '/tmp/g', big)));
				yield* print(process, facts.join(' '));
				return 0;
			},
			{ limits: { fileBytes: 100_000, diskBytes: 100_000 } },
		);
		expect(output).toBe('EFBIG ENOSPC ENOSPC none');
	});
});

describe('trees', () => {
	test('a snapshot is immutable, shared, and starts an equal tree', () => {
		const { machine } = bench({ layers: [layer] });
		machine.root.writeFile('/etc/new', 'first');
		machine.root.remove('/usr/share');
		const snapshot = machine.snapshotTree(machine.root);
		machine.root.writeFile('/etc/new', 'second');
		const copy = machine.createTree(snapshot);
		expect([copy.list('/etc'), copy.list('/usr'), copy.writtenBytes()]).toEqual([
			['alias', 'loop', 'motd', 'shadow', 'new'],
			[],
			0,
		]);
		expect(decodeUtf8(copy.readFile('/etc/new') ?? new Uint8Array())).toBe('first');
		copy.writeFile('/etc/motd', 'changed');
		expect(decodeUtf8(machine.root.readFile('/etc/motd') ?? new Uint8Array())).toBe('hello\n');
	});

	test('mounts: read-only, one file, nested, pinned to what they were made from', () => {
		const { machine, start, run } = bench({ layers: [layer] });
		const container = machine.createTree([layer]);
		machine.root.writeFile('/data/..1/key', 'old');
		container.mount('/config', machine.root, { subPath: '/data/..1', readOnly: true });
		container.mount('/etc/motd', machine.root, { subPath: '/data/..1/key' });
		container.mount('/host', machine.root);
		machine.root.remove('/data/..1');
		machine.root.writeFile('/data/..1/key', 'new');
		let output = '';
		start(
			function* (process) {
				const facts = [yield* load(process, '/etc/motd'), yield* errnoOfTask(save(process, '/config/x', '1'))];
				facts.push(yield* load(process, '/host/data/..1/key'), process.statfs('/host/etc').mountPoint);
				facts.push(String(process.readdir('/host/proc').includes('version')));
				output = facts.join(' ');
				return 0;
			},
			{ root: container },
		);
		run();
		expect(output).toBe('old EROFS new /host true');
	});

	test('watchers hear of changes below their path', () => {
		const { machine, start, run } = bench({ layers: [layer] });
		const heard: string[] = [];
		const stop = machine.root.watch('/etc', (path) => heard.push(path));
		start(function* (process) {
			yield* save(process, '/etc/x', '1');
			yield* save(process, '/tmp/x', '1');
			process.rename('/etc/x', '/etc/y');
			return 0;
		});
		run();
		stop();
		machine.root.writeFile('/etc/z', '');
		run();
		expect(heard).toEqual(['/etc/x', '/etc/x', '/etc/x', '/etc/y']);
	});
});

describe('special files', () => {
	test('devices, descriptors as files, FIFOs', () => {
		const output = outputOf(function* (process) {
			const facts: unknown[] = [];
			const zero = yield* process.open('/dev/zero', { read: true });
			facts.push([...(yield* process.read(zero, 3))]);
			const full = yield* process.open('/dev/full', { write: true });
			facts.push(yield* errnoOfTask(print(process, 'x', full)));
			facts.push(yield* errnoOfTask(process.open('/dev/tty', { read: true })));
			process.mkfifo('/tmp/fifo', 0o600);
			process.spawn({
				argv: ['w'],
				env: process.env,
				program: function* (child) {
					yield* save(child, '/tmp/fifo', 'through the fifo');
					return 0;
				},
			});
			facts.push(yield* load(process, '/tmp/fifo'));
			const out = yield* process.open('/dev/stdout', { write: true });
			yield* print(process, '> ', out);
			facts.push(process.readlink('/proc/self/fd/1').slice(0, 6), process.readdir('/proc/self/fd').join());
			yield* print(process, JSON.stringify(facts));
			return 0;
		});
		expect(output).toBe('> [[0,0,0],"ENOSPC","ENXIO","through the fifo","pipe:[","0,1,2,3,4,5"]');
	});

	test('/proc tells about the machine and its processes', () => {
		const output = outputOf(function* (process) {
			const status = yield* load(process, '/proc/self/status');
			const facts = [
				(yield* load(process, '/proc/self/cmdline')).replaceAll('\0', '|'),
				status.split('\n').slice(0, 3).join(' '),
				(yield* load(process, '/proc/sys/kernel/osrelease')).trim(),
				(yield* load(process, '/proc/mounts')).split('\n')[1],
				yield* load(process, '/proc/uptime'),
			];
			yield* print(process, facts.join('\n'));
			return 0;
		});
		expect(output).toBe(
			'test|\nName:\ttest Umask:\t0022 State:\tR (running)\n6.8.0-51-generic\n' +
				'proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0\n0.00 0.00\n',
		);
	});
});

describe('services of the machine', () => {
	test('find what is there now, whatever they found before', () => {
		const { machine } = bench({ layers: [layer] });
		const { root } = machine;
		const text = (path: string): string | undefined => {
			const data = root.readFile(path);
			return data === undefined ? undefined : decodeUtf8(data);
		};
		root.writeFile('/var/lib/a/one', '1');
		root.writeFile('/var/lib/a/two', '2');
		root.remove('/var/lib/a');
		expect(text('/var/lib/a/two')).toBeUndefined();
		root.writeFile('/var/lib/a/two', 'again');
		expect([text('/var/lib/a/one'), text('/var/lib/a/two')]).toEqual([undefined, 'again']);
		root.symlink('a', '/var/lib/b');
		expect(text('/var/lib/b/two')).toBe('again');
		root.writeFile('/var/lib/c/two', 'other');
		root.symlink('c', '/var/lib/b');
		expect(text('/var/lib/b/two')).toBe('other');
		const volume = machine.createTree();
		volume.writeFile('/two', 'mounted');
		root.mount('/var/lib/a', volume);
		expect(text('/var/lib/a/two')).toBe('mounted');
		root.unmount('/var/lib/a');
		expect(text('/var/lib/a/two')).toBe('again');
	});
});
