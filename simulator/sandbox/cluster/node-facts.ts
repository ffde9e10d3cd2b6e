import type { NodeFacts } from '../../kubelet/node/node-facts.ts';
import { Random } from '../../machinery/random.ts';
import type { Preset, PresetHost } from '../presets/preset.ts';

/**
 * What a host's kubelet says of its machine.
 * @param name of its Node. @param at when: what kubeadm would do to the Node of a preset's control plane its kubelet does when it is first there.
 */
export function nodeFacts(
	preset: Preset,
	host: PresetHost,
	name: string,
	kubeletRelease: string | undefined,
	{ isFirst, boots }: { readonly isFirst: boolean; readonly boots: number },
): NodeFacts {
	const random = machineRandom(preset, host);
	return {
		name,
		address: host.address,
		cpus: host.cpus,
		memoryBytes: host.memoryBytes,
		diskBytes: host.diskBytes,
		osImage: 'Ubuntu 24.04.3 LTS',
		kernelVersion: '6.8.0-51-generic',
		containerRuntimeVersion: 'containerd://2.1.4',
		kubeletVersion: kubeletRelease ?? preset.kubernetesVersion,
		machineID: random.hex(32),
		systemUUID: random.uuid(),
		bootID: boots === 0 ? random.uuid() : new Random(`${preset.name}/boots/${host.name}/${boots}`).uuid(),
		...(isFirst && host.role === 'control-plane' && host.isBare !== true ? CONTROL_PLANE : {}),
	};
}

/** The identifiers of a machine, always the same; /etc/machine-id has the first. */
function machineRandom(preset: Preset, host: PresetHost): Random {
	return new Random(`${preset.name}/machine-ids/${host.name}`);
}

export function machineIdOf(preset: Preset, host: PresetHost): string {
	return machineRandom(preset, host).hex(32);
}

/** As kubeadm marks control planes. */
const CONTROL_PLANE = {
	labels: {
		'node-role.kubernetes.io/control-plane': '',
		'node.kubernetes.io/exclude-from-external-load-balancers': '',
	},
	taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
} as const;
