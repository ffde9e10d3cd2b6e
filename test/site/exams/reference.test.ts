import { describe, expect, test } from 'vitest';
import { referencePages, searchReference, sectionsOf } from '../../../app/_lib/exams/reference.ts';
import { GET } from '../../../app/api/exams/reference/route.ts';

describe('the reference of an exam', () => {
	const first = async (exam: string, query: string) =>
		searchReference(await referencePages(exam, 'en'), query)
			.slice(0, 3)
			.map(({ title }) => title);

	test('finds commands and fields by their names', async () => {
		expect(await first('cka', 'kubectl create role')).toContain('kubectl create role');
		expect(await first('cka', 'pod.spec.tolerations')).toContain('pod.spec.tolerations');
		expect(await first('ckad', 'rollout undo')).toContain('kubectl rollout undo');
		expect(await first('cka', 'xyzzy')).toEqual([]);
	});

	test('has helm’s commands where the exam allows its documentation', async () => {
		expect(await first('cka', 'helm rollback')).toContain('helm rollback');
		expect(await first('ckad', 'helm upgrade install')).toContain('helm upgrade');
		expect(await first('ckad', 'helm show values')).toContain('helm show values');
		expect((await referencePages('cks', 'en')).filter(({ id }) => id.startsWith('command/helm'))).toEqual([]);
	});

	test('has the lessons’ sections in both languages, those of the exam only', async () => {
		for (const locale of ['ko', 'en'] as const) {
			const pages = (await referencePages('cka', locale)).filter(({ kind }) => kind === 'page');
			expect(pages.length).toBeGreaterThan(50);
			expect(pages.filter(({ id }) => id.startsWith('page/certification/'))).toEqual([]);
			for (const { text } of pages) expect(text.replace(/```[\s\S]*?```|`[^`]*`/g, '')).not.toMatch(/<[A-Z][A-Za-z]+ /);
		}
	});

	test('is asked for by address; what it does not have is told', async () => {
		const ask = (query: string) => GET(new Request(`http://localhost/api/exams/reference?${query}`));
		const list = (await (await ask('exam=cka&locale=ko&q=drain')).json()) as { results: { id: string }[] };
		expect(list.results.map(({ id }) => id)).toContain('command/kubectl-drain');
		const page = await ask('exam=cka&locale=ko&page=command/kubectl-drain');
		expect(await page.json()).toMatchObject({
			title: 'kubectl drain',
			text: expect.stringContaining('--ignore-daemonsets'),
		});
		expect((await ask('exam=cka&locale=ko&page=command/rm')).status).toBe(404);
		expect((await ask('exam=other&locale=ko')).status).toBe(422);
	});
});

test('a lesson is cut at its second headings; components go, code stays', () => {
	const mdx = `Intro.\n\n<Figure name="x" />\n\n## One\n\n<Callout kind="note">\nInside.\n</Callout>\n\n### Deeper\n\n\`\`\`bash run\n## no heading\nkubectl get <POD>\n\`\`\`\n\n## Only a task\n\n<ExerciseTask id="a" />\n`;
	expect(sectionsOf(mdx)).toEqual([
		{ heading: '', text: 'Intro.' },
		{ heading: 'One', text: 'Inside.\n\n\n**Deeper**\n\n```bash run\n## no heading\nkubectl get <POD>\n```' },
	]);
});
