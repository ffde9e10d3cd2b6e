import { describe, expect, test } from 'vitest';
import { questionReplay, type RecordedCommand } from '../../app/_lib/exams/recorded-command.ts';
import { EarlyGrades } from '../../app/_server/pool/early-grades.ts';
import { ExamAfterwards, type ExamWorlds } from '../../app/_server/pool/exam-afterwards.ts';
import { ExamGrader } from '../../app/_server/pool/exam-grader.ts';
import type { WorkerHandle } from '../../app/_server/pool/worker-handle.ts';
import { Recorder } from '../../app/_server/worker/recorder.ts';
import { SandboxHost } from '../../app/_server/worker/sandbox-host.ts';
import type { FromWorker, ToWorker } from '../../app/_server/worker-protocol.ts';
import type { JournalEntry, Task } from '../../simulator/sandbox/world-api.ts';
import { FakeWorld } from './support/fake-world.ts';

type Ask = WorkerHandle['ask'];
const OPTIONS = { preset: 'fake', seed: '1' };

const text = (base64: string): string => Buffer.from(base64, 'base64').toString();

/** A worker's inside, asked as the main thread asks. */
function host() {
	const waiting = new Map<number, (message: Extract<FromWorker, { type: 'reply' }>) => void>();
	const told: string[] = [];
	const inside: SandboxHost = new SandboxHost(
		{
			create: (options) => new FakeWorld(options),
			prepare: () => [].values(),
			prepareClusters: () => [].values(),
			grade: function* () {
				return [];
			},
		},
		new Int32Array(new SharedArrayBuffer(4)),
		{
			post: (message) => {
				if (message.type === 'reply') waiting.get(message.request)?.(message);
				else told.push(message.type);
			},
		},
	);
	let requests = 0;
	const ask = (message: object) =>
		new Promise<{ ok: boolean; value: unknown }>((resolve) => {
			waiting.set(++requests, resolve);
			inside.take({ ...message, request: requests });
		});
	return { inside, ask, told };
}

const typed = (line: string, atMs: number): JournalEntry => ({
	kind: 'input',
	terminal: 't1',
	data: `${line}\r`,
	atMs,
});
const START_MS = new FakeWorld(OPTIONS).now();
const OPEN: JournalEntry = { kind: 'open', terminal: 't1', columns: 90, rows: 20, atMs: START_MS };

function open(journal: readonly JournalEntry[], more: object): ToWorker {
	const world = { type: 'open', sandbox: 's/afterwards', handle: 3, options: OPTIONS, journal } as const;
	return { ...world, reachedMs: START_MS + 9_000, tasks: [], states: {}, ...more };
}

describe('a world that is gone through again', () => {
	test('tells what its terminals have shown, command by command', async () => {
		const { inside, ask } = host();
		inside.take(
			open([OPEN, typed('set a b', START_MS + 1_000), typed('flood 20', START_MS + 5_000)], { record: true }),
		);
		const { value } = await ask({ type: 'recording', sandbox: 's/afterwards' });
		const commands = value as RecordedCommand[];
		expect(
			commands.map(({ line, columns, rows, atMs, before, cut }) => [
				line,
				columns,
				rows,
				atMs - START_MS,
				text(before),
				cut,
			]),
		).toEqual([
			['set a b', 90, 20, 1_000, '$ set a b', false],
			['flood 20', 90, 20, 5_000, '$ flood 20', false],
		]);
		expect(commands.map(({ output }) => output.map(([ms, data]) => [ms, text(data)]))).toEqual([
			[
				[0, '\r\n$ '],
				[4_000, 'flood 20'],
			],
			[[0, `\r\n${'x'.repeat(20)}$ `]],
		]);
	});

	test('has the prompt of a command whose line has ended before it is told of', () => {
		const recorder = new Recorder();
		const size = { columns: 80, rows: 24 };
		const print = (shown: string) =>
			recorder.output({ kind: 'output', terminal: 't1', data: new TextEncoder().encode(shown) }, 5);
		const enter = (line: string) =>
			recorder.command({ kind: 'command', terminal: 't1', line, journalIndex: 0, atMs: 5 }, size);
		print('Welcome\r\n\r\n$ ');
		print('pwd');
		print('\r\n');
		print('\x1b[?2004l\r');
		enter('pwd');
		print('/root\r\n$ ls');
		enter('ls');
		expect(recorder.commands().map(({ before }) => text(before))).toEqual(['$ pwd\r\n\x1b[?2004l\r', '$ ls']);
	});

	test('keeps the end of what is too long', async () => {
		const { inside, ask } = host();
		inside.take(open([OPEN, typed('flood 400000', START_MS + 1_000)], { record: true }));
		const { value } = await ask({ type: 'recording', sandbox: 's/afterwards' });
		const [command] = value as RecordedCommand[];
		const kept = command?.output.map(([, data]) => text(data)).join('') ?? '';
		expect([command?.cut, kept.length < 100_000, kept.endsWith('x$ ')]).toEqual([true, true, true]);
	});

	test('one that meets a bug tells what it has come to, when it is to be salvaged; else whoever asks is told', async () => {
		const journal = [OPEN, typed('set a b', START_MS + 1_000), typed('boom', START_MS + 2_000)];
		const { inside, ask, told } = host();
		inside.take(open(journal, { record: true, salvage: true }));
		const { ok, value } = await ask({ type: 'recording', sandbox: 's/afterwards' });
		expect([ok, (value as RecordedCommand[]).map(({ line }) => line)]).toEqual([true, ['set a b', 'boom']]);
		expect(told).toContain('opened');
		inside.take(open(journal, { sandbox: 'plain', record: true }));
		expect(await ask({ type: 'snapshot', sandbox: 'plain' })).toMatchObject({ ok: false });
		expect(told).toContain('ended');
		expect(await ask({ type: 'snapshot', sandbox: 'plain' })).toMatchObject({ ok: false });
	});
});

