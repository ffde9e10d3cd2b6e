import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { MyPage } from '../../_components/account/my-page.tsx';
import { Resume } from '../../_components/roadmap/resume.tsx';
import { resumable } from '../../_components/roadmap/roadmap-map.tsx';
import type { Locale } from '../../_lib/content/localized.ts';
import { siteMap } from '../../_lib/content/site-map.ts';

interface PageProps {
	readonly params: Promise<{ locale: Locale }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	const { locale } = await params;
	const t = await getTranslations({ locale, namespace: 'me' });
	return { title: t('title') };
}

/** The visitor's own page. Prerendered like the others; what is theirs comes afterwards. */
export default async function MePage({ params }: PageProps) {
	const { locale } = await params;
	setRequestLocale(locale);
	const t = await getTranslations('me');
	const stages = await siteMap(locale);
	return (
		<main className="page" id="content">
			<h1>{t('title')}</h1>
			<Resume lessons={stages.flatMap(({ lessons }) => lessons).map(resumable)} />
			<MyPage lessons={stages.flatMap(({ lessons }) => lessons)} />
		</main>
	);
}
