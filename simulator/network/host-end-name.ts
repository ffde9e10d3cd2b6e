import type { NetworkNamespace } from '../kernel/machine-api.ts';
import { sha1 } from '../machinery/sha1.ts';
import { encodeUtf8 } from '../machinery/utf8.ts';

/** Of a network plugin's own making; by the label "plugin" that the namespace got with its address. */
const PREFIXES: Readonly<Record<string, readonly [prefix: string, digits: number]>> = {
	flannel: ['veth', 8],
	'cilium-cni': ['lxc', 12],
};

/** Models libcalico-go's WorkloadEndpoint names ("cali" and a hash of the Pod's), and what others do in their place. */
export function hostEndName(pod: NetworkNamespace): string {
	const name = (pod.labels.get('pod') ?? pod.name).replace('/', '.');
	const [prefix, digits] = PREFIXES[pod.labels.get('plugin') ?? ''] ?? ['cali', 11];
	const bytes = [...sha1(encodeUtf8(name))].map((byte) => byte.toString(16).padStart(2, '0'));
	return `${prefix}${bytes.join('').slice(0, digits)}`;
}
