import type { Pod } from '../../api/core/types/pod.ts';
import { quantityOf, wholeValue } from '../../machinery/quantity.ts';
import type { KubeletParts } from '../parts.ts';
import type { ContainerRecord } from '../runtime/container-record.ts';

type Parts = Pick<KubeletParts, 'runtime' | 'volumes' | 'machine'>;

/** Whether a Pod may write too much: what it holds has to be looked at. */
export function limitsStorage({ spec }: Pod): boolean {
	return (
		(spec.volumes ?? []).some((volume) => volume.emptyDir?.sizeLimit !== undefined) ||
		spec.containers.some((container) => container.resources?.limits?.['ephemeral-storage'] !== undefined)
	);
}

/** Why a Pod has to go for what it has written; undefined when it may stay. Models pkg/kubelet/eviction localStorageEviction. */
export function storageOverrun(pod: Pod, parts: Parts): string | undefined {
	return emptyDirOverrun(pod, parts) ?? podOverrun(pod, parts) ?? containerOverrun(pod, parts);
}

/** What a Pod holds of its node's disk. */
export function storageBytes(pod: Pod, parts: Parts): number {
	let bytes = 0;
	for (const record of running(pod, parts)) bytes += containerBytes(record, parts);
	for (const volume of pod.spec.volumes ?? []) {
		if (volume.emptyDir !== undefined && volume.emptyDir.medium !== 'Memory')
			bytes += volumeBytes(pod, volume.name, parts);
	}
	return bytes;
}

/** The writable layer and the log. */
export function containerBytes({ id, config }: ContainerRecord, { runtime, machine }: Parts): number {
	return runtime.live(id).content.writtenBytes() + machine.root.bytesBelow(config.logPath);
}

function emptyDirOverrun(pod: Pod, parts: Parts): string | undefined {
	for (const { name, emptyDir } of pod.spec.volumes ?? []) {
		if (emptyDir?.sizeLimit === undefined || emptyDir.sizeLimit === '0') continue;
		if (volumeBytes(pod, name, parts) <= wholeValue(emptyDir.sizeLimit)) continue;
		return `Usage of EmptyDir volume ${JSON.stringify(name)} exceeds the limit ${JSON.stringify(emptyDir.sizeLimit)}. `;
	}
	return undefined;
}

function podOverrun(pod: Pod, parts: Parts): string | undefined {
	const limits = pod.spec.containers.flatMap(({ resources }) => resources?.limits?.['ephemeral-storage'] ?? []);
	if (limits.length === 0) return undefined;
	const limit = limits.reduce((sum, each) => sum + wholeValue(each), 0);
	if (storageBytes(pod, parts) <= limit) return undefined;
	const [only] = limits;
	const text = limits.length === 1 ? only : quantityOf(limit, 'BinarySI');
	return `Pod ephemeral local storage usage exceeds the total limit of containers ${text}. `;
}

function containerOverrun(pod: Pod, parts: Parts): string | undefined {
	for (const record of running(pod, parts)) {
		const { name } = record.config;
		const container = pod.spec.containers.find((each) => each.name === name);
		const limit = container?.resources?.limits?.['ephemeral-storage'];
		if (limit === undefined || containerBytes(record, parts) <= wholeValue(limit)) continue;
		return `Container ${name} exceeded its local ephemeral storage limit ${JSON.stringify(limit)}. `;
	}
	return undefined;
}

function running({ metadata }: Pod, { runtime }: Parts): readonly ContainerRecord[] {
	return runtime.containersOf(metadata.uid).filter(({ state }) => state === 'running');
}

function volumeBytes({ metadata }: Pod, name: string, { volumes, machine }: Parts): number {
	const mounted = volumes.find(metadata.uid, name);
	return mounted === undefined ? 0 : machine.root.bytesBelow(mounted.hostPath);
}
