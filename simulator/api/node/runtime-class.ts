import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue } from '../../machinery/field-error.ts';
import { nameIsDnsLabel, nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { validators } from '../validation/kind-rules.ts';
import { nodeLabelDeprecation } from '../validation/node-label-warnings.ts';
import { validateImmutable, validateLabels } from '../validation/object-meta.ts';
import { validateContainerResourceName, validateResourceRequirements } from '../validation/resources.ts';
import { validateTolerations } from '../validation/scheduling.ts';
import type { RuntimeClass } from './types.ts';

const TYPE = 'io.k8s.api.node.v1.RuntimeClass';

/** Models pkg/apis/node/validation ValidateRuntimeClass. */
function validateContent({ handler, overhead, scheduling }: RuntimeClass): FieldError[] {
	const errors = nameIsDnsLabel(handler, false).map((complaint) => invalidValue('handler', handler, complaint));
	if (overhead !== undefined) {
		const rules = { claimNames: new Set<string>(), validateName: validateContainerResourceName };
		const limits = overhead.podFixed === undefined ? {} : { limits: overhead.podFixed };
		errors.push(...validateResourceRequirements(limits, rules, 'overhead'));
	}
	errors.push(...validateLabels(scheduling?.nodeSelector, 'scheduling.nodeSelector'));
	errors.push(...validateTolerations(scheduling?.tolerations ?? [], 'scheduling.tolerations'));
	return errors;
}

/** Models pkg/api/node GetWarningsForRuntimeClass. */
function runtimeClassWarnings({ scheduling }: RuntimeClass): string[] {
	return Object.keys(scheduling?.nodeSelector ?? {}).flatMap((key) => {
		const deprecation = nodeLabelDeprecation(key);
		return deprecation === undefined ? [] : [`scheduling.nodeSelector: ${deprecation}`];
	});
}

/** Models pkg/registry/node/runtimeclass/strategy.go. */
export const RUNTIME_CLASS = defineKind<RuntimeClass>({
	group: 'node.k8s.io',
	version: 'v1',
	kind: 'RuntimeClass',
	plural: 'runtimeclasses',
	singular: 'runtimeclass',
	shortNames: [],
	categories: [],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: TYPE,
	storagePrefix: 'runtimeclasses',
	allowUnconditionalUpdate: false,
	subresources: [],
	validateName: nameIsDnsSubdomain,
	...validators<RuntimeClass>({
		meta: { namespaced: false, validateName: nameIsDnsSubdomain },
		content: validateContent,
		change: (now, old) => validateImmutable(now.handler, old.handler, 'handler'),
	}),
	warnings: runtimeClassWarnings,
	columns: [
		NAME_COLUMN,
		textColumn({ name: 'Handler', description: fieldDoc(TYPE, 'handler'), value: ({ handler }) => handler }),
		AGE_COLUMN,
	],
});
