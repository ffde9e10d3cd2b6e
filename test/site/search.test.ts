import { describe, expect, test } from 'vitest';
import { loadDrill } from '../../app/_lib/content/drills.ts';
import { LOCALES } from '../../app/_lib/content/localized.ts';
import { proseSections, tasksIn, taskTexts } from '../../app/_lib/content/prose-sections.ts';
import { searchEntries } from '../../app/_lib/content/search-entries.ts';
import { loadExam } from '../../app/_lib/exams/exam-file.ts';
import { englishStem } from '../../app/_lib/search/english-stem.ts';
import { koreanStems } from '../../app/_lib/search/korean-stems.ts';
import { queryTerms, searchable } from '../../app/_lib/search/query-terms.ts';
import type { SearchEntry } from '../../app/_lib/search/search-entry.ts';
import { searchLessons } from '../../app/_lib/search/search-lessons.ts';

test.each([
	['파드를', ['파드']],
	['파드가', ['파드']],
	['파드에서는', ['파드']],
	['디플로이먼트의', ['디플로이먼트']],
	['노드들은', ['노드']],
	['볼륨으로', ['볼륨']],
	['레이블로', ['레이블']],
	['잡을', ['잡']],
	['배포합니다', ['배포']],
	['스케줄링되는', ['스케줄링']],
	['되돌리기', ['되돌리']],
])('%s is a form of %s', (word, stems) => {
	expect(koreanStems(word)).toEqual(expect.arrayContaining(stems));
});

test.each(['게이트웨이', '파드', '서비스', '이미지', '컨테이너', '노드', '클러스터', '네임스페이스', 'Pod를'])(
	'%s loses nothing that is its own',
	(word) => {
		expect(koreanStems(word).slice(1)).toEqual([]);
	},
);

test.each([
	['pods', 'pod'],
	['policies', 'policy'],
	['scheduling', 'schedule'],
	['scheduled', 'schedules'],
	['rolling', 'rolled'],
	['running', 'runs'],
	['classes', 'class'],
	['probes', 'probe'],
	['replicas', 'replica'],
])('%s and %s have one stem', (a, b) => {
	expect(englishStem(a)).toBe(englishStem(b));
});

test.each(['status', 'nginx', 'access', 'string', 'need'])('%s stays what it is', (word) => {
	expect(englishStem(word)).toBe(word);
});

/** How well the query's only term stands in a text, or 0. */
function weight(query: string, text: string): number {
	const [term] = queryTerms(query);
	return Math.max(0, ...(term?.find(searchable(text)).map((match) => match.weight) ?? []));
}

describe('a term', () => {
	test.each([
		['파드를', '파드가 사라지면', 0.9],
		['파드', '파드에서', 1],
		['디플로이먼트의', '디플로이먼트는 파드를', 0.9],
		['서비스', '서비스어카운트', 0.7],
		['업데이트', '롤링업데이트', 0.45],
		['되돌리기', '배포를 되돌립니다', 0.63],
		['디플ㄹ', '디플로이먼트', 0.7],
		['잡', '잡이 끝나면', 1],
		['잡', '복잡한 설정', 0],
		['롤을', '컨트롤러', 0],
		['Pod를', 'kubectl delete pod web', 1],
		['pods', 'a Pod that', 0.9],
		['pod', 'podman', 0],
		['schedule', 'the scheduler', 0.5],
		['maxSurge', 'rollingUpdate: maxSurge: 1', 1],
		['maxSur', 'rollingUpdate: maxSurge: 1', 0.6],
		['--dry-run=client', 'kubectl create --dry-run=client -o yaml', 1],
		['apps/v1', 'apiVersion: apps/v1beta', 0.6],
		['urge', 'maxSurge', 0],
		['"rollout undo"', 'kubectl rollout undo deployment/web', 1],
		['"undo rollout"', 'kubectl rollout undo deployment/web', 0],
		['(*', 'anything', 0],
	])('%s in "%s": %d', (query, text, expected) => {
		expect(weight(query, text)).toBeCloseTo(expected);
	});

	test('no more than a few are looked at', () => {
		expect(queryTerms('a1 '.repeat(500))).toHaveLength(8);
		expect(queryTerms(' … ?! ')).toHaveLength(1);
	});
});

const section = (heading: string, text: string, kind: 'section' | 'task' = 'section') => ({
	...{ kind, heading, anchor: heading === '' ? '' : `#${heading}`, text },
});
const LESSONS: readonly SearchEntry[] = [
	{
		kind: 'lesson',
		href: 'pods/life',
		title: '파드의 한살이',
		stage: '파드',
		sections: [
			section('', '파드가 태어나고 끝나기까지. 디플로이먼트는 뒤에 나옵니다.'),
			section('프로브', '준비성 프로브가 실패하면 엔드포인트에서 빠집니다. readinessProbe에 적습니다.'),
		],
	},
	{
		kind: 'lesson',
		href: 'deployments/rollback',
		title: '롤링 업데이트와 롤백',
		stage: '디플로이먼트',
		sections: [
			section('', `디플로이먼트의 이미지를 바꾸면 새 레플리카셋이 생깁니다. ${'긴 글 '.repeat(60)}`),
			section(
				'되돌리기',
				`${'앞의 글 '.repeat(50)}kubectl rollout undo deployment/web 파드가 다시 뜹니다. ${'뒤의 글 '.repeat(50)}`,
			),
			section('업데이트 되돌리기', '디플로이먼트 payments를 되돌리세요.', 'task'),
		],
	},
];
const ids = (query: string) => searchLessons(LESSONS, query).map(({ entry }) => entry.href);

