import type { UserInfo } from '../request.ts';
import type { ReviewHandler } from './review.ts';

/** `kubectl auth whoami`. Models pkg/registry/authentication/selfsubjectreview. */
export const selfSubjectReview: ReviewHandler = (_review, scope) => ({ userInfo: describeUser(scope.user) });

/** Whom a token names. Models pkg/registry/authentication/tokenreview. */
export const tokenReview: ReviewHandler = (review, _scope, server) => {
	const { token = '', audiences } = (review.spec ?? {}) as { token?: string; audiences?: string[] };
	const user = token === '' ? undefined : server.tokens?.verify(token, audiences ?? []);
	if (user === undefined) return { user: {}, error: 'token lookup failed' };
	return { authenticated: true, user: describeUser(user), ...(audiences === undefined ? {} : { audiences }) };
};

function describeUser({ name, uid, groups, extra }: UserInfo): object {
	return {
		username: name,
		...(uid === undefined ? {} : { uid }),
		groups,
		...(extra === undefined ? {} : { extra }),
	};
}
