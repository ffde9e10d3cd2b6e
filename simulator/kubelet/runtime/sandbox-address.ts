import type { Machine } from '../../kernel/machine-api.ts';
import type { AddressPool } from './address-pool.ts';
import type { SandboxConfig } from './container-record.ts';
import { requireNetworkPlugins, setupError } from './network-plugin.ts';

/** The address of a new sandbox: none on the host's network. Throws RuntimeError in the network plugin's words. */
export function sandboxAddress(
	machine: Machine,
	pool: AddressPool,
	config: SandboxConfig,
	id: string,
): string | undefined {
	if (config.hostNetwork || config.address === '') return undefined;
	if (config.podNamespace !== '') requireNetworkPlugins(machine, id);
	const address = config.address ?? pool.take();
	if (address !== undefined) return address;
	const why =
		pool.cidr === undefined
			? 'error getting ClusterInformation: connection is unauthorized: Unauthorized'
			: 'failed to request IPv4 addresses: Assigned 0 out of 1 requested IPv4 addresses; No more free affine blocks and strict affinity enabled';
	throw setupError(id, 'calico', why);
}
