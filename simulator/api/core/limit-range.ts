import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { roundAmounts } from '../defaults/resource-amounts.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { CREATED_AT_COLUMN, NAME_COLUMN } from '../printing/column.ts';
import { validators } from '../validation/kind-rules.ts';
import { describeLimitRange } from './limit-range-describe.ts';
import { validateLimitRange } from './quota-validation.ts';
import type { LimitRange, LimitRangeItem } from './types/object.ts';

const AMOUNTS = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

/** Models pkg/apis/core/v1 SetDefaults_LimitRangeItem. */
function applyItemDefaults(item: LimitRangeItem): void {
	for (const field of AMOUNTS) roundAmounts(item[field]);
	if (item.type !== 'Container') return;
	const limits: { [key: string]: string } = { ...item.max, ...item.default };
	const requests: { [key: string]: string } = { ...item.min, ...limits, ...item.defaultRequest };
	if (Object.keys(limits).length > 0) item.default = limits;
	if (Object.keys(requests).length > 0) item.defaultRequest = requests;
}

/** Models pkg/registry/core/limitrange/strategy.go. */
export const LIMIT_RANGE = defineKind<LimitRange>({
	group: '',
	version: 'v1',
	kind: 'LimitRange',
	plural: 'limitranges',
	singular: 'limitrange',
	shortNames: ['limits'],
	categories: [],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.core.v1.LimitRange',
	storagePrefix: 'limitranges',
	subresources: [],
	validateName: nameIsDnsSubdomain,
	...validators<LimitRange>({
		meta: { namespaced: true, validateName: nameIsDnsSubdomain },
		content: validateLimitRange,
	}),
	applyDefaults: ({ spec }) => {
		for (const item of spec.limits) applyItemDefaults(item);
	},
	columns: [NAME_COLUMN, CREATED_AT_COLUMN],
	describe: describeLimitRange,
});
