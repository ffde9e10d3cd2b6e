import { canonicalQuantity, QUANTITY_FORMAT_MESSAGE } from '../../../machinery/quantity.ts';
import { bool, int, string } from '../../flags.ts';
import { CommandError } from '../errors.ts';
import type { Draft } from './generator.ts';
import { defineGenerator } from './generator.ts';

// Kinds whose generators take a name and a few values.

export const createNamespace = defineGenerator({
	name: 'namespace',
	aliases: ['ns'],
	use: 'namespace NAME [--dry-run=server|client|none]',
	short: 'Create a namespace with the specified name',
	long: 'Create a namespace with the specified name.',
	examples: `
# A namespace my-namespace
kubectl create namespace my-namespace`,
	flags: {},
	resource: { group: '', version: 'v1', resource: 'namespaces', namespaced: false },
	build: ({ name }): Draft => ({ kind: 'Namespace', apiVersion: 'v1', metadata: { name }, spec: {}, status: {} }),
});

export const createServiceAccount = defineGenerator({
	name: 'serviceaccount',
	aliases: ['sa'],
	use: 'serviceaccount NAME [--dry-run=server|client|none]',
	short: 'Create a service account with the specified name',
	long: 'Create a service account with the specified name.',
	examples: `
# A service account my-service-account
kubectl create serviceaccount my-service-account`,
	flags: {},
	resource: { group: '', version: 'v1', resource: 'serviceaccounts', namespaced: true },
	failure: 'failed to create serviceaccount',
	build: ({ name, namespace }): Draft => ({ kind: 'ServiceAccount', apiVersion: 'v1', metadata: { name, namespace } }),
});

export const createQuota = defineGenerator({
	name: 'quota',
	aliases: ['resourcequota'],
	use: 'quota NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]',
	short: 'Create a quota with the specified name',
	long: 'Create a resource quota with the specified name, hard limits, and optional scopes.',
	examples: `
# A quota my-quota with hard limits
kubectl create quota my-quota --hard=cpu=1,memory=1G,pods=2,services=3,replicationcontrollers=2,resourcequotas=1,secrets=5,persistentvolumeclaims=10

# A quota best-effort for Pods without requests
kubectl create quota best-effort --hard=pods=100 --scopes=BestEffort`,
	flags: {
		hard: string('', 'A comma-delimited set of resource=quantity pairs that define a hard limit.'),
		scopes: string('', 'A comma-delimited set of quota scopes that must all match each object tracked by the quota.'),
	},
	resource: { group: '', version: 'v1', resource: 'resourcequotas', namespaced: true },
	failure: 'failed to create quota',
	build({ invocation, name, namespace }): Draft {
		const { hard, scopes } = invocation.flags;
		return {
			kind: 'ResourceQuota',
			apiVersion: 'v1',
			metadata: { name, namespace },
			spec: { hard: quantities(hard), scopes: scopes === '' ? undefined : scopes.split(',').map(scopeOf) },
			status: {},
		};
	},
});

export function quantities(text: string): { [resource: string]: string } | undefined {
	if (text === '') return undefined;
	const out: { [resource: string]: string } = Object.create(null);
	for (const statement of text.split(',')) {
		const parts = statement.split('=');
		if (parts.length !== 2) throw new CommandError(`Invalid argument syntax ${statement}, expected <resource>=<value>`);
		const quantity = canonicalQuantity(parts[1] as string);
		if (quantity === undefined) throw new CommandError(QUANTITY_FORMAT_MESSAGE);
		out[parts[0] as string] = quantity;
	}
	return out;
}

function scopeOf(scope: string): string {
	if (scope === '') throw new CommandError('invalid resource quota scope ""');
	return scope;
}

