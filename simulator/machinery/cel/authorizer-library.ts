import { type CelFunctions, declareFunctions } from './cel-overload.ts';
import { CelOpaque } from './cel-value.ts';
import { type CheckType, struct } from './check-type.ts';

/** What an expression asks an authorizer. */
export interface CelAuthorization {
	/** Undefined: a resource is asked for. */
	readonly path?: string;
	readonly group: string;
	readonly resource: string;
	readonly subresource: string;
	readonly namespace: string;
	readonly name: string;
	readonly verb: string;
	/** Undefined: who makes the request. */
	readonly serviceAccount?: { readonly namespace: string; readonly name: string };
}

type Answer = { readonly allowed: boolean; readonly reason: string };
type Ask = (question: CelAuthorization) => Answer;

/** Models apiserver/pkg/cel/library authz.go. */
export const AUTHORIZER = struct('kubernetes.authorization.Authorizer');
const PATH_CHECK = struct('kubernetes.authorization.PathCheck');
const GROUP_CHECK = struct('kubernetes.authorization.GroupCheck');
export const RESOURCE_CHECK = struct('kubernetes.authorization.ResourceCheck');
const DECISION = struct('kubernetes.authorization.Decision');

const NOTHING: CelAuthorization = { group: '', resource: '', subresource: '', namespace: '', name: '', verb: '' };

/** An authorizer, and the questions that are made of it step by step. */
export class CelAuthorizer extends CelOpaque {
	readonly type: CheckType;
	readonly #ask: Ask;
	readonly #question: CelAuthorization;

	constructor(ask: Ask, question: Partial<CelAuthorization> = {}, type: CheckType = AUTHORIZER) {
		super();
		this.type = type;
		this.#ask = ask;
		this.#question = { ...NOTHING, ...question };
	}

	equals(other: this): boolean {
		return this === other;
	}

	with(more: Partial<CelAuthorization>, type: CheckType = this.type): CelAuthorizer {
		return new CelAuthorizer(this.#ask, { ...this.#question, ...more }, type);
	}

	check(verb: string): CelDecision {
		return new CelDecision(this.#ask({ ...this.#question, verb }));
	}
}

class CelDecision extends CelOpaque {
	readonly type = DECISION;
	readonly answer: Answer;
	constructor(answer: Answer) {
		super();
		this.answer = answer;
	}

	equals(other: this): boolean {
		return this === other;
	}
}

const step = (field: 'subresource' | 'namespace' | 'name') => (check: CelAuthorizer, value: string) =>
	check.with({ [field]: value });

/** Differs: selectors of fields and labels are not passed on. */
export const AUTHORIZER_LIBRARY: CelFunctions = declareFunctions(
	{
		path: [
			[
				'authorizer_path',
				'Authorizer.(string) PathCheck',
				(authorizer: CelAuthorizer, path: string) => authorizer.with({ path }, PATH_CHECK),
			],
		],
		group: [
			[
				'authorizer_group',
				'Authorizer.(string) GroupCheck',
				(authorizer: CelAuthorizer, group: string) => authorizer.with({ group }, GROUP_CHECK),
			],
		],
		serviceAccount: [
			[
				'authorizer_serviceaccount',
				'Authorizer.(string, string) Authorizer',
				(authorizer: CelAuthorizer, namespace: string, name: string) =>
					authorizer.with({ serviceAccount: { namespace, name } }),
			],
		],
		resource: [
			[
				'groupcheck_resource',
				'GroupCheck.(string) ResourceCheck',
				(check: CelAuthorizer, resource: string) => check.with({ resource }, RESOURCE_CHECK),
			],
		],
		subresource: [['resourcecheck_subresource', 'ResourceCheck.(string) ResourceCheck', step('subresource')]],
		namespace: [['resourcecheck_namespace', 'ResourceCheck.(string) ResourceCheck', step('namespace')]],
		name: [['resourcecheck_name', 'ResourceCheck.(string) ResourceCheck', step('name')]],
		fieldSelector: [
			['authorizer_fieldselector', 'ResourceCheck.(string) ResourceCheck', (check: CelAuthorizer) => check],
		],
		labelSelector: [
			['authorizer_labelselector', 'ResourceCheck.(string) ResourceCheck', (check: CelAuthorizer) => check],
		],
		check: [
			['pathcheck_check', 'PathCheck.(string) Decision', (check: CelAuthorizer, verb: string) => check.check(verb)],
			[
				'resourcecheck_check',
				'ResourceCheck.(string) Decision',
				(check: CelAuthorizer, verb: string) => check.check(verb),
			],
		],
		allowed: [['decision_allowed', 'Decision.() bool', ({ answer }: CelDecision) => answer.allowed]],
		reason: [['decision_reason', 'Decision.() string', ({ answer }: CelDecision) => answer.reason]],
		errored: [['decision_errored', 'Decision.() bool', () => false]],
		error: [['decision_error', 'Decision.() string', () => '']],
	},
	{
		Authorizer: AUTHORIZER,
		PathCheck: PATH_CHECK,
		GroupCheck: GROUP_CHECK,
		ResourceCheck: RESOURCE_CHECK,
		Decision: DECISION,
	},
);
