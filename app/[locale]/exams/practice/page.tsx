import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import type { Locale } from '../../../_lib/content/localized.ts';
import { practiceList } from '../../../_lib/exams/practice.ts';
import { Link } from '../../../_lib/i18n/navigation.ts';

interface PageProps {
	readonly params: Promise<{ locale: Locale }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	const { locale } = await params;
	const t = await getTranslations({ locale, namespace: 'exams' });
	return { title: t('practise'), description: t('practiseText') };
}

/** Every question of every mock, to be solved alone. */
export default async function PracticePage({ params }: PageProps) {
	const { locale } = await params;
	setRequestLocale(locale);
	const t = await getTranslations('exams');
	const exams = await practiceList(locale);
	return (
		<main className="page exams" id="content">
			<p className="crumb">
				<Link href="/exams" prefetch={false} className="text-link">
					{t('start.back')}
				</Link>
			</p>
			<h1>{t('practise')}</h1>
			<p className="page-intro">{t('practiseText')}</p>
			{exams.length === 0 && <p className="panel-empty">{t('noMocks')}</p>}
			{exams.map(({ id, name, domains }) => (
				<section key={id} aria-labelledby={`practice-${id}`}>
					<h2 id={`practice-${id}`}>{name}</h2>
					{domains.map((domain) => (
						<div key={domain.id}>
							<h3 className="practice-domain">{domain.title}</h3>
							<ul className="practice-list">
								{domain.questions.map(({ exercise, title, minutes, mock }) => (
									<li key={exercise}>
										<Link href={`/exams/practice/${exercise}`} prefetch={false} className="text-link">
											{title}
										</Link>
										<small>
											{mock} · {t('practice.minutes', { minutes })}
										</small>
									</li>
								))}
							</ul>
						</div>
					))}
				</section>
			))}
		</main>
	);
}
