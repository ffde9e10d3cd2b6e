import type { PersistentVolume } from '../../api/core/types/volume.ts';
import { type Plugin, unresolvable } from '../framework/plugin.ts';

/** Volumes that carry a zone's or a region's label are there only. Models plugins/volumezone. */
export const volumeZone: Plugin = {
	name: 'VolumeZone',
	wakesOn: ['claim-changed', 'node-added', 'node-labels'],
	filter: ({ pod, namespace }, { listers }) => {
		const places: Place[] = [];
		for (const { persistentVolumeClaim } of pod.spec.volumes ?? []) {
			if (persistentVolumeClaim === undefined) continue;
			const claim = listers.claim(namespace, persistentVolumeClaim.claimName);
			const volume = listers.volume(claim?.spec.volumeName ?? '');
			if (volume !== undefined) places.push(...placesOf(volume));
		}
		if (places.length === 0) return undefined;
		return {
			check: ({ labels }) => {
				// A node of no known place takes volumes of all: it is a cluster of one.
				if (!TOPOLOGY_LABELS.some((label) => labels[label] !== undefined)) return undefined;
				return places.every(({ label, values }) => values.includes(valueOn(labels, label))) ? undefined : elsewhere;
			},
		};
	},
};

const elsewhere = unresolvable('node(s) had no available volume zone');

interface Place {
	readonly label: string;
	readonly values: readonly string[];
}

const FORMER: { readonly [label: string]: string } = {
	'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
	'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
};
const TOPOLOGY_LABELS: readonly string[] = [...Object.keys(FORMER), ...Object.values(FORMER)];

function placesOf({ metadata }: PersistentVolume): Place[] {
	return TOPOLOGY_LABELS.flatMap((label) => {
		const value = metadata.labels?.[label];
		return value === undefined ? [] : [{ label, values: value.split('__') }];
	});
}

function valueOn(labels: { readonly [label: string]: string }, label: string): string {
	return labels[label] ?? labels[FORMER[label] ?? ''] ?? '';
}
