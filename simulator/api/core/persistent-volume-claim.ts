import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { applyClaimSpecDefaults } from '../defaults/pod-spec.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import type { Column } from '../kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { claimSpecWarnings } from '../validation/claim-spec.ts';
import { validators } from '../validation/kind-rules.ts';
import { accessModesText, CLASS_ANNOTATION, CLASS_ANNOTATION_WARNING } from './access-modes.ts';
import { describePersistentVolumeClaim } from './persistent-volume-claim-describe.ts';
import type { PersistentVolumeClaim } from './types/volume.ts';
import { validateClaim, validateClaimChange } from './volume-validation.ts';

const SPEC = 'io.k8s.api.core.v1.PersistentVolumeClaimSpec';
const STATUS = 'io.k8s.api.core.v1.PersistentVolumeClaimStatus';

/** Models pkg/printers/internalversion printPersistentVolumeClaim. */
const COLUMNS: readonly Column<PersistentVolumeClaim>[] = [
	NAME_COLUMN,
	textColumn({
		name: 'Status',
		description: fieldDoc(STATUS, 'phase'),
		value: ({ metadata, status }) => (metadata.deletionTimestamp === undefined ? (status.phase ?? '') : 'Terminating'),
	}),
	textColumn({
		name: 'Volume',
		description: fieldDoc(SPEC, 'volumeName'),
		value: ({ spec }) => spec.volumeName ?? '',
	}),
	textColumn({
		name: 'Capacity',
		description: fieldDoc(STATUS, 'capacity'),
		value: ({ spec, status }) => (spec.volumeName === undefined ? '' : (status.capacity?.storage ?? '0')),
	}),
	textColumn({
		name: 'Access Modes',
		description: fieldDoc(STATUS, 'accessModes'),
		value: ({ spec, status }) => (spec.volumeName === undefined ? '' : accessModesText(status.accessModes)),
	}),
	textColumn({
		name: 'StorageClass',
		description: 'StorageClass of the pvc',
		value: ({ metadata, spec }) => metadata.annotations?.[CLASS_ANNOTATION] ?? spec.storageClassName ?? '',
	}),
	textColumn({
		name: 'VolumeAttributesClass',
		description: 'VolumeAttributesClass of the pvc',
		value: ({ spec }) => spec.volumeAttributesClassName ?? '<unset>',
	}),
	AGE_COLUMN,
	textColumn({
		name: 'VolumeMode',
		description: fieldDoc(SPEC, 'volumeMode'),
		value: ({ spec }) => spec.volumeMode ?? '<unset>',
		wide: true,
	}),
];

/** Models pkg/registry/core/persistentvolumeclaim/strategy.go. */
export const PERSISTENT_VOLUME_CLAIM = defineKind<PersistentVolumeClaim>({
	group: '',
	version: 'v1',
	kind: 'PersistentVolumeClaim',
	plural: 'persistentvolumeclaims',
	singular: 'persistentvolumeclaim',
	shortNames: ['pvc'],
	categories: [],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.core.v1.PersistentVolumeClaim',
	storagePrefix: 'persistentvolumeclaims',
	deleteReturnsObject: true,
	subresources: [STATUS_SUBRESOURCE],
	validateName: nameIsDnsSubdomain,
	...validators<PersistentVolumeClaim>({
		meta: { namespaced: true, validateName: nameIsDnsSubdomain },
		content: validateClaim,
		change: validateClaimChange,
	}),
	warnings: ({ metadata, spec }) => [
		...(metadata.annotations?.[CLASS_ANNOTATION] === undefined ? [] : [CLASS_ANNOTATION_WARNING]),
		...claimSpecWarnings(spec, 'spec'),
	],
	applyDefaults: ({ spec, status }) => {
		status.phase ??= 'Pending';
		applyClaimSpecDefaults(spec);
	},
	prepareForCreate: (claim) => {
		claim.status = { phase: 'Pending' };
		dropForeignSources(claim);
		normalizeDataSources(claim);
	},
	prepareForUpdate: (claim, old) => {
		claim.status = old.status;
	},
	prepareForStatusUpdate: (claim, old) => {
		claim.spec = old.spec;
	},
	columns: COLUMNS,
	describe: describePersistentVolumeClaim,
});

/**
 * A claim can only be filled from another one over the namespace's border with a gate that is off; the old field knows
 * claims and snapshots. Models DropDisabledFields and EnforceDataSourceBackwardsCompatibility.
 */
function dropForeignSources({ spec }: PersistentVolumeClaim): void {
	if (spec.dataSourceRef?.namespace) delete spec.dataSourceRef;
	if (spec.dataSourceRef !== undefined || spec.dataSource === undefined) return;
	const { kind, apiGroup = '' } = spec.dataSource;
	const isClaim = kind === 'PersistentVolumeClaim' && apiGroup === '';
	if (!isClaim && !(kind === 'VolumeSnapshot' && apiGroup === 'snapshot.storage.k8s.io')) delete spec.dataSource;
}

/** The old field and the new one say the same. Models pkg/api/persistentvolumeclaim NormalizeDataSources. */
function normalizeDataSources({ spec }: PersistentVolumeClaim): void {
	if (spec.dataSource !== undefined && spec.dataSourceRef === undefined) spec.dataSourceRef = { ...spec.dataSource };
	else if (spec.dataSourceRef !== undefined && spec.dataSource === undefined && !spec.dataSourceRef.namespace) {
		const { namespace: _, ...source } = spec.dataSourceRef;
		spec.dataSource = source;
	}
}
