import { getTranslations } from 'next-intl/server';
import { lessonQuestions } from '../../_lib/content/lessons.ts';
import { shuffled } from '../../_lib/content/shuffled.ts';
import { InlineMarkdown } from './inline-markdown.tsx';
import type { LessonPageProps } from './lesson-page.tsx';
import { QuestionCard } from './question-card.tsx';

/** The questions at the end of a lesson; nothing when it has none. */
export async function LessonQuestions({ lesson, locale }: LessonPageProps) {
	const t = await getTranslations('question');
	const questions = await lessonQuestions(lesson);
	if (questions.length === 0) return null;
	return (
		<section className="questions" aria-labelledby="questions">
			<h2 id="questions">{t('title')}</h2>
			{questions.map(({ id, text, answers }, index) => (
				<QuestionCard
					key={id}
					lesson={lesson.id}
					question={id}
					number={index + 1}
					text={<InlineMarkdown text={text[locale]} />}
					answers={shuffled(answers, `${lesson.id}/${id}`).map(({ item: answer, index: place }) => ({
						index: place,
						text: <InlineMarkdown text={answer.text[locale]} />,
						why: <InlineMarkdown text={answer.why[locale]} />,
						correct: answer.correct,
					}))}
				/>
			))}
		</section>
	);
}
