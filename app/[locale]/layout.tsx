import type { Metadata, Viewport } from 'next';
import { notFound } from 'next/navigation';
import { hasLocale, NextIntlClientProvider } from 'next-intl';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import type { ReactNode } from 'react';
import { SiteHeader } from '../_components/site/site-header.tsx';
import { THEME_SCRIPT } from '../_components/site/theme-script.ts';
import { siteMap } from '../_lib/content/site-map.ts';
import { CONTENT_VERSION } from '../_lib/generated/content-version.ts';
import { routing } from '../_lib/i18n/routing.ts';
import '../globals.css';

interface LayoutProps {
	readonly children: ReactNode;
	readonly params: Promise<{ locale: string }>;
}

export const viewport: Viewport = {
	width: 'device-width',
	initialScale: 1,
	// A terminal's last line and its key bar stay above the keyboard.
	interactiveWidget: 'resizes-content',
	themeColor: [
		{ media: '(prefers-color-scheme: light)', color: '#fcfcfb' },
		{ media: '(prefers-color-scheme: dark)', color: '#15171b' },
	],
};

export function generateStaticParams() {
	return routing.locales.map((locale) => ({ locale }));
}

export async function generateMetadata({ params }: LayoutProps): Promise<Metadata> {
	const { locale } = await params;
	if (!hasLocale(routing.locales, locale)) return {};
	const t = await getTranslations({ locale, namespace: 'site' });
	return { title: { default: t('title'), template: `%s · ${t('title')}` }, description: t('tagline') };
}

export default async function LocaleLayout({ children, params }: LayoutProps) {
	const { locale } = await params;
	if (!hasLocale(routing.locales, locale)) notFound();
	setRequestLocale(locale);
	const stages = await siteMap(locale);
	const lessons = stages.flatMap((stage) =>
		stage.lessons.map(({ href, title }) => ({ href, title, stage: stage.title })),
	);
	return (
		<html data-content={CONTENT_VERSION || undefined} lang={locale} suppressHydrationWarning>
			<head>
				{/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, before the first paint. */}
				<script dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} />
			</head>
			<body>
				<NextIntlClientProvider>
					<SiteHeader lessons={lessons} />
					{children}
				</NextIntlClientProvider>
			</body>
		</html>
	);
}
