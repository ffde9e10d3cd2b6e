import { LOCALE_HEADER } from '../../_lib/mail/mail-locale.ts';

/** What our routes may answer; the page has a sentence for each (`account.problem`). */
const PROBLEMS = [
	'EMAIL_SAME',
	'EMAIL_TAKEN',
	'INVALID_EMAIL',
	'INVALID_EMAIL_OR_PASSWORD',
	'INVALID_PASSWORD',
	'LINK_INVALID',
	'NAME_MISSING',
	'NAME_TOO_LONG',
	'PASSWORD_TOO_LONG',
	'PASSWORD_TOO_SHORT',
	'SIGN_IN',
	'TOO_MANY',
	'USER_ALREADY_EXISTS',
	'VERIFIED',
	'OFFLINE',
	'OTHER',
] as const;

export interface ApiProblem {
	readonly code: (typeof PROBLEMS)[number];
	/** With TOO_MANY. */
	readonly waitSeconds: number;
}

export type ApiAnswer<T> =
	| { readonly problem: ApiProblem; readonly data?: undefined }
	| { readonly problem?: undefined; readonly data: T };

/** `POST /api/<path>`. */
export function post<T = unknown>(path: string, body: object): Promise<ApiAnswer<T>> {
	return ask(path, (response) => response.json() as Promise<T>, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', [LOCALE_HEADER]: document.documentElement.lang },
		body: JSON.stringify(body),
	});
}

/** `GET /api/<path>`, read by `read`. */
export async function ask<T>(
	path: string,
	read: (response: Response) => Promise<T>,
	init: RequestInit = {},
): Promise<ApiAnswer<T>> {
	try {
		const response = await fetch(`/api/${path}`, init);
		return response.ok ? { data: await read(response) } : { problem: await problemOf(response) };
	} catch {
		return { problem: { code: 'OFFLINE', waitSeconds: 0 } };
	}
}

async function problemOf(response: Response): Promise<ApiProblem> {
	const { code = '', retryAfterSeconds = 60 } = (await response.json().catch(() => ({}))) as {
		code?: string;
		retryAfterSeconds?: number;
	};
	// better-auth has two codes for it, and one more for a link that was used.
	const known = code.startsWith('USER_ALREADY_EXISTS')
		? 'USER_ALREADY_EXISTS'
		: code === 'INVALID_TOKEN'
			? 'LINK_INVALID'
			: (PROBLEMS.find((each) => each === code) ?? 'OTHER');
	return { code: known, waitSeconds: retryAfterSeconds };
}
