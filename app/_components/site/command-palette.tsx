'use client';

import { Command } from 'cmdk';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePathname, useRouter } from '../../_lib/i18n/navigation.ts';
import { benchOfThePage } from '../bench/bench-context.tsx';
import { Snippet } from '../search/snippet.tsx';
import { type ShownLesson, useSearch } from '../search/use-search.ts';
import { chooseTheme } from './theme.ts';

export interface PaletteLesson {
	readonly href: string;
	readonly title: string;
	readonly stage: string;
}

interface CommandPaletteProps {
	readonly lessons: readonly PaletteLesson[];
	/** What was typed before the palette was there. */
	readonly typed: string;
	readonly onClose: () => void;
}

/** Places that the palette shows. */
const PLACES_MAX = 7;

/** Everything the page can do, by its name; and where the site has what was typed. */
export function CommandPalette({ lessons, typed, onClose }: CommandPaletteProps) {
	const t = useTranslations('palette');
	const router = useRouter();
	const pathname = usePathname();
	const locale = useLocale();
	const bench = benchOfThePage();
	const [query, setQuery] = useState(typed);
	const { state, found } = useSearch(query);
	const go = (href: string) => () => router.push(href);
	const item = (label: string, run: () => void, detail?: string) => (
		<Command.Item
			key={`${label} ${detail ?? ''}`}
			value={`${label} ${detail ?? ''}`}
			onSelect={() => {
				onClose();
				run();
			}}
		>
			<span>{label}</span> {detail !== undefined && <small>{detail}</small>}
		</Command.Item>
	);
	const hosts = bench?.state.map?.nodes ?? [];
	return (
		<Command.Dialog
			open
			onOpenChange={(open) => !open && onClose()}
			label={t('label')}
			overlayClassName="palette-overlay"
			contentClassName="palette"
			loop
		>
			{/* At once, not in an effect: keys that come in between would go nowhere. */}
			<Command.Input
				ref={(input) => input?.focus()}
				placeholder={t('placeholder')}
				value={query}
				onValueChange={setQuery}
			/>
			<Command.List>
				{found.length === 0 && <Command.Empty>{t(state === 'loading' ? 'searching' : 'none')}</Command.Empty>}
				{bench !== undefined && (
					<Command.Group heading={t('bench')}>
						{item(t('terminal'), () => bench.show('terminal'))}
						{item(t('map'), () => bench.show('map'))}
						{item(t('files'), () => bench.show('files'))}
						{hosts.map(({ name }) => item(t('openOn', { host: name }), () => bench.openTerminal(name)))}
						{item(t('reset'), () => bench.reset())}
					</Command.Group>
				)}
				{query.trim() === '' && (
					<Command.Group heading={t('lessons')}>
						{lessons.map(({ href, title, stage }) => item(title, go(href), stage))}
					</Command.Group>
				)}
				<Command.Group heading={t('pages')}>
					{item(t('home'), go('/'))}
					{item(t('roadmap'), go('/roadmap'))}
					{item(t('exams'), go('/exams'))}
					{item(t('practice'), go('/exams/practice'))}
					{item(t('drills'), go('/drills'))}
					{item(t('search'), go('/search'))}
					{item(t('glossary'), go('/glossary'))}
					{item(t('me'), go('/me'))}
					{item(t('account'), go('/me/account'))}
				</Command.Group>
				<Command.Group heading={t('settings')}>
					{item(t('light'), () => chooseTheme('light'))}
					{item(t('dark'), () => chooseTheme('dark'))}
					{item(t('system'), () => chooseTheme('system'))}
					{item(
						t('language'),
						() => router.replace(pathname, { locale: locale === 'ko' ? 'en' : 'ko' }),
						locale === 'ko' ? 'English' : '한국어',
					)}
				</Command.Group>
				{found.length > 0 && (
					<Places
						found={found}
						onGo={(href) => {
							onClose();
							router.push(href);
						}}
						all={`/search?q=${encodeURIComponent(query.trim())}`}
					/>
				)}
			</Command.List>
		</Command.Dialog>
	);
}

interface PlacesProps {
	readonly found: readonly ShownLesson[];
	readonly onGo: (href: string) => void;
	/** The page with all results. */
	readonly all: string;
}

/** The best places in lessons, drills and exams; they are found by the search, not by the palette's own filter. */
function Places({ found, onGo, all }: PlacesProps) {
	const t = useTranslations('palette');
	const search = useTranslations('search');
	const places = found.flatMap(({ entry, sections, language }) =>
		sections.slice(0, 2).map((place) => ({ entry, place, language })),
	);
	return (
		<Command.Group heading={t('places')} forceMount>
			{places.slice(0, PLACES_MAX).map(({ entry, place, language }, index) => {
				const { kind, heading, anchor } = place.section;
				const href = `${entry.href}${anchor === '' ? '' : `#${anchor}`}`;
				return (
					<Command.Item key={href} value={unlike(index)} forceMount onSelect={() => onGo(href)}>
						<span className="palette-place">
							<span>
								{entry.kind !== 'lesson' && `${search(entry.kind)}: `}
								{entry.title}
								{heading !== '' && ` › ${kind === 'task' ? `${search('task')}: ` : ''}${heading}`}
							</span>
							<Snippet parts={place.snippet} lang={language} />
						</span>
					</Command.Item>
				);
			})}
			<Command.Item value={unlike(PLACES_MAX)} forceMount onSelect={() => onGo(all)}>
				<span>{t('allPlaces')}</span>
			</Command.Item>
		</Command.Group>
	);
}

/** A name that nothing typed is like, so that the palette's filter leaves the order alone. */
function unlike(index: number): string {
	return String.fromCharCode(0xe000 + index);
}
