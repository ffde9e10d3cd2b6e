import { badRequest } from '../../machinery/status.ts';
import type { UserInfo } from '../request.ts';
import type { ReviewHandler } from './review.ts';

/** `kubectl auth whoami`. Models pkg/registry/authentication/selfsubjectreview. */
export const selfSubjectReview: ReviewHandler = (_review, scope) => ({ userInfo: describeUser(scope.user) });

/** Whom a token names. Models pkg/registry/authentication/tokenreview. */
export const tokenReview: ReviewHandler = (review, _scope, server) => {
	const { token = '', audiences } = (review.spec ?? {}) as { token?: string; audiences?: string[] | null };
	if (token === '') throw badRequest('token is required for TokenReview in authentication');
	const verdict = server.tokens?.verify(token, audiences ?? []);
	if (verdict?.user === undefined) return { user: {}, error: verdict?.error ?? 'invalid bearer token' };
	return { authenticated: true, user: describeUser(verdict.user), audiences: verdict.audiences };
};

function describeUser({ name, uid, groups, extra }: UserInfo): object {
	return {
		username: name,
		...(uid === undefined ? {} : { uid }),
		groups,
		...(extra === undefined ? {} : { extra }),
	};
}
