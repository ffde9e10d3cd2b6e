import { apr1 } from '../../commands/checksums/apr1.ts';
import { decodeBase64, encodeBase64 } from '../../machinery/base64.ts';
import { sha1 } from '../../machinery/sha1.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { LocationOptions } from './routes.ts';

/**
 * The status that a request without the right password gets; undefined when it may pass. Differs: of hashed passwords,
 * apr1, {SHA} and plain ones are known. @param data of the Secret. Models ngx_http_auth_basic_module.
 */
export function basicAuthProblem(
	{ isMap }: NonNullable<LocationOptions['auth']>,
	authorization: string | undefined,
	data: ReadonlyMap<string, string> | undefined,
): number | undefined {
	const users = data === undefined ? undefined : isMap ? data : usersOf(data.get('auth'));
	if (users === undefined) return 503;
	const shown = basicCredentials(authorization);
	if (shown === undefined) return 401;
	const { user, password } = shown;
	const stored = users.get(user);
	return stored !== undefined && isPassword(stored.trim(), password) ? undefined : 401;
}

/** Lines "user:hash". */
function usersOf(file: string | undefined): ReadonlyMap<string, string> | undefined {
	if (file === undefined) return undefined;
	const users = new Map<string, string>();
	for (const line of file.split('\n')) {
		const colon = line.indexOf(':');
		if (colon > 0 && !line.startsWith('#')) users.set(line.slice(0, colon), line.slice(colon + 1));
	}
	return users;
}

function isPassword(stored: string, password: string): boolean {
	const salt = /^\$apr1\$([^$]{0,8})\$/.exec(stored)?.[1];
	if (salt !== undefined) return apr1(password, salt) === stored;
	if (stored.startsWith('{SHA}')) return stored.slice(5) === encodeBase64(sha1(encodeUtf8(password)));
	return stored.replace(/^\{PLAIN\}/, '') === password;
}

/** What an "Authorization: Basic …" says; undefined when it is none. */
export function basicCredentials(authorization = ''): { readonly user: string; readonly password: string } | undefined {
	const encoded = /^Basic\s+([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1];
	if (encoded === undefined || encoded.length % 4 !== 0) return undefined;
	const [, user = '', password = ''] = /^([^:]*):(.*)$/s.exec(decodeUtf8(decodeBase64(encoded))) ?? [];
	return { user, password };
}
