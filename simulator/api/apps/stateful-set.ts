import { nameIsDnsLabel } from '../../machinery/names.ts';
import { applyClaimSpecDefaults, applyPodSpecDefaults } from '../defaults/pod-spec.ts';
import { ALL_VERBS, defineKind, SCALE_SUBRESOURCE, STATUS_SUBRESOURCE } from '../define-kind.ts';
import { AGE_COLUMN, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { containerColumns } from '../printing/pod-template-columns.ts';
import { keepSpecAndLabels, keepStatus, startGenerationWith } from '../strategy/generation.ts';
import { validators } from '../validation/kind-rules.ts';
import { workloadWarnings } from '../validation/workload-warnings.ts';
import { describeStatefulSet } from './stateful-set-describe.ts';
import { validateNewStatefulSet, validateStatefulSetUpdate } from './stateful-set-validation.ts';
import type { StatefulSet } from './types.ts';

/** Models pkg/apis/apps/v1 SetDefaults_StatefulSet. */
function applyDefaults({ spec }: StatefulSet): void {
	spec.podManagementPolicy ??= 'OrderedReady';
	spec.updateStrategy ??= {};
	if (spec.updateStrategy.type === undefined) {
		spec.updateStrategy.type = 'RollingUpdate';
		spec.updateStrategy.rollingUpdate ??= {};
	}
	if (spec.updateStrategy.type === 'RollingUpdate' && spec.updateStrategy.rollingUpdate !== undefined) {
		spec.updateStrategy.rollingUpdate.partition ??= 0;
	}
	spec.persistentVolumeClaimRetentionPolicy ??= {};
	spec.persistentVolumeClaimRetentionPolicy.whenDeleted ??= 'Retain';
	spec.persistentVolumeClaimRetentionPolicy.whenScaled ??= 'Retain';
	spec.replicas ??= 1;
	spec.revisionHistoryLimit ??= 10;
	applyPodSpecDefaults(spec.template.spec);
	for (const claim of spec.volumeClaimTemplates ?? []) {
		claim.apiVersion ??= 'v1';
		claim.kind ??= 'PersistentVolumeClaim';
		applyClaimSpecDefaults(claim.spec);
		claim.status ??= {};
		claim.status.phase ??= 'Pending';
	}
}

const KEEPS_ALL_REVISIONS =
	'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended';

/** Models pkg/registry/apps/statefulset/strategy.go. */
export const STATEFUL_SET = defineKind<StatefulSet>({
	group: 'apps',
	version: 'v1',
	kind: 'StatefulSet',
	plural: 'statefulsets',
	singular: 'statefulset',
	shortNames: ['sts'],
	categories: ['all'],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.apps.v1.StatefulSet',
	storagePrefix: 'statefulsets',
	subresources: [SCALE_SUBRESOURCE, STATUS_SUBRESOURCE],
	validateName: nameIsDnsLabel,
	...validators<StatefulSet>({
		meta: { namespaced: true, validateName: nameIsDnsLabel },
		content: validateNewStatefulSet,
	}),
	validateUpdate: validateStatefulSetUpdate,
	applyDefaults,
	prepareForCreate: startGenerationWith({ replicas: 0, availableReplicas: 0 }),
	prepareForUpdate: keepStatus,
	prepareForStatusUpdate: keepSpecAndLabels,
	warnings: (set, old) => {
		const limit = set.spec.revisionHistoryLimit ?? 0;
		return [...workloadWarnings(set, old, set.spec.template), ...(limit < 0 ? [KEEPS_ALL_REVISIONS] : [])];
	},
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'Ready',
			description: 'Number of the pod with ready state',
			value: ({ spec, status }) => `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
		}),
		AGE_COLUMN,
		...containerColumns<StatefulSet>(({ spec }) => spec.template.spec),
	],
	describe: describeStatefulSet,
});
