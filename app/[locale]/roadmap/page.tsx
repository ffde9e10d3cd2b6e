import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { RoadmapMap } from '../../_components/roadmap/roadmap-map.tsx';
import type { Locale } from '../../_lib/content/localized.ts';
import { siteMap } from '../../_lib/content/site-map.ts';

interface PageProps {
	readonly params: Promise<{ locale: Locale }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	const { locale } = await params;
	const t = await getTranslations({ locale, namespace: 'roadmap' });
	return { title: t('title'), description: t('intro') };
}

/** The stages as a line map. */
export default async function RoadmapPage({ params }: PageProps) {
	const { locale } = await params;
	setRequestLocale(locale);
	const t = await getTranslations('roadmap');
	return (
		<main className="page roadmap" id="content">
			<h1>{t('title')}</h1>
			<p className="page-intro">{t('intro')}</p>
			<ul className="path-legend" aria-label={t('legend')}>
				{(['basic', 'intermediate', 'advanced', 'expert'] as const).map((path) => (
					<li key={path} data-path={path}>
						{t(`path.${path}`)}
					</li>
				))}
			</ul>
			<RoadmapMap stages={await siteMap(locale)} />
		</main>
	);
}
