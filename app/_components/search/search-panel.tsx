'use client';

import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Link } from '../../_lib/i18n/navigation.ts';
import { Icon } from '../ui/icon.tsx';
import { Snippet } from './snippet.tsx';
import { type ShownLesson, useSearch } from './use-search.ts';

/** The search page's inside; the query stands in the address (`?q=`), so that it can be kept and sent. */
export function SearchPanel() {
	const t = useTranslations('search');
	const asked = useSearchParams().get('q') ?? '';
	const [query, setQuery] = useState(asked);
	const { state, found } = useSearch(query);
	const input = useRef<HTMLInputElement>(null);
	useEffect(() => input.current?.focus(), []);
	// The palette may lead here while the page is open.
	useEffect(() => setQuery(asked), [asked]);
	const change = (text: string) => {
		setQuery(text);
		const address = text.trim() === '' ? location.pathname : `?q=${encodeURIComponent(text)}`;
		history.replaceState(null, '', address);
	};
	const places = found.reduce((sum, { sections }) => sum + sections.length, 0);
	return (
		<>
			<search className="search-field">
				<Icon name="search" />
				<input
					ref={input}
					type="search"
					value={query}
					onChange={(event) => change(event.target.value)}
					aria-label={t('label')}
					placeholder={t('placeholder')}
					autoComplete="off"
					spellCheck={false}
				/>
			</search>
			<p className="search-count" role="status">
				{state === 'idle' ? t('hint') : ''}
				{state === 'loading' ? t('loading') : ''}
				{state === 'failed' ? t('failed') : ''}
				{state === 'ready' && (found.length === 0 ? t('none', { query }) : t('count', { pages: found.length, places }))}
				{found[0] !== undefined && found[0].missing > 0 && ` ${t('partly')}`}
			</p>
			<ol className="search-results">
				{found.map((lesson) => (
					<Result key={lesson.entry.href} lesson={lesson} />
				))}
			</ol>
		</>
	);
}

function Result({ lesson }: { readonly lesson: ShownLesson }) {
	const t = useTranslations('search');
	const { entry, sections, language } = lesson;
	const { href, kind } = entry;
	return (
		<li>
			<h2>
				<Link href={href} prefetch={false}>
					{entry.title}
				</Link>{' '}
				<small>{kind === 'lesson' ? entry.stage : t(kind)}</small>
			</h2>
			<ul>
				{sections.map(({ index, section, snippet }) => (
					<li key={index}>
						<Link href={section.anchor === '' ? href : `${href}#${section.anchor}`} prefetch={false}>
							{section.kind === 'task' && <span className="search-kind">{t('task')}</span>}
							{section.heading !== '' ? section.heading : t(kind === 'lesson' ? 'beginning' : 'open')}
						</Link>
						<Snippet parts={snippet} lang={language} />
					</li>
				))}
			</ul>
		</li>
	);
}
