import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { roundAmounts } from '../defaults/resource-amounts.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import { AGE_COLUMN, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { keepSpec } from '../strategy/generation.ts';
import { validators } from '../validation/kind-rules.ts';
import { validateQuota, validateQuotaChange } from './quota-validation.ts';
import { describeResourceQuota } from './resource-quota-describe.ts';
import type { ResourceQuota } from './types/object.ts';

/** Models pkg/registry/core/resourcequota/strategy.go. */
export const RESOURCE_QUOTA = defineKind<ResourceQuota>({
	group: '',
	version: 'v1',
	kind: 'ResourceQuota',
	plural: 'resourcequotas',
	singular: 'resourcequota',
	shortNames: ['quota'],
	categories: [],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.core.v1.ResourceQuota',
	storagePrefix: 'resourcequotas',
	deleteReturnsObject: true,
	subresources: [STATUS_SUBRESOURCE],
	validateName: nameIsDnsSubdomain,
	...validators<ResourceQuota>({
		meta: { namespaced: true, validateName: nameIsDnsSubdomain },
		content: validateQuota,
		change: validateQuotaChange,
	}),
	applyDefaults: ({ spec }) => roundAmounts(spec.hard),
	prepareForCreate: (quota) => {
		quota.status = {};
	},
	prepareForUpdate: (quota, old) => {
		quota.status = old.status;
	},
	prepareForStatusUpdate: keepSpec,
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'Request',
			description: 'Request represents a minimum amount of cpu/memory that a container may consume.',
			value: (quota) => usageText(quota, false),
		}),
		textColumn({
			name: 'Limit',
			description:
				'Limits control the maximum amount of cpu/memory that a container may use independent of contention on the node.',
			value: (quota) => usageText(quota, true),
		}),
		AGE_COLUMN,
	],
	describe: describeResourceQuota,
});

/** "pods: 1/10, requests.cpu: 100m/1". Models printResourceQuota. */
function usageText({ status }: ResourceQuota, limits: boolean): string {
	return Object.keys(status.hard ?? {})
		.sort()
		.filter((resource) => resource.startsWith('limits.') === limits)
		.map((resource) => `${resource}: ${status.used?.[resource] ?? '0'}/${status.hard?.[resource]}`)
		.join(', ');
}
