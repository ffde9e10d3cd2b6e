import type { PolicyRule } from '../../api/rbac/types.ts';
import type { RequestInfo } from '../request/request-info.ts';
import type { UserInfo } from '../request.ts';

/** What an authorizer is asked. */
export interface AuthorizationAttributes extends Omit<RequestInfo, 'rest'> {
	readonly user: UserInfo;
}

export type Decision = 'allow' | 'deny' | 'no opinion';

/** What a user may do, as far as an authorizer can list it. */
export interface UserRules {
	readonly rules: readonly PolicyRule[];
	/** There may be more. */
	readonly incomplete: boolean;
	readonly problem?: string;
}

/** Models apiserver/pkg/authorization/authorizer Authorizer and RuleResolver. */
export interface Authorizer {
	authorize(attributes: AuthorizationAttributes): { readonly decision: Decision; readonly reason: string };
	/** Absent: it has no say in lists of rules. */
	rulesFor?(user: UserInfo, namespace: string): UserRules;
}

/** Asks each in turn until one decides; nobody's opinion is a refusal, with all reasons. Models apiserver/pkg/authorization/union. */
export function authorizerChain(authorizers: readonly Authorizer[]): Authorizer {
	return {
		authorize(attributes) {
			const reasons: string[] = [];
			for (const authorizer of authorizers) {
				const { decision, reason } = authorizer.authorize(attributes);
				if (decision !== 'no opinion') return { decision, reason };
				if (reason !== '') reasons.push(reason);
			}
			return { decision: 'no opinion', reason: reasons.join('\n') };
		},
		rulesFor: (user, namespace) => allRules(authorizers, user, namespace),
	};
}

function allRules(authorizers: readonly Authorizer[], user: UserInfo, namespace: string): UserRules {
	const answers = authorizers.flatMap((each) => each.rulesFor?.(user, namespace) ?? []);
	const problems = answers.flatMap(({ problem }) => problem ?? []);
	return {
		rules: answers.flatMap(({ rules }) => rules),
		incomplete: answers.some(({ incomplete }) => incomplete),
		...(problems.length === 0 ? {} : { problem: problems.length === 1 ? problems[0] : `[${problems.join(', ')}]` }),
	};
}
