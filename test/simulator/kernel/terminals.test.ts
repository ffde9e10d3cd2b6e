import { describe, expect, test } from 'vitest';
import type { Program } from '../../../simulator/kernel/process-api.ts';
import { encodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import { bench, errnoOf, errnoOfTask, print, readText } from './kernel-bench.ts';

/** Prints each read in brackets. */
const reader: Program = function* (process) {
	for (;;) {
		const text = yield* readText(process, 0);
		yield* print(process, `[${text.replaceAll('\n', '/')}]`);
		if (text === '') return 0;
	}
};

describe('canonical input', () => {
	test.each([
		['a line', 'ab\r', 'ab\r\n[ab/]'],
		['erase, also of a wide character', 'a한\x7f\x7f\x7fb\r', 'a한\b \b\b \bb\r\n[b/]'],
		['kill', 'abc\x15d\r', 'abc\b \b\b \b\b \bd\r\n[d/]'],
		['word erase', 'ab c-d\x17\r', 'ab c-d\b \b\r\n[ab c-/]'],
		['control characters show as ^X and erase as two', 'a\x01\x7f\r', 'a^A\b \b\b \b\r\n[a/]'],
		['literal next', '\x16\x03\r', '^\b^C\r\n[\x03/]'],
		['reprint', 'ab\x12\r', 'ab^R\r\nab\r\n[ab/]'],
		['end of file', '\x04', '[]'],
		['end of file after text hands it over', 'ab\x04\r', 'ab\r\n[ab][/]'],
		['a tab erases to where it began', 'a\t\x7fb\r', `a\t${'\b'.repeat(7)}b\r\n[ab/]`],
	])('%s', (_name, typed, expected) => {
		const { start, run } = bench();
		const started = start(reader, { stdin: 'terminal' });
		run(10);
		started.running.write(encodeUtf8(typed));
		run(10);
		expect(started.output()).toBe(expected);
	});
});

describe('modes', () => {
	test('raw input arrives byte by byte, unechoed; what was typed ahead is kept', () => {
		const { start, run } = bench();
		const started = start(
			function* (process) {
				yield* process.sleep(100);
				process.setTerminalMode(0, {
					canonical: false,
					echo: false,
					signals: false,
					postprocess: false,
					mapReturn: false,
					flowControl: false,
				});
				yield* print(process, `<${yield* readText(process, 0)}>\n`);
				yield* print(process, `<${yield* readText(process, 0)}>\n`);
				return 0;
			},
			{ stdin: 'terminal' },
		);
		started.running.write(encodeUtf8('ahead'));
		run(200);
		started.running.write(encodeUtf8('\x03\r'));
		run(10);
		expect(started.output()).toBe('ahead<ahead>\n<\x03\r>\n');
	});

	test('Ctrl-S holds output until Ctrl-Q', () => {
		const { start, run } = bench();
		const started = start(
			function* (process) {
				for (let i = 0; i < 4; i++) {
					yield* print(process, String(i));
					yield* process.sleep(10);
				}
				return 0;
			},
			{ stdin: 'terminal' },
		);
		run(15);
		started.running.write(encodeUtf8('\x13'));
		run(100);
		const held = started.output();
		started.running.write(encodeUtf8('\x11'));
		run(100);
		expect([held, started.output()]).toEqual(['01', '0123']);
	});

	test('a paste larger than the buffers is taken piece by piece', () => {
		const { start, run } = bench();
		let bytes = 0;
		const started = start(
			function* (process) {
				for (;;) {
					const data = yield* process.read(0, 1000);
					bytes += data.length;
					if (data.length === 0) return 0;
				}
			},
			{ stdin: 'terminal' },
		);
		run(1);
		let drained = false;
		const taken = started.running.write(encodeUtf8(`${'x'.repeat(99)}\n`.repeat(1000)));
		started.running.onDrain(() => {
			drained = true;
		});
		run(1000);
		expect([taken, drained, bytes]).toEqual([false, true, 100_000]);
	});
});

describe('job control', () => {
	/** A shell with one job; `typed` goes to the job. */
	const shell = (job: Program, background = false): Program =>
		function* (process) {
			process.onSignal('TTOU', 'ignore');
			process.onSignal('INT', 'ignore');
			process.onSignal('TSTP', 'ignore');
			const pid = process.spawn({
				argv: ['job'],
				env: process.env,
				program: job,
				pgid: 0,
				ignoredSignals: ['TTOU', 'INT', 'TSTP'],
			});
			if (!background) process.setForegroundGroup(0, pid);
			const result = yield* process.wait(pid, { untraced: true });
			process.setForegroundGroup(0, process.pgid);
			yield* print(process, JSON.stringify(result));
			return 0;
		};
	const sleeper: Program = function* (process) {
		yield* process.sleep(1e6);
		return 0;
	};

	test.each([
		['Ctrl-C', '\x03', '^C{"pid":3,"kind":"signaled","signal":"INT","coreDumped":false}'],
		['Ctrl-\\', '\x1c', '^\\{"pid":3,"kind":"signaled","signal":"QUIT","coreDumped":false}'],
		['Ctrl-Z', '\x1a', '^Z{"pid":3,"kind":"stopped","signal":"TSTP"}'],
	])('%s reaches the foreground group only', (_name, typed, expected) => {
		const { start, run } = bench();
		const started = start(shell(sleeper), { stdin: 'terminal' });
		run(10);
		started.running.write(encodeUtf8(typed));
		run(10);
		expect(started.output()).toBe(expected);
	});

	test('Ctrl-C ends a busy loop at once', () => {
		const { start, run, machine } = bench();
		const started = start(
			shell(function* (process) {
				for (;;) yield* process.tick();
			}),
			{ stdin: 'terminal' },
		);
		run(50);
		started.running.write(encodeUtf8('\x03'));
		run(2);
		expect(started.output()).toBe('^C{"pid":3,"kind":"signaled","signal":"INT","coreDumped":false}');
		expect(machine.processes()).toEqual([]);
	});

	test('a background reader is stopped', () => {
		const { start, run } = bench();
		const started = start(shell(reader, true), { stdin: 'terminal' });
		run(10);
		expect(started.output()).toBe('{"pid":3,"kind":"stopped","signal":"TTIN"}');
	});

	test('closing the window hangs up the session; stopped orphans go too', () => {
		const { start, run, machine } = bench();
		const started = start(
			function* (process) {
				process.spawn({ argv: ['bg'], env: process.env, program: sleeper, pgid: 0 });
				const stopped = process.spawn({ argv: ['stopped'], env: process.env, program: sleeper, pgid: 0 });
				process.spawn({
					argv: ['nohup'],
					env: process.env,
					program: function* (child) {
						child.onSignal('HUP', 'ignore');
						yield* child.sleep(1000);
						return (yield* errnoOfTask(print(child, 'x'))) === 'EIO' ? 0 : 1;
					},
				});
				process.kill(stopped, 'STOP');
				yield* process.sleep(1e6);
				return 0;
			},
			{ stdin: 'terminal' },
		);
		run(10);
		started.running.hangup();
		run(10);
		expect(started.result()).toEqual({ pid: 2, kind: 'signaled', signal: 'HUP', coreDumped: false });
		// The background job was not signalled: nobody had stopped it.
		expect(machine.processes().map(({ argv }) => argv[0])).toEqual(['bg', 'nohup']);
		run(2000);
		expect(machine.processes().map(({ argv }) => argv[0])).toEqual(['bg']);
	});

	test('a resize tells the foreground group; names and sizes', () => {
		const { start, run } = bench();
		const started = start(
			function* (process) {
				process.onSignal('WINCH', 'catch');
				const errno = yield* errnoOfTask(process.sleep(1e6));
				const { columns, rows } = process.terminalSize(1);
				const name = process.ttyName(0) as string;
				const facts = [errno, process.takeSignals().join(), columns, rows, name, process.stat(name).type];
				yield* print(process, `${facts.join(' ')} ${errnoOf(() => process.setsid())}`);
				return 0;
			},
			{ stdin: 'terminal', terminalSize: { columns: 100, rows: 30 } },
		);
		run(10);
		started.running.resize(120, 40);
		run(10);
		expect(started.output()).toBe('EINTR WINCH 120 40 /dev/pts/0 character EPERM');
	});
});
