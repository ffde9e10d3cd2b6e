import { setTimeout as sleep } from 'node:timers/promises';
import { exerciseScripts } from '../../../app/_lib/content/exercise-scripts.ts';
import { examIds, loadExam } from '../../../app/_lib/exams/exam-file.ts';
import { sittingQuestions } from '../../../app/_lib/exams/exam-questions.ts';
import { ExamHall, type Sitter } from '../bench-pool.ts';
import { type Figure, lower } from '../figure.ts';
import { percentile } from '../statistics.ts';

const EXAMS = 50;
const KEY_INTERVAL_MS = 250;
/** A command every twelve seconds, as in `keystroke-echo`. */
const KEYS = ['kubectl get pods -A\r', 'k get deploy', '\u0015', 'ls -l', '\u0015', 'k get nodes', '\u0015'].flatMap(
	(text) => [...text],
);
const MEASURED_MS = 30_000;
/** After everybody has begun: until all machines are set up and all questions were looked at once. */
const SETTLED_MS = 120_000;
/** Long enough for every question to be looked at once while the exam goes on, as it is in two hours. */
const EARLY_MS = 150_000;

/**
 * Fifty mock exams of fifty seeds: from a key to its echo while everyone types, some of them going on to another question
 * meanwhile, with the checks that run beside; when all have just begun (850 machines are set up then), and later. And how
 * long somebody waits for the grades who has solved everything.
 */
export const examsAtOnce: Figure = {
	name: 'exams-at-once',
	async measure() {
		const [mock] = await examIds();
		if (mock === undefined) return [{ name: 'exams-at-once', notRun: 'there is no mock exam' }];
		const hall = await ExamHall.open();
		try {
			const sitters = await Promise.all(
				Array.from({ length: EXAMS }, (_, index) => hall.seat(mock, String(index + 1))),
			);
			await Promise.all(sitters.map((sitter) => moveOn(sitter, 0)));
			const start = await type(sitters);
			await sleep(SETTLED_MS);
			const later = await type(sitters);
			const waited = await handIn(hall, mock);
			return [
				lower(`exams-at-once-${EXAMS}`, percentile(later, 0.99), 'ms p99', 10),
				lower(`exams-at-once-${EXAMS}-start`, percentile(start, 0.99), 'ms p99', 10),
				lower('exam-hand-in', waited, 'ms', 1_000),
			];
		} finally {
			await hall.close();
		}
	},
};

async function moveOn(sitter: Sitter, question: number): Promise<void> {
	const { hosts } = await sitter.exam;
	if (question > 0) await sitter.enter('exit');
	await sitter.enter(`ssh ${hosts[question]}`);
}

/** Everyone presses a key four times a second, evenly spread; every second one goes on to the next question once, in turn. */
async function type(sitters: readonly Sitter[]): Promise<number[]> {
	const samples: number[] = [];
	const pressedAt: (number | undefined)[] = sitters.map(() => undefined);
	const next = sitters.map((_, index) => index);
	const moving = new Set<number>();
	for (const [index, { screen }] of sitters.entries()) {
		screen.onOutput = () => {
			const at = pressedAt[index];
			if (at === undefined || moving.has(index)) return;
			samples.push(performance.now() - at);
			pressedAt[index] = undefined;
		};
	}
	const startedAt = performance.now();
	for (let pressed = 0; ; pressed++) {
		const due = startedAt + (pressed * KEY_INTERVAL_MS) / sitters.length;
		if (due > startedAt + MEASURED_MS) break;
		if (due > performance.now()) await sleep(due - performance.now());
		const index = pressed % sitters.length;
		const sitter = sitters[index] as Sitter;
		if (moving.has(index)) continue;
		const round = Math.floor(pressed / sitters.length);
		if (index % 2 === 1 && round === 2 * index) {
			moving.add(index);
			sitter.press('\u0015');
			moveOn(sitter, ++sitter.question).then(() => {
				pressedAt[index] = undefined;
				moving.delete(index);
			});
			continue;
		}
		if (pressedAt[index] !== undefined) continue;
		pressedAt[index] = performance.now();
		sitter.press(KEYS[(next[index] as number) % KEYS.length] as string);
		next[index] = (next[index] as number) + 1;
	}
	return samples;
}

/** Solves a mock question by question, works a little on at the last one, and waits for the grades. */
async function handIn(hall: ExamHall, mock: string): Promise<number> {
	const exam = await loadExam(mock);
	if (exam === undefined) throw new Error(`assertion failed: no mock ${mock}`);
	const sitter = await hall.seat(mock, 'all');
	const questions = sittingQuestions(exam, 'all');
	for (const { ref, host } of questions) {
		const { solutions } = await exerciseScripts(ref);
		sitter.send({ kind: 'script', host, name: 'solution.sh', script: `cd /root\n${solutions[0]?.script}` });
		await sleep(EARLY_MS / questions.length);
	}
	await sleep(EARLY_MS);
	await sitter.enter(`ssh ${questions.at(-1)?.host} kubectl get pods`);
	const startedAt = performance.now();
	const { results } = await sitter.handIn();
	const waited = performance.now() - startedAt;
	const passed = Object.values(results).filter((checks) => checks.every((check) => check.passed)).length;
	if (passed < questions.length) throw new Error(`assertion failed: only ${passed} parts are solved`);
	return waited;
}
