import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { ReadinessView } from '../../../_components/readiness/readiness-view.tsx';
import type { Locale } from '../../../_lib/content/localized.ts';
import { examList } from '../../../_lib/exams/exam-list.ts';
import { Link } from '../../../_lib/i18n/navigation.ts';

interface PageProps {
	readonly params: Promise<{ locale: Locale }>;
}

const MODEL = ['shares', 'evidence', 'age', 'score', 'checked', 'limits'] as const;

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	const { locale } = await params;
	const t = await getTranslations({ locale, namespace: 'readiness' });
	return { title: t('title'), description: t('intro') };
}

/** How ready the visitor is, exam by exam, and how that is estimated. */
export default async function ReadinessPage({ params }: PageProps) {
	const { locale } = await params;
	setRequestLocale(locale);
	const t = await getTranslations('readiness');
	const exams = await examList(locale);
	return (
		<main className="page readiness" id="content">
			<p>
				<Link href="/exams" prefetch={false} className="text-link">
					{t('back')}
				</Link>
			</p>
			<h1>{t('title')}</h1>
			<p className="page-intro">{t('intro')}</p>
			<ReadinessView exams={exams.map(({ id, name, passMark, domains }) => ({ id, name, passMark, domains }))} />
			<h2>{t('model')}</h2>
			<ul className="plain-list">
				{MODEL.map((item) => (
					<li key={item}>{t(`modelItems.${item}`)}</li>
				))}
			</ul>
		</main>
	);
}
