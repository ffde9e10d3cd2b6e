import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, required } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import type { Task } from '../../machinery/task.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import type { DescribeContext } from '../kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { labelsText } from '../printing/pod-template-columns.ts';
import { validators } from '../validation/kind-rules.ts';
import { validateParameters, validateProvisioner } from './storage-class-validation.ts';
import type { VolumeAttributesClass } from './types.ts';

const TYPE = 'io.k8s.api.storage.v1.VolumeAttributesClass';
const IS_DEFAULT = 'volumeattributesclass.alpha.kubernetes.io/is-default-class';

/** Models pkg/apis/storage/validation ValidateVolumeAttributesClass. */
function validateContent({ driverName, parameters }: VolumeAttributesClass): FieldError[] {
	const errors = [...validateProvisioner(driverName, 'driverName'), ...validateParameters(parameters, 'parameters')];
	if (Object.keys(parameters ?? {}).length > 0) return errors;
	return [...errors, required('parameters', 'must contain at least one key/value pair')];
}

/** Models ValidateVolumeAttributesClassUpdate. */
function validateChange(now: VolumeAttributesClass, old: VolumeAttributesClass): FieldError[] {
	const errors: FieldError[] = [];
	if (now.driverName !== old.driverName) {
		errors.push(forbiddenField('driverName', 'updates to driverName are forbidden.'));
	}
	if (!jsonEqual(now.parameters ?? {}, old.parameters ?? {})) {
		errors.push(forbiddenField('parameters', 'updates to parameters are forbidden.'));
	}
	return errors;
}

/** Models kubectl/pkg/describe VolumeAttributesClassDescriber. */
function* describe(attributes: VolumeAttributesClass, world: DescribeContext): Task<string> {
	const description = new Description();
	description.field('Name', attributes.metadata.name);
	description.field('Annotations', labelsText(attributes.metadata.annotations));
	description.field('DriverName', attributes.driverName);
	description.field('Parameters', labelsText(attributes.parameters));
	yield* describeEventsOf(description, attributes, world);
	return description.finish();
}

/** Models pkg/registry/storage/volumeattributesclass/strategy.go. */
export const VOLUME_ATTRIBUTES_CLASS = defineKind<VolumeAttributesClass>({
	group: 'storage.k8s.io',
	version: 'v1',
	kind: 'VolumeAttributesClass',
	plural: 'volumeattributesclasses',
	singular: 'volumeattributesclass',
	shortNames: ['vac'],
	categories: [],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: TYPE,
	storagePrefix: 'volumeattributesclasses',
	deleteReturnsObject: true,
	subresources: [],
	validateName: nameIsDnsSubdomain,
	...validators<VolumeAttributesClass>({
		meta: { namespaced: false, validateName: nameIsDnsSubdomain },
		content: validateContent,
		change: validateChange,
	}),
	columns: [
		{
			...NAME_COLUMN,
			value: ({ metadata }) =>
				metadata.annotations?.[IS_DEFAULT] === 'true' ? `${metadata.name} (default)` : metadata.name,
		},
		textColumn({ name: 'DriverName', description: fieldDoc(TYPE, 'driverName'), value: (each) => each.driverName }),
		AGE_COLUMN,
	],
	describe,
});
