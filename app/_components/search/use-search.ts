import { useLocale } from 'next-intl';
import { useDeferredValue, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { SearchEntry } from '../../_lib/search/search-entry.ts';
import { type FoundLesson, searchLessons } from '../../_lib/search/search-lessons.ts';

/** Lessons of the other language are added when there are fewer than this of the reader's own. */
const ENOUGH = 3;

export interface SearchResults {
	/** "idle": there is nothing to look for. "failed": the index could not be loaded. */
	readonly state: 'idle' | 'loading' | 'ready' | 'failed';
	readonly found: readonly ShownLesson[];
}

export interface ShownLesson extends FoundLesson {
	/** In which language the words were found. */
	readonly language: string;
}

/** What the lessons say of `query`; the index is loaded with the first letter. */
export function useSearch(query: string): SearchResults {
	const locale = useLocale();
	const other = locale === 'ko' ? 'en' : 'ko';
	const wanted = useDeferredValue(query.trim());
	const own = useIndex(wanted === '' ? undefined : locale);
	const inOwn = useMemo(() => (Array.isArray(own) ? searchLessons(own, wanted) : []), [own, wanted]);
	const more = useIndex(Array.isArray(own) && inOwn.length < ENOUGH ? other : undefined);
	const found = useMemo(() => {
		const shown = inOwn.map((lesson) => ({ ...lesson, language: locale }));
		if (!Array.isArray(own) || !Array.isArray(more)) return shown;
		const others = searchLessons(more, wanted).filter(
			({ entry }) => !inOwn.some((each) => each.entry.href === entry.href),
		);
		return [...shown, ...others.flatMap((lesson) => inOwnWords(lesson, own, other))];
	}, [own, more, inOwn, wanted, locale, other]);
	if (wanted === '') return { state: 'idle', found: [] };
	if (own === 'failed') return { state: 'failed', found: [] };
	const loading = own === undefined || (inOwn.length < ENOUGH && more === undefined);
	return { state: loading && found.length === 0 ? 'loading' : 'ready', found };
}

/** A lesson found in the other language, with the titles and links of the reader's own; the text found stays as it is. */
function inOwnWords(lesson: FoundLesson, own: readonly SearchEntry[], language: string): ShownLesson[] {
	const entry = own.find(({ href }) => href === lesson.entry.href);
	if (entry === undefined) return [];
	const sections = lesson.sections.map((each) => {
		const same = entry.sections[each.index];
		return same === undefined
			? each
			: { ...each, section: { ...each.section, heading: same.heading, anchor: same.anchor } };
	});
	return [{ ...lesson, entry, sections, language }];
}

type Index = readonly SearchEntry[] | 'failed' | undefined;

const loaded = new Map<string, Index>();
const listeners = new Set<() => void>();

/** The index of a language, loaded once; undefined while it is not there. */
function useIndex(locale: string | undefined): Index {
	const [, retry] = useState(0);
	useEffect(() => {
		if (locale === undefined || loaded.has(locale)) return;
		loaded.set(locale, undefined);
		loadIndex(locale)
			.then((entries) => loaded.set(locale, entries))
			.catch(() => {
				loaded.set(locale, 'failed');
				// The next search tries again.
				setTimeout(() => {
					loaded.delete(locale);
					retry((count) => count + 1);
				}, 5_000);
			})
			.finally(() => {
				for (const listener of listeners) listener();
			});
	}, [locale]);
	return useSyncExternalStore(
		subscribe,
		() => (locale === undefined ? undefined : loaded.get(locale)),
		() => undefined,
	);
}

/** Rejects when the server cannot be reached or has no such index. */
async function loadIndex(locale: string): Promise<readonly SearchEntry[]> {
	const response = await fetch(`/api/search-index/${locale}`);
	if (!response.ok || response.body === null) throw new Error(response.statusText);
	const text = response.body.pipeThrough(new DecompressionStream('gzip'));
	return (await new Response(text).json()) as SearchEntry[];
}

function subscribe(listener: () => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}
