import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { compileMdx } from '../../app/_lib/content/compile-mdx.ts';
import { exerciseScripts } from '../../app/_lib/content/exercise-scripts.ts';
import { exerciseIds, exerciseText, loadExercise } from '../../app/_lib/content/exercises.ts';
import { allLessons, lessonText, loadLesson, loadRoadmap } from '../../app/_lib/content/lessons.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubedrill-content-'));

function lay(files: Readonly<Record<string, string>>): void {
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, 'content', path)), { recursive: true });
		writeFileSync(join(folder, 'content', path), text);
	}
}

const EXERCISE = `
title: { ko: 늘리기, en: Scale }
domain: workloads
minutes: 5
setup:
  - { kind: manifest, from: setup/web.yaml }
  - { kind: script, host: node01, script: "echo hi" }
  - { kind: file, path: /root/a.txt, content: "a", mode: "0600" }
tasks:
  - id: scale
    title: { ko: 다섯으로, en: To five }
    points: 4
    hints: [{ ko: 힌트, en: Hint }]
    checks:
      - id: five
        label: { ko: 파드 다섯, en: Five Pods }
        type: object
        apiVersion: apps/v1
        kind: Deployment
        name: web
        expect: [{ path: .status.readyReplicas, equals: 5 }]
      - id: heals
        type: fork
        do: [{ action: run, script: kubectl delete pod --all }, { action: advance, seconds: 30 }]
        then:
          - { id: back, label: { ko: 다시, en: Back }, type: request, url: "http://web" }
`;

beforeAll(() => {
	vi.stubEnv('KUBEDRILL_ROOT', folder);
	// Nothing is kept between loads then.
	vi.stubEnv('NODE_ENV', 'development');
	lay({
		'exercises/scale/exercise.yaml': EXERCISE,
		'exercises/scale/setup/web.yaml': 'kind: Deployment',
		'exercises/scale/task.ko.mdx': '# 늘리기',
		'exercises/scale/solution.sh': 'kubectl scale deploy web --replicas 5',
		'exercises/scale/solution.edit.sh': 'kubectl edit deploy web',
		'exercises/scale/wrong.four.sh': '# fails: scale/five\nkubectl scale deploy web --replicas 4',
		'roadmap.yaml': `
stages:
  - { id: pods, title: { ko: 파드, en: Pods }, summary: { ko: ㄱ, en: a }, path: basic }
  - { id: deployments, title: { ko: 디플로이먼트, en: Deployments }, summary: { ko: ㄴ, en: b }, path: basic, after: [pods], lessons: [first] }
`,
		'lessons/deployments/first/lesson.yaml': `
title: { ko: 선언, en: Declaration }
summary: { ko: ㄱ, en: a }
minutes: 10
exercise: scale
`,
		'lessons/deployments/first/lesson.en.mdx': 'Hello <Task id="scale" />',
	});
});

afterAll(() => {
	vi.unstubAllEnvs();
	rmSync(folder, { recursive: true, force: true });
});

