import { getTranslations } from 'next-intl/server';
import { allLessons } from '../../_lib/content/lessons.ts';
import { Link } from '../../_lib/i18n/navigation.ts';
import type { LessonPageProps } from './lesson-page.tsx';

/** Where to read on, and the lessons before and after. */
export async function LessonFoot({ lesson, locale }: LessonPageProps) {
	const t = await getTranslations('lesson');
	const lessons = (await allLessons()).map((each) => each.lesson);
	const at = lessons.findIndex(({ id }) => id === lesson.id);
	const before = lessons[at - 1];
	const after = lessons[at + 1];
	return (
		<>
			{lesson.further.length > 0 && (
				<section className="further" aria-labelledby="further">
					<h2 id="further">{t('further')}</h2>
					<ul>
						{lesson.further.map(({ title, url }) => (
							<li key={url}>
								<a href={url} rel="noreferrer" target="_blank">
									{title[locale]}
								</a>{' '}
								<small>{new URL(url).host}</small>
							</li>
						))}
					</ul>
				</section>
			)}
			<nav className="lesson-foot" aria-label={t('neighbours')}>
				{before !== undefined && (
					<Link href={`/lessons/${before.id}`} prefetch={false} className="lesson-before">
						<small>{t('before')}</small> {before.title[locale]}
					</Link>
				)}
				{after !== undefined && (
					<Link href={`/lessons/${after.id}`} prefetch={false} className="lesson-after">
						<small>{t('after')}</small> {after.title[locale]}
					</Link>
				)}
			</nav>
		</>
	);
}
