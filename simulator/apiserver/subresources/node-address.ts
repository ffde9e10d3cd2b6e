import type { Node } from '../../api/core/types/node.ts';
import { ownError } from '../own-error.ts';

/** Models pkg/kubelet/client NodeConnectionInfoGetter with kubeadm's --kubelet-preferred-address-types. Throws ApiError. */
export function nodeAddress({ status: { addresses = [] } }: Node): string {
	for (const type of ['InternalIP', 'ExternalIP', 'Hostname']) {
		const found = addresses.find((each) => each.type === type);
		if (found !== undefined) return found.address;
	}
	const known = addresses.map(({ type, address }) => `{${type} ${address}}`).join(' ');
	throw ownError(`no preferred addresses found; known addresses: [${known}]`);
}

/** Where the Node says that its kubelet listens. */
export function kubeletPort({ status }: Node): number {
	const port = (status.daemonEndpoints as { kubeletEndpoint?: { Port?: number } } | undefined)?.kubeletEndpoint?.Port;
	return port === undefined || port <= 0 ? USUAL_PORT : port;
}

/** --kubelet-port. */
const USUAL_PORT = 10_250;
