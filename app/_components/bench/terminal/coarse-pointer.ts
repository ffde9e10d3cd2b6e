import { useSyncExternalStore } from 'react';

const QUERY = '(pointer: coarse)';

/** The first pointer is a finger: there is most likely no keyboard but the screen's. */
export function useCoarsePointer(): boolean {
	return useSyncExternalStore(
		subscribe,
		() => matchMedia(QUERY).matches,
		() => false,
	);
}

function subscribe(listener: () => void): () => void {
	const query = matchMedia(QUERY);
	query.addEventListener('change', listener);
	return () => query.removeEventListener('change', listener);
}
