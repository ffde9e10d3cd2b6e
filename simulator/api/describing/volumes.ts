import type { Volume } from '../core/types/volume.ts';
import type { DownwardAPIVolumeSource, ProjectedVolumeSource, VolumeProjection } from '../core/types/volume-source.ts';
import { describeClaimSpec } from './claim.ts';
import { COMMON_SOURCES, sizeLimitLine, sourcesWithSecrets } from './common-volume-sources.ts';
import type { Description } from './description.ts';
import {
	type DescribeSource,
	describeVolumeAttributes,
	FS_TYPE,
	flag,
	localReference,
	map,
	READ_ONLY,
	type SourceFields,
	source,
	text,
} from './volume-sources.ts';

/** "Volumes:" of a Pod or a template. Models describeVolumes. */
export function describeVolumes(description: Description, volumes: readonly Volume[] | undefined, indent = ''): void {
	if (volumes === undefined || volumes.length === 0) {
		description.write(0, `${indent}Volumes:\t<none>\n`);
		return;
	}
	description.row(0, `${indent}Volumes:`);
	for (const volume of volumes) {
		description.row(1, `${indent === '' ? '' : ' '}${volume.name}:`);
		const fields = volume as unknown as SourceFields;
		const kind = Object.keys(SOURCES).find((name) => fields[name] !== undefined);
		if (kind === undefined) description.row(1, '<unknown>');
		else (SOURCES[kind] as DescribeSource)(description, fields[kind] as SourceFields);
	}
}

const OPTIONAL = flag('Optional', 'optional');

const SOURCES: { readonly [field: string]: DescribeSource } = {
	...COMMON_SOURCES,
	...sourcesWithSecrets(localReference),
	emptyDir: source(
		"EmptyDir (a temporary directory that shares a pod's lifetime)",
		text('Medium', 'medium'),
		sizeLimitLine,
	),
	gitRepo: source(
		'GitRepo (a volume that is pulled from git when the pod is created)',
		text('Repository', 'repository'),
		text('Revision', 'revision'),
	),
	secret: source('Secret (a volume populated by a Secret)', text('SecretName', 'secretName'), OPTIONAL),
	configMap: source('ConfigMap (a volume populated by a ConfigMap)', text('Name', 'name'), OPTIONAL),
	glusterfs: source(
		"Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
		text('EndpointsName', 'endpoints'),
		text('Path', 'path'),
		READ_ONLY,
	),
	persistentVolumeClaim: source(
		'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
		text('ClaimName', 'claimName'),
		READ_ONLY,
	),
	ephemeral: describeEphemeral,
	downwardAPI: describeDownwardApi,
	scaleIO: source(
		'ScaleIO (a persistent volume backed by a block device in ScaleIO)',
		text('Gateway', 'gateway'),
		text('System', 'system'),
		text('Protection Domain', 'protectionDomain'),
		text('Storage Pool', 'storagePool'),
		text('Storage Mode', 'storageMode'),
		text('VolumeName', 'volumeName'),
		FS_TYPE,
		READ_ONLY,
	),
	azureFile: source(
		'AzureFile (an Azure File Service mount on the host and bind mount to the pod)',
		text('SecretName', 'secretName'),
		text('ShareName', 'shareName'),
		READ_ONLY,
	),
	flexVolume: source(
		'FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)',
		text('Driver', 'driver'),
		FS_TYPE,
		localReference('SecretRef', 'secretRef'),
		READ_ONLY,
		map('Options', 'options'),
	),
	projected: describeProjected,
	csi: (description, fields) => {
		source(
			'CSI (a Container Storage Interface (CSI) volume source)',
			text('Driver', 'driver'),
			FS_TYPE,
			READ_ONLY,
		)(description, fields);
		describeVolumeAttributes(description, fields);
	},
	image: source(
		'Image (a container image or OCI artifact)',
		text('Reference', 'reference'),
		text('PullPolicy', 'pullPolicy'),
	),
};

function describeEphemeral(description: Description, fields: SourceFields): void {
	description.field(
		'Type',
		'EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)',
		2,
	);
	const template = fields.volumeClaimTemplate as NonNullable<Volume['ephemeral']>['volumeClaimTemplate'];
	if (template !== undefined) describeClaimSpec(description.nested(2), template);
}

function describeDownwardApi(description: Description, fields: SourceFields): void {
	description.field('Type', 'DownwardAPI (a volume populated by information about the pod)', 2);
	description.row(2, 'Items:');
	for (const { path, fieldRef, resourceFieldRef } of (fields as DownwardAPIVolumeSource).items ?? []) {
		if (fieldRef !== undefined) description.row(3, `${fieldRef.fieldPath} -> ${path}`);
		if (resourceFieldRef !== undefined) description.row(3, `${resourceFieldRef.resource} -> ${path}`);
	}
}

function describeProjected(description: Description, fields: SourceFields): void {
	description.field('Type', 'Projected (a volume that contains injected data from multiple sources)', 2);
	for (const projection of (fields as ProjectedVolumeSource).sources ?? []) describeProjection(description, projection);
}

/** Other sources than these leave no trace. */
function describeProjection(description: Description, projection: VolumeProjection): void {
	const { secret, downwardAPI, configMap, serviceAccountToken } = projection;
	if (secret !== undefined) {
		description.field('SecretName', secret.name ?? '', 2);
		description.field('Optional', secret.optional === true, 2);
	} else if (downwardAPI !== undefined) {
		description.field('DownwardAPI', true, 2);
	} else if (configMap !== undefined) {
		description.field('ConfigMapName', configMap.name ?? '', 2);
		description.field('Optional', configMap.optional === true, 2);
	} else if (serviceAccountToken !== undefined) {
		description.field('TokenExpirationSeconds', serviceAccountToken.expirationSeconds ?? 0, 2);
	}
}