test('drills and mock exams are searched, too; lessons come before drills of the same words', async () => {
	for (const locale of LOCALES) {
		const entries = await searchEntries(locale);
		const drill = (await loadDrill('drill-run-pod'))?.title[locale] ?? '';
		const [found] = searchLessons(entries, `"${drill}"`);
		expect(found?.entry).toMatchObject({ kind: 'drill', href: '/drills/run-pod' });
		const mock = (await loadExam('cka-1'))?.title[locale] ?? '';
		expect(searchLessons(entries, mock)[0]?.entry).toMatchObject({ kind: 'exam', href: '/exams/cka-1' });
		for (const query of ['NetworkPolicy', { ko: '레이블', en: 'labels' }[locale]]) {
			expect(searchLessons(entries, query)[0]?.entry.kind).toBe('lesson');
		}
		// What a mock asks, and how a drill is solved, is not for the search.
		const text = JSON.stringify(entries.filter(({ kind }) => kind !== 'lesson'));
		expect(text).not.toMatch(/cka-outbound|kubectl run .*--labels/);
	}
});

describe('lessons', () => {
	test('a lesson that lacks one of two terms follows where few have both; idle words do not count', () => {
		expect(searchLessons(LESSONS, '프로브 롤백').map(({ missing }) => missing)).toEqual([1, 1]);
		expect(ids('프로브 payments nothing')).toEqual([]);
		expect(ids('프로브는 왜 실패해요')).toEqual(['pods/life']);
		expect(ids('how to rollout')).toEqual(['deployments/rollback']);
		expect(ids('왜')).toEqual([]);
	});

	test('all terms must stand somewhere in the lesson, titles count most', () => {
		expect(ids('파드를')).toEqual(['pods/life', 'deployments/rollback']);
		expect(ids('디플로이먼트의 프로브')).toEqual(['pods/life', 'deployments/rollback']);
		expect(ids('롤백')).toEqual(['deployments/rollback']);
		expect(ids('readinessProbe 레플리카셋 엔드포인트')).toEqual(['pods/life']);
		expect(ids('readinessprobe')).toEqual(['pods/life']);
		expect(ids('  ')).toEqual([]);
	});

	test('the sections that say most come first, with the words marked in a piece of their text', () => {
		const [lesson] = searchLessons(LESSONS, 'rollout 파드를');
		expect(lesson?.entry.href).toBe('deployments/rollback');
		expect(lesson?.sections[0]?.section.heading).toBe('되돌리기');
		const snippet = lesson?.sections[0]?.snippet ?? [];
		expect(snippet.filter(({ found }) => found).map(({ text }) => text)).toEqual(['rollout', '파드']);
		expect(snippet[0]?.text).toBe('… ');
		expect(snippet.at(-1)?.text).toBe(' …');
		const whole = LESSONS[1]?.sections[1]?.text ?? '';
		expect(whole).toContain(
			snippet
				.slice(1, -1)
				.map(({ text }) => text)
				.join(''),
		);
	});

	test('where only the title has the words, the beginning is shown', () => {
		const [lesson] = searchLessons(LESSONS, '롤백');
		expect(lesson?.sections.map(({ index }) => index)).toEqual([0]);
		expect(lesson?.sections[0]?.snippet[0]?.text).toContain('디플로이먼트의 이미지를');
	});

	test('a task is found as one', () => {
		const [lesson] = searchLessons(LESSONS, 'payments');
		expect(lesson?.sections.map(({ section: { kind, anchor } }) => [kind, anchor])).toEqual([
			['task', '#업데이트 되돌리기'],
		]);
	});
});

test('prose is cut at its headings, marks and tags taken away, tasks named where they stand', () => {
	const mdx = `첫 **문단**의 \`kubectl get pods -o jsonpath='{.items[*]}'\`.

## 세 층으로 된 \`구조\`

<Figure name="x" />

- 하나 [둘](https://example.org)

\`\`\`yaml
# not a heading
kind: Pod
\`\`\`

<Callout kind="mistake">
조심하세요.
</Callout>

<ExerciseTask id="create" />

| a | b |
|---|---|
| c | d |

## 세 층으로 된 구조
`;
	expect(proseSections(mdx)).toEqual([
		{ heading: '', anchor: '', text: "첫 문단의 kubectl get pods -o jsonpath='{.items[*]}'.", tasks: [] },
		{
			...{ heading: '세 층으로 된 구조', anchor: '세-층으로-된-구조', tasks: ['create'] },
			text: '하나 둘 # not a heading kind: Pod 조심하세요. a b c d',
		},
		{ heading: '세 층으로 된 구조', anchor: '세-층으로-된-구조-1', text: '', tasks: [] },
	]);
	const placed = '<ExerciseTask id="b" />\n\n```md\n<ExerciseTask id="x" />\n```\n\n## Then\n<ExerciseTask id="a" />';
	expect(tasksIn(placed)).toEqual(['b', 'a']);
	expect(taskTexts('<TaskText id="a">\nDo **it**.\n\n<Hint>No.</Hint>\n</TaskText>')).toEqual(
		new Map([['a', 'Do it.']]),
	);
});
