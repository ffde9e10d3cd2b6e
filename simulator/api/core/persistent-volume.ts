import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { applyOldVolumeDefaults } from '../defaults/pod-spec.ts';
import { roundAmounts } from '../defaults/resource-amounts.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import type { Column } from '../kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { validators } from '../validation/kind-rules.ts';
import { nodeTermWarnings } from '../validation/node-label-warnings.ts';
import { accessModesText, CLASS_ANNOTATION, CLASS_ANNOTATION_WARNING } from './access-modes.ts';
import { describePersistentVolume } from './persistent-volume-describe.ts';
import type { PersistentVolume } from './types/volume.ts';
import { validateVolume, validateVolumeChange } from './volume-validation.ts';

const SPEC = 'io.k8s.api.core.v1.PersistentVolumeSpec';
const STATUS = 'io.k8s.api.core.v1.PersistentVolumeStatus';

/** Models pkg/printers/internalversion printPersistentVolume. */
const COLUMNS: readonly Column<PersistentVolume>[] = [
	NAME_COLUMN,
	textColumn({
		name: 'Capacity',
		description: fieldDoc(SPEC, 'capacity'),
		value: ({ spec }) => spec.capacity?.storage ?? '0',
	}),
	textColumn({
		name: 'Access Modes',
		description: fieldDoc(SPEC, 'accessModes'),
		value: ({ spec }) => accessModesText(spec.accessModes),
	}),
	textColumn({
		name: 'Reclaim Policy',
		description: fieldDoc(SPEC, 'persistentVolumeReclaimPolicy'),
		value: ({ spec }) => spec.persistentVolumeReclaimPolicy ?? '',
	}),
	textColumn({
		name: 'Status',
		description: fieldDoc(STATUS, 'phase'),
		value: ({ metadata, status }) => (metadata.deletionTimestamp === undefined ? (status.phase ?? '') : 'Terminating'),
	}),
	textColumn({
		name: 'Claim',
		description: fieldDoc(SPEC, 'claimRef'),
		value: ({ spec }) =>
			spec.claimRef === undefined ? '' : `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}`,
	}),
	textColumn({
		name: 'StorageClass',
		description: 'StorageClass of the pv',
		value: ({ metadata, spec }) => metadata.annotations?.[CLASS_ANNOTATION] ?? spec.storageClassName ?? '',
	}),
	textColumn({
		name: 'VolumeAttributesClass',
		description: 'VolumeAttributesClass of the pv',
		value: ({ spec }) => spec.volumeAttributesClassName ?? '<unset>',
	}),
	textColumn({ name: 'Reason', description: fieldDoc(STATUS, 'reason'), value: ({ status }) => status.reason ?? '' }),
	AGE_COLUMN,
	textColumn({
		name: 'VolumeMode',
		description: fieldDoc(SPEC, 'volumeMode'),
		value: ({ spec }) => spec.volumeMode ?? '<unset>',
		wide: true,
	}),
];

const DEPRECATED_SOURCES = [
	['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
	['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
	['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
	['storageos', 'deprecated in v1.22, non-functional in v1.25+'],
	['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
	['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
] as const;

/** Models pkg/api/persistentvolume GetWarningsForPersistentVolume. */
function volumeWarnings({ metadata, spec }: PersistentVolume): string[] {
	const warnings = metadata.annotations?.[CLASS_ANNOTATION] === undefined ? [] : [CLASS_ANNOTATION_WARNING];
	if (spec.persistentVolumeReclaimPolicy === 'Recycle') {
		warnings.push(
			'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
		);
	}
	const terms = spec.nodeAffinity?.required?.nodeSelectorTerms ?? [];
	warnings.push(...nodeTermWarnings(terms, (index) => `spec.nodeAffinity.required.nodeSelectorTerms[${index}]`));
	for (const [source, message] of DEPRECATED_SOURCES) {
		const shown = source === 'storageos' ? 'storageOS' : source;
		if (spec[source] !== undefined) warnings.push(`spec.${shown}: ${message}`);
	}
	return warnings;
}

/** Models pkg/registry/core/persistentvolume/strategy.go: the time a phase began is the server's. */
export const PERSISTENT_VOLUME = defineKind<PersistentVolume>({
	group: '',
	version: 'v1',
	kind: 'PersistentVolume',
	plural: 'persistentvolumes',
	singular: 'persistentvolume',
	shortNames: ['pv'],
	categories: [],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.core.v1.PersistentVolume',
	storagePrefix: 'persistentvolumes',
	deleteReturnsObject: true,
	subresources: [STATUS_SUBRESOURCE],
	validateName: nameIsDnsSubdomain,
	...validators<PersistentVolume>({
		meta: { namespaced: false, validateName: nameIsDnsSubdomain },
		content: validateVolume,
		change: validateVolumeChange,
	}),
	warnings: volumeWarnings,
	applyDefaults: ({ spec, status }) => {
		status.phase ??= 'Pending';
		spec.persistentVolumeReclaimPolicy ??= 'Retain';
		spec.volumeMode ??= 'Filesystem';
		roundAmounts(spec.capacity);
		if (spec.hostPath !== undefined) spec.hostPath.type ??= '';
		applyOldVolumeDefaults(spec);
	},
	prepareForCreate: (volume, world) => {
		volume.status = { phase: 'Pending', lastPhaseTransitionTime: world.timestamp() };
	},
	prepareForUpdate: (volume, old) => {
		volume.status = old.status;
	},
	prepareForStatusUpdate: (volume, old) => {
		volume.spec = old.spec;
	},
	columns: COLUMNS,
	describe: describePersistentVolume,
});
