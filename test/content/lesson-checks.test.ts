import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exerciseProblems, lessonProblems } from './lesson-checks.ts';

/** A lesson and its exercise with nothing wrong, in a folder of their own; each case breaks one thing of a copy. */
const FILES: Readonly<Record<string, string>> = {
	'app/_components/lesson/figures/figure.tsx': "const FIGURES = {\n\t'a-figure': Drawing,\n};\n",
	'lessons/NAME/lesson.yaml': `title: { ko: 제목, en: Title }
summary: { ko: 요약, en: Summary }
minutes: 10
exercise: NAME
objectives: [{ ko: 하나, en: one }, { ko: 둘, en: two }, { ko: 셋, en: three }]
further: [{ title: { ko: 글, en: Text }, url: 'https://kubernetes.io/docs/' }]
`,
	'lessons/NAME/lesson.en.mdx': prose('A heading', 'A text with [a link](https://kubernetes.io/).'),
	'lessons/NAME/lesson.ko.mdx': prose('제목', '[고리](https://kubernetes.io/)가 있는 글.'),
	'lessons/NAME/questions.yaml': `questions:
${[1, 2, 3].map(question).join('')}`,
	'lessons/NAME/outputs.yaml': 'outputs: [{ command: kubectl get nodes, output: x }]\n',
	'exercises/NAME/exercise.yaml': `title: { ko: 제목, en: Title }
domain: workloads
minutes: 10
tasks:
${['one', 'two', 'three'].map(task).join('')}`,
	'exercises/NAME/task.en.mdx': ['one', 'two', 'three'].map(taskText).join(''),
	'exercises/NAME/task.ko.mdx': ['one', 'two', 'three'].map(taskText).join(''),
};

function prose(heading: string, text: string): string {
	const tasks = ['one', 'two', 'three'].map((id) => `<ExerciseTask id="${id}" />\n\n`).join('');
	const callouts = ['mistake', 'production'].map((kind) => `<Callout kind="${kind}">\nx\n</Callout>\n\n`).join('');
	const block = '```bash run\nkubectl get nodes\n```';
	return `${text}\n\n## ${heading}\n\n<Figure name="a-figure" />\n\n${block}\n\n${callouts}${tasks}`;
}

function question(number: number): string {
	const answer = (correct: boolean) => `{ text: { ko: 답, en: A }, correct: ${correct}, why: { ko: 까닭, en: why } }`;
	return `  - { id: q${number}, text: { ko: 물음, en: Q }, answers: [${answer(true)}, ${answer(false)}] }\n`;
}

function task(id: string): string {
	const check = `{ id: there, label: { ko: 있다, en: there }, type: file, path: /root/${id} }`;
	return `  - { id: ${id}, points: 1, title: { ko: 일, en: Task }, checks: [${check}] }\n`;
}

function taskText(id: string): string {
	return `<TaskText id="${id}">\nx\n\n<Hint>a</Hint>\n<Hint>b</Hint>\n</TaskText>\n\n`;
}

let folder = '';
const root = process.env.KUBEDRILL_ROOT;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'kubedrill-content-'));
	process.env.KUBEDRILL_ROOT = folder;
});

afterAll(async () => {
	process.env.KUBEDRILL_ROOT = root;
	await rm(folder, { recursive: true });
});

/** Lays the files under a name, one of them changed. */
async function lay(name: string, file: string, change: (text: string) => string): Promise<void> {
	for (const [path, text] of Object.entries(FILES)) {
		const at = join(folder, path.startsWith('app/') ? path : join('content', path.replace('NAME', named(path, name))));
		await mkdir(dirname(at), { recursive: true });
		await writeFile(at, (path === file ? change(text) : text).replaceAll('NAME', name));
	}
}

function named(path: string, name: string): string {
	return path.startsWith('lessons/') ? `stage/${name}` : name;
}

