import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue } from '../../machinery/field-error.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { compareQuantities } from '../../machinery/quantity.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { validators } from '../validation/kind-rules.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { nonNegative, validateImmutable } from '../validation/object-meta.ts';
import type { CSIStorageCapacity } from './types.ts';

const TYPE = 'io.k8s.api.storage.v1.CSIStorageCapacity';

/** Models pkg/apis/storage/validation ValidateCSIStorageCapacity. */
function validateContent({ nodeTopology, storageClassName, capacity }: CSIStorageCapacity): FieldError[] {
	const errors = validateLabelSelector(nodeTopology, 'nodeTopology');
	for (const complaint of nameIsDnsSubdomain(storageClassName, false)) {
		errors.push(invalidValue('storageClassName', storageClassName, complaint));
	}
	if (capacity !== undefined && compareQuantities(capacity, '0') < 0) errors.push(nonNegative('capacity', capacity));
	return errors;
}

/** Models pkg/registry/storage/csistoragecapacity/strategy.go. */
export const CSI_STORAGE_CAPACITY = defineKind<CSIStorageCapacity>({
	group: 'storage.k8s.io',
	version: 'v1',
	kind: 'CSIStorageCapacity',
	plural: 'csistoragecapacities',
	singular: 'csistoragecapacity',
	shortNames: [],
	categories: [],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: TYPE,
	storagePrefix: 'csistoragecapacities',
	allowUnconditionalUpdate: false,
	subresources: [],
	validateName: nameIsDnsSubdomain,
	...validators<CSIStorageCapacity>({
		meta: { namespaced: true, validateName: nameIsDnsSubdomain },
		content: validateContent,
		// Models ValidateCSIStorageCapacityUpdate: what a driver was asked with stays.
		change: (now, old) => [
			...validateImmutable(now.nodeTopology, old.nodeTopology, 'nodeTopology'),
			...validateImmutable(now.storageClassName, old.storageClassName, 'storageClassName'),
		],
	}),
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'StorageClassName',
			description: fieldDoc(TYPE, 'storageClassName'),
			value: ({ storageClassName }) => storageClassName,
		}),
		textColumn({
			name: 'Capacity',
			description: fieldDoc(TYPE, 'capacity'),
			value: ({ capacity }) => capacity ?? '<unset>',
		}),
	],
});
