import { decodeBase64 } from '../../machinery/base64.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';

/** Whom a token names, unverified; '' when it is none. */
export function tokenSubject(token: string): string {
	const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
	if (!/^[A-Za-z0-9+/]+$/.test(payload)) return '';
	try {
		const claims: unknown = JSON.parse(
			decodeUtf8(decodeBase64(payload.padEnd(Math.ceil(payload.length / 4) * 4, '='))),
		);
		const subject = (claims as { readonly sub?: unknown } | null)?.sub;
		return typeof subject === 'string' ? subject : '';
	} catch (error) {
		if (error instanceof SyntaxError) return '';
		throw error;
	}
}
