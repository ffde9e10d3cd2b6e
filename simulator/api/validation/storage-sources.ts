import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue, notSupported, required, tooLong } from '../../machinery/field-error.ts';
import {
	dns1123Label,
	dns1123Subdomain,
	nameIsDnsLabel,
	nameIsDnsSubdomain,
	rangeComplaint,
} from '../../machinery/names.ts';
import type { PersistentVolumeSpec, Volume } from '../core/types/volume.ts';

// Sources of clouds and storage products. A Pod's volume and a PersistentVolume have nearly the same; what differs is
// told apart by `persistent`. Models pkg/apis/core/validation validate…VolumeSource, validate…PersistentVolumeSource.

interface Where {
	readonly path: string;
	/** The volume's: of a PersistentVolume, or within its Pod. */
	readonly name: string;
	readonly persistent: boolean;
}

type Check<T> = (source: T, where: Where) => FieldError[];

/** An error for each of the named fields that is empty. */
function need(source: object, path: string, ...fields: readonly string[]): FieldError[] {
	const values = source as { readonly [field: string]: unknown };
	return fields.filter((field) => isEmpty(values[field])).map((field) => required(`${path}.${field}`));
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

type SecretRef = { readonly name?: string; readonly namespace?: string } | undefined;

function needSecret(secret: SecretRef, path: string, withNamespace: boolean): FieldError[] {
	if (secret === undefined) return [];
	return need(secret, `${path}.secretRef`, 'name', ...(withNamespace ? ['namespace'] : []));
}

function partition(value: number | undefined, path: string): FieldError[] {
	if (value === undefined || (value >= 0 && value <= 255)) return [];
	return [invalidValue(`${path}.partition`, value, rangeComplaint(1, 255))];
}

function lun(value: number | undefined, path: string): FieldError[] {
	if (value === undefined || (value >= 0 && value <= 255)) return [];
	return [invalidValue(`${path}.lun`, value, rangeComplaint(0, 255))];
}

const INITIATORS: readonly (readonly [string, RegExp])[] = [
	['iqn', /iqn\.\d{4}-\d{2}\.([A-Za-z0-9\-.]+)(:[^,;*&$|\s]+)$/],
	['eui', /^eui.[A-Za-z0-9]{16}$/],
	['naa', /^naa.[A-Za-z0-9]{32}$/],
];

function initiator(value: string, path: string, persistent: boolean): FieldError[] {
	const format = INITIATORS.find(([prefix]) => value.startsWith(prefix));
	if (format !== undefined) return format[1].test(value) ? [] : [invalidValue(path, value, 'must be valid format')];
	const starts = persistent ? '' : ' starting with iqn, eui, or naa';
	return [invalidValue(path, value, `must be valid format${starts}`)];
}

const ISCSI_NAME_MAX = 64;

const iscsi: Check<NonNullable<Volume['iscsi'] | PersistentVolumeSpec['iscsi']>> = (source, where) => {
	const { path, name, persistent } = where;
	const errors = need(source, path, 'targetPortal');
	const isLong = source.initiatorName !== undefined && `${name}:${source.targetPortal}`.length > ISCSI_NAME_MAX;
	const tooMuch =
		'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';
	if (isLong && persistent) errors.push(invalidValue(`${path}.targetportal`, source.targetPortal, tooMuch));
	if (source.iqn === '') errors.push(required(`${path}.iqn`));
	else errors.push(...initiator(source.iqn, `${path}.iqn`, persistent));
	errors.push(...lun(source.lun, path));
	const authenticates = source.chapAuthDiscovery === true || source.chapAuthSession === true;
	if (authenticates && source.secretRef === undefined) errors.push(required(`${path}.secretRef`));
	if (persistent) errors.push(...needSecret(source.secretRef, path, false));
	if (source.initiatorName !== undefined) {
		errors.push(...initiator(source.initiatorName, `${path}.initiatorname`, persistent));
	}
	if (isLong && !persistent) errors.push(invalidValue(path.replace(/\.iscsi$/, '.name'), name, tooMuch));
	return errors;
};

const fc: Check<NonNullable<Volume['fc']>> = ({ targetWWNs = [], wwids = [], lun: number }, { path }) => {
	const errors: FieldError[] = [];
	if (targetWWNs.length === 0 && wwids.length === 0) {
		errors.push(required(`${path}.targetWWNs`, 'must specify either targetWWNs or wwids, but not both'));
	}
	if (targetWWNs.length > 0 && wwids.length > 0) {
		const because = 'targetWWNs and wwids can not be specified simultaneously';
		errors.push(invalidValue(`${path}.targetWWNs`, targetWWNs, because));
	}
	if (targetWWNs.length === 0) return errors;
	if (number === undefined) errors.push(required(`${path}.lun`, 'lun is required if targetWWNs is specified'));
	return [...errors, ...lun(number, path)];
};

const flocker: Check<NonNullable<Volume['flocker']>> = ({ datasetName = '', datasetUUID = '' }, { path }) => {
	const errors: FieldError[] = [];
	if (datasetName === '' && datasetUUID === '') {
		errors.push(required(path, 'one of datasetName and datasetUUID is required'));
	}
	if (datasetName !== '' && datasetUUID !== '') {
		errors.push(invalidValue(path, 'resource', 'datasetName and datasetUUID can not be specified simultaneously'));
	}
	if (datasetName.includes('/')) errors.push(invalidValue(`${path}.datasetName`, datasetName, "must not contain '/'"));
	return errors;
};

const quobyte: Check<NonNullable<Volume['quobyte']>> = (source, { path }) => {
	const { registry, tenant = '' } = source;
	const pairs = 'must be a host:port pair or multiple pairs separated by commas';
	const errors: FieldError[] = [];
	if (registry === '') errors.push(required(`${path}.registry`, pairs));
	else if (tenant.length >= 65) {
		errors.push(required(`${path}.tenant`, 'must be a UUID and may not exceed a length of 64 characters'));
	} else {
		for (const pair of registry.split(',')) {
			if (!/^([^:[\]]*|\[[^[\]]*\]):[^:]*$/.test(pair)) errors.push(invalidValue(`${path}.registry`, registry, pairs));
		}
	}
	return [...errors, ...need(source, path, 'volume')];
};

const flexVolume: Check<NonNullable<Volume['flexVolume']>> = (source, { path }) => {
	const errors = need(source, path, 'driver');
	for (const key of Object.keys(source.options ?? {})) {
		const namespace = `.${(key.split('/', 2).length === 2 ? (key.split('/')[0] ?? '') : key).toLowerCase()}`;
		if (!namespace.endsWith('.kubernetes.io') && !namespace.endsWith('.k8s.io')) continue;
		errors.push(invalidValue(`${path}.options[${key}]`, key, 'kubernetes.io and k8s.io namespaces are reserved'));
	}
	return errors;
};

const DISK_KINDS = ['Dedicated', 'Managed', 'Shared'];
const CACHING_MODES = ['None', 'ReadOnly', 'ReadWrite'];

const azureDisk: Check<NonNullable<Volume['azureDisk']>> = (source, { path }) => {
	const errors = need(source, path, 'diskName', 'diskURI');
	const { diskURI, cachingMode, kind } = source;
	if (cachingMode !== undefined && !CACHING_MODES.includes(cachingMode)) {
		errors.push(notSupported(`${path}.cachingMode`, cachingMode, CACHING_MODES));
	}
	if (kind !== undefined && !DISK_KINDS.includes(kind)) errors.push(notSupported(`${path}.kind`, kind, DISK_KINDS));
	if (kind === 'Managed' && !diskURI.startsWith('/subscriptions/')) {
		const form = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
		errors.push(notSupported(`${path}.diskURI`, diskURI, [form]));
	} else if (kind !== undefined && kind !== 'Managed' && !diskURI.startsWith('https://')) {
		const form = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';
		errors.push(notSupported(`${path}.diskURI`, diskURI, [form]));
	}
	return errors;
};

const storageos: Check<NonNullable<Volume['storageos'] | PersistentVolumeSpec['storageos']>> = (source, where) => {
	const { path, persistent } = where;
	const { volumeName = '', volumeNamespace = '', secretRef } = source;
	const label = (value: string, field: string): FieldError[] =>
		dns1123Label(value).map((complaint) => invalidValue(`${path}.${field}`, value, complaint));
	return [
		...(volumeName === '' ? [required(`${path}.volumeName`)] : label(volumeName, 'volumeName')),
		...(volumeNamespace === '' ? [] : label(volumeNamespace, 'volumeNamespace')),
		...needSecret(secretRef, path, persistent),
	];
};

const glusterfs: Check<NonNullable<Volume['glusterfs'] | PersistentVolumeSpec['glusterfs']>> = (source, { path }) => {
	const errors = need(source, path, 'endpoints', 'path');
	const { endpointsNamespace: namespace } = source as { endpointsNamespace?: string };
	if (namespace === undefined) return errors;
	const at = `${path}.endpointsNamespace`;
	if (namespace === '') {
		const because = 'if the endpointnamespace is set, it must be a valid namespace name';
		return [...errors, invalidValue(at, namespace, because)];
	}
	return [...errors, ...nameIsDnsLabel(namespace, false).map((complaint) => invalidValue(at, namespace, complaint))];
};

const azureFile: Check<NonNullable<Volume['azureFile'] | PersistentVolumeSpec['azureFile']>> = (source, { path }) => {
	const { secretNamespace } = source as { secretNamespace?: string };
	return [
		...need(source, path, 'secretName', 'shareName'),
		...(secretNamespace === '' ? [required(`${path}.secretNamespace`)] : []),
	];
};

const DRIVER_LENGTH_MAX = 63;

/** Models ValidateCSIDriverName. */
function driverName(driver: string, path: string): FieldError[] {
	return [
		...(driver === '' ? [required(path)] : []),
		...(driver.length > DRIVER_LENGTH_MAX ? [tooLong(path, DRIVER_LENGTH_MAX)] : []),
		...dns1123Subdomain(driver.toLowerCase()).map((complaint) => invalidValue(path, driver, complaint)),
	];
}

/** Those of its secrets that the server looks at, in its order. */
const CSI_SECRETS = [
	'controllerPublishSecretRef',
	'controllerExpandSecretRef',
	'nodePublishSecretRef',
	'nodeExpandSecretRef',
] as const;

/** Models validateCSIPersistentVolumeSource. */
function validatePersistentCsi(csi: NonNullable<PersistentVolumeSpec['csi']>, path: string): FieldError[] {
	const errors = [...driverName(csi.driver, `${path}.driver`), ...need(csi, path, 'volumeHandle')];
	for (const field of CSI_SECRETS) {
		const secret = csi[field];
		if (secret === undefined) continue;
		const { name = '', namespace = '' } = secret;
		const at = `${path}.${field}`;
		if (name === '') errors.push(required(`${at}.name`));
		else for (const each of dns1123Subdomain(name)) errors.push(invalidValue(`${at}.name`, name, each));
		if (namespace === '') errors.push(required(`${at}.namespace`));
		else for (const each of dns1123Label(namespace)) errors.push(invalidValue(`${at}.namespace`, namespace, each));
	}
	return errors;
}

/** Models validateCSIVolumeSource. */
function inlineCsi({ driver, nodePublishSecretRef: secret }: NonNullable<Volume['csi']>, path: string): FieldError[] {
	const errors = driverName(driver, `${path}.driver`);
	if (secret === undefined) return errors;
	const { name = '' } = secret;
	if (name === '') return [...errors, required(`${path}.nodePublishSecretRef.name`)];
	return [...errors, ...nameIsDnsSubdomain(name, false).map((each) => invalidValue(`${path}.name`, name, each))];
}

type Sources = Volume | PersistentVolumeSpec;

/** What is wrong with the one source of storage that is set; none for sources that are not a cloud's or a product's. */
export function validateStorageSource(sources: Sources, source: string, where: Where): FieldError[] {
	const { path, persistent } = where;
	const value = (sources as unknown as { readonly [field: string]: object | undefined })[source];
	if (value === undefined) return [];
	switch (source) {
		case 'gcePersistentDisk': {
			// The real server calls it so.
			const at = path.replace(/gcePersistentDisk$/, 'persistentDisk');
			return [...need(value, at, 'pdName'), ...partition((value as { partition?: number }).partition, at)];
		}
		case 'awsElasticBlockStore':
			return [...need(value, path, 'volumeID'), ...partition((value as { partition?: number }).partition, path)];
		case 'rbd':
			return need(value, path, 'monitors', 'image');
		case 'cephfs':
			return need(value, path, 'monitors');
		case 'cinder': {
			const { secretRef } = value as { secretRef?: SecretRef };
			return [...need(value, path, 'volumeID'), ...needSecret(secretRef, path, persistent)];
		}
		case 'vsphereVolume':
			return need(value, path, 'volumePath');
		case 'photonPersistentDisk':
			return need(value, path, 'pdID');
		case 'portworxVolume':
			return need(value, path, 'volumeID');
		case 'scaleIO':
			return need(value, path, 'gateway', 'system', 'volumeName');
		case 'csi':
			return persistent
				? validatePersistentCsi(value as NonNullable<PersistentVolumeSpec['csi']>, path)
				: inlineCsi(value as NonNullable<Volume['csi']>, path);
		default:
			return CHECKS.get(source)?.(value as never, where) ?? [];
	}
}

const CHECKS: ReadonlyMap<string, Check<never>> = new Map<string, Check<never>>([
	['iscsi', iscsi],
	['fc', fc],
	['flocker', flocker],
	['quobyte', quobyte],
	['flexVolume', flexVolume],
	['azureDisk', azureDisk],
	['storageos', storageos],
	['glusterfs', glusterfs],
	['azureFile', azureFile],
]);

/** How a second source is called in the complaint about it: two of them are not called by their names. */
export function sourceInComplaint(source: string): string {
	return source === 'cephfs' ? 'cephFS' : source === 'downwardAPI' ? 'downwarAPI' : source;
}
