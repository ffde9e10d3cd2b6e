import type { Task } from '../../../machinery/task.ts';
import { string, stringArray, stringSlice, stringToString } from '../../flags.ts';
import { CommandError, RawError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { RestMapper } from '../rest-mapper.ts';
import type { Draft } from './generator.ts';
import { defineGenerator } from './generator.ts';

const VERBS = [
	'get',
	'delete',
	'list',
	'create',
	'update',
	'patch',
	'watch',
	'proxy',
	'deletecollection',
	'use',
	'bind',
	'escalate',
	'impersonate',
];
const NON_RESOURCE_VERBS = ['get', 'post', 'put', 'delete', 'patch', 'head', 'options', '*'];
/** Verbs that only some resources have. */
const SPECIAL_VERBS: Readonly<Record<string, readonly (readonly [group: string, resource: string])[]>> = {
	use: [
		['policy', 'podsecuritypolicies'],
		['extensions', 'podsecuritypolicies'],
	],
	bind: [
		['rbac.authorization.k8s.io', 'roles'],
		['rbac.authorization.k8s.io', 'clusterroles'],
	],
	escalate: [
		['rbac.authorization.k8s.io', 'roles'],
		['rbac.authorization.k8s.io', 'clusterroles'],
	],
	impersonate: [
		['', 'users'],
		['', 'serviceaccounts'],
		['', 'groups'],
		['authentication.k8s.io', 'userextras'],
	],
};

const RULE_FLAGS = {
	resource: stringSlice('Resource that the rule applies to'),
	'resource-name': stringArray(
		'Resource in the white list that the rule applies to, repeat this flag for multiple items',
	),
	verb: stringSlice('Verb that applies to the resources contained in the rule'),
};

interface RuleResource {
	readonly resource: string;
	readonly group: string;
	readonly subresource: string;
}

/** "deployments.apps/scale". A bare "*" stands for everything else. */
function resourcesOf(texts: readonly string[]): RuleResource[] {
	const out: RuleResource[] = [];
	for (const text of texts) {
		const slash = text.indexOf('/');
		const head = slash < 0 ? text : text.slice(0, slash);
		const dot = head.indexOf('.');
		const each = {
			resource: dot < 0 ? head : head.slice(0, dot),
			group: dot < 0 ? '' : head.slice(dot + 1),
			subresource: slash < 0 ? '' : text.slice(slash + 1),
		};
		if (each.resource === '*' && dot < 0 && slash < 0) return [each];
		out.push(each);
	}
	return out;
}

function verbsOf(verbs: readonly string[]): string[] {
	return verbs.includes('*') ? ['*'] : [...new Set(verbs)];
}

function* warnOddVerbs(kubectl: Kubectl, verbs: readonly string[]): Task<void> {
	for (const verb of verbs) {
		if (verb !== '*' && !VERBS.includes(verb))
			yield* kubectl.io.err(`Warning: '${verb}' is not a standard resource verb\n`);
	}
}

function* checkResources(kubectl: Kubectl, verbs: readonly string[], resources: readonly RuleResource[]): Task<void> {
	for (const each of resources) {
		if (each.resource === '') throw new CommandError('resource must be specified if apiGroup/subresource specified');
		if (each.resource === '*') return;
		const found = lookUp(yield* kubectl.mapper(1), each);
		let known = found !== undefined;
		const [group, resource] = found === undefined ? [each.group, each.resource] : [found.group, found.resource];
		for (const verb of verbs) {
			const allowed = SPECIAL_VERBS[verb];
			if (allowed === undefined) continue;
			if (!allowed.some(([allowedGroup, name]) => allowedGroup === group && name === resource)) {
				throw new CommandError(`can not perform '${verb}' on '${resource}' in group '${group}'`);
			}
			known = true;
		}
		if (!known) {
			const inGroup = each.group === '' ? '' : ` in group ${JSON.stringify(each.group)}`;
			throw new RawError(`the server doesn't have a resource type ${JSON.stringify(each.resource)}${inGroup}`);
		}
	}
}

function lookUp(mapper: RestMapper, each: RuleResource): { group: string; resource: string } | undefined {
	return mapper.tryMappingFor(each.group === '' ? each.resource : `${each.resource}.${each.group}`);
}

/** One rule a group, groups in order. Models create_role.go generateResourcePolicyRules. */
function* rulesOf(
	kubectl: Kubectl,
	verbs: readonly string[],
	resources: readonly RuleResource[],
	names: readonly string[],
	urls: readonly string[],
): Task<object[]> {
	const byGroup = new Map<string, string[]>();
	for (const each of resources) {
		const found = each.resource === '*' ? undefined : lookUp(yield* kubectl.mapper(1), each);
		const group = found?.group ?? each.group;
		const resource = (found?.resource ?? each.resource) + (each.subresource === '' ? '' : `/${each.subresource}`);
		const list = byGroup.get(group) ?? [];
		if (!list.includes(resource)) list.push(resource);
		byGroup.set(group, list);
	}
	const rules: object[] = [...byGroup]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([group, list]) => ({
			verbs,
			apiGroups: [group],
			resources: list,
			resourceNames: names.length === 0 ? undefined : [...new Set(names)],
		}));
	if (urls.length > 0) rules.push({ verbs, nonResourceURLs: urls });
	return rules;
}

