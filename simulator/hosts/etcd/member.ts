import { sha1 } from '../../machinery/sha1.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';

/** Who an etcd member is, from when its data directory was made: ids in hexadecimal, as etcd writes them. */
export interface EtcdMember {
	readonly memberId: string;
	readonly clusterId: string;
}

/**
 * A member's ids follow from its peers' addresses and the cluster's token.
 * Models server/etcdserver/api/membership computeMemberID and genID, for a cluster of one member.
 */
export function etcdMember(peerUrls: readonly string[], token: string): EtcdMember {
	const member = sha1(encodeUtf8([...peerUrls].sort().join('') + token)).subarray(0, 8);
	return { memberId: hex(member), clusterId: hex(sha1(member).subarray(0, 8)) };
}

/** What an etcd takes without --initial-cluster-token. */
export const DEFAULT_CLUSTER_TOKEN = 'etcd-cluster';

function hex(bytes: Uint8Array): string {
	return [...bytes]
		.map((byte) => byte.toString(16).padStart(2, '0'))
		.join('')
		.replace(/^0+(?=.)/, '');
}