test('a question’s replay has its own commands, and says where another’s came between', () => {
	const command = (line: string, at: string, atMs: number, terminal = 't1'): RecordedCommand => ({
		...{ line, at, atMs, terminal, columns: 80, rows: 24, before: '', output: [], cut: false },
	});
	const all = [
		command('ssh cka1', 'base', 1_000),
		command('k get po', 'cka1', 3_000),
		command('k get no', 'cka1-node1', 4_000),
		command('elsewhere', 'cka2', 5_000, 't2'),
		command('k get ns', 'cka1', 6_000),
		command('exit', 'cka1', 7_000),
		command('ssh cka2', 'base', 8_000),
		command('k get sc', 'cka1', 61_000),
	];
	const replay = questionReplay(all, (machine) => machine.startsWith('cka1'));
	expect(replay.map(({ line, second, follows }) => [line, second, follows])).toEqual([
		['k get po', 2, false],
		['k get no', 3, true],
		['k get ns', 5, true],
		['exit', 6, true],
		['k get sc', 60, false],
	]);
});

const task = (id: string, cluster: string): Task => ({ id, cluster, points: 1, checks: [] });
const TASKS = [task('0/a', 'cka1'), task('1/a', 'cka2')];
const PASSED = [{ id: 'c', passed: true, evidence: [] }];

/** An exam's worlds, of which some are broken: "held" in memory, "again" when it is made once more, a cluster by name. */
function worldsOf(broken: readonly string[], { deadly = false, held = true } = {}) {
	const asked: string[] = [];
	const worker = (name: string) =>
		({
			post: ({ type }: ToWorker) => asked.push(`${name} ${type}`),
			ask: (async (message) => {
				if (broken.includes(name)) throw new Error('the world has ended');
				if (message.type === 'snapshot') {
					const view = { nowMs: 0, journalLength: 0, terminals: [], screens: [], tasks: [], map: {} };
					return { ...view, timeline: [{ terminal: 't1', line: 'k get po', host: 'cka1', journalIndex: 0, atMs: 0 }] };
				}
				if (message.type === 'cluster-entries') return { cka1: 2 };
				return { options: OPTIONS, journal: [] };
			}) as Ask,
		}) as unknown as WorkerHandle;
	const prober = {
		ask: (async (message) => {
			if (message.type !== 'grade-history') throw new Error(`unexpected: ${message.type}`);
			const [{ id, cluster } = { id: '', cluster: '' }] = message.tasks;
			asked.push(`graded ${cluster}`);
			if (broken.includes(cluster ?? '')) throw new Error('assertion failed: boom');
			return { [id]: PASSED };
		}) as Ask,
	};
	const grades = new EarlyGrades(TASKS);
	const record = { id: 's', userId: 'u', exerciseId: 'exam-1', attemptId: 'a', options: '{}', reachedMs: 0 };
	const worlds = {
		store: {
			liveOf: async () => record,
			load: async () => ({ record, options: OPTIONS, journal: [], lastSeqs: new Map(), states: {}, marks: [] }),
		},
		grader: new ExamGrader(prober),
		held: () => (held ? { live: { id: 's', handle: 1 }, worker: worker('held') } : undefined),
		grades: () => grades,
		place: () => ({ worker: worker('again'), handle: 2 }),
		isDeadly: () => deadly,
	} as unknown as ExamWorlds;
	return { afterwards: new ExamAfterwards(worlds), asked, grades };
}

describe('an exam is graded', () => {
	const exam = { options: OPTIONS, tasks: TASKS };

	test('from the world in memory', async () => {
		const { afterwards, asked } = worldsOf([]);
		const { results, commands } = await afterwards.grade('exam-1', exam);
		expect(results).toEqual({ '0/a': PASSED, '1/a': PASSED });
		expect(commands.map(({ line }) => line)).toEqual(['k get po']);
		expect(asked).toEqual(['graded cka1', 'graded cka2']);
	});

	test('but for the cluster that met a bug, which is tried twice', async () => {
		const { afterwards, asked } = worldsOf(['cka1']);
		expect((await afterwards.grade('exam-1', exam)).results).toEqual({ '1/a': PASSED });
		expect(asked.sort()).toEqual(['graded cka1', 'graded cka1', 'graded cka2']);
	});

	test('from its journal, when its world has ended or is not in memory', async () => {
		for (const [broken, held] of [
			[['held'], true],
			[[], false],
		] as const) {
			const { afterwards, asked } = worldsOf(broken, { held });
			expect((await afterwards.grade('exam-1', exam)).results).toEqual({ '0/a': PASSED, '1/a': PASSED });
			expect(asked).toEqual(['again open', 'graded cka1', 'graded cka2', 'again forget']);
		}
	});

	test('by what was found while it went on, when its world takes threads down', async () => {
		const { afterwards, asked, grades } = worldsOf(['again'], { held: false, deadly: true });
		grades.keep(TASKS[0] as Task, {}, { '0/a': PASSED });
		expect((await afterwards.grade('exam-1', exam)).results).toEqual({ '0/a': PASSED });
		expect(asked).toEqual([]);
		await expect(afterwards.recording('exam-1')).rejects.toThrow('taken its thread down');
	});
});
