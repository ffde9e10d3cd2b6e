import { describe, expect, test } from 'vitest';
import { loadExercise } from '../../../app/_lib/content/exercises.ts';
import { LOCALES } from '../../../app/_lib/content/localized.ts';
import { examIds, loadExam } from '../../../app/_lib/exams/exam-file.ts';
import { examPaper, partTexts } from '../../../app/_lib/exams/exam-paper.ts';
import { sittingQuestions } from '../../../app/_lib/exams/exam-questions.ts';
import { examSecrets, secretsIn } from './exam-secrets.ts';
import { FAKE_EXAM } from './fake-exam.ts';

describe('the paper of an exam', async () => {
	const mocks = await Promise.all((await examIds()).map(loadExam));
	const asked = mocks.flatMap((mock) => mock?.questions.map(({ exercise }) => exercise) ?? []);
	const exercises = [...FAKE_EXAM.questions.map(({ exercise }) => exercise), ...asked];

	test.each(exercises)('gives nothing of %s away but its text', async (exercise) => {
		const exam = { ...FAKE_EXAM, questions: [{ exercise, weight: 100 }] };
		const [question] = sittingQuestions(exam, '17');
		const secrets = await examSecrets(question?.ref ?? '');
		expect(secrets.length).toBeGreaterThan(5);
		for (const locale of LOCALES) {
			const paper = await examPaper(exam, '17', locale);
			expect(Object.keys(paper)).toEqual(['questions']);
			expect(Object.keys(paper.questions[0] ?? {})).toEqual(['host', 'weight', 'parts']);
			expect(paper.questions[0]?.parts.length).toBeGreaterThan(0);
			expect(secretsIn(JSON.stringify(paper), secrets)).toEqual([]);
		}
	});

	test.each(asked)('has a text for each part of %s, of what the exam’s screen can show', async (exercise) => {
		const exam = { ...FAKE_EXAM, questions: [{ exercise, weight: 100 }] };
		const parts = (await loadExercise(exercise))?.tasks.length;
		for (const locale of LOCALES) {
			const [question] = (await examPaper(exam, '17', locale)).questions;
			expect(question?.parts).toHaveLength(parts ?? 0);
			const plain = question?.parts.join('\n\n').replace(/```[\s\S]*?```|`[^`]*`/g, '');
			// No components, no lists in lists, no headings, no quotations: question-text.tsx has none of them.
			expect(plain).not.toMatch(/<\/?[A-Za-z]|^ +[-*+] |^#{1,6} |^> |@\{/m);
		}
	});

	test('has every question on a machine of its own, the same for everyone', () => {
		const hosts = (seed: string) => sittingQuestions(FAKE_EXAM, seed).map(({ host }) => host);
		expect(hosts('1')).toEqual(hosts('2'));
		expect(new Set(hosts('1')).size).toBe(3);
		for (const host of hosts('1')) expect(host).toMatch(/^cka\d{4}$/);
		expect(sittingQuestions(FAKE_EXAM, '7')[0]?.ref).toBe(`configuration-maps@7@${hosts('1')[0]}`);
	});
});

test('of a task sheet only the texts of its parts are taken, without hints and comments', () => {
	const sheet = `Not this.
<TaskText id="a">

  Do *this*:

  \`\`\`yaml
  kind: Pod
    spec: {}
  \`\`\`

<Hint>
Never this.
</Hint>
{/* nor this */}
</TaskText>
<TaskText id="b">And that.</TaskText>`;
	expect(partTexts(sheet)).toEqual(['Do *this*:\n\n```yaml\nkind: Pod\n  spec: {}\n```', 'And that.']);
});
