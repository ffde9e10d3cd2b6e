import { barePreset, jumpPreset, kubeadmPreset } from './kubeadm/kubeadm.ts';
import type { Preset, PresetHost } from './preset.ts';

/** Clusters to start from, by name. */
export const PRESETS: ReadonlyMap<string, Preset> = new Map(
	[
		kubeadmPreset({ name: 'kubeadm-1-2', kubernetesVersion: 'v1.35.0', workers: 2 }),
		kubeadmPreset({ name: 'kubeadm-1-1', kubernetesVersion: 'v1.35.0', workers: 1 }),
		// Enough machines for pools of several kinds.
		kubeadmPreset({ name: 'kubeadm-1-6', kubernetesVersion: 'v1.35.0', workers: 6 }),
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

/** Whom an exam's machines know. */
export const CANDIDATE = 'candidate';
const HOST_NAME = /^[a-z][a-z0-9]{0,15}(?:-node\d{1,3})?$/;

/**
 * The preset of that name. "kubeadm-1-1@cka4183" is "kubeadm-1-1" as an exam has it: machines called cka4183 and
 * cka4183-node1, with a user "candidate". "jump:cka4183,cka4183-node1" is a machine `base` from which these are reached,
 * "workstation:…" the same with kubectl and its like. Undefined when there is none.
 */
export function findPreset(name: string, presets: ReadonlyMap<string, Preset>): Preset | undefined {
	const [kind = '', list] = name.split(':');
	if (list !== undefined) {
		const hosts = list.split(',');
		if (!isFirstPreset(kind) || !hosts.every((host) => HOST_NAME.test(host))) return undefined;
		return jumpPreset(name, hosts, CANDIDATE, { hasClients: kind === WORKSTATION_PRESET });
	}
	const [base = '', host, ...rest] = name.split('@');
	const preset = presets.get(base);
	if (preset === undefined || rest.length > 0) return undefined;
	if (host === undefined) return preset;
	if (!HOST_NAME.test(host)) return undefined;
	return { ...preset, name, userName: CANDIDATE, hosts: renamed(preset.hosts, host) };
}

/** Of a world of several clusters: the machine from which all of theirs are reached. */
export const JUMP_PRESET = 'jump';
/** The same with kubectl, and a context for each cluster. */
export const WORKSTATION_PRESET = 'workstation';

export function isFirstPreset(preset: string): boolean {
	return preset === JUMP_PRESET || preset === WORKSTATION_PRESET;
}

/** The name of the preset from which these machines are reached. */
export function firstPresetName(preset: string, hosts: readonly string[]): string {
	return `${preset}:${hosts.join(',')}`;
}

/** The control plane gets the name, the other machines are its node1, node2, …. */
function renamed(hosts: readonly PresetHost[], name: string): PresetHost[] {
	return hosts.map((host, index) => ({ ...host, name: index === 0 ? name : `${name}-node${index}` }));
}
