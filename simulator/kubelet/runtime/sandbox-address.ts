import type { Machine } from '../../kernel/machine-api.ts';
import type { SandboxConfig } from './container-record.ts';
import { networkPlugins, requireNetworkPlugins, setupError } from './network-plugin.ts';
import type { PodAddresses } from './pod-addresses.ts';

/** Plugins that leave the work to an agent on the node, and what they say when it is not there. */
const AGENTS: Readonly<Record<string, string>> = {
	'cilium-cni':
		'unable to connect to Cilium agent: failed to create cilium agent client after 30.000000 seconds timeout: Get "http://localhost/v1/config": dial unix /var/run/cilium/cilium.sock: connect: no such file or directory\nIs the agent running?',
};

function requireAgent(machine: Machine, addresses: PodAddresses, id: string): void {
	for (const { type } of networkPlugins(machine) ?? []) {
		const why = AGENTS[type];
		if (why !== undefined && !addresses.isServing(type)) throw setupError(id, type, why);
	}
}

/** The address of a new sandbox: none on the host's network. Throws RuntimeError in the network plugin's words. */
export function sandboxAddress(
	machine: Machine,
	addresses: PodAddresses,
	config: SandboxConfig,
	id: string,
): string | undefined {
	if (config.hostNetwork || config.address === '') return undefined;
	if (config.podNamespace !== '') {
		requireNetworkPlugins(machine, id);
		requireAgent(machine, addresses, id);
	}
	const address = config.address ?? addresses.take();
	if (address !== undefined) return address;
	const why =
		addresses.cidr === undefined
			? 'error getting ClusterInformation: connection is unauthorized: Unauthorized'
			: 'failed to request IPv4 addresses: Assigned 0 out of 1 requested IPv4 addresses; No more free affine blocks and strict affinity enabled';
	throw setupError(id, 'calico', why);
}