export const createRole = defineGenerator({
	name: 'role',
	use: 'role NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] [--dry-run=server|client|none]',
	short: 'Create a role with single rule',
	long: 'Create a role with single rule.',
	examples: `
# A role pod-reader that may "get", "watch" and "list" pods
kubectl create role pod-reader --verb=get --verb=list --verb=watch --resource=pods

# The same for two pods by name
kubectl create role pod-reader --verb=get --resource=pods --resource-name=readablepod --resource-name=anotherpod

# With an API group
kubectl create role foo --verb=get,list,watch --resource=rs.apps

# With a subresource
kubectl create role foo --verb=get,list,watch --resource=pods,pods/status`,
	flags: RULE_FLAGS,
	resource: { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'roles', namespaced: true },
	*validate({ invocation: { kubectl, flags } }) {
		const verbs = verbsOf(flags.verb);
		if (verbs.length === 0) throw new CommandError('at least one verb must be specified');
		yield* warnOddVerbs(kubectl, verbs);
		const resources = resourcesOf(flags.resource);
		if (resources.length === 0) throw new CommandError('at least one resource must be specified');
		yield* checkResources(kubectl, verbs, resources);
	},
	*build({ invocation: { kubectl, flags }, name, namespace }) {
		const rules = yield* rulesOf(kubectl, verbsOf(flags.verb), resourcesOf(flags.resource), flags['resource-name'], []);
		return { kind: 'Role', apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name, namespace }, rules };
	},
});

export const createClusterRole = defineGenerator({
	name: 'clusterrole',
	use: 'clusterrole NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none]',
	short: 'Create a cluster role',
	long: 'Create a cluster role.',
	examples: `
# A cluster role pod-reader that may "get", "watch" and "list" pods
kubectl create clusterrole pod-reader --verb=get,list,watch --resource=pods

# With names
kubectl create clusterrole pod-reader --verb=get --resource=pods --resource-name=readablepod --resource-name=anotherpod

# With a non-resource URL
kubectl create clusterrole "foo" --verb=get --non-resource-url=/logs/*

# With an aggregation rule
kubectl create clusterrole monitoring --aggregation-rule="rbac.example.com/aggregate-to-monitoring=true"`,
	flags: {
		...RULE_FLAGS,
		'aggregation-rule': stringToString('An aggregation label selector for combining ClusterRoles.', {
			defaultText: '',
		}),
		'non-resource-url': stringSlice('A partial url that user should have access to.'),
	},
	resource: { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterroles', namespaced: false },
	*validate({ invocation: { kubectl, flags } }) {
		const verbs = verbsOf(flags.verb);
		const resources = resourcesOf(flags.resource);
		const urls = flags['non-resource-url'];
		if (flags['aggregation-rule'].size > 0) {
			if (verbs.length + resources.length + urls.length + flags['resource-name'].length > 0) {
				throw new CommandError(
					'aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames',
				);
			}
			return;
		}
		if (verbs.length === 0) throw new CommandError('at least one verb must be specified');
		if (resources.length === 0 && urls.length === 0)
			throw new CommandError('one of resource or nonResourceURL must be specified');
		if (resources.length > 0) {
			yield* warnOddVerbs(kubectl, verbs);
			yield* checkResources(kubectl, verbs, resources);
		}
		if (urls.length > 0) checkUrls(verbs, urls);
	},
	*build({ invocation: { kubectl, flags }, name }) {
		const draft: Draft = { kind: 'ClusterRole', apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name } };
		if (flags['aggregation-rule'].size > 0) {
			const matchLabels = Object.fromEntries(flags['aggregation-rule']);
			return { ...draft, rules: null, aggregationRule: { clusterRoleSelectors: [{ matchLabels }] } };
		}
		const rules = yield* rulesOf(
			kubectl,
			verbsOf(flags.verb),
			resourcesOf(flags.resource),
			flags['resource-name'],
			flags['non-resource-url'],
		);
		return { ...draft, rules };
	},
});

