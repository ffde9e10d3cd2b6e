import type { KubeObject } from '../../machinery/meta.ts';
import { compareQuantities, quantityOf, wholeValue } from '../../machinery/quantity.ts';
import { CLASS_ANNOTATION } from '../core/access-modes.ts';
import type { ResourceQuota, ScopedResourceSelectorRequirement } from '../core/types/object.ts';
import type { Service } from '../core/types/service.ts';
import type { PersistentVolumeClaim } from '../core/types/volume.ts';
import type { Amounts } from './amounts.ts';
import { countName, type QuotaEvaluator, scopeMatches } from './evaluator.ts';
import { POD_EVALUATOR } from './pod-evaluator.ts';

const SERVICE_NAMES: ReadonlySet<string> = new Set([
	'count/services',
	'services',
	'services.nodeports',
	'services.loadbalancers',
]);

/** Models pkg/quota/v1/evaluator/core serviceEvaluator. */
const SERVICE_EVALUATOR: QuotaEvaluator = {
	handles: (_, subresource) => subresource === '',
	counts: (name) => SERVICE_NAMES.has(name),
	usage: (object) => serviceUsage(object as unknown as Service),
	inScope: () => false,
};

function serviceUsage({ spec }: Service): Amounts {
	const ports = spec.ports ?? [];
	const isBalanced = spec.type === 'LoadBalancer';
	let nodePorts = 0;
	if (spec.type === 'NodePort' || isBalanced) {
		const asked = ports.filter(({ nodePort }) => nodePort !== undefined && nodePort !== 0);
		nodePorts = isBalanced && spec.allocateLoadBalancerNodePorts === false ? asked.length : ports.length;
	}
	return {
		'count/services': '1',
		services: '1',
		'services.nodeports': String(nodePorts),
		'services.loadbalancers': isBalanced ? '1' : '0',
	};
}

const CLAIM_NAMES = ['persistentvolumeclaims', 'requests.storage'];
const BY_CLASS = '.storageclass.storage.k8s.io/';

/** Models pvcEvaluator. */
const CLAIM_EVALUATOR: QuotaEvaluator = {
	handles: (_, subresource) => subresource === '',
	counts: (name) =>
		name === 'count/persistentvolumeclaims' ||
		CLAIM_NAMES.some((each) => name === each || name.endsWith(BY_CLASS + each)),
	usage: (object) => claimUsage(object as unknown as PersistentVolumeClaim),
	inScope: (scope, object) =>
		scope.scopeName === 'VolumeAttributesClass' &&
		scopeMatches(scope, (object as unknown as PersistentVolumeClaim).spec.volumeAttributesClassName ?? ''),
};

function claimUsage({ metadata, spec, status }: PersistentVolumeClaim): Amounts {
	const storageClass = metadata.annotations?.[CLASS_ANNOTATION] ?? spec.storageClassName ?? '';
	const usage: { [name: string]: string } = { 'count/persistentvolumeclaims': '1', persistentvolumeclaims: '1' };
	if (storageClass !== '') usage[`${storageClass}${BY_CLASS}persistentvolumeclaims`] = '1';
	const asked = spec.resources?.requests?.storage;
	if (asked === undefined) return usage;
	const allocated = status.allocatedResources?.storage;
	const larger = allocated !== undefined && compareQuantities(allocated, asked) > 0 ? allocated : asked;
	const size = wholeBytes(larger);
	usage['requests.storage'] = size;
	if (storageClass !== '') usage[`${storageClass}${BY_CLASS}requests.storage`] = size;
	return usage;
}

/** Fractions of bytes are counted as bytes. */
function wholeBytes(amount: string): string {
	return amount.endsWith('m') || amount.endsWith('u') || amount.endsWith('n') ? quantityOf(wholeValue(amount)) : amount;
}

const EVALUATORS: ReadonlyMap<string, QuotaEvaluator> = new Map([
	['/pods', POD_EVALUATOR],
	['/services', SERVICE_EVALUATOR],
	['/persistentvolumeclaims', CLAIM_EVALUATOR],
]);

/** Names from before everything could be counted. */
const ALIASES: ReadonlySet<string> = new Set(['configmaps', 'resourcequotas', 'replicationcontrollers', 'secrets']);

/** Whose objects nobody counts. Models pkg/quota/v1/install DefaultIgnoredResources. */
function isIgnored(group: string, resource: string): boolean {
	return resource === 'events' && (group === '' || group === 'events.k8s.io');
}

/** How a resource's objects are counted; undefined: not at all. */
export function quotaEvaluator(group: string, resource: string): QuotaEvaluator | undefined {
	if (isIgnored(group, resource)) return undefined;
	return EVALUATORS.get(`${group}/${resource}`) ?? objectCounter(group, resource);
}

/** Models apiserver/pkg/quota/v1/generic objectCountEvaluator. */
function objectCounter(group: string, resource: string): QuotaEvaluator {
	const name = countName(group, resource);
	const alias = group === '' && ALIASES.has(resource) ? resource : undefined;
	const usage: Amounts = alias === undefined ? { [name]: '1' } : { [name]: '1', [alias]: '1' };
	return {
		handles: (operation, subresource) => operation === 'CREATE' && subresource === '',
		counts: (each) => each === name || each === alias,
		usage: () => usage,
		inScope: () => false,
	};
}

/** All scopes of a quota, as requirements. Models getScopeSelectorsFromQuota. */
export function scopesOf({ spec }: ResourceQuota): readonly ScopedResourceSelectorRequirement[] {
	const plain = (spec.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' }));
	return [...plain, ...(spec.scopeSelector?.matchExpressions ?? [])];
}

/** Whether an object is in all scopes of a quota. */
export function isInScopes(quota: ResourceQuota, evaluator: QuotaEvaluator, object: KubeObject): boolean {
	return scopesOf(quota).every((scope) => evaluator.inScope(scope, object));
}
