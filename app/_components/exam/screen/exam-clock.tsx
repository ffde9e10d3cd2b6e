'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import type { SittingStore } from './sitting-store.ts';

/** Minutes before the end at which the exam says so. */
const ALERTS = [30, 15, 5] as const;
const SYNCHRONIZE_MS = 60_000;
/** An alert stays on the screen for so long. */
const SHOWN_MS = 20_000;

/** The time that is left, by the server's clock. Says when 30, 15 and 5 minutes are left; calls `onEnd` when none is. */
export function ExamClock({ store, onEnd }: { readonly store: SittingStore; readonly onEnd: () => void }) {
	const t = useTranslations('exams.screen');
	const [left, setLeft] = useState<number>();
	const [alert, setAlert] = useState<number>();
	const before = useRef<number>(undefined);
	const end = useRef(onEnd);
	end.current = onEnd;

	useEffect(() => {
		const look = () => {
			const seconds = Math.max(0, Math.ceil(store.leftMs() / 1_000));
			const last = before.current ?? seconds + 1;
			before.current = seconds;
			setLeft(seconds);
			const crossed = ALERTS.find((minutes) => last > minutes * 60 && seconds <= minutes * 60 && seconds > 0);
			if (crossed !== undefined) setAlert(crossed);
			if (seconds === 0 && last > 0) end.current();
		};
		const synchronize = () => {
			if (document.visibilityState === 'visible') void store.synchronize().then(look);
		};
		look();
		const ticking = setInterval(look, 500);
		const asking = setInterval(synchronize, SYNCHRONIZE_MS);
		document.addEventListener('visibilitychange', synchronize);
		return () => {
			clearInterval(ticking);
			clearInterval(asking);
			document.removeEventListener('visibilitychange', synchronize);
		};
	}, [store]);

	useEffect(() => {
		if (alert === undefined) return;
		const timer = setTimeout(() => setAlert(undefined), SHOWN_MS);
		return () => clearTimeout(timer);
	}, [alert]);

	const near = left !== undefined && ALERTS.findLast((minutes) => left <= minutes * 60);
	return (
		<>
			<span className="exam-clock" role="timer" aria-label={t('left')} data-near={near || undefined}>
				{left === undefined ? '–:––:––' : clockText(left)}
			</span>
			<span className="exam-alert" role="alert">
				{alert === undefined ? '' : t('alert', { minutes: alert })}
			</span>
		</>
	);
}

/** "1:59:07". */
export function clockText(seconds: number): string {
	const two = (number: number) => String(number).padStart(2, '0');
	return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
