import 'server-only';
import { sharedSlot } from '../shared.ts';
import type { Auth } from './create-auth.ts';

const slot = sharedSlot<Auth>('auth');

/** The process's better-auth, made by the server before the first request. */
export function auth(): Auth {
	return slot.get();
}

export function shareAuth(value: Auth): void {
	slot.set(value);
}
