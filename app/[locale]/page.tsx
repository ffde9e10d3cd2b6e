import { getTranslations, setRequestLocale } from 'next-intl/server';
import { Bench } from '../_components/bench/bench.tsx';
import { BenchProvider } from '../_components/bench/bench-context.tsx';
import { LessonState } from '../_components/roadmap/lesson-state.tsx';
import type { Locale } from '../_lib/content/localized.ts';
import { siteMap } from '../_lib/content/site-map.ts';
import { Link } from '../_lib/i18n/navigation.ts';

/** One sentence, one terminal with a cluster behind it, and then what else there is. */
export default async function HomePage({ params }: { readonly params: Promise<{ locale: Locale }> }) {
	const { locale } = await params;
	setRequestLocale(locale);
	const t = await getTranslations('home');
	const stages = await siteMap(locale);
	const lessons = stages.flatMap((stage) => stage.lessons);
	return (
		<main className="home" id="content">
			<header className="hero">
				<h1>{t('sentence')}</h1>
				<p>{t('how')}</p>
			</header>
			<div className="home-bench">
				<BenchProvider exercise="playground">
					<Bench start="touch" timeline={false} />
				</BenchProvider>
			</div>
			<section className="home-part" aria-labelledby="home-roadmap">
				<h2 id="home-roadmap">{t('roadmap')}</h2>
				<p>{t('roadmapText', { stages: stages.length, lessons: lessons.length })}</p>
				<ol className="teaser">
					{stages.map(({ id, number, title, path, lessons: own }) => (
						<li key={id} data-path={path} data-open={own.length > 0}>
							<span className="teaser-mark" aria-hidden="true">
								{number}
							</span>
							<span>{title}</span>
						</li>
					))}
				</ol>
				<ol className="home-lessons">
					{lessons.map((lesson) => (
						<li key={lesson.id}>
							<Link href={lesson.href}>
								<strong>{lesson.title}</strong>
								<span>{lesson.summary}</span>
							</Link>
							<LessonState lesson={lesson} />
						</li>
					))}
				</ol>
				<p>
					<Link href="/roadmap" className="text-link">
						{t('roadmapLink')}
					</Link>
				</p>
			</section>
			<div className="home-pair">
				<section className="home-part" aria-labelledby="home-exams">
					<h2 id="home-exams">{t('exams')}</h2>
					<p>{t('examsText')}</p>
				</section>
				<section className="home-part" aria-labelledby="home-class">
					<h2 id="home-class">{t('class')}</h2>
					<p>{t('classText')}</p>
				</section>
			</div>
		</main>
	);
}
