'use client';

import { useEffect } from 'react';
import { useLastPlace } from '../progress/last-place.ts';

/** Keeps in this browser which section of the lesson was read last, so that "go on" leads back to it. */
export function LessonPosition({ lesson }: { readonly lesson: string }) {
	const [, setPlace] = useLastPlace();
	// biome-ignore lint/correctness/useExhaustiveDependencies: the setter is made anew at each render and does the same.
	useEffect(() => {
		const observer = new IntersectionObserver(
			(entries) => {
				const seen = entries.filter(({ isIntersecting }) => isIntersecting).at(-1);
				if (seen !== undefined) setPlace({ lesson, anchor: seen.target.id });
			},
			// What one reads stands in the upper half.
			{ rootMargin: '0px 0px -50% 0px' },
		);
		for (const heading of document.querySelectorAll('.prose > h2[id]')) observer.observe(heading);
		return () => observer.disconnect();
	}, [lesson]);
	return null;
}
