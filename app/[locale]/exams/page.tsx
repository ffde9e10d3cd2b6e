import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { ExamSection } from '../../_components/exam/exam-section.tsx';
import { MySittings } from '../../_components/exam/my-sittings.tsx';
import type { Locale } from '../../_lib/content/localized.ts';
import { FACTS_CHECKED, FACTS_READ } from '../../_lib/exams/exam-facts.ts';
import { examList } from '../../_lib/exams/exam-list.ts';
import { Link } from '../../_lib/i18n/navigation.ts';

interface PageProps {
	readonly params: Promise<{ locale: Locale }>;
}

const HOW = ['world', 'clock', 'variants', 'partial', 'original'] as const;

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	const { locale } = await params;
	const t = await getTranslations({ locale, namespace: 'exams' });
	return { title: t('title'), description: t('intro') };
}

/** The mocks, what the exams are, and the visitor's own attempts, which come afterwards. */
export default async function ExamsPage({ params }: PageProps) {
	const { locale } = await params;
	setRequestLocale(locale);
	const t = await getTranslations('exams');
	const exams = await examList(locale);
	const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
	const titles = Object.fromEntries(exams.flatMap(({ mocks }) => mocks.map(({ id, title }) => [id, title])));
	return (
		<main className="page exams" id="content">
			<h1>{t('title')}</h1>
			<p className="page-intro">{t('intro')}</p>
			<MySittings titles={titles} />
			{exams.map((exam) => (
				<ExamSection key={exam.id} exam={exam} locale={locale} />
			))}
			<h2 id="practice">{t('practise')}</h2>
			<p className="section-note">{t('practiseText')}</p>
			<p className="button-row">
				<Link href="/exams/practice" prefetch={false} className="text-link">
					{t('practise')}
				</Link>
			</p>
			<h2>{t('readiness')}</h2>
			<p className="section-note">{t('readinessText')}</p>
			<p className="button-row">
				<Link href="/exams/readiness" prefetch={false} className="text-link">
					{t('readiness')}
				</Link>
			</p>
			<h2>{t('how')}</h2>
			<ul className="plain-list">
				{HOW.map((item) => (
					<li key={item}>{t(`howItems.${item}`)}</li>
				))}
			</ul>
			<p className="fine-print">
				{t('facts.read', { read: day.format(new Date(FACTS_READ)), checked: day.format(new Date(FACTS_CHECKED)) })}
			</p>
			<p className="fine-print">{t('trademark')}</p>
		</main>
	);
}
