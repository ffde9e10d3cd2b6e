import { useTranslations } from 'next-intl';
import { Link } from '../../_lib/i18n/navigation.ts';
import { AccountLink } from './account-link.tsx';
import type { PaletteLesson } from './command-palette.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { PaletteButton } from './palette-button.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

/** The line at the top of every page. */
export function SiteHeader({ lessons }: { readonly lessons: readonly PaletteLesson[] }) {
	const t = useTranslations('site');
	return (
		<header className="site-header">
			<a className="skip-link" href="#content">
				{t('skip')}
			</a>
			<Link href="/" prefetch={false} className="brand">
				<BrandMark /> <span className="brand-name">KubeDrill</span>
			</Link>
			<nav aria-label={t('nav')}>
				<Link href="/roadmap" prefetch={false}>
					{t('roadmap')}
				</Link>
				<Link href="/exams" prefetch={false}>
					{t('exams')}
				</Link>
				<Link href="/drills" prefetch={false} className="wide-only">
					{t('drills')}
				</Link>
				<Link href="/glossary" prefetch={false} className="wide-only">
					{t('glossary')}
				</Link>
			</nav>
			<div className="site-actions">
				<PaletteButton lessons={lessons} />
				<LanguageSwitch />
				<ThemeSwitch />
				<AccountLink />
			</div>
		</header>
	);
}

function BrandMark() {
	return (
		<svg className="brand-mark" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
			<rect x="1.5" y="1.5" width="17" height="17" rx="4" fill="none" stroke="currentColor" strokeWidth="1.8" />
			<path d="M5.5 6.5 9 10l-3.5 3.5M10.5 13.5h4" fill="none" stroke="currentColor" strokeWidth="1.8" />
		</svg>
	);
}
