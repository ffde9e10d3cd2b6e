import { type RefObject, useEffect } from 'react';

/**
 * Keeps the bar above the keyboard. Android's browsers make the page smaller for it (`interactiveWidget` in layout.tsx);
 * Safari lays it over the page, and `--keyboard` says how much of the page's foot it covers.
 */
export function useKeyboardInset(bar: RefObject<HTMLElement | null>): void {
	useEffect(() => {
		const viewport = window.visualViewport;
		if (viewport === null) return;
		const root = document.documentElement;
		let height = viewport.height;
		const follow = () => {
			// Of a page that is zoomed in, too, only a part is seen.
			const covered = viewport.scale > 1.01 ? 0 : innerHeight - viewport.height - viewport.offsetTop;
			root.style.setProperty('--keyboard', `${Math.max(0, Math.round(covered))}px`);
			const shrank = viewport.height < height;
			height = viewport.height;
			const terminal = bar.current?.parentElement;
			if (shrank && terminal?.contains(document.activeElement)) bar.current?.scrollIntoView({ block: 'nearest' });
		};
		follow();
		viewport.addEventListener('resize', follow);
		viewport.addEventListener('scroll', follow);
		return () => {
			viewport.removeEventListener('resize', follow);
			viewport.removeEventListener('scroll', follow);
			root.style.removeProperty('--keyboard');
		};
	}, [bar]);
}
