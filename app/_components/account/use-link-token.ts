import { useSyncExternalStore } from 'react';

/** The secret of a link from a mail: it stands after the #, where no server sees it. Empty: the page was opened without. */
export function useLinkToken(): string | undefined {
	return useSyncExternalStore(
		(changed) => {
			addEventListener('hashchange', changed);
			return () => removeEventListener('hashchange', changed);
		},
		() => location.hash.slice(1),
		() => undefined,
	);
}
