import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { Suspense } from 'react';
import { SearchPanel } from '../../_components/search/search-panel.tsx';
import type { Locale } from '../../_lib/content/localized.ts';

interface PageProps {
	readonly params: Promise<{ locale: Locale }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	const { locale } = await params;
	const t = await getTranslations({ locale, namespace: 'search' });
	return { title: t('title'), description: t('hint') };
}

/** Search over the lessons: titles, headings, texts, commands, tasks. */
export default async function SearchPage({ params }: PageProps) {
	const { locale } = await params;
	setRequestLocale(locale);
	const t = await getTranslations('search');
	return (
		<main className="page search-page" id="content">
			<h1>{t('title')}</h1>
			{/* What is asked for stands in the address, which a prerendered page does not know. */}
			<Suspense>
				<SearchPanel />
			</Suspense>
		</main>
	);
}
