import { unauthorized } from '../machinery/status.ts';
import type { AnonymousAccess } from './authentication-configuration.ts';
import type { TokenPort } from './ports.ts';
import type { ApiRequest, UserInfo } from './request.ts';

export const ANONYMOUS: UserInfo = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

/** What a server's flags and files say of those who come without a certificate. */
export interface AccessRules {
	readonly anonymous: AnonymousAccess;
	/** Of --token-auth-file. */
	readonly staticTokens?: ReadonlyMap<string, UserInfo> | undefined;
}

/** Whether who shows nothing may come to a path. Models apiserver/pkg/authentication/request/anonymous. */
export function isAnonymous(access: AnonymousAccess, path: string): boolean {
	return typeof access === 'boolean' ? access : access.includes(path);
}

/**
 * Who asks: the subject that the connection has proved, a service account by its token, or nobody in particular.
 * Throws ApiError (401) for a token that is not good. Models apiserver/pkg/authentication/request/union.
 */
export function authenticate(
	request: ApiRequest,
	tokens: TokenPort | undefined,
	{ anonymous, staticTokens }: AccessRules,
): UserInfo {
	if (request.peer !== undefined) {
		// A certificate was shown that proves nobody.
		if (request.peer.name === '') throw unauthorized();
		return authenticated(request.peer);
	}
	const authorization = request.headers.get('authorization');
	const match = /^bearer +(\S+) *$/i.exec(authorization ?? '');
	if (match === null && !isAnonymous(anonymous, request.path)) throw unauthorized();
	if (match === null) return ANONYMOUS;
	const known = staticTokens?.get(match[1] as string);
	if (known !== undefined) return authenticated(known);
	const verdict = tokens?.verify(match[1] as string, []);
	if (verdict?.user === undefined) throw unauthorized();
	return authenticated(verdict.user);
}

function authenticated(user: UserInfo): UserInfo {
	if (user.groups.includes('system:authenticated')) return user;
	return { ...user, groups: [...user.groups, 'system:authenticated'] };
}
