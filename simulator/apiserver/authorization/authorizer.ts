import type { RequestInfo } from '../request/request-info.ts';
import type { UserInfo } from '../request.ts';

/** What an authorizer is asked. */
export interface AuthorizationAttributes extends Omit<RequestInfo, 'rest'> {
	readonly user: UserInfo;
}

export type Decision = 'allow' | 'deny' | 'no opinion';

/** Models apiserver/pkg/authorization/authorizer Authorizer. */
export interface Authorizer {
	authorize(attributes: AuthorizationAttributes): { readonly decision: Decision; readonly reason: string };
}

/** Asks each in turn until one decides; nobody's opinion is a refusal, with all reasons. */
export function authorizerChain(authorizers: readonly Authorizer[]): Authorizer {
	return {
		authorize(attributes) {
			const reasons: string[] = [];
			for (const authorizer of authorizers) {
				const { decision, reason } = authorizer.authorize(attributes);
				if (decision !== 'no opinion') return { decision, reason };
				if (reason !== '') reasons.push(reason);
			}
			return { decision: 'no opinion', reason: reasons.join(', ') };
		},
	};
}
