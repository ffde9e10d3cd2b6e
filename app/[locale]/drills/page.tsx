import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { DrillsOverview } from '../../_components/drill/drills-overview.tsx';
import { allDrills, drillSkills } from '../../_lib/content/drills.ts';
import type { Locale } from '../../_lib/content/localized.ts';

interface PageProps {
	readonly params: Promise<{ locale: Locale }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	const { locale } = await params;
	const t = await getTranslations({ locale, namespace: 'drills' });
	return { title: t('title'), description: t('intro') };
}

/** All drills. Prerendered; the visitor's set and standing come afterwards. */
export default async function DrillsPage({ params }: PageProps) {
	const { locale } = await params;
	setRequestLocale(locale);
	const t = await getTranslations('drills');
	const [drills, skills] = await Promise.all([allDrills(), drillSkills()]);
	return (
		<main className="page drills" id="content">
			<h1>{t('title')}</h1>
			<p className="page-intro">{t('intro')}</p>
			<DrillsOverview
				drills={drills.map(({ id, title, skills: tags, paceSeconds }) => ({
					...{ id, title: title[locale], skills: tags, paceSeconds },
				}))}
				skills={skills
					.filter(({ id }) => drills.some((drill) => drill.skills.includes(id)))
					.map(({ id, title }) => ({ id, title: title[locale] }))}
			/>
			<details className="drill-how">
				<summary>{t('how')}</summary>
				<p>{t('howText')}</p>
			</details>
		</main>
	);
}