function checkUrls(verbs: readonly string[], urls: readonly string[]): void {
	for (const verb of verbs)
		if (!NON_RESOURCE_VERBS.includes(verb)) throw new CommandError(`invalid verb: '${verb}' for nonResourceURL`);
	for (const url of urls) {
		if (url === '*') continue;
		if (!url.startsWith('/')) throw new CommandError('nonResourceURL should start with /');
		if (url.slice(0, -1).includes('*'))
			throw new CommandError("nonResourceURL only supports wildcard matches when '*' is at the end");
	}
}

const SUBJECT_FLAGS = (what: string) => ({
	group: stringArray(`Groups to bind to the ${what}. The flag can be repeated to add multiple groups.`),
	serviceaccount: stringArray(
		`Service accounts to bind to the ${what}, in the format <namespace>:<name>. The flag can be repeated to add multiple service accounts.`,
	),
	user: stringArray(`Usernames to bind to the ${what}. The flag can be repeated to add multiple users.`),
});

function subjectsOf(flags: {
	user: readonly string[];
	group: readonly string[];
	serviceaccount: readonly string[];
}): object[] | undefined {
	const apiGroup = 'rbac.authorization.k8s.io';
	const subjects: object[] = [
		...flags.user.map((name) => ({ kind: 'User', apiGroup, name })),
		...flags.group.map((name) => ({ kind: 'Group', apiGroup, name })),
		...flags.serviceaccount.map((text) => {
			const [namespace, name, ...more] = text.split(':');
			if (namespace === undefined || name === undefined || namespace === '' || name === '' || more.length > 0) {
				throw new CommandError('serviceaccount must be <namespace>:<name>');
			}
			return { kind: 'ServiceAccount', name, namespace };
		}),
	];
	return subjects.length === 0 ? undefined : subjects;
}

export const createRoleBinding = defineGenerator({
	name: 'rolebinding',
	use: 'rolebinding NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
	short: 'Create a role binding for a particular role or cluster role',
	long: 'Create a role binding for a particular role or cluster role.',
	examples: `
# The cluster role admin for user1, user2 and group1
kubectl create rolebinding admin --clusterrole=admin --user=user1 --user=user2 --group=group1

# The role monitoring for a service account
kubectl create rolebinding admin-binding --role=admin --serviceaccount=monitoring:sa-dev`,
	flags: {
		clusterrole: string('', 'ClusterRole this RoleBinding should reference'),
		role: string('', 'Role this RoleBinding should reference'),
		...SUBJECT_FLAGS('role'),
	},
	resource: { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'rolebindings', namespaced: true },
	failure: 'failed to create rolebinding',
	validate({ invocation: { flags } }) {
		if ((flags.clusterrole === '') === (flags.role === ''))
			throw new CommandError('exactly one of clusterrole or role must be specified');
	},
	build({ invocation: { flags }, name, namespace }): Draft {
		const apiGroup = 'rbac.authorization.k8s.io';
		const roleRef =
			flags.role !== ''
				? { apiGroup, kind: 'Role', name: flags.role }
				: { apiGroup, kind: 'ClusterRole', name: flags.clusterrole };
		return {
			kind: 'RoleBinding',
			apiVersion: 'rbac.authorization.k8s.io/v1',
			metadata: { name, namespace },
			subjects: subjectsOf(flags),
			roleRef,
		};
	},
});

export const createClusterRoleBinding = defineGenerator({
	name: 'clusterrolebinding',
	use: 'clusterrolebinding NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
	short: 'Create a cluster role binding for a particular cluster role',
	long: 'Create a cluster role binding for a particular cluster role.',
	examples: `
# The cluster role cluster-admin for user1, user2 and group1
kubectl create clusterrolebinding cluster-admin --clusterrole=cluster-admin --user=user1 --user=user2 --group=group1`,
	flags: {
		clusterrole: string('', 'ClusterRole this ClusterRoleBinding should reference', { required: true }),
		...SUBJECT_FLAGS('clusterrole'),
	},
	resource: { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterrolebindings', namespaced: false },
	failure: 'failed to create clusterrolebinding',
	build({ invocation: { flags }, name }): Draft {
		const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: flags.clusterrole };
		return {
			kind: 'ClusterRoleBinding',
			apiVersion: 'rbac.authorization.k8s.io/v1',
			metadata: { name },
			subjects: subjectsOf(flags),
			roleRef,
		};
	},
});
