import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { validators } from '../validation/kind-rules.ts';
import { describeStorageClass } from './storage-class-describe.ts';
import { storageClassWarnings, validateStorageClass, validateStorageClassChange } from './storage-class-validation.ts';
import type { StorageClass } from './types.ts';

const TYPE = 'io.k8s.api.storage.v1.StorageClass';
const DEFAULT_ANNOTATIONS = [
	'storageclass.kubernetes.io/is-default-class',
	'storageclass.beta.kubernetes.io/is-default-class',
];

/** Whether claims without a class get this one. Models pkg/apis/storage/util IsDefaultAnnotation. */
export function isDefaultStorageClass({ metadata }: StorageClass): boolean {
	return DEFAULT_ANNOTATIONS.some((key) => metadata.annotations?.[key] === 'true');
}

/** Models pkg/registry/storage/storageclass/strategy.go. */
export const STORAGE_CLASS = defineKind<StorageClass>({
	group: 'storage.k8s.io',
	version: 'v1',
	kind: 'StorageClass',
	plural: 'storageclasses',
	singular: 'storageclass',
	shortNames: ['sc'],
	categories: [],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: TYPE,
	storagePrefix: 'storageclasses',
	deleteReturnsObject: true,
	subresources: [],
	validateName: nameIsDnsSubdomain,
	...validators<StorageClass>({
		meta: { namespaced: false, validateName: nameIsDnsSubdomain },
		content: validateStorageClass,
		change: validateStorageClassChange,
	}),
	applyDefaults: (storageClass) => {
		storageClass.reclaimPolicy ??= 'Delete';
		storageClass.volumeBindingMode ??= 'Immediate';
	},
	warnings: storageClassWarnings,
	columns: [
		{
			...NAME_COLUMN,
			value: (object) =>
				isDefaultStorageClass(object as StorageClass) ? `${object.metadata.name} (default)` : object.metadata.name,
		},
		textColumn({ name: 'Provisioner', description: fieldDoc(TYPE, 'provisioner'), value: (each) => each.provisioner }),
		textColumn({
			name: 'ReclaimPolicy',
			description: fieldDoc(TYPE, 'reclaimPolicy'),
			value: ({ reclaimPolicy }) => reclaimPolicy ?? 'Delete',
		}),
		textColumn({
			name: 'VolumeBindingMode',
			description: fieldDoc(TYPE, 'volumeBindingMode'),
			value: ({ volumeBindingMode }) => volumeBindingMode ?? 'Immediate',
		}),
		textColumn({
			name: 'AllowVolumeExpansion',
			description: fieldDoc(TYPE, 'allowVolumeExpansion'),
			value: ({ allowVolumeExpansion }) => allowVolumeExpansion ?? false,
		}),
		AGE_COLUMN,
	],
	describe: describeStorageClass,
});
