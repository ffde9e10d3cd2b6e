import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { loadGlossary } from '../../_lib/content/glossary.ts';
import type { Locale } from '../../_lib/content/localized.ts';
import { Link } from '../../_lib/i18n/navigation.ts';

interface PageProps {
	readonly params: Promise<{ locale: Locale }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	const { locale } = await params;
	const t = await getTranslations({ locale, namespace: 'glossary' });
	return { title: t('title'), description: t('intro') };
}

/** The words of the course in both languages, each with a sentence and a way to the lessons that use it. */
export default async function GlossaryPage({ params }: PageProps) {
	const { locale } = await params;
	setRequestLocale(locale);
	const t = await getTranslations('glossary');
	const other = locale === 'ko' ? 'en' : 'ko';
	const { compare } = new Intl.Collator(locale);
	const terms = [...(await loadGlossary())].sort((a, b) => compare(a[locale], b[locale]));
	return (
		<main className="page" id="content">
			<h1>{t('title')}</h1>
			<p className="page-intro">{t('intro')}</p>
			<dl className="glossary">
				{terms.map((term) => (
					<div key={term.id} id={term.id}>
						<dt>
							<dfn>{term[locale]}</dfn> <span lang={other}>{term[other]}</span>
						</dt>
						<dd>
							{term.definition[locale]}{' '}
							<Link
								href={{ pathname: '/search', query: { q: term[locale] } }}
								prefetch={false}
								className="glossary-lessons"
								aria-label={t('lessonsWith', { term: term[locale] })}
							>
								{t('lessons')}
							</Link>
						</dd>
					</div>
				))}
			</dl>
		</main>
	);
}
