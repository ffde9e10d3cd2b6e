import { getTranslations, setRequestLocale } from 'next-intl/server';
import type { Locale } from '../_lib/content/localized.ts';

/** The home page. */
export default async function HomePage({ params }: { readonly params: Promise<{ locale: Locale }> }) {
	const { locale } = await params;
	setRequestLocale(locale);
	const t = await getTranslations('site');
	return (
		<main>
			<h1>{t('title')}</h1>
			<p>{t('tagline')}</p>
		</main>
	);
}
