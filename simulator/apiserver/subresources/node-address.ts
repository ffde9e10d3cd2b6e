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
