'use client';

import { Command } from 'cmdk';
import { useLocale, useTranslations } from 'next-intl';
import { usePathname, useRouter } from '../../_lib/i18n/navigation.ts';
import { benchOfThePage } from '../bench/bench-context.tsx';
import { chooseTheme } from './theme.ts';

export interface PaletteLesson {
	readonly href: string;
	readonly title: string;
	readonly stage: string;
}

interface CommandPaletteProps {
	readonly lessons: readonly PaletteLesson[];
	readonly onClose: () => void;
}

/** Everything the page can do, by its name. */
export function CommandPalette({ lessons, onClose }: CommandPaletteProps) {
	const t = useTranslations('palette');
	const router = useRouter();
	const pathname = usePathname();
	const locale = useLocale();
	const bench = benchOfThePage();
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
			<Command.Input placeholder={t('placeholder')} />
			<Command.List>
				<Command.Empty>{t('none')}</Command.Empty>
				{bench !== undefined && (
					<Command.Group heading={t('bench')}>
						{item(t('terminal'), () => bench.show('terminal'))}
						{item(t('map'), () => bench.show('map'))}
						{item(t('files'), () => bench.show('files'))}
						{hosts.map(({ name }) => item(t('openOn', { host: name }), () => bench.openTerminal(name)))}
						{item(t('reset'), () => bench.reset())}
					</Command.Group>
				)}
				<Command.Group heading={t('lessons')}>
					{lessons.map(({ href, title, stage }) => item(title, go(href), stage))}
				</Command.Group>
				<Command.Group heading={t('pages')}>
					{item(t('home'), go('/'))}
					{item(t('roadmap'), go('/roadmap'))}
					{item(t('me'), go('/me'))}
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
			</Command.List>
		</Command.Dialog>
	);
}
