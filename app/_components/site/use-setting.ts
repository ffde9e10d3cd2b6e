import { useSyncExternalStore } from 'react';

const CHANGED = 'kubedrill-setting-changed';

/** A setting of this browser's, kept in local storage and shared by all that use it on the page. */
export function useSetting(name: string, initial: string): readonly [string, (value: string) => void] {
	const key = `kubedrill-${name}`;
	const value = useSyncExternalStore(
		subscribe,
		() => read(key) ?? initial,
		() => initial,
	);
	const set = (next: string) => {
		try {
			localStorage.setItem(key, next);
		} catch {
			// Storage may be forbidden or full: the page works without.
		}
		dispatchEvent(new Event(CHANGED));
	};
	return [value, set];
}

function read(key: string): string | null {
	try {
		return localStorage.getItem(key);
	} catch {
		return null;
	}
}

function subscribe(listener: () => void): () => void {
	addEventListener(CHANGED, listener);
	addEventListener('storage', listener);
	return () => {
		removeEventListener(CHANGED, listener);
		removeEventListener('storage', listener);
	};
}
