'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import type { ExamDocument } from '../../../_lib/exams/exam-facts.ts';
import type { FoundReference, ReferencePage } from '../../../_lib/exams/reference.ts';
import { ask } from '../../account/api-request.ts';
import { QuestionText } from '../question-text.tsx';

interface DocumentsPanelProps {
	/** "cka". */
	readonly exam: string;
	readonly documents: readonly ExamDocument[];
}

/** A pause in typing after which the search is asked. */
const PAUSE_MS = 150;
const KINDS = ['page', 'command', 'field'] as const;

/** What may be read during this exam: our own reference, searchable without a network, and links to the official sites. */
export function DocumentsPanel({ exam, documents }: DocumentsPanelProps) {
	const t = useTranslations('exams.screen');
	const locale = useLocale();
	const [query, setQuery] = useState('');
	const [found, setFound] = useState<readonly FoundReference[]>();
	const [page, setPage] = useState<ReferencePage>();
	useEffect(() => {
		let wanted = true;
		const timer = setTimeout(
			async () => {
				const asked = new URLSearchParams({ exam, locale, q: query.trim() });
				const { data } = await ask<{ results: FoundReference[] }>(`exams/reference?${asked}`, (response) =>
					response.json(),
				);
				if (wanted) setFound(data?.results ?? []);
			},
			query === '' ? 0 : PAUSE_MS,
		);
		return () => {
			wanted = false;
			clearTimeout(timer);
		};
	}, [exam, locale, query]);
	const open = async (id: string) => {
		const asked = new URLSearchParams({ exam, locale, page: id });
		const { data } = await ask<ReferencePage>(`exams/reference?${asked}`, (response) => response.json());
		if (data !== undefined) setPage(data);
	};
	if (page !== undefined) return <Page page={page} onBack={() => setPage(undefined)} />;
	return (
		<div className="documents">
			<input
				type="search"
				className="documents-search"
				aria-label={t('search')}
				placeholder={t('search')}
				value={query}
				onChange={({ target }) => setQuery(target.value)}
			/>
			<p className="sr-only" role="status">
				{found === undefined || query === '' ? '' : t('found', { count: found.length })}
			</p>
			{found?.length === 0 && <p className="section-note">{t('notFound')}</p>}
			{query.trim() === '' ? (
				<Index found={found ?? []} onOpen={open} />
			) : (
				<Results found={found ?? []} onOpen={open} />
			)}
			<p className="documents-sites">
				{t('sites')}{' '}
				{documents.map(({ name, url }) => (
					<a key={name} href={url} target="_blank" rel="noreferrer" className="text-link">
						{name}
					</a>
				))}
			</p>
		</div>
	);
}

interface ListProps {
	readonly found: readonly FoundReference[];
	readonly onOpen: (id: string) => void;
}

/** Everything there is, folded by its kind. */
function Index({ found, onOpen }: ListProps) {
	const t = useTranslations('exams.screen');
	return KINDS.map((kind) => (
		<details key={kind} className="documents-kind">
			<summary>{t(`kinds.${kind}`)}</summary>
			<Results found={found.filter((each) => each.kind === kind)} onOpen={onOpen} />
		</details>
	));
}

function Results({ found, onOpen }: ListProps) {
	return (
		<ul className="documents-list">
			{found.map(({ id, kind, title, snippet }) => (
				<li key={id}>
					<button type="button" onClick={() => onOpen(id)}>
						<span data-kind={kind}>{title}</span>
						{snippet !== '' && <small>{snippet}</small>}
					</button>
				</li>
			))}
		</ul>
	);
}

function Page({ page, onBack }: { readonly page: ReferencePage; readonly onBack: () => void }) {
	const t = useTranslations('exams.screen');
	const { kind, title, text } = page;
	return (
		<article className="documents" aria-label={title}>
			<p>
				<button type="button" className="quiet-button" onClick={onBack}>
					← {t('backToSearch')}
				</button>
			</p>
			<h3 tabIndex={-1} ref={(heading) => heading?.focus()}>
				{title}
			</h3>
			{kind === 'page' ? (
				<div className="question-text">
					<QuestionText text={text} />
				</div>
			) : (
				// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
				<pre className="documents-text" tabIndex={0}>
					{text}
				</pre>
			)}
		</article>
	);
}
