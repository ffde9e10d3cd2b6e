import { kubeadmPreset } from './kubeadm/kubeadm.ts';
import type { Preset } from './preset.ts';

/** Clusters to start from, by name. */
export const PRESETS: ReadonlyMap<string, Preset> = new Map(
	[
		kubeadmPreset({ name: 'kubeadm-1-2', kubernetesVersion: 'v1.35.0', workers: 2 }),
		kubeadmPreset({ name: 'kubeadm-1-1', kubernetesVersion: 'v1.35.0', workers: 1 }),
		// For measurements.
		kubeadmPreset({ name: 'kubeadm-1-10', kubernetesVersion: 'v1.35.0', workers: 10 }),
		kubeadmPreset({ name: 'kubeadm-1-100', kubernetesVersion: 'v1.35.0', workers: 100 }),
	].map((preset) => [preset.name, preset]),
);

export const DEFAULT_PRESET = 'kubeadm-1-2';
