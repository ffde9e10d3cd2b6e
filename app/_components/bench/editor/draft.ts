/** What was typed into an editor and not saved, kept over a reload of the page. */
const key = (dialog: string) => `kubedrill-draft-${dialog}`;

export function draftOf(dialog: string): string | undefined {
	try {
		return sessionStorage.getItem(key(dialog)) ?? undefined;
	} catch {
		return undefined;
	}
}

export function keepDraft(dialog: string, content: string): void {
	try {
		sessionStorage.setItem(key(dialog), content);
	} catch {
		// Storage may be forbidden or full: the editor works without.
	}
}

export function forgetDraft(dialog: string): void {
	try {
		sessionStorage.removeItem(key(dialog));
	} catch {
		// As above.
	}
}
