import 'server-only';
import { z } from 'zod';
import { cached } from '../content/cached.ts';
import { allLessons, lessonText } from '../content/lessons.ts';
import { isLocale, type Locale } from '../content/localized.ts';
import { ContentError, readContent } from '../content/read-content.ts';
import { EXAM_FACTS } from './exam-facts.ts';

/** A page of the reference that an exam offers. */
export interface ReferencePage {
	/** "command/kubectl-create-role", "field/pod.spec", "page/storage/claims/2". */
	readonly id: string;
	readonly kind: 'command' | 'field' | 'page';
	readonly title: string;
	/** Markdown of a page; of the others what kubectl or helm prints. */
	readonly text: string;
}

export interface FoundReference extends Omit<ReferencePage, 'text'> {
	/** Where it was found; empty: in the title only. */
	readonly snippet: string;
}

const RESULTS_MAX = 30;
const SNIPPET = 120;
/** About the exams themselves, not about Kubernetes. */
const NO_REFERENCE = new Set(['certification']);

/** All pages that `exam` ("cka") allows: kubectl's and helm's own, and the sections of lessons that teach what it asks for. */
export function referencePages(exam: string, locale: Locale): Promise<readonly ReferencePage[]> {
	return pages(`${exam}/${locale}`);
}

/** Pages that have all words of the query, the best first. An empty query finds all, without snippets. */
export function searchReference(all: readonly ReferencePage[], query: string): readonly FoundReference[] {
	const words = query.toLowerCase().split(/\s+/).filter(Boolean);
	const plain = ({ id, kind, title }: ReferencePage, snippet: string) => ({ id, kind, title, snippet });
	if (words.length === 0) return all.map((page) => plain(page, ''));
	return all
		.map((page) => ({ page, score: scoreOf(page, words) }))
		.filter(({ score }) => score > 0)
		.sort((a, b) => b.score - a.score)
		.slice(0, RESULTS_MAX)
		.map(({ page }) => plain(page, snippetOf(page.text, words)));
}

function scoreOf({ title, text }: ReferencePage, words: readonly string[]): number {
	const [inTitle, inText] = [title.toLowerCase(), text.toLowerCase()];
	let score = inTitle === words.join(' ') ? 100 : 0;
	for (const word of words) {
		const times = inText.split(word).length - 1;
		if (times === 0 && !inTitle.includes(word)) return 0;
		// A word of its own in the title says more than a part of one.
		const whole = inTitle.split(/[\s.›:]+/).includes(word);
		score += (whole ? 40 : inTitle.includes(word) ? 20 : 0) + Math.min(times, 8);
	}
	return score;
}

function snippetOf(text: string, words: readonly string[]): string {
	const flat = text.replace(/[`*]|```\w*( run)?/g, '').replace(/\s+/g, ' ');
	const places = words.map((word) => flat.toLowerCase().indexOf(word)).filter((at) => at >= 0);
	if (places.length === 0) return '';
	const from = Math.max(0, Math.min(...places) - SNIPPET / 3);
	const begin = from === 0 ? 0 : flat.indexOf(' ', from) + 1;
	const end = flat.indexOf(' ', begin + SNIPPET);
	return `${begin > 0 ? '… ' : ''}${flat.slice(begin, end === -1 ? flat.length : end)}${end === -1 ? '' : ' …'}`;
}

const recordedSchema = z.array(
	z.strictObject({ id: z.string(), kind: z.enum(['command', 'field']), title: z.string(), text: z.string() }),
);

const pages = cached(async (key: string): Promise<readonly ReferencePage[]> => {
	const [exam = '', locale = ''] = key.split('/');
	if (!isLocale(locale)) return [];
	const recorded = [
		...(await recordedPages('kubectl.json')),
		...(allowsHelm(exam) ? await recordedPages('helm.json') : []),
	];
	return [...(await lessonPages(exam, locale)), ...recorded];
});

async function recordedPages(file: string): Promise<readonly ReferencePage[]> {
	const recorded = await readContent('reference', file);
	if (recorded === undefined) throw new ContentError(`content/reference/${file}: run npm run reference`);
	return recordedSchema.parse(JSON.parse(recorded));
}

function allowsHelm(exam: string): boolean {
	const facts = EXAM_FACTS.find((each) => each.exam === exam);
	return facts?.documents.some(({ name }) => name.startsWith('helm.sh/')) ?? false;
}

/** The sections of lessons that teach something of this exam. */
async function lessonPages(exam: string, locale: Locale): Promise<ReferencePage[]> {
	const lessons = (await allLessons()).filter(
		({ stage, lesson }) =>
			!NO_REFERENCE.has(stage.id) && lesson.competencies.some((each) => each.startsWith(`${exam}/`)),
	);
	const read = lessons.map(async ({ lesson }) =>
		sectionsOf(await lessonText(lesson, locale)).map(({ heading, text }, index) => ({
			id: `page/${lesson.id}/${index}`,
			kind: 'page' as const,
			title: heading === '' ? lesson.title[locale] : `${lesson.title[locale]} › ${heading}`,
			text,
		})),
	);
	return (await Promise.all(read)).flat();
}

/** A lesson's prose cut at its second headings, without what only a lesson's page can show. Sections with no text are none. */
export function sectionsOf(mdx: string): { readonly heading: string; readonly text: string }[] {
	const sections = [{ heading: '', lines: [] as string[] }];
	let fenced = false;
	for (const line of mdx.split('\n')) {
		if (/^\s*```/.test(line)) fenced = !fenced;
		const heading = fenced ? undefined : /^## +(.+)$/.exec(line)?.[1];
		if (heading !== undefined) sections.push({ heading: heading.replaceAll('`', ''), lines: [] });
		else if (fenced) sections.at(-1)?.lines.push(line);
		else if (!/^(?:import|export) /.test(line)) sections.at(-1)?.lines.push(withoutComponents(line));
	}
	return sections
		.map(({ heading, lines }) => ({ heading, text: lines.join('\n').trim() }))
		.filter(({ text }) => text !== '');
}

/** A smaller heading becomes a strong line; components go, and what stands in them stays. */
function withoutComponents(line: string): string {
	const heading = /^#{3,6} +(.+)$/.exec(line)?.[1];
	if (heading !== undefined) return `**${heading}**`;
	return line.replace(/<\/?[A-Z][^>]*>/g, '').replace(/^> ?/, '');
}
