'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { RunOutcome } from '../../_lib/drills/run-view.ts';
import { Link } from '../../_lib/i18n/navigation.ts';
import { clockTime } from './clock-time.ts';
import type { RunnableDrill } from './drill-runner.tsx';

interface DrillOutcomeProps {
	readonly outcome: RunOutcome;
	readonly drill: RunnableDrill;
	readonly onAgain: () => void;
}

/** How it went, when it comes again, and what comes next. */
export function DrillOutcome({ outcome, drill, onAgain }: DrillOutcomeProps) {
	const t = useTranslations('drills');
	const format = useFormatter();
	const { result, rating, seconds, bestSeconds, due, next } = outcome;
	const isBest = result === 'right' && bestSeconds === seconds;
	return (
		<section className="drill-outcome" data-result={result} aria-labelledby="drill-outcome">
			<h2 id="drill-outcome">
				<span role="status">{t(`result.${result}`, { time: clockTime(seconds) })}</span>
			</h2>
			<p>{t(`rating.${rating}`, { pace: clockTime(drill.paceSeconds) })}</p>
			<p>
				{bestSeconds !== null && t(isBest ? 'bestNow' : 'bestTime', { time: clockTime(bestSeconds) })}{' '}
				{due !== null && t('comesAgain', { when: format.relativeTime(new Date(due), new Date()) })}
			</p>
			<p className="button-row">
				{next === null ? (
					<Link href="/drills" prefetch={false} className="button">
						{t('setDoneShort')}
					</Link>
				) : (
					next !== drill.id && (
						<Link href={`/drills/${next}#start`} prefetch={false} className="button">
							{t('next')}
						</Link>
					)
				)}
				<button type="button" className="quiet-button" onClick={onAgain}>
					{t('again')}
				</button>
				<Link href="/drills" prefetch={false} className="quiet-button">
					{t('toAll')}
				</Link>
			</p>
		</section>
	);
}
