/** What better-auth's routes may answer; the page has a sentence for each it knows. */
export type AuthProblem =
	| 'INVALID_EMAIL_OR_PASSWORD'
	| 'USER_ALREADY_EXISTS'
	| 'PASSWORD_TOO_SHORT'
	| 'INVALID_EMAIL'
	| 'INVALID_PASSWORD'
	| 'TOO_MANY'
	| 'OFFLINE'
	| 'OTHER';

const KNOWN: readonly string[] = [
	'INVALID_EMAIL_OR_PASSWORD',
	'USER_ALREADY_EXISTS',
	'PASSWORD_TOO_SHORT',
	'INVALID_EMAIL',
	'INVALID_PASSWORD',
] satisfies AuthProblem[];

/** `POST /api/auth/<path>`; what is wrong, or undefined when it was done. */
export async function authRequest(path: string, body: object): Promise<AuthProblem | undefined> {
	let response: Response;
	try {
		response = await fetch(`/api/auth/${path}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(body),
		});
	} catch {
		return 'OFFLINE';
	}
	if (response.ok) return undefined;
	if (response.status === 429) return 'TOO_MANY';
	const { code = '' } = (await response.json().catch(() => ({}))) as { code?: string };
	if (code.startsWith('USER_ALREADY_EXISTS')) return 'USER_ALREADY_EXISTS';
	return KNOWN.includes(code) ? (code as AuthProblem) : 'OTHER';
}
