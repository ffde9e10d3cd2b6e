import { useTranslations } from 'next-intl';
import type { CSSProperties } from 'react';
import type { ExamResult } from '../../../_lib/exams/exam-result.ts';
import type { Sitting } from '../../../_lib/exams/sittings.ts';
import { LocalTime } from '../../ui/local-time.tsx';
import { duration } from './duration.ts';

interface ReportScoreProps {
	readonly sitting: Sitting;
	readonly result: ExamResult;
}

/** The score on a line with the pass mark, and what sitting it was. */
export function ReportScore({ sitting, result }: ReportScoreProps) {
	const t = useTranslations('exams.results');
	const { score, passMark, passed } = result;
	const ungraded = result.questions.filter((question) => question.ungraded).length;
	const { startsAt, finishedAt, finishReason, seed } = sitting;
	const seconds = Math.round(((finishedAt ?? startsAt).getTime() - startsAt.getTime()) / 1_000);
	return (
		<div className="report-score" data-passed={passed}>
			<p className="score-line">
				<strong>{score}%</strong> <span>{t(passed ? 'passed' : 'failed')}</span>
				<small>{t('needed', { percent: passMark })}</small>
			</p>
			<div
				className="score-bar"
				role="img"
				aria-label={t('scoreLabel', { score, percent: passMark })}
				style={{ '--score': `${score}%`, '--pass': `${passMark}%` } as CSSProperties}
			/>
			<p className="section-note">
				{t.rich('facts', {
					when: () => <LocalTime iso={startsAt.toISOString()} />,
					used: duration(seconds),
					seed,
				})}{' '}
				{finishReason === 'time' ? t('byTime') : t('early')}
			</p>
			{ungraded > 0 && <p className="section-note">{t('someUngraded', { count: ungraded })}</p>}
		</div>
	);
}
