import { expect, test } from 'vitest';
import { EarlyGrades } from '../../app/_server/pool/early-grades.ts';
import { ExamGrader } from '../../app/_server/pool/exam-grader.ts';
import type { WorkerHandle } from '../../app/_server/pool/worker-handle.ts';
import type { Task } from '../../simulator/sandbox/world-api.ts';

type Ask = WorkerHandle['ask'];

const task = (id: string, cluster: string): Task => ({ id, cluster, points: 1, checks: [] });
const TASKS = [task('0/a', 'cka1'), task('0/b', 'cka1'), task('1/a', 'cka2')];

/** An exam whose clusters have got so many entries; what the prober is asked is noted as "cluster: tasks". */
function examOf(entries: Record<string, number>) {
	const asked: string[] = [];
	let running = 0;
	const prober = {
		ask: (async (message) => {
			if (message.type !== 'grade-history') throw new Error(`unexpected: ${message.type}`);
			expect(++running).toBe(1);
			await new Promise((resolve) => setTimeout(resolve, 1));
			running--;
			asked.push(`${message.history.options.seed}: ${message.tasks.map(({ id }) => id).join(' ')}`);
			const checks = [{ id: 'c', passed: message.history.journal.length > 1, evidence: [] }];
			return Object.fromEntries(message.tasks.map(({ id }) => [id, checks]));
		}) as Ask,
	};
	const worker = {
		ask: (async (message) => {
			if (message.type === 'cluster-entries') return { ...entries };
			if (message.type !== 'export-cluster') throw new Error(`unexpected: ${message.type}`);
			const journal = Array.from({ length: entries[message.cluster] ?? 0 });
			return { options: { preset: 'kubeadm-1-1', seed: message.cluster }, journal };
		}) as Ask,
	};
	const exam = { live: { id: 's', handle: 7 }, worker, grades: new EarlyGrades(TASKS) };
	return { exam, asked, grader: new ExamGrader(prober) };
}

test('a question is graded when nobody works at it any more; in the end only what is not known', async () => {
	const entries: Record<string, number> = { cka1: 2 };
	const { exam, asked, grader } = examOf(entries);
	await grader.early(exam);
	expect(asked).toEqual([]);
	entries.cka1 = 3;
	await grader.early(exam);
	expect(asked.splice(0)).toEqual(['cka2: 1/a']);
	await grader.early(exam);
	expect(asked.splice(0)).toEqual(['cka1: 0/a 0/b']);
	entries.cka2 = 5;
	const results = await grader.grade(exam, TASKS);
	expect(asked).toEqual(['cka2: 1/a']);
	expect(Object.entries(results).map(([id, checks]) => `${id} ${checks[0]?.passed}`)).toEqual([
		'0/a true',
		'0/b true',
		'1/a true',
	]);
});

test('what was found while something came to the cluster holds for nothing', async () => {
	const entries: Record<string, number> = {};
	const { exam, asked, grader } = examOf(entries);
	await grader.early(exam);
	const early = grader.early(exam);
	await new Promise((resolve) => setImmediate(resolve));
	entries.cka1 = 2;
	await early;
	expect(asked.splice(0)).toEqual(['cka1: 0/a 0/b']);
	expect(exam.grades.of(TASKS[0] as Task, entries)).toBeUndefined();
});

test('an exam that nobody has entered is graded as it is set up, one cluster after another', async () => {
	const { asked, grader } = examOf({});
	const options = { preset: 'jump', seed: 'whole', clusters: [] };
	const results = await grader.untouched(3, { options, tasks: TASKS });
	expect(asked).toEqual(['whole: 0/a 0/b', 'whole: 1/a']);
	expect(results['1/a']?.[0]?.passed).toBe(false);
});