test('a lesson with nothing wrong', async () => {
	await lay('whole', '', (text) => text);
	expect(await lessonProblems('stage/whole')).toEqual([]);
	expect(await exerciseProblems('whole')).toEqual([]);
});

const EN = 'lessons/NAME/lesson.en.mdx';
const KO = 'lessons/NAME/lesson.ko.mdx';

test.each<[string, string, (text: string) => string, string]>([
	[
		'a heading more',
		KO,
		(text) => `${text}\n## 더\n`,
		'ko and en part at their element 9: ko has ## heading, en the end',
	],
	['another level', KO, (text) => text.replace('##', '###'), 'ko and en part at their element 1: ko has ### heading'],
	['another command', KO, (text) => text.replace('get nodes', 'get pods'), 'ko has ```bash run: kubectl get pods'],
	['a callout that is missing', EN, (text) => text.replace('mistake', 'exam'), 'no callout "mistake"'],
	['a callout that there is not', EN, (text) => text.replace('mistake', 'mystery'), 'there is no callout "mystery"'],
	['a figure that is not drawn', EN, (text) => text.replace('a-figure', 'b-figure'), 'there is no figure "b-figure"'],
	['an element that there is not', EN, (text) => `${text}\n<Video />\n`, 'there is no <Video>'],
	[
		'a link that is not https',
		EN,
		(text) => text.replace('https:', 'http:'),
		'the link http://kubernetes.io/ is not https',
	],
	[
		'a task in no place',
		EN,
		(text) => text.replace('<ExerciseTask id="two" />', ''),
		'the task "two" must be there once',
	],
	['a task of nowhere', EN, (text) => text.replace('id="two"', 'id="four"'), 'the exercise has no task "four"'],
	[
		'bold that is none',
		KO,
		(text) => text.replace('글.', '**글(text)**을.'),
		'lesson.ko.mdx:1: ** that make nothing bold',
	],
	['text that is no MDX', EN, (text) => `${text}\n<Callout>\n`, 'lesson.en.mdx:'],
	['few objectives', 'lessons/NAME/lesson.yaml', (text) => text.replace(', { ko: 셋, en: three }', ''), '2 objectives'],
	[
		'no exercise',
		'lessons/NAME/lesson.yaml',
		(text) => text.replace('exercise: NAME', 'exercise: none'),
		'no exercise "none"',
	],
	[
		'outputs of other blocks',
		'lessons/NAME/outputs.yaml',
		(text) => text.replace('nodes', 'pods'),
		'outputs.yaml is not of',
	],
	[
		'two questions',
		'lessons/NAME/questions.yaml',
		(text) => text.replace(/.*q3.*\n/, ''),
		'questions.yaml: questions: Too small',
	],
])('a lesson with %s', async (name, file, change, problem) => {
	const id = name.replaceAll(' ', '-').toLowerCase();
	await lay(id, file, change);
	expect((await lessonProblems(`stage/${id}`)).join('\n')).toContain(problem);
});

test.each<[string, string, (text: string) => string, string]>([
	['one hint', 'exercises/NAME/task.en.mdx', (text) => text.replace('<Hint>b</Hint>', ''), '1 hints of one'],
	[
		'no label',
		'exercises/NAME/exercise.yaml',
		(text) => text.replace('label: { ko: 있다, en: there }, ', ''),
		'no label',
	],
	['two tasks', 'exercises/NAME/exercise.yaml', (text) => text.replace(/.*three.*\n/, ''), '2 tasks, 3 are wanted'],
	[
		'a task without a text',
		'exercises/NAME/task.ko.mdx',
		(text) => text.replace('"three"', '"drei"'),
		'ko and en part',
	],
])('an exercise with %s', async (name, file, change, problem) => {
	const id = `exercise-${name.replaceAll(' ', '-')}`;
	await lay(id, file, change);
	expect((await exerciseProblems(id)).join('\n')).toContain(problem);
});
