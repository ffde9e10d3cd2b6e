import { accessModesText, CLASS_ANNOTATION } from '../core/access-modes.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimTemplate } from '../core/types/volume.ts';
import { timeSince } from '../printing/column.ts';
import type { Description } from './description.ts';
import { describeAnnotations, describeLabels } from './metadata.ts';

/** A whole claim. Models printPersistentVolumeClaim. */
export function describeClaim(description: Description, claim: PersistentVolumeClaim, nowMs: number): void {
	const { metadata, status } = claim;
	description.field('Name', metadata.name);
	description.field('Namespace', metadata.namespace ?? '');
	description.field('StorageClass', claimClass(claim));
	const phase = status.phase ?? '';
	description.field('Status', terminatingText(metadata.deletionTimestamp, nowMs) ?? phase);
	describeOrigin(description, claim);
	description.field('Finalizers', `[${(metadata.finalizers ?? []).join(' ')}]`);
	describeSize(description, claim);
}

/** A template: what only a claim that exists has is left out. */
export function describeClaimSpec(description: Description, template: PersistentVolumeClaimTemplate): void {
	description.field('StorageClass', claimClass(template));
	describeOrigin(description, template);
	describeSize(description, template);
}

function describeOrigin(description: Description, { metadata, spec }: PersistentVolumeClaimTemplate): void {
	description.field('Volume', spec.volumeName ?? '');
	describeLabels(description, 'Labels', metadata?.labels);
	describeAnnotations(description, 'Annotations', metadata?.annotations);
}

/** Capacity and access modes are those of the volume, once there is one. */
function describeSize(
	description: Description,
	{ spec, status }: PersistentVolumeClaimTemplate & Partial<Pick<PersistentVolumeClaim, 'status'>>,
): void {
	const hasVolume = spec.volumeName !== undefined && spec.volumeName !== '';
	description.field('Capacity', hasVolume ? (status?.capacity?.storage ?? '0') : '');
	description.field('Access Modes', hasVolume ? accessModesText(status?.accessModes) : '');
	if (spec.volumeMode !== undefined) description.field('VolumeMode', spec.volumeMode);
	if (spec.dataSource === undefined) return;
	description.row(0, 'DataSource:');
	const { apiGroup, kind, name } = spec.dataSource;
	if (apiGroup !== undefined) description.field('APIGroup', apiGroup, 1);
	description.field('Kind', kind, 1);
	description.field('Name', name, 1);
}

export function claimClass({ metadata, spec }: PersistentVolumeClaimTemplate): string {
	return metadata?.annotations?.[CLASS_ANNOTATION] ?? spec.storageClassName ?? '';
}

/** "Terminating (lasts 5s)"; undefined when it is not being deleted. */
export function terminatingText(deletionTimestamp: string | undefined, nowMs: number): string | undefined {
	return deletionTimestamp === undefined ? undefined : `Terminating (lasts ${timeSince(deletionTimestamp, nowMs)})`;
}
