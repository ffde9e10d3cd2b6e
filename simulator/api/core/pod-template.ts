import type { FieldError } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { applyPodSpecDefaults } from '../defaults/pod-spec.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import type { Column } from '../kind.ts';
import { NAME_COLUMN, textColumn } from '../printing/column.ts';
import { containerColumns, labelsText } from '../printing/pod-template-columns.ts';
import { setGeneration } from '../strategy/generation.ts';
import { validators } from '../validation/kind-rules.ts';
import { validatePodTemplate } from '../validation/pod-template.ts';
import { workloadWarnings } from '../validation/workload-warnings.ts';
import type { PodTemplate } from './types/pod.ts';

/** Models pkg/apis/core/validation ValidatePodTemplate. */
function validateTemplate({ template }: PodTemplate): FieldError[] {
	return template === undefined ? [] : validatePodTemplate(template, 'template');
}

function alwaysShown<T extends PodTemplate>(column: Column<T>): Column<T> {
	return { ...column, priority: 0 };
}

/** Models pkg/registry/core/podtemplate/strategy.go. */
export const POD_TEMPLATE = defineKind<PodTemplate>({
	group: '',
	version: 'v1',
	kind: 'PodTemplate',
	plural: 'podtemplates',
	singular: 'podtemplate',
	shortNames: [],
	categories: [],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.core.v1.PodTemplate',
	storagePrefix: 'podtemplates',
	deleteReturnsObject: true,
	subresources: [],
	validateName: nameIsDnsSubdomain,
	...validators<PodTemplate>({
		meta: { namespaced: true, validateName: nameIsDnsSubdomain },
		content: validateTemplate,
	}),
	applyDefaults: ({ template }) => {
		if (template !== undefined) applyPodSpecDefaults(template.spec);
	},
	prepareForCreate: (podTemplate) => {
		podTemplate.metadata.generation = 1;
	},
	prepareForUpdate: (podTemplate, old) =>
		setGeneration(podTemplate, old, !jsonEqual(podTemplate.template, old.template)),
	warnings: (podTemplate, old) =>
		workloadWarnings(podTemplate, old, podTemplate.template, { path: 'template', namesPods: false }),
	columns: [
		NAME_COLUMN,
		...containerColumns<PodTemplate>(({ template }) => template?.spec).map(alwaysShown),
		textColumn({
			name: 'Pod Labels',
			description: 'The labels for the pod template',
			value: ({ template }) => labelsText(template?.metadata?.labels),
		}),
	],
});
