const FIRST_TOUCHES = ['pointermove', 'pointerdown', 'keydown', 'touchstart', 'wheel', 'focusin'] as const;

/**
 * Calls `start` once: when the element can be seen and the page has nothing else to do ("visible"), or when the
 * visitor does anything at all ("touch", so that nobody becomes a guest by being a crawler). Returns how to call it off.
 */
export function whenWanted(element: HTMLElement, wanted: 'visible' | 'touch', start: () => void): () => void {
	if (wanted === 'touch') {
		const begin = () => {
			stop();
			start();
		};
		const stop = () => {
			for (const name of FIRST_TOUCHES) removeEventListener(name, begin);
		};
		for (const name of FIRST_TOUCHES) addEventListener(name, begin, { passive: true });
		return stop;
	}
	let timer: ReturnType<typeof setTimeout> | undefined;
	const observer = new IntersectionObserver((entries) => {
		if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
		observer.disconnect();
		timer = setTimeout(start, 50);
	});
	observer.observe(element);
	return () => {
		observer.disconnect();
		clearTimeout(timer);
	};
}
