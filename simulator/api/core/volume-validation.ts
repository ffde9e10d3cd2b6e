import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { compareQuantities, wholeValue } from '../../machinery/quantity.ts';
import { ACCESS_MODES, VOLUME_MODES, validateClaimSpec } from '../validation/claim-spec.ts';
import { IMMUTABLE, validateImmutable } from '../validation/object-meta.ts';
import { validateNoBacksteps } from '../validation/paths.ts';
import { validateNodeSelector } from '../validation/scheduling.ts';
import { sourceInComplaint, validateStorageSource } from '../validation/storage-sources.ts';
import { validateHostPath, validateNfs } from '../validation/volumes.ts';
import { CLASS_ANNOTATION } from './access-modes.ts';
import { internalForm } from './internal-json.ts';
import { claimSpecDiff, volumeSourceDiff } from './pod-spec-diff.ts';
import type { PersistentVolume, PersistentVolumeClaim } from './types/volume.ts';

// Models pkg/apis/core/validation ValidatePersistentVolumeSpec, ValidatePersistentVolumeClaimUpdate.

const RECLAIM_POLICIES = ['Delete', 'Recycle', 'Retain'];
const SOURCES = [
	'hostPath',
	'gcePersistentDisk',
	'awsElasticBlockStore',
	'glusterfs',
	'flocker',
	'nfs',
	'rbd',
	'quobyte',
	'cephfs',
	'iscsi',
	'cinder',
	'fc',
	'flexVolume',
	'azureFile',
	'vsphereVolume',
	'photonPersistentDisk',
	'portworxVolume',
	'azureDisk',
	'scaleIO',
	'local',
	'storageos',
	'csi',
] as const;

export function validateVolume({ metadata, spec }: PersistentVolume): FieldError[] {
	const errors: FieldError[] = [];
	const modes = spec.accessModes ?? [];
	if (modes.length === 0) errors.push(required('spec.accessModes'));
	for (const mode of modes) {
		if (!ACCESS_MODES.includes(mode)) errors.push(notSupported('spec.accessModes', mode, ACCESS_MODES));
	}
	if (modes.includes('ReadWriteOncePod') && modes.some((mode) => mode !== 'ReadWriteOncePod')) {
		errors.push(forbiddenField('spec.accessModes', 'may not use ReadWriteOncePod with other access modes'));
	}
	const capacity = spec.capacity ?? {};
	if (Object.keys(capacity).length === 0) errors.push(required('spec.capacity'));
	if (capacity.storage === undefined || Object.keys(capacity).length > 1) {
		errors.push(notSupported('spec.capacity', spec.capacity ?? null, ['storage']));
	}
	for (const [name, amount] of Object.entries(capacity)) {
		const at = `spec.capacity[${name}]`;
		if (wholeValue(amount) < 0) errors.push(invalidValue(at, wholeValue(amount), 'must be a valid resource quantity'));
		if (compareQuantities(amount, '0') <= 0) errors.push(invalidValue(at, amount, 'must be greater than zero'));
	}
	const policy = spec.persistentVolumeReclaimPolicy;
	if (policy !== undefined && !RECLAIM_POLICIES.includes(policy)) {
		errors.push(notSupported('spec.persistentVolumeReclaimPolicy', policy, RECLAIM_POLICIES));
	}
	if (spec.nodeAffinity !== undefined) {
		if (spec.nodeAffinity.required === undefined) {
			errors.push(required('spec.nodeAffinity.required', 'must specify required node constraints'));
		} else errors.push(...validateNodeSelector(spec.nodeAffinity.required, 'spec.nodeAffinity.required'));
	}
	errors.push(...validateSource({ metadata, spec } as PersistentVolume));
	if (isRoot(spec.hostPath?.path) && policy === 'Recycle') {
		const because = "may not be 'recycle' for a hostPath mount of '/'";
		errors.push(forbiddenField('spec.persistentVolumeReclaimPolicy', because));
	}
	const className = spec.storageClassName;
	for (const complaint of className === undefined ? [] : nameIsDnsSubdomain(className, false)) {
		errors.push(invalidValue('spec.storageClassName', className, complaint));
	}
	if (spec.volumeMode !== undefined && !VOLUME_MODES.includes(spec.volumeMode)) {
		errors.push(notSupported('spec.volumeMode', spec.volumeMode, VOLUME_MODES));
	}
	errors.push(...validateAttributesClass(spec));
	return errors;
}

