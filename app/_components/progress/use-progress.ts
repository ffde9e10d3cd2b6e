import { useSyncExternalStore } from 'react';
import type { MyProgress } from '../../_lib/progress/my-progress.ts';

export interface Progress extends MyProgress {
	/** null: nobody is signed in, not even as a guest. */
	readonly me: { readonly name: string | null; readonly guest: boolean } | null;
}

let loaded: Progress | undefined;
let loading = false;
const listeners = new Set<() => void>();

/** The visitor's progress; undefined until it has come. Pages are prerendered, so it comes after them. */
export function useProgress(): Progress | undefined {
	return useSyncExternalStore(
		subscribe,
		() => loaded,
		() => undefined,
	);
}

/** After a sign-in, or when a task was won. */
export function reloadProgress(): void {
	loading = true;
	fetch('/api/progress')
		.then(async (response) => {
			if (response.ok) loaded = (await response.json()) as Progress;
		})
		.catch(() => undefined)
		.finally(() => {
			loading = false;
			for (const listener of listeners) listener();
		});
}

function subscribe(listener: () => void): () => void {
	listeners.add(listener);
	if (loaded === undefined && !loading) reloadProgress();
	return () => listeners.delete(listener);
}