describe('an exercise', () => {
	test('is read into what a world needs and what the page shows', async () => {
		const exercise = await loadExercise('scale');
		expect(exercise).toMatchObject({ id: 'scale', preset: 'kubeadm-1-2', terminals: [{ host: 'controlplane' }] });
		expect(exercise?.setup).toEqual([
			{ kind: 'manifest', yaml: 'kind: Deployment' },
			{ kind: 'script', host: 'node01', script: 'echo hi' },
			{ kind: 'file', path: '/root/a.txt', content: 'a', mode: 0o600 },
		]);
		expect(exercise?.tasks[0]?.checks).toEqual([
			{
				...{ id: 'five', type: 'object', apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
				expect: [{ path: '.status.readyReplicas', equals: 5 }],
			},
			{
				...{ id: 'heals', type: 'fork' },
				do: [
					{ action: 'run', script: 'kubectl delete pod --all' },
					{ action: 'advance', seconds: 30 },
				],
				// biome-ignore lint/suspicious/noThenProperty: world-api.ts calls it so.
				then: [{ id: 'back', type: 'request', url: 'http://web' }],
			},
		]);
		expect(exercise?.texts[0]).toMatchObject({
			title: { en: 'To five' },
			hints: [{ ko: '힌트' }],
			labels: { five: { en: 'Five Pods' } },
		});
		expect(await exerciseIds()).toEqual(['scale']);
		expect(await exerciseText('scale', 'ko')).toBe('# 늘리기');
	});

	test('comes with the scripts that prove it', async () => {
		const { solutions, wrong } = await exerciseScripts('scale');
		expect(solutions.map(({ name }) => name)).toEqual(['solution.edit.sh', 'solution.sh']);
		expect(wrong).toMatchObject([{ name: 'wrong.four.sh', fails: ['scale/five'] }]);
		lay({ 'exercises/scale/wrong.silent.sh': 'true' });
		await expect(exerciseScripts('scale')).rejects.toThrow('wrong.silent.sh: needs a line "# fails:');
		rmSync(join(folder, 'content/exercises/scale/wrong.silent.sh'));
	});

	test.each([['none'], ['../lessons'], ['Scale'], ['']])('of the name %j is absent', async (id) => {
		expect(await loadExercise(id)).toBeUndefined();
	});

	test.each<[string, (text: string) => string, RegExp]>([
		['an unknown field', (text) => `${text}colour: red\n`, /exercise.yaml: \(top\): .*colour/],
		['a missing language', (text) => text.replace('ko: 늘리기, ', ''), /title\.ko/],
		['a check of no type', (text) => text.replace('type: object', 'type: magic'), /tasks\.0\.checks\.0\.type/],
		['a check with another’s field', (text) => text.replace('name: web', 'url: x'), /checks\.0: .*url/],
		['an expectation of nothing', (text) => text.replace(', equals: 5', ''), /says nothing of the value/],
		['two checks of one name', (text) => text.replace('id: heals', 'id: five'), /two checks are called "five"/],
		['a path out of the folder', (text) => text.replace('setup/web.yaml', 'setup/../../x'), /below setup/],
		['a file that is not there', (text) => text.replace('setup/web.yaml', 'setup/none.yaml'), /none.yaml: there is no/],
		['a key given twice', (text) => `${text}minutes: 6\n`, /unique/],
	])('with %s is refused, saying where', async (_name, change, message) => {
		lay({ 'exercises/bad/exercise.yaml': change(EXERCISE), 'exercises/bad/setup/web.yaml': 'x' });
		await expect(loadExercise('bad')).rejects.toThrow(message);
		rmSync(join(folder, 'content/exercises/bad'), { recursive: true });
	});
});

describe('lessons', () => {
	test('are found by the roadmap', async () => {
		expect((await loadRoadmap()).stages.map(({ id }) => id)).toEqual(['pods', 'deployments']);
		const [first] = await allLessons();
		expect(first).toMatchObject({
			stage: { id: 'deployments' },
			lesson: { id: 'deployments/first', exercise: 'scale' },
		});
		expect(await loadLesson('deployments', 'none')).toBeUndefined();
		const lesson = await loadLesson('deployments', 'first');
		if (lesson === undefined) throw new Error('absent');
		expect(await lessonText(lesson, 'en')).toContain('<Task');
		await expect(lessonText(lesson, 'ko')).rejects.toThrow('lesson.ko.mdx: there is no such file');
	});
});

test('MDX is compiled with both themes, tables and anchors, and kept', async () => {
	const source =
		'## Two words\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```bash\nkubectl get pods # now\n```\n\n<Task id="x" />\n';
	const code = await compileMdx(source);
	for (const part of ['two-words', 'table', '--shiki-light', '--shiki-dark', 'Task']) expect(code).toContain(part);
	expect(await compileMdx(source)).toBe(code);
});
