import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { applyPodSpecDefaults } from '../defaults/pod-spec.ts';
import { ALL_VERBS, defineKind, SCALE_SUBRESOURCE, STATUS_SUBRESOURCE } from '../define-kind.ts';
import { AGE_COLUMN, fieldDoc, integerColumn, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { containerColumns, selectorText } from '../printing/pod-template-columns.ts';
import { keepSpecAndLabels, keepStatus, startGenerationWith } from '../strategy/generation.ts';
import { validators } from '../validation/kind-rules.ts';
import { validateImmutable } from '../validation/object-meta.ts';
import { workloadWarnings } from '../validation/workload-warnings.ts';
import { describeReplicaSet } from './replica-set-describe.ts';
import { validateReplicaSetSpec, validateReplicaSetStatusUpdate } from './replica-set-validation.ts';
import type { ReplicaSet } from './types.ts';

const SPEC = 'io.k8s.api.apps.v1.ReplicaSetSpec';
const STATUS = 'io.k8s.api.apps.v1.ReplicaSetStatus';

/** Models pkg/registry/apps/replicaset/strategy.go. */
export const REPLICA_SET = defineKind<ReplicaSet>({
	group: 'apps',
	version: 'v1',
	kind: 'ReplicaSet',
	plural: 'replicasets',
	singular: 'replicaset',
	shortNames: ['rs'],
	categories: ['all'],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.apps.v1.ReplicaSet',
	storagePrefix: 'replicasets',
	subresources: [SCALE_SUBRESOURCE, STATUS_SUBRESOURCE],
	validateName: nameIsDnsSubdomain,
	...validators<ReplicaSet>({
		meta: { namespaced: true, validateName: nameIsDnsSubdomain },
		content: validateReplicaSetSpec,
		change: (now, old) => validateImmutable(now.spec.selector, old.spec.selector, 'spec.selector'),
	}),
	validateStatusUpdate: validateReplicaSetStatusUpdate,
	selectableFields: (replicaSet) => ({ 'status.replicas': String(replicaSet.status.replicas ?? 0) }),
	applyDefaults: ({ spec }) => {
		spec.replicas ??= 1;
		if (spec.template !== undefined) applyPodSpecDefaults(spec.template.spec);
	},
	prepareForCreate: startGenerationWith({ replicas: 0 }),
	prepareForUpdate: keepStatus,
	prepareForStatusUpdate: keepSpecAndLabels,
	warnings: (object, old) => workloadWarnings(object, old, object.spec.template),
	columns: [
		NAME_COLUMN,
		integerColumn('Desired', fieldDoc(SPEC, 'replicas'), ({ spec }) => spec.replicas ?? 0),
		integerColumn('Current', fieldDoc(STATUS, 'replicas'), ({ status }) => status.replicas ?? 0),
		integerColumn('Ready', fieldDoc(STATUS, 'readyReplicas'), ({ status }) => status.readyReplicas ?? 0),
		AGE_COLUMN,
		...containerColumns<ReplicaSet>(({ spec }) => spec.template?.spec),
		textColumn({
			name: 'Selector',
			description: fieldDoc(SPEC, 'selector'),
			value: ({ spec }) => selectorText(spec.selector),
			wide: true,
		}),
	],
	describe: describeReplicaSet,
});
