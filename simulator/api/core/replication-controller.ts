import type { FieldError } from '../../machinery/field-error.ts';
import { required } from '../../machinery/field-error.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { applyPodSpecDefaults } from '../defaults/pod-spec.ts';
import { ALL_VERBS, defineKind, SCALE_SUBRESOURCE, STATUS_SUBRESOURCE } from '../define-kind.ts';
import { AGE_COLUMN, fieldDoc, integerColumn, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { containerColumns, labelsText } from '../printing/pod-template-columns.ts';
import { keepSpecAndLabels, keepStatus, startGenerationWith } from '../strategy/generation.ts';
import { validators } from '../validation/kind-rules.ts';
import { validateNonNegative } from '../validation/numbers.ts';
import { validateLongRunning, validatePodTemplate, validateSelectorMatches } from '../validation/pod-template.ts';
import { workloadWarnings } from '../validation/workload-warnings.ts';
import { describeReplicationController } from './replication-controller-describe.ts';
import type { ReplicationController } from './types/pod.ts';

const SPEC = 'io.k8s.api.core.v1.ReplicationControllerSpec';
const STATUS = 'io.k8s.api.core.v1.ReplicationControllerStatus';

/** Models pkg/apis/core/v1 SetDefaults_ReplicationController: the template's labels stand in for what is left out. */
function applyDefaults(controller: ReplicationController): void {
	const { spec, metadata } = controller;
	const labels = spec.template?.metadata?.labels;
	if (labels !== undefined) {
		spec.selector ??= { ...labels };
		metadata.labels ??= { ...labels };
	}
	spec.replicas ??= 1;
	if (spec.template !== undefined) applyPodSpecDefaults(spec.template.spec);
}

/** Models pkg/apis/core/validation ValidateReplicationControllerSpec. */
function validateSpec({ spec }: ReplicationController): FieldError[] {
	const errors = validateNonNegative(spec, ['minReadySeconds'], 'spec');
	const selector = spec.selector ?? {};
	const selects = Object.keys(selector).length > 0;
	if (!selects) errors.push(required('spec.selector'));
	errors.push(...validateNonNegative(spec, ['replicas'], 'spec'));
	const { template } = spec;
	if (template === undefined) return [...errors, required('spec.template')];
	if (selects) errors.push(...validateSelectorMatches({ matchLabels: selector }, template, 'spec.template'));
	errors.push(...validatePodTemplate(template, 'spec.template'));
	errors.push(...validateLongRunning(template, 'ReplicationController', 'spec.template'));
	return errors;
}

/** Models pkg/registry/core/replicationcontroller/strategy.go. */
export const REPLICATION_CONTROLLER = defineKind<ReplicationController>({
	group: '',
	version: 'v1',
	kind: 'ReplicationController',
	plural: 'replicationcontrollers',
	singular: 'replicationcontroller',
	shortNames: ['rc'],
	categories: ['all'],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.core.v1.ReplicationController',
	storagePrefix: 'controllers',
	subresources: [SCALE_SUBRESOURCE, STATUS_SUBRESOURCE],
	validateName: nameIsDnsSubdomain,
	...validators({ meta: { namespaced: true, validateName: nameIsDnsSubdomain }, content: validateSpec }),
	defaultPropagation: 'Orphan',
	selectableFields: ({ status }) => ({ 'status.replicas': String(status.replicas ?? 0) }),
	applyDefaults,
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
		...containerColumns<ReplicationController>(({ spec }) => spec.template?.spec),
		textColumn({
			name: 'Selector',
			description: fieldDoc(SPEC, 'selector'),
			value: ({ spec }) => labelsText(spec.selector),
			wide: true,
		}),
	],
	describe: describeReplicationController,
});
