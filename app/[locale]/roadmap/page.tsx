import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { Checklist } from '../../_components/roadmap/checklist.tsx';
import { Colouring } from '../../_components/roadmap/colouring.tsx';
import { Legends } from '../../_components/roadmap/legends.tsx';
import { Resume } from '../../_components/roadmap/resume.tsx';
import { RoadmapMap, resumable } from '../../_components/roadmap/roadmap-map.tsx';
import { loadChecklist } from '../../_lib/content/catalogues.ts';
import { examDomains } from '../../_lib/content/exam-domains.ts';
import type { Locale } from '../../_lib/content/localized.ts';
import { siteMap } from '../../_lib/content/site-map.ts';
import { Link } from '../../_lib/i18n/navigation.ts';

interface PageProps {
	readonly params: Promise<{ locale: Locale }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	const { locale } = await params;
	const t = await getTranslations({ locale, namespace: 'roadmap' });
	return { title: t('title'), description: t('intro') };
}

/** The stages as a line map, in the colours of the learning paths or of an exam; beneath it the checklist. */
export default async function RoadmapPage({ params }: PageProps) {
	const { locale } = await params;
	setRequestLocale(locale);
	const t = await getTranslations('roadmap');
	const [stages, exams, { levels }] = await Promise.all([siteMap(locale), examDomains(locale), loadChecklist()]);
	const lessons = stages.flatMap((stage) => stage.lessons);
	return (
		<main className="page roadmap" id="content">
			<h1>{t('title')}</h1>
			<p className="page-intro">
				{t('intro')}{' '}
				<a href="#checklist" className="text-link">
					{t('toChecklist')}
				</a>{' '}
				<Link href="/glossary" prefetch={false} className="text-link">
					{t('toGlossary')}
				</Link>{' '}
				<Link href="/exams" prefetch={false} className="text-link">
					{t('toExams')}
				</Link>
			</p>
			<Resume lessons={lessons.map(resumable)} />
			<Colouring exams={exams.map(({ id, name }) => ({ id, name }))}>
				<Legends stages={stages} exams={exams} />
				<RoadmapMap stages={stages} exams={exams.map(({ id }) => id)} />
			</Colouring>
			<h2 id="checklist">{t('checklist')}</h2>
			<p className="page-intro">{t('checklistIntro')}</p>
			<Checklist
				levels={levels.map((level) => ({
					id: level.id,
					items: level.items.map((item) => ({
						id: item.id,
						text: item[locale],
						lessons: lessons.filter((each) => each.checklist.includes(`${level.id}/${item.id}`)).map(resumable),
					})),
				}))}
			/>
		</main>
	);
}
