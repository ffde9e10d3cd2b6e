import { exerciseScripts } from '../../../app/_lib/content/exercise-scripts.ts';
import { examIds, loadExam } from '../../../app/_lib/exams/exam-file.ts';
import { sittingQuestions } from '../../../app/_lib/exams/exam-questions.ts';
import { type ExamWorld, examWorld } from '../../../app/_lib/exams/exam-world.ts';
import { nodeHostCalls } from '../../../simulator/cli/host-calls.ts';
import { CompositeWorld, gradeHistory, PresetImages, prepareClusters } from '../../../simulator/sandbox/index.ts';
import { type Figure, lower } from '../figure.ts';
import { busyMs } from '../statistics.ts';

/** A whole mock exam: its machines set up for a new seed, the first prompt, and its grades when everything is solved. */
export const exam: Figure = {
	name: 'exam',
	async measure() {
		const [mock] = await examIds();
		if (mock === undefined) return [{ name: 'exam', notRun: 'there is no mock exam' }];
		const images = new PresetImages(nodeHostCalls);
		// The machines are the same for every seed; whoever sits first has made them.
		const first = await worldOf(mock, '1');
		for (const { preset } of first.options.clusters ?? []) images.get(preset);
		const open = (): CompositeWorld => new CompositeWorld(first.options, images);
		open();
		const prompt = busyMs(() => {
			const world = open();
			world.apply({ kind: 'open', terminal: 't1', user: 'candidate', columns: 80, rows: 24 });
			world.settle(1_000);
		});
		const { options, questions } = await worldOf(mock, '2');
		const setUp = busyMs(() => {
			for (const _ of prepareClusters(options, images));
		});
		const world = new CompositeWorld(options, images);
		const asked = sittingQuestions((await loadExam(mock)) as NonNullable<Awaited<ReturnType<typeof loadExam>>>, '2');
		for (const { ref, host } of asked) {
			const { solutions } = await exerciseScripts(ref);
			world.runScript({ host, name: 'solution.sh', script: `cd /root\n${solutions[0]?.script}` });
		}
		// As the server does it when nothing was looked at while the exam went on.
		const grading = busyMs(() => {
			for (const { host, tasks } of questions) {
				for (const _ of gradeHistory(world.clusterHistory(host), tasks, images));
			}
		});
		return [
			lower('exam-first-prompt', prompt, 'ms', 500),
			lower(`exam-set-up-${questions.length}`, setUp, 'ms', 2_000),
			lower(`exam-grading-${questions.length}`, grading, 'ms', 1_000),
		];
	},
};

async function worldOf(mock: string, seed: string): Promise<ExamWorld> {
	const world = await examWorld({ exam: mock, seed, profile: 'exam-2026' });
	if (world === undefined) throw new Error(`assertion failed: no mock ${mock}`);
	return world;
}
