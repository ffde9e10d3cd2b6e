import { unauthorized } from '../machinery/status.ts';
import type { TokenPort } from './ports.ts';
import type { ApiRequest, UserInfo } from './request.ts';

export const ANONYMOUS: UserInfo = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

/**
 * Who asks: the subject that the connection has proved, a service account by its token, or nobody in particular.
 * Throws ApiError (401) for a token that is not good. Models apiserver/pkg/authentication/request/union.
 */
export function authenticate(request: ApiRequest, tokens: TokenPort | undefined, anonymous: boolean): UserInfo {
	if (request.peer !== undefined) {
		// A certificate was shown that proves nobody.
		if (request.peer.name === '') throw unauthorized();
		return authenticated(request.peer);
	}
	const authorization = request.headers.get('authorization');
	const match = /^bearer +(\S+) *$/i.exec(authorization ?? '');
	if (match === null && !anonymous) throw unauthorized();
	if (match === null) return ANONYMOUS;
	const verdict = tokens?.verify(match[1] as string, []);
	if (verdict?.user === undefined) throw unauthorized();
	return authenticated(verdict.user);
}

function authenticated(user: UserInfo): UserInfo {
	if (user.groups.includes('system:authenticated')) return user;
	return { ...user, groups: [...user.groups, 'system:authenticated'] };
}
