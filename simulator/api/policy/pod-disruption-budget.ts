import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import { AGE_COLUMN, integerColumn, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { keepSpec, keepStatus, startGeneration } from '../strategy/generation.ts';
import { validators } from '../validation/kind-rules.ts';
import { validateBudget } from './budget-validation.ts';
import { describePodDisruptionBudget } from './pod-disruption-budget-describe.ts';
import type { PodDisruptionBudget } from './types.ts';

/** Models pkg/registry/policy/poddisruptionbudget/strategy.go. */
export const POD_DISRUPTION_BUDGET = defineKind<PodDisruptionBudget>({
	group: 'policy',
	version: 'v1',
	kind: 'PodDisruptionBudget',
	plural: 'poddisruptionbudgets',
	singular: 'poddisruptionbudget',
	shortNames: ['pdb'],
	categories: [],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.policy.v1.PodDisruptionBudget',
	storagePrefix: 'poddisruptionbudgets',
	subresources: [STATUS_SUBRESOURCE],
	validateName: nameIsDnsSubdomain,
	...validators<PodDisruptionBudget>({
		meta: { namespaced: true, validateName: nameIsDnsSubdomain },
		content: validateBudget,
	}),
	prepareForCreate: (budget) => {
		startGeneration(budget);
		budget.status = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
	},
	prepareForUpdate: keepStatus,
	prepareForStatusUpdate: keepSpec,
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'Min Available',
			description: 'The minimum number of pods that must be available.',
			value: ({ spec }) => String(spec.minAvailable ?? 'N/A'),
		}),
		textColumn({
			name: 'Max Unavailable',
			description: 'The maximum number of pods that may be unavailable.',
			value: ({ spec }) => String(spec.maxUnavailable ?? 'N/A'),
		}),
		integerColumn(
			'Allowed Disruptions',
			'Calculated number of pods that may be disrupted at this time.',
			({ status }) => status.disruptionsAllowed ?? 0,
		),
		AGE_COLUMN,
	],
	describe: describePodDisruptionBudget,
});
