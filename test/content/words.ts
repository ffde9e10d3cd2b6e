import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMap, isScalar, parseDocument, visit } from 'yaml';
import { readExerciseFile } from '../../app/_lib/content/exercise-files.ts';
import type { Term } from '../../app/_lib/content/glossary-schema.ts';
import { contentPath, readContent } from '../../app/_lib/content/read-content.ts';
import { projectRoot } from '../../app/_lib/project-root.ts';
import { readProse } from './prose.ts';

/** Something Korean that a reader reads, and where. */
export interface KoreanText {
	/** "lessons/pods/life-cycle/lesson.ko.mdx:12". */
	readonly place: string;
	readonly text: string;
}

/** Spellings that the glossary has another word for, each with its place. */
export function wrongWords(terms: readonly Term[], texts: readonly KoreanText[]): string[] {
	const spellings = terms.flatMap(({ ko, not }) => not.map((wrong) => ({ wrong, ko })));
	return texts.flatMap(({ place, text }) =>
		spellings.filter(({ wrong }) => contains(text, wrong)).map(({ wrong, ko }) => `${place}: "${wrong}" is "${ko}"`),
	);
}

/** A word that begins here: what stands within another word is not it (초콜릿 is no 콜릿). */
function contains(text: string, word: string): boolean {
	for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
		if (at === 0 || !/[가-힣]/.test(text[at - 1] as string)) return true;
	}
	return false;
}

/** All Korean texts of content/, or of one lesson's or exercise's folder: prose and the `ko` of YAML files; no code. */
export async function koreanTexts(...below: string[]): Promise<KoreanText[]> {
	const root = contentPath(...below);
	if (!existsSync(root)) return [];
	const files = (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
	const texts = await Promise.all(
		files.map(async ({ name, parentPath }) => {
			const place = join(parentPath, name).slice(contentPath().length + 1);
			if (name.endsWith('.ko.mdx')) return proseTexts(place, await contentText(place));
			return name.endsWith('.yaml') ? yamlTexts(place, await contentText(place)) : [];
		}),
	);
	return texts.flat().sort((a, b) => (a.place < b.place ? -1 : 1));
}

/** A file of content/, an exercise's with its parameters filled in. */
async function contentText(place: string): Promise<string> {
	const { id, file } = /^exercises\/(?<id>[^/]+)\/(?<file>.+)$/.exec(place)?.groups ?? {};
	const isFilled = id !== undefined && file !== undefined && file !== 'variants.yaml';
	return (await (isFilled ? readExerciseFile(id, file) : readContent(place))) ?? '';
}

/** What the site itself says in Korean: its messages, and the drawings' texts. */
export async function siteTexts(): Promise<KoreanText[]> {
	const figures = 'app/_components/lesson/figures';
	const names = (await readdir(join(projectRoot(), figures))).map((name) => `${figures}/${name}`);
	const texts = await Promise.all(
		['app/_lib/i18n/messages/ko.json', ...names].map(async (path) => {
			const lines = (await readFile(join(projectRoot(), path), 'utf8')).split('\n');
			return lines.map((text, index) => ({ place: `${path}:${index + 1}`, text }));
		}),
	);
	return texts.flat();
}

function proseTexts(place: string, source: string): KoreanText[] {
	return readProse(place, source).words.map(({ text, line }) => ({ place: `${place}:${line}`, text }));
}

/** The scalars whose key is `ko`, without `code`. */
function yamlTexts(place: string, source: string): KoreanText[] {
	const found: KoreanText[] = [];
	const lineOf = (position: number): number => source.slice(0, position).split('\n').length;
	visit(parseDocument(source), {
		Pair(_, { key, value }) {
			if (isMap(value) || !isScalar(key) || key.value !== 'ko' || !isScalar(value)) return;
			const text = String(value.value).replace(/`[^`]*`/g, '`');
			found.push({ place: `${place}:${lineOf(value.range?.[0] ?? 0)}`, text });
		},
	});
	return found;
}
