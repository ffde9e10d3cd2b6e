import { jsonEqual } from '../../machinery/json-equal.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { applyPodSpecDefaults } from '../defaults/pod-spec.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import { AGE_COLUMN, fieldDoc, integerColumn, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { containerColumns, labelsText, selectorText } from '../printing/pod-template-columns.ts';
import { keepSpecAndLabels, keepStatus, startGeneration } from '../strategy/generation.ts';
import { validators } from '../validation/kind-rules.ts';
import { validateImmutable } from '../validation/object-meta.ts';
import { workloadWarnings } from '../validation/workload-warnings.ts';
import { describeDaemonSet } from './daemon-set-describe.ts';
import { validateDaemonSetSpec } from './daemon-set-validation.ts';
import type { DaemonSet } from './types.ts';

const SPEC = 'io.k8s.api.apps.v1.DaemonSetSpec';
const STATUS = 'io.k8s.api.apps.v1.DaemonSetStatus';
const POD_SPEC = 'io.k8s.api.core.v1.PodSpec';

/** The generation of the template: a field once, an annotation since apps/v1. */
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

/** Models pkg/apis/apps/v1 SetDefaults_DaemonSet. */
function applyDefaults({ spec }: DaemonSet): void {
	spec.updateStrategy ??= {};
	spec.updateStrategy.type ??= 'RollingUpdate';
	if (spec.updateStrategy.type === 'RollingUpdate') {
		spec.updateStrategy.rollingUpdate ??= {};
		spec.updateStrategy.rollingUpdate.maxUnavailable ??= 1;
		spec.updateStrategy.rollingUpdate.maxSurge ??= 0;
	}
	spec.revisionHistoryLimit ??= 10;
	applyPodSpecDefaults(spec.template.spec);
}

/** Models pkg/registry/apps/daemonset/strategy.go. */
export const DAEMON_SET = defineKind<DaemonSet>({
	group: 'apps',
	version: 'v1',
	kind: 'DaemonSet',
	plural: 'daemonsets',
	singular: 'daemonset',
	shortNames: ['ds'],
	categories: ['all'],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.apps.v1.DaemonSet',
	storagePrefix: 'daemonsets',
	subresources: [STATUS_SUBRESOURCE],
	validateName: nameIsDnsSubdomain,
	...validators<DaemonSet>({
		meta: { namespaced: true, validateName: nameIsDnsSubdomain },
		content: validateDaemonSetSpec,
		change: (now, old) => validateImmutable(now.spec.selector, old.spec.selector, 'spec.selector'),
	}),
	applyDefaults,
	prepareForCreate: (daemonSet) => {
		startGeneration(daemonSet);
		setTemplateGeneration(daemonSet, 1);
	},
	prepareForUpdate: (daemonSet, old) => {
		keepStatus(daemonSet, old);
		const before = Number(old.metadata.annotations?.[TEMPLATE_GENERATION] ?? 1);
		const changed = !jsonEqual(daemonSet.spec.template, old.spec.template);
		setTemplateGeneration(daemonSet, changed ? before + 1 : before);
	},
	prepareForStatusUpdate: keepSpecAndLabels,
	warnings: (object, old) => workloadWarnings(object, old, object.spec.template, { namesPods: false }),
	columns: [
		NAME_COLUMN,
		integerColumn('Desired', fieldDoc(STATUS, 'desiredNumberScheduled'), (each) => each.status.desiredNumberScheduled),
		integerColumn('Current', fieldDoc(STATUS, 'currentNumberScheduled'), (each) => each.status.currentNumberScheduled),
		integerColumn('Ready', fieldDoc(STATUS, 'numberReady'), (each) => each.status.numberReady),
		integerColumn(
			'Up-to-date',
			fieldDoc(STATUS, 'updatedNumberScheduled'),
			(each) => each.status.updatedNumberScheduled ?? 0,
		),
		integerColumn('Available', fieldDoc(STATUS, 'numberAvailable'), (each) => each.status.numberAvailable ?? 0),
		textColumn({
			name: 'Node Selector',
			description: fieldDoc(POD_SPEC, 'nodeSelector'),
			value: ({ spec }) => labelsText(spec.template.spec.nodeSelector),
		}),
		AGE_COLUMN,
		...containerColumns<DaemonSet>(({ spec }) => spec.template.spec),
		textColumn({
			name: 'Selector',
			description: fieldDoc(SPEC, 'selector'),
			value: ({ spec }) => selectorText(spec.selector),
			wide: true,
		}),
	],
	describe: describeDaemonSet,
});

function setTemplateGeneration(daemonSet: DaemonSet, generation: number): void {
	daemonSet.metadata.annotations = { ...daemonSet.metadata.annotations, [TEMPLATE_GENERATION]: String(generation) };
}
