import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../../define-kind.ts';
import type { Column } from '../../kind.ts';
import { HORIZONTAL_POD_AUTOSCALER } from '../horizontal-pod-autoscaler.ts';
import { fromStored, toStored } from './conversion.ts';
import type { HorizontalPodAutoscaler } from './types.ts';

const { kind, plural, singular, shortNames, categories, storagePrefix, columns, describe } = HORIZONTAL_POD_AUTOSCALER;

/** The older face of autoscalers: of metrics it knows the CPU's use only. The other ones live in annotations. */
export const HORIZONTAL_POD_AUTOSCALER_V1 = defineKind<HorizontalPodAutoscaler>({
	group: 'autoscaling',
	version: 'v1',
	kind,
	plural,
	singular,
	shortNames,
	categories,
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler',
	storagePrefix,
	storedAs: { group: 'autoscaling', version: 'v2', kind, toStored, fromStored },
	subresources: [STATUS_SUBRESOURCE],
	validateName: nameIsDnsSubdomain,
	applyDefaults: ({ spec }) => {
		spec.minReplicas ??= 1;
	},
	columns: columns.map(
		(column): Column<HorizontalPodAutoscaler> => ({
			...column,
			value: (autoscaler, nowMs) => column.value(toStored(autoscaler), nowMs),
		}),
	),
	...(describe === undefined ? {} : { describe: (autoscaler, world) => describe(toStored(autoscaler), world) }),
});
