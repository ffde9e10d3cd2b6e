import { getTranslations, setRequestLocale } from 'next-intl/server';
import { Bench } from '../_components/bench/bench.tsx';
import { BenchProvider } from '../_components/bench/bench-context.tsx';
import { TryCommands } from '../_components/bench/try-commands.tsx';
import { Resume } from '../_components/roadmap/resume.tsx';
import { resumable } from '../_components/roadmap/roadmap-map.tsx';
import { drillIds } from '../_lib/content/drills.ts';
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
	const written = stages.filter((stage) => stage.lessons.length > 0).length;
	const tasks = new Map(lessons.map((lesson) => [lesson.exercise, lesson.tasks]));
	return (
		<main className="home" id="content">
			<header className="hero">
				<h1>{t('sentence')}</h1>
				<p>{t('how')}</p>
			</header>
			<BenchProvider exercise="playground">
				<div className="home-bench">
					<Bench start="touch" timeline={false} />
				</div>
				<TryCommands />
			</BenchProvider>
			<section className="home-part" aria-labelledby="home-roadmap">
				<h2 id="home-roadmap">{t('roadmap')}</h2>
				<p>
					{t('roadmapText', {
						stages: stages.length,
						unwritten: stages.length - written,
						lessons: lessons.length,
						tasks: [...tasks.values()].reduce((sum, each) => sum + each, 0),
					})}
				</p>
				<Resume lessons={lessons.map(resumable)} />
				<ol className="teaser">
					{stages.map(({ id, number, title, path, lessons: own }) => (
						<li key={id} data-path={path} data-open={own.length > 0}>
							<Link href={`/roadmap#${id}`} prefetch={false}>
								<span className="teaser-mark" aria-hidden="true">
									{number}
								</span>
								<span>{title}</span>
								<small>{t('stageLessons', { lessons: own.length })}</small>
							</Link>
						</li>
					))}
				</ol>
				<p>
					<Link href="/roadmap" className="text-link">
						{t('roadmapLink')}
					</Link>
				</p>
			</section>
			<section className="home-part home-drills" aria-labelledby="home-drills">
				<h2 id="home-drills">{t('drills')}</h2>
				<p>{t('drillsText', { drills: (await drillIds()).length })}</p>
				<p>
					<Link href="/drills" prefetch={false} className="text-link">
						{t('drillsLink')}
					</Link>
				</p>
			</section>
			<div className="home-pair">
				<section className="home-part" aria-labelledby="home-exams">
					<h2 id="home-exams">{t('exams')}</h2>
					<p>{t('examsText')}</p>
					<p>
						<Link href="/exams" prefetch={false} className="text-link">
							{t('examsLink')}
						</Link>
					</p>
				</section>
				<section className="home-part" aria-labelledby="home-class">
					<h2 id="home-class">{t('class')}</h2>
					<p>{t('classText')}</p>
				</section>
			</div>
		</main>
	);
}
