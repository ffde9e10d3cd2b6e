import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import type { Column } from '../kind.ts';
import { AGE_COLUMN, fieldDoc, integerColumn, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { validators } from '../validation/kind-rules.ts';
import { describePriorityClass } from './priority-class-describe.ts';
import { validatePriorityClass, validatePriorityClassChange } from './priority-class-validation.ts';
import type { PriorityClass } from './types.ts';

const TYPE = 'io.k8s.api.scheduling.v1.PriorityClass';

const GLOBAL_DEFAULT: Column<PriorityClass> = {
	name: 'Global-Default',
	type: 'boolean',
	description: fieldDoc(TYPE, 'globalDefault'),
	priority: 0,
	value: ({ globalDefault }) => globalDefault ?? false,
};

/** Models pkg/registry/scheduling/priorityclass/strategy.go. */
export const PRIORITY_CLASS = defineKind<PriorityClass>({
	group: 'scheduling.k8s.io',
	version: 'v1',
	kind: 'PriorityClass',
	plural: 'priorityclasses',
	singular: 'priorityclass',
	shortNames: ['pc'],
	categories: [],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: TYPE,
	storagePrefix: 'priorityclasses',
	subresources: [],
	validateName: nameIsDnsSubdomain,
	...validators<PriorityClass>({
		meta: { namespaced: false, validateName: nameIsDnsSubdomain },
		content: validatePriorityClass,
		change: validatePriorityClassChange,
	}),
	applyDefaults: (priorityClass) => {
		priorityClass.preemptionPolicy ??= 'PreemptLowerPriority';
	},
	prepareForCreate: (priorityClass) => {
		priorityClass.metadata.generation = 1;
	},
	columns: [
		NAME_COLUMN,
		integerColumn('Value', fieldDoc(TYPE, 'value'), ({ value }) => value ?? 0),
		GLOBAL_DEFAULT,
		AGE_COLUMN,
		textColumn({
			name: 'PreemptionPolicy',
			description: fieldDoc(TYPE, 'preemptionPolicy'),
			value: ({ preemptionPolicy }) => preemptionPolicy ?? '',
		}),
	],
	describe: describePriorityClass,
});
