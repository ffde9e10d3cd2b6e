'use client';

import { useTranslations } from 'next-intl';
import { type CSSProperties, useEffect, useState } from 'react';
import { clockTime } from './clock-time.ts';

interface DrillTimerProps {
	/** Time that had passed, by the server's clock, when the page was told. */
	readonly elapsedMs: number;
	readonly paceSeconds: number;
	/** How long it took, once it is over. */
	readonly seconds: number | undefined;
}

/** The run's time against the pace. */
export function DrillTimer({ elapsedMs, paceSeconds, seconds }: DrillTimerProps) {
	const t = useTranslations('drills');
	// What was told first: later answers take their time on the way.
	const [startedAt] = useState(() => performance.now() - elapsedMs);
	const [running, setRunning] = useState(elapsedMs / 1_000);
	const over = seconds !== undefined;
	useEffect(() => {
		if (over) return;
		const timer = setInterval(() => setRunning((performance.now() - startedAt) / 1_000), 250);
		return () => clearInterval(timer);
	}, [over, startedAt]);
	const shown = seconds ?? running;
	const slow = shown > paceSeconds;
	return (
		<p className="drill-timer" data-slow={slow}>
			<span role="timer" aria-label={t('time')}>
				{clockTime(shown)}
			</span>
			<span
				className="drill-bar"
				aria-hidden="true"
				style={{ '--share': Math.min(1, shown / paceSeconds) } as CSSProperties}
			/>
			<small>
				{t('pace', { time: clockTime(paceSeconds) })}
				{slow && ` · ${t('overPace')}`}
			</small>
		</p>
	);
}