export const createPriorityClass = defineGenerator({
	name: 'priorityclass',
	aliases: ['pc'],
	use: 'priorityclass NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]',
	short: 'Create a priority class with the specified name',
	long: 'Create a priority class with the specified name, value, globalDefault and description.',
	examples: `
# A priority class high-priority
kubectl create priorityclass high-priority --value=1000 --description="high priority"

# The default priority
kubectl create priorityclass default-priority --value=1000 --global-default=true --description="default priority"

# One that never preempts others
kubectl create priorityclass high-priority --value=1000 --description="high priority" --preemption-policy="Never"`,
	flags: {
		description: string(
			'',
			'description is an arbitrary string that usually provides guidelines on when this priority class should be used.',
		),
		'global-default': bool(
			false,
			'global-default specifies whether this PriorityClass should be considered as the default priority.',
		),
		'preemption-policy': string(
			'PreemptLowerPriority',
			'preemption-policy is the policy for preempting pods with lower priority.',
		),
		value: int(0, 'the value of this priority class.'),
	},
	resource: { group: 'scheduling.k8s.io', version: 'v1', resource: 'priorityclasses', namespaced: false },
	failure: 'failed to create priorityclass',
	build({ invocation, name }): Draft {
		const { flags } = invocation;
		return {
			kind: 'PriorityClass',
			apiVersion: 'scheduling.k8s.io/v1',
			metadata: { name },
			value: flags.value,
			globalDefault: flags['global-default'] || undefined,
			description: flags.description === '' ? undefined : flags.description,
			preemptionPolicy: flags['preemption-policy'],
		};
	},
});

export const createPodDisruptionBudget = defineGenerator({
	name: 'poddisruptionbudget',
	aliases: ['pdb'],
	use: 'poddisruptionbudget NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]',
	short: 'Create a pod disruption budget with the specified name',
	long: 'Create a pod disruption budget with the specified name, selector, and desired minimum available pods.',
	examples: `
# At least one of the Pods labelled app=rails must stay
kubectl create poddisruptionbudget my-pdb --selector=app=rails --min-available=1

# At least half of the Pods labelled app=nginx must stay
kubectl create pdb my-pdb --selector=app=nginx --min-available=50%`,
	flags: {
		'max-unavailable': string('', 'The maximum number or percentage of unavailable pods this budget requires.'),
		'min-available': string('', 'The minimum number or percentage of available pods this budget requires.'),
		selector: string(
			'',
			'A label selector to use for this budget. Only equality-based selector requirements are supported.',
		),
	},
	resource: { group: 'policy', version: 'v1', resource: 'poddisruptionbudgets', namespaced: true },
	failure: 'failed to create poddisruptionbudgets',
	validate({ invocation }) {
		const { flags } = invocation;
		const [most, least] = [flags['max-unavailable'], flags['min-available']];
		if (flags.selector === '') throw new CommandError('a selector must be specified');
		if (most === '' && least === '')
			throw new CommandError('one of min-available or max-unavailable must be specified');
		if (most !== '' && least !== '')
			throw new CommandError('min-available and max-unavailable cannot be both specified');
		if (least !== '' && !/^[0-9]+%?$/.test(least)) throw new CommandError('invalid format specified for min-available');
		if (most !== '' && !/^[0-9]+%?$/.test(most)) throw new CommandError('invalid format specified for max-unavailable');
	},
	build({ invocation, name, namespace }): Draft {
		const { flags } = invocation;
		return {
			kind: 'PodDisruptionBudget',
			apiVersion: 'policy/v1',
			metadata: { name, namespace },
			spec: {
				minAvailable: intOrString(flags['min-available']),
				selector: { matchLabels: equalities(flags.selector) },
				maxUnavailable: intOrString(flags['max-unavailable']),
			},
			status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
		};
	},
});

/** "50%" stays text, "3" becomes a number, "" nothing. Models intstr.Parse. */
export function intOrString(text: string): number | string | undefined {
	if (text === '') return undefined;
	return /^-?[0-9]+$/.test(text) ? Number(text) : text;
}

/** "a=b,c=d" as a map. Models metav1.ParseToLabelSelector for equalities. */
export function equalities(text: string): { [key: string]: string } {
	const out: { [key: string]: string } = Object.create(null);
	for (const pair of text.split(',')) {
		const match = /^\s*([^=!\s]+)\s*={1,2}\s*([^=\s]*)\s*$/.exec(pair);
		if (match === null)
			throw new CommandError(
				`couldn't parse the selector string "${text}": unable to parse requirement: found '${pair}'`,
			);
		out[match[1] as string] = match[2] as string;
	}
	return out;
}
