import { useSyncExternalStore } from 'react';
import type { Role } from '../../_lib/auth/roles.ts';
import type { MyProgress } from '../../_lib/progress/my-progress.ts';

export interface Progress extends MyProgress {
	/** null: nobody is signed in, not even as a guest. */
	readonly me: { readonly name: string | null; readonly guest: boolean; readonly role: Role } | null;
}

let loaded: Progress | undefined;
let loading = false;
/** Asked so far: what was asked before a sign-in may be answered after it. */
let questions = 0;
const listeners = new Set<() => void>();

/** The visitor's progress; undefined until it has come. Pages are prerendered, so it comes after them. */
export function useProgress(): Progress | undefined {
	return useSyncExternalStore(
		subscribe,
		() => loaded,
		() => undefined,
	);
}

/** After a sign-in, or when a task was won. The answer to the last question counts, in whatever order they come. */
export function reloadProgress(): void {
	const asked = ++questions;
	loading = true;
	fetch('/api/progress')
		.then(async (response) => {
			const progress = response.ok ? ((await response.json()) as Progress) : loaded;
			if (asked === questions) loaded = progress;
		})
		.catch(() => undefined)
		.finally(() => {
			if (asked !== questions) return;
			loading = false;
			for (const listener of listeners) listener();
		});
}

function subscribe(listener: () => void): () => void {
	listeners.add(listener);
	if (loaded === undefined && !loading) reloadProgress();
	return () => listeners.delete(listener);
}
