import type { Kind } from '../../api/kind.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import {
	FieldSelector,
	LabelSelector,
	parseFieldSelector,
	parseLabelSelector,
	SelectorError,
} from '../../machinery/selectors.ts';
import { badRequest } from '../../machinery/status.ts';
import { requireType } from '../decoding/decode-object.ts';
import { emptyObject } from '../managed-fields/empty-object.ts';

/** What a list or watch selects. Models apiserver/pkg/storage SelectionPredicate. */
export interface Selection {
	readonly labels: LabelSelector;
	readonly fields: FieldSelector;
	readonly isEverything: boolean;
	matches(object: KubeObject): boolean;
}

export const EVERYTHING: Selection = {
	labels: LabelSelector.everything,
	fields: FieldSelector.everything,
	isEverything: true,
	matches: () => true,
};

/** Throws ApiError for a selector that cannot be read or names a field that cannot be selected on. */
export function parseSelection(kind: Kind, labelText: string | undefined, fieldText: string | undefined): Selection {
	if (!labelText && !fieldText) return EVERYTHING;
	try {
		const labels = labelText ? parseLabelSelector(labelText) : LabelSelector.everything;
		const fields = fieldText ? parseFieldSelector(fieldText) : FieldSelector.everything;
		return selectionOf(kind, labels, fields);
	} catch (error) {
		if (error instanceof SelectorError) throw badRequest(error.message);
		throw error;
	}
}

function selectionOf(kind: Kind, labels: LabelSelector, fields: FieldSelector): Selection {
	if (labels.isEmpty && fields.isEmpty) return EVERYTHING;
	checkFields(kind, fields);
	const name = fields.requiredValue('metadata.name');
	const namespace = fields.requiredValue('metadata.namespace');
	return {
		labels,
		fields,
		isEverything: false,
		matches(object) {
			if (name !== undefined && object.metadata.name !== name) return false;
			if (namespace !== undefined && (object.metadata.namespace ?? '') !== namespace) return false;
			if (!labels.matches(object.metadata.labels)) return false;
			return fields.isEmpty || fields.matches(fieldReader(kind, object));
		},
	};
}

/** The values of the fields that selectors may name. */
export function fieldReader(kind: Kind, object: KubeObject): (field: string) => string {
	let own: { readonly [field: string]: string } | undefined;
	return (field) => {
		if (field === 'metadata.name') return object.metadata.name;
		if (field === 'metadata.namespace') return object.metadata.namespace ?? '';
		own ??= kind.selectableFields?.(object) ?? {};
		return own[field] ?? '';
	};
}

/** Models apimachinery/pkg/runtime DefaultMetaV1FieldSelectorConversion and the conversion functions of the kinds. */
function checkFields(kind: Kind, fields: FieldSelector): void {
	for (const { field } of fields.requirements) {
		if (field === 'metadata.name' || (field === 'metadata.namespace' && kind.namespaced)) continue;
		if (kind.selectableFields !== undefined && Object.hasOwn(sampleFields(kind), field)) continue;
		throw badRequest(
			kind.selectableFields === undefined
				? `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`
				: `field label not supported: ${field}`,
		);
	}
}

/** The names of a kind's selectable fields, from an object that has nothing. */
function sampleFields(kind: Kind): { readonly [field: string]: string } {
	const empty = { ...emptyObject(requireType(kind)), kind: kind.kind, metadata: { name: '' } };
	return kind.selectableFields?.(empty as unknown as KubeObject) ?? {};
}
