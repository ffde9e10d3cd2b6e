import type { FieldError } from '../../machinery/field-error.ts';
import { duplicate, forbiddenField, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { dns1123Label, nameIsDnsSubdomain } from '../../machinery/names.ts';
import { compareQuantities } from '../../machinery/quantity.ts';
import type { Volume } from '../core/types/volume.ts';
import type {
	ConfigMapVolumeSource,
	HostPathVolumeSource,
	NFSVolumeSource,
	SecretVolumeSource,
} from '../core/types/volume-source.ts';
import { validateClaimSpec } from './claim-spec.ts';
import { validateAnnotations, validateLabels } from './object-meta.ts';
import { validateDescendingPath, validateFileMode, validateNoBacksteps } from './paths.ts';
import { validateProjection } from './projected-volume.ts';
import { sourceInComplaint, validateStorageSource } from './storage-sources.ts';
import { validateDownwardFile, validateItems } from './volume-files.ts';

/**
 * Checks a Pod's volumes. Returns those that are in order, for the mounts to refer to: a mount of a volume that is not
 * says "Not found" as well.
 * Models pkg/apis/core/validation ValidateVolumes.
 */
export function validateVolumes(
	volumes: readonly Volume[],
	podName: string | undefined,
	path: string,
	errors: FieldError[],
): ReadonlyMap<string, Volume> {
	const valid = new Map<string, Volume>();
	const createdClaims = new Set(
		podName === undefined
			? []
			: volumes.filter((volume) => volume.ephemeral !== undefined).map(({ name }) => `${podName}-${name}`),
	);
	for (const [index, volume] of volumes.entries()) {
		const at = `${path}[${index}]`;
		const found = validateSources(volume, podName, at);
		if (volume.name === '') found.push(required(`${at}.name`));
		else
			for (const complaint of dns1123Label(volume.name)) found.push(invalidValue(`${at}.name`, volume.name, complaint));
		if (valid.has(volume.name)) found.push(duplicate(`${at}.name`, volume.name));
		if (found.length === 0) valid.set(volume.name, volume);
		else errors.push(...found);
		const claimName = volume.persistentVolumeClaim?.claimName;
		if (claimName !== undefined && createdClaims.has(claimName)) {
			errors.push(
				invalidValue(
					`${at}.persistentVolumeClaim.claimName`,
					claimName,
					'must not reference a PVC that gets created for an ephemeral volume',
				),
			);
		}
	}
	return valid;
}

/** In the order in which the real server looks at them: the first one set is the one, the others are too many. */
const SOURCES = [
	'emptyDir',
	'hostPath',
	'gitRepo',
	'gcePersistentDisk',
	'awsElasticBlockStore',
	'secret',
	'nfs',
	'iscsi',
	'glusterfs',
	'flocker',
	'persistentVolumeClaim',
	'rbd',
	'cinder',
	'cephfs',
	'quobyte',
	'downwardAPI',
	'fc',
	'flexVolume',
	'configMap',
	'azureFile',
	'vsphereVolume',
	'photonPersistentDisk',
	'portworxVolume',
	'azureDisk',
	'storageos',
	'projected',
	'scaleIO',
	'csi',
	'ephemeral',
	'image',
] as const;

function validateSources(volume: Volume, podName: string | undefined, path: string): FieldError[] {
	const set = SOURCES.filter((source) => volume[source] !== undefined);
	const [first, ...more] = set;
	if (first === undefined) return [required(path, 'must specify a volume type')];
	const errors = validateSource(volume, first, podName, path);
	for (const source of more) {
		errors.push(forbiddenField(`${path}.${sourceInComplaint(source)}`, 'may not specify more than 1 volume type'));
	}
	return errors;
}

function validateSource(
	volume: Volume,
	source: (typeof SOURCES)[number],
	podName: string | undefined,
	path: string,
): FieldError[] {
	const at = `${path}.${source}`;
	switch (source) {
		case 'emptyDir': {
			const limit = volume.emptyDir?.sizeLimit;
			return limit !== undefined && compareQuantities(limit, '0') < 0
				? [forbiddenField(`${at}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')]
				: [];
		}
		case 'hostPath':
			return validateHostPath(volume.hostPath as HostPathVolumeSource, at);
		case 'secret':
			return validateSecretSource(volume.secret as SecretVolumeSource, at);
		case 'configMap':
			return validateConfigMapSource(volume.configMap as ConfigMapVolumeSource, at);
		case 'nfs':
			return validateNfs(volume.nfs as NFSVolumeSource, at);
		case 'persistentVolumeClaim':
			return volume.persistentVolumeClaim?.claimName === '' ? [required(`${at}.claimName`)] : [];
		case 'downwardAPI':
			return [
				...validateFileMode(volume.downwardAPI?.defaultMode, `${at}.defaultMode`),
				...(volume.downwardAPI?.items ?? []).flatMap((item) => validateDownwardFile(item, at)),
			];
		case 'projected':
			return volume.projected === undefined ? [] : validateProjection(volume.projected, at);
		case 'ephemeral':
			return validateEphemeral(volume, podName, path);
		case 'image':
			return validateImage(volume, at);
		case 'gitRepo':
			return [
				...(volume.gitRepo?.repository === '' ? [required(`${at}.repository`)] : []),
				...validateDescendingPath(volume.gitRepo?.directory ?? '', `${at}.directory`),
			];
		default:
			return validateStorageSource(volume, source, { path: at, name: volume.name, persistent: false });
	}
}

const HOST_PATH_TYPES = [
	'',
	'BlockDevice',
	'CharDevice',
	'Directory',
	'DirectoryOrCreate',
	'File',
	'FileOrCreate',
	'Socket',
];

/** Models validateHostPathVolumeSource. */
export function validateHostPath({ path: hostPath, type }: HostPathVolumeSource, path: string): FieldError[] {
	if (hostPath === '') return [required(`${path}.path`)];
	const errors = validateNoBacksteps(hostPath, `${path}.path`);
	if (type !== undefined && !HOST_PATH_TYPES.includes(type)) {
		errors.push(notSupported(`${path}.type`, type, HOST_PATH_TYPES));
	}
	return errors;
}

function validateSecretSource(source: SecretVolumeSource, path: string): FieldError[] {
	return [
		...(source.secretName ? [] : [required(`${path}.secretName`)]),
		...validateFileMode(source.defaultMode, `${path}.defaultMode`),
		...validateItems(source.items, `${path}.items`),
	];
}

function validateConfigMapSource(source: ConfigMapVolumeSource, path: string): FieldError[] {
	return [
		...(source.name ? [] : [required(`${path}.name`)]),
		...validateFileMode(source.defaultMode, `${path}.defaultMode`),
		...validateItems(source.items, `${path}.items`),
	];
}

/** Models validateNFSVolumeSource. */
export function validateNfs(nfs: NFSVolumeSource, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (nfs.server === '') errors.push(required(`${path}.server`));
	if (nfs.path === '') errors.push(required(`${path}.path`));
	if (!nfs.path.startsWith('/')) errors.push(invalidValue(`${path}.path`, nfs.path, 'must be an absolute path'));
	return errors;
}

function validateEphemeral(volume: Volume, podName: string | undefined, path: string): FieldError[] {
	const template = volume.ephemeral?.volumeClaimTemplate;
	const at = `${path}.ephemeral.volumeClaimTemplate`;
	if (template === undefined) return [required(at)];
	const errors = [
		...validateAnnotations(template.metadata?.annotations, `${at}.metadata.annotations`),
		...validateLabels(template.metadata?.labels, `${at}.metadata.labels`),
		...validateTemplateFields(template.metadata ?? {}, `${at}.metadata`),
		...validateClaimSpec(template.spec, `${at}.spec`),
	];
	if (podName !== undefined && volume.name !== '') {
		const claim = `${podName}-${volume.name}`;
		for (const complaint of nameIsDnsSubdomain(claim, false)) {
			errors.push(invalidValue(`${path}.name`, volume.name, `PVC name ${JSON.stringify(claim)}: ${complaint}`));
		}
	}
	return errors;
}

/** Only what claims take over may be written. Models ValidateTemplateObjectMeta. */
function validateTemplateFields(metadata: object, path: string): FieldError[] {
	const others = TEMPLATE_FIELDS.filter((field) => Object.hasOwn(metadata, field));
	return others.map((field) => forbiddenField(`${path}.${field === 'uid' ? 'uID' : field}`, 'cannot be set'));
}

const TEMPLATE_FIELDS = [
	'name',
	'generateName',
	'namespace',
	'selfLink',
	'uid',
	'resourceVersion',
	'generation',
	'creationTimestamp',
	'deletionTimestamp',
	'deletionGracePeriodSeconds',
	'ownerReferences',
	'finalizers',
	'managedFields',
];

function validateImage({ image }: Volume, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (!image?.reference) errors.push(required(`${path}.reference`));
	const policies = ['Always', 'IfNotPresent', 'Never'];
	if (image?.pullPolicy !== undefined && !policies.includes(image.pullPolicy)) {
		errors.push(notSupported(`${path}.pullPolicy`, image.pullPolicy, policies));
	}
	return errors;
}