/** "/", "//", "/./". Models path.Clean. */
function isRoot(path: string | undefined): boolean {
	return path?.startsWith('/') === true && path.split('/').every((part) => part === '' || part === '.');
}

function validateAttributesClass({ volumeAttributesClassName: name, csi }: PersistentVolume['spec']): FieldError[] {
	if (name === undefined) return [];
	const path = 'spec.volumeAttributesClassName';
	const errors =
		name === ''
			? [required(path, 'an empty string is disallowed')]
			: nameIsDnsSubdomain(name, false).map((complaint) => invalidValue(path, name, complaint));
	if (csi === undefined) errors.push(required('spec.csi', 'has to be specified when using volumeAttributesClassName'));
	return errors;
}

function validateSource({ metadata, spec }: PersistentVolume): FieldError[] {
	const [first, ...more] = SOURCES.filter((source) => spec[source] !== undefined);
	if (first === undefined) return [required('spec', 'must specify a volume type')];
	const errors: FieldError[] = [];
	if (first === 'hostPath' && spec.hostPath !== undefined)
		errors.push(...validateHostPath(spec.hostPath, 'spec.hostPath'));
	if (first === 'nfs' && spec.nfs !== undefined) errors.push(...validateNfs(spec.nfs, 'spec.nfs'));
	if (first === 'local') {
		const path = spec.local?.path ?? '';
		if (path === '') errors.push(required('spec.local.path'));
		else errors.push(...validateNoBacksteps(path, 'spec.local.path'));
		if (spec.nodeAffinity === undefined) {
			errors.push(required('spec.nodeAffinity', 'Local volume requires node affinity'));
		}
	}
	errors.push(...validateStorageSource(spec, first, { path: `spec.${first}`, name: metadata.name, persistent: true }));
	for (const source of more) {
		const at = `spec.${sourceInComplaint(source)}`;
		// One more of these is not counted.
		if (source !== 'flexVolume') errors.push(forbiddenField(at, 'may not specify more than 1 volume type'));
	}
	return errors;
}

/** Models ValidatePersistentVolumeUpdate. */
export function validateVolumeChange(volume: PersistentVolume, old: PersistentVolume): FieldError[] {
	const errors: FieldError[] = [];
	const sourceOf = ({ spec }: PersistentVolume): object =>
		Object.fromEntries(SOURCES.map((source) => [source, spec[source]]).filter(([, value]) => value !== undefined));
	if (!jsonEqual(sourceOf(volume), sourceOf(old))) {
		const because = `spec.persistentvolumesource is immutable after creation\n${volumeSourceDiff(old.spec, volume.spec)}`;
		errors.push(forbiddenField('spec.persistentvolumesource', because));
	}
	errors.push(...validateImmutable(volume.spec.volumeMode, old.spec.volumeMode, 'volumeMode'));
	errors.push(...validateAffinityChange(volume.spec.nodeAffinity, old.spec.nodeAffinity));
	if (old.spec.volumeAttributesClassName !== undefined && volume.spec.volumeAttributesClassName === undefined) {
		errors.push(forbiddenField('spec.volumeAttributesClassName', 'update from non-nil value to nil is forbidden'));
	}
	return errors;
}

type VolumeAffinity = PersistentVolume['spec']['nodeAffinity'];

