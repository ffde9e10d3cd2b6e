import type { KubeObject } from '../../machinery/meta.ts';
import type { ScopedResourceSelectorRequirement } from '../core/types/object.ts';
import type { Amounts } from './amounts.ts';

/** How the objects of a kind are counted for quotas. Models apiserver/pkg/quota/v1 Evaluator. */
export interface QuotaEvaluator {
	/** Whether such a write may cost quota. */
	handles(operation: 'CREATE' | 'UPDATE', subresource: string): boolean;
	/** Whether the kind's objects use what is counted under that name. */
	counts(name: string): boolean;
	usage(object: KubeObject, nowMs: number): Amounts;
	/** Whether an object is in a quota's scope. */
	inScope(scope: ScopedResourceSelectorRequirement, object: KubeObject): boolean;
	/** What an object has to say for itself where these are counted; the complaint when it does not. */
	lacks?(names: readonly string[], object: KubeObject): string | undefined;
}

/** "count/deployments.apps". Models ObjectCountQuotaResourceNameFor. */
export function countName(group: string, resource: string): string {
	return group === '' ? `count/${resource}` : `count/${resource}.${group}`;
}

/** Models ScopedResourceSelectorRequirementsAsSelector on the one value that a scope looks at. */
export function scopeMatches({ operator, values = [] }: ScopedResourceSelectorRequirement, value: string): boolean {
	switch (operator) {
		case 'In':
			return value !== '' && values.includes(value);
		case 'NotIn':
			return value === '' || !values.includes(value);
		case 'DoesNotExist':
			return value === '';
		default:
			return value !== '';
	}
}
