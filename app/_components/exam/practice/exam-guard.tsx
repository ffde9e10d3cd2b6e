'use client';

import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { useRouter } from '../../../_lib/i18n/navigation.ts';
import { ask } from '../../account/api-request.ts';
import { EXAM_NEWS } from '../exam-news.ts';

interface ExamGuardProps {
	/** The question. */
	readonly exercise: string;
	/** What the server said when it made this page. */
	readonly asked: boolean;
	readonly children: ReactNode;
}

/** How often a page that is looked at asks. */
const ASK_MS = 15_000;

/**
 * Hides a question with its hints and solution from when its student begins a mock that asks it, and shows it again
 * when that is over: the server is asked whenever one comes back to the page, when another tab begins or ends an exam,
 * and now and then.
 */
export function ExamGuard({ exercise, asked, children }: ExamGuardProps) {
	const router = useRouter();
	const [hidden, setHidden] = useState(false);
	const check = useCallback(async () => {
		if (document.visibilityState === 'hidden') return;
		const { data } = await ask(
			`exams/asked?exercise=${exercise}`,
			(response) => response.json() as Promise<{ asked: boolean }>,
			{ cache: 'no-store' },
		);
		if (data === undefined || data.asked === asked) return;
		setHidden(data.asked);
		router.refresh();
	}, [exercise, asked, router]);
	useEffect(() => {
		const now = () => void check();
		const news = new BroadcastChannel(EXAM_NEWS);
		news.addEventListener('message', now);
		document.addEventListener('visibilitychange', now);
		addEventListener('focus', now);
		addEventListener('pageshow', now);
		const timer = setInterval(now, ASK_MS);
		return () => {
			news.close();
			document.removeEventListener('visibilitychange', now);
			removeEventListener('focus', now);
			removeEventListener('pageshow', now);
			clearInterval(timer);
		};
	}, [check]);
	return hidden && !asked ? null : children;
}