/** Old names of nodes' labels may become the new ones. Models validatePvNodeAffinity. */
function validateAffinityChange(now: VolumeAffinity, old: VolumeAffinity): FieldError[] {
	if (old === undefined || jsonEqual(now ?? null, old) || jsonEqual(now ?? null, withNewLabels(old, now))) return [];
	const value = now === undefined ? null : internalForm('VolumeNodeAffinity', now);
	return [invalidValue('nodeAffinity', value, 'field is immutable, except for updating from beta label to GA')];
}

const NEW_LABELS: ReadonlyMap<string, string> = new Map([
	['failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
	['failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region'],
	['beta.kubernetes.io/os', 'kubernetes.io/os'],
	['beta.kubernetes.io/arch', 'kubernetes.io/arch'],
	['beta.kubernetes.io/instance-type', 'node.kubernetes.io/instance-type'],
]);

/** \`old\` with the keys that \`now\` has renamed. */
function withNewLabels(old: NonNullable<VolumeAffinity>, now: VolumeAffinity): VolumeAffinity {
	const terms = old.required?.nodeSelectorTerms.map((term, index) => ({
		...term,
		...(term.matchExpressions === undefined
			? {}
			: {
					matchExpressions: term.matchExpressions.map((each, i) => {
						const key = now?.required?.nodeSelectorTerms[index]?.matchExpressions?.[i]?.key;
						return key !== undefined && NEW_LABELS.get(each.key) === key ? { ...each, key } : each;
					}),
				}),
	}));
	return terms === undefined ? old : { ...old, required: { nodeSelectorTerms: terms } };
}

export function validateClaim({ spec }: PersistentVolumeClaim): FieldError[] {
	return validateClaimSpec(spec, 'spec');
}

/** Models ValidatePersistentVolumeClaimUpdate. */
export function validateClaimChange(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
	const errors: FieldError[] = [];
	const before = { ...old.spec };
	const now = { ...claim.spec };
	if (before.volumeName === undefined && now.volumeName !== undefined) before.volumeName = now.volumeName;
	const annotation = claim.metadata.annotations?.[CLASS_ANNOTATION] ?? '';
	const oldAnnotation = old.metadata.annotations?.[CLASS_ANNOTATION];
	const movesToField =
		oldAnnotation !== undefined &&
		before.storageClassName === undefined &&
		now.storageClassName === oldAnnotation &&
		(annotation === '' || annotation === oldAnnotation);
	if (!movesToField && annotation !== (oldAnnotation ?? '')) {
		errors.push(invalidValue(`metadata.annotations.${CLASS_ANNOTATION}`, annotation, IMMUTABLE));
	}
	if (before.storageClassName === undefined) {
		if (oldAnnotation === undefined || now.storageClassName === oldAnnotation) delete now.storageClassName;
	}
	const size = claim.spec.resources?.requests?.storage ?? '0';
	const oldSize = old.spec.resources?.requests?.storage ?? '0';
	if (claim.status.phase === 'Bound') {
		now.resources = { ...now.resources, requests: { ...now.resources?.requests, storage: oldSize } };
		if (before.volumeAttributesClassName === undefined) delete now.volumeAttributesClassName;
		else now.volumeAttributesClassName = before.volumeAttributesClassName;
	}
	if (!jsonEqual(now, before)) {
		const because =
			'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
		errors.push(forbiddenField('spec', `${because}\n${claimSpecDiff(before, now)}`));
	}
	if (compareQuantities(size, oldSize) < 0) {
		const capacity = old.status.capacity?.storage ?? '0';
		if (compareQuantities(size, capacity) <= 0) {
			errors.push(forbiddenField('spec.resources.requests.storage', 'field can not be less than status.capacity'));
		}
	}
	errors.push(...validateImmutable(claim.spec.volumeMode, old.spec.volumeMode, 'volumeMode'));
	const attributes = claim.spec.volumeAttributesClassName;
	if (old.spec.volumeAttributesClassName !== undefined && !attributes) {
		const to = attributes === undefined ? 'nil' : 'an empty string';
		errors.push(forbiddenField('spec.volumeAttributesClassName', `update from non-nil value to ${to} is forbidden`));
	}
	return errors;
}
