import { barePreset, kubeadmPreset } from './kubeadm/kubeadm.ts';
import type { Preset } from './preset.ts';

/** Clusters to start from, by name. */
export const PRESETS: ReadonlyMap<string, Preset> = new Map(
	[
		kubeadmPreset({ name: 'kubeadm-1-2', kubernetesVersion: 'v1.35.0', workers: 2 }),
		kubeadmPreset({ name: 'kubeadm-1-1', kubernetesVersion: 'v1.35.0', workers: 1 }),
		// Nothing is there yet: kubeadm init and join make the cluster.
		barePreset({ name: 'bare-1-1', kubernetesVersion: 'v1.35.0', workers: 1 }),
		barePreset({ name: 'bare-1-2', kubernetesVersion: 'v1.35.0', workers: 2 }),
		// node02 has not joined.
		kubeadmPreset({ name: 'kubeadm-1-1-spare', kubernetesVersion: 'v1.35.0', workers: 1, spares: 1 }),
		// A release behind: to be upgraded.
		kubeadmPreset({ name: 'kubeadm-1-1-old', kubernetesVersion: 'v1.34.3', workers: 1 }),
		kubeadmPreset({ name: 'kubeadm-1-2-old', kubernetesVersion: 'v1.34.3', workers: 2 }),
		// For measurements.
		kubeadmPreset({ name: 'kubeadm-1-10', kubernetesVersion: 'v1.35.0', workers: 10 }),
		kubeadmPreset({ name: 'kubeadm-1-100', kubernetesVersion: 'v1.35.0', workers: 100 }),
	].map((preset) => [preset.name, preset]),
);

export const DEFAULT_PRESET = 'kubeadm-1-2';
