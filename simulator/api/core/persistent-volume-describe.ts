import type { Task } from '../../machinery/task.ts';
import { terminatingText } from '../describing/claim.ts';
import { COMMON_SOURCES, sourcesWithSecrets } from '../describing/common-volume-sources.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import { describeAnnotations, describeLabels } from '../describing/metadata.ts';
import {
	type DescribeSource,
	describeVolumeAttributes,
	FS_TYPE,
	map,
	READ_ONLY,
	type SourceFields,
	secretReference,
	source,
	text,
} from '../describing/volume-sources.ts';
import type { DescribeContext } from '../kind.ts';
import { accessModesText, CLASS_ANNOTATION } from './access-modes.ts';
import type { NodeSelectorRequirement } from './types/reference.ts';
import type { PersistentVolume } from './types/volume.ts';

/** Models kubectl/pkg/describe PersistentVolumeDescriber. */
export function* describePersistentVolume(volume: PersistentVolume, world: DescribeContext): Task<string> {
	const { metadata, spec, status } = volume;
	const description = new Description();
	description.field('Name', metadata.name);
	describeLabels(description, 'Labels', metadata.labels);
	describeAnnotations(description, 'Annotations', metadata.annotations);
	description.field('Finalizers', `[${(metadata.finalizers ?? []).join(' ')}]`);
	description.field('StorageClass', metadata.annotations?.[CLASS_ANNOTATION] ?? spec.storageClassName ?? '');
	const phase = status.phase ?? '';
	description.field('Status', terminatingText(metadata.deletionTimestamp, world.nowMs) ?? phase);
	const claim = spec.claimRef;
	description.field('Claim', claim === undefined ? '' : `${claim.namespace ?? ''}/${claim.name ?? ''}`);
	description.field('Reclaim Policy', spec.persistentVolumeReclaimPolicy ?? '');
	description.field('Access Modes', accessModesText(spec.accessModes));
	if (spec.volumeMode !== undefined) description.field('VolumeMode', spec.volumeMode);
	description.field('Capacity', spec.capacity?.storage ?? '0');
	describeNodeAffinity(description, volume);
	description.field('Message', status.message ?? '');
	description.row(0, 'Source:');
	const fields = spec as unknown as SourceFields;
	const kind = Object.keys(SOURCES).find((name) => fields[name] !== undefined);
	if (kind === undefined) description.row(1, '<unknown>');
	else (SOURCES[kind] as DescribeSource)(description, fields[kind] as SourceFields);
	yield* describeEventsOf(description, volume, world);
	return description.finish();
}

function describeNodeAffinity(description: Description, { spec }: PersistentVolume): void {
	const required = spec.nodeAffinity?.required;
	if (required === undefined) {
		description.field('Node Affinity', '<none>');
		return;
	}
	description.field('Node Affinity', '');
	description.field('Required Terms', required.nodeSelectorTerms.length === 0 ? '<none>' : '', 1);
	required.nodeSelectorTerms.forEach(({ matchExpressions = [] }, index) => {
		description.write(2, `Term ${index}:\t`);
		if (matchExpressions.length === 0) description.write(0, '<none>\n');
		matchExpressions.forEach((expression, place) => {
			if (place > 0) description.write(2, '\t');
			description.write(0, `${expressionText(expression)}\n`);
		});
	});
}

/** "kubernetes.io/hostname in [node01]". */
function expressionText({ key, operator, values = [] }: NodeSelectorRequirement): string {
	const condition = `${key} ${operator.toLowerCase()}`;
	return values.length === 0 ? condition : `${condition} [${values.join(', ')}]`;
}

type Reference = { readonly name?: string; readonly namespace?: string } | undefined;

const SOURCES: { readonly [field: string]: DescribeSource } = {
	...COMMON_SOURCES,
	...sourcesWithSecrets(secretReference),
	glusterfs: source(
		"Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
		text('EndpointsName', 'endpoints'),
		text('EndpointsNamespace', 'endpointsNamespace', '<unset>'),
		text('Path', 'path'),
		READ_ONLY,
	),
	scaleIO: source(
		'ScaleIO (a persistent volume backed by a block device in ScaleIO)',
		text('Gateway', 'gateway'),
		text('System', 'system'),
		text('Protection Domain', 'protectionDomain'),
		text('Storage Pool', 'storagePool'),
		text('Storage Mode', 'storageMode'),
		text('VolumeName', 'volumeName'),
		(fields) => `SecretName:\t${(fields.secretRef as Reference)?.name ?? ''}`,
		(fields) => `SecretNamespace:\t${(fields.secretRef as Reference)?.namespace ?? ''}`,
		FS_TYPE,
		READ_ONLY,
	),
	local: source('LocalVolume (a persistent volume backed by local storage on a node)', text('Path', 'path')),
	azureFile: source(
		'AzureFile (an Azure File Service mount on the host and bind mount to the pod)',
		text('SecretName', 'secretName'),
		text('SecretNamespace', 'secretNamespace'),
		text('ShareName', 'shareName'),
		READ_ONLY,
	),
	flexVolume: source(
		'FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)',
		text('Driver', 'driver'),
		FS_TYPE,
		secretReference('SecretRef', 'secretRef'),
		READ_ONLY,
		map('Options', 'options'),
	),
	csi: (description, fields) => {
		source(
			'CSI (a Container Storage Interface (CSI) volume source)',
			text('Driver', 'driver'),
			FS_TYPE,
			text('VolumeHandle', 'volumeHandle'),
			READ_ONLY,
		)(description, fields);
		describeVolumeAttributes(description, fields);
	},
};
