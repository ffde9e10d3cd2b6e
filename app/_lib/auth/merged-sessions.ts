import { sharedSlot } from '../shared.ts';

/** For how long a request may still be on its way with a cookie from before the sign-in. */
const REMEMBERED_MS = 10 * 60_000;
const TOKENS_MAX = 10_000;

const slot = sharedSlot<Map<string, number>>('merged-sessions');

/** A guest's session has ended because the guest signed in. */
export function noteMerged(token: string): void {
	const merged = slot.peek() ?? new Map<string, number>();
	slot.set(merged);
	merged.set(token, Date.now());
	for (const [oldest, at] of merged) {
		if (merged.size <= TOKENS_MAX && Date.now() - at < REMEMBERED_MS) break;
		merged.delete(oldest);
	}
}

/**
 * Whether a request comes from before its browser signed in: another tab's, sent with the guest's cookie and overtaken
 * by the sign-in. Making it a new guest would put that guest's cookie over the account's.
 */
export function isFromBeforeSignIn(headers: Headers): boolean {
	const token = /session_token=([^;.]+)/.exec(headers.get('cookie') ?? '')?.[1];
	return token !== undefined && (slot.peek()?.has(token) ?? false);
}
