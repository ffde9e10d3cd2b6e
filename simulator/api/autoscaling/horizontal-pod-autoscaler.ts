import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import type { Column } from '../kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { keepSpec } from '../strategy/generation.ts';
import { validators } from '../validation/kind-rules.ts';
import { validateAutoscaler } from './autoscaler-validation.ts';
import { describeHorizontalPodAutoscaler } from './horizontal-pod-autoscaler-describe.ts';
import { hpaMetricsText } from './hpa-metrics-text.ts';
import type { HorizontalPodAutoscaler, HPAScalingRules } from './types.ts';

const SPEC = 'io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec';
const STATUS = 'io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerStatus';

/** Models pkg/printers/internalversion printHorizontalPodAutoscaler. */
const COLUMNS: readonly Column<HorizontalPodAutoscaler>[] = [
	NAME_COLUMN,
	textColumn({
		name: 'Reference',
		description: fieldDoc(SPEC, 'scaleTargetRef'),
		value: ({ spec }) => `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`,
	}),
	textColumn({
		name: 'Targets',
		description: fieldDoc(SPEC, 'metrics'),
		value: ({ spec, status }) => hpaMetricsText(spec.metrics ?? [], status.currentMetrics ?? []),
	}),
	textColumn({
		name: 'MinPods',
		description: fieldDoc(SPEC, 'minReplicas'),
		value: ({ spec }) => (spec.minReplicas === undefined ? '<unset>' : String(spec.minReplicas)),
	}),
	textColumn({ name: 'MaxPods', description: fieldDoc(SPEC, 'maxReplicas'), value: ({ spec }) => spec.maxReplicas }),
	textColumn({
		name: 'Replicas',
		description: fieldDoc(STATUS, 'currentReplicas'),
		value: ({ status }) => status.currentReplicas ?? 0,
	}),
	AGE_COLUMN,
];

/** Models pkg/apis/autoscaling/v2 GenerateHPAScaleUpRules, GenerateHPAScaleDownRules. */
function applyScalingDefaults(rules: HPAScalingRules | undefined, direction: 'up' | 'down'): HPAScalingRules {
	const percent = { type: 'Percent', value: 100, periodSeconds: 15 };
	const policies = direction === 'up' ? [{ type: 'Pods', value: 4, periodSeconds: 15 }, percent] : [percent];
	return {
		...(direction === 'up' ? { stabilizationWindowSeconds: 0 } : {}),
		selectPolicy: 'Max',
		policies,
		...rules,
	};
}

/** Models pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go. Stored as v2. */
export const HORIZONTAL_POD_AUTOSCALER = defineKind<HorizontalPodAutoscaler>({
	group: 'autoscaling',
	version: 'v2',
	kind: 'HorizontalPodAutoscaler',
	plural: 'horizontalpodautoscalers',
	singular: 'horizontalpodautoscaler',
	shortNames: ['hpa'],
	categories: ['all'],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler',
	storagePrefix: 'horizontalpodautoscalers',
	subresources: [STATUS_SUBRESOURCE],
	validateName: nameIsDnsSubdomain,
	...validators<HorizontalPodAutoscaler>({
		meta: { namespaced: true, validateName: nameIsDnsSubdomain },
		content: validateAutoscaler,
	}),
	applyDefaults: ({ spec }) => {
		spec.minReplicas ??= 1;
		spec.metrics ??= [
			{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
		];
		if (spec.behavior !== undefined) {
			spec.behavior = {
				scaleUp: applyScalingDefaults(spec.behavior.scaleUp, 'up'),
				scaleDown: applyScalingDefaults(spec.behavior.scaleDown, 'down'),
			};
		}
	},
	prepareForCreate: (autoscaler) => {
		autoscaler.status = { desiredReplicas: 0 };
	},
	prepareForUpdate: (autoscaler, old) => {
		autoscaler.status = old.status;
	},
	prepareForStatusUpdate: keepSpec,
	columns: COLUMNS,
	describe: describeHorizontalPodAutoscaler,
});
