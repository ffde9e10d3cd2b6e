'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { clockText } from '../screen/exam-clock.tsx';

/** Untimed, unless one starts the question's share of the exam's time. Nothing ends with it. */
export function PracticeTimer({ minutes }: { readonly minutes: number }) {
	const t = useTranslations('exams.practice');
	const [endsMs, setEndsMs] = useState<number>();
	const [left, setLeft] = useState(minutes * 60);
	useEffect(() => {
		if (endsMs === undefined) return;
		const look = () => setLeft(Math.max(0, Math.ceil((endsMs - Date.now()) / 1_000)));
		look();
		const timer = setInterval(look, 500);
		return () => clearInterval(timer);
	}, [endsMs]);
	if (endsMs === undefined) {
		return (
			<button type="button" className="quiet-button" onClick={() => setEndsMs(Date.now() + minutes * 60_000)}>
				{t('startTimer', { minutes })}
			</button>
		);
	}
	return (
		<>
			<span className="exam-clock" role="timer" aria-label={t('left')} data-near={left === 0 ? 5 : undefined}>
				{clockText(left)}
			</span>
			<span role="status">{left === 0 ? t('timeUp') : ''}</span>
			<button type="button" className="quiet-button" onClick={() => setEndsMs(undefined)}>
				{t('stopTimer')}
			</button>
		</>
	);
}
