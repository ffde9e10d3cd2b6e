'use client';

import { useEffect, useRef } from 'react';
import { useBench, useBenchStore } from '../bench/bench-context.tsx';
import { reloadProgress } from '../progress/use-progress.ts';

/** Notes that the lesson was opened (once there is a visitor to note it of) and, where it stands, that it was read. */
export function LessonProgress({ lesson }: { readonly lesson: string }) {
	const end = useRef<HTMLDivElement>(null);
	const { exercise } = useBenchStore();
	const live = useBench((state) => state.status === 'live');
	const won = useBench((state) => state.tasks.filter((task) => task.state === 'won').length);
	useEffect(() => {
		if (live) void note(lesson, 'opened');
	}, [lesson, live]);
	// biome-ignore lint/correctness/useExhaustiveDependencies: each task won changes what the server knows.
	useEffect(() => {
		if (live && exercise !== '') reloadProgress();
	}, [live, won]);
	useEffect(() => {
		if (!live || end.current === null) return;
		const observer = new IntersectionObserver((entries) => {
			if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
			observer.disconnect();
			void note(lesson, 'read');
		});
		observer.observe(end.current);
		return () => observer.disconnect();
	}, [lesson, live]);
	return <div ref={end} aria-hidden="true" />;
}

async function note(lesson: string, event: 'opened' | 'read'): Promise<void> {
	await fetch('/api/progress/lesson', {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ lesson, event }),
	}).catch(() => undefined);
}
