import type { NetworkNamespace } from '../kernel/machine-api.ts';
import { sha1 } from '../machinery/sha1.ts';
import { encodeUtf8 } from '../machinery/utf8.ts';

/** Of a network plugin's own making; by the label "plugin" that the namespace got with its address. */
const PREFIXES: Readonly<Record<string, readonly [prefix: string, digits: number]>> = {
	flannel: ['veth', 8],
	'cilium-cni': ['lxc', 12],
};

/** The label that keeps the name, for it is asked for on every way. */
const KEPT = 'host end ';

/** Models libcalico-go's WorkloadEndpoint names ("cali" and a hash of the Pod's), and what others do in their place. */
export function hostEndName(pod: NetworkNamespace): string {
	const plugin = pod.labels.get('plugin') ?? '';
	const known = pod.labels.get(`${KEPT}${plugin}`);
	if (known !== undefined) return known;
	const name = (pod.labels.get('pod') ?? pod.name).replace('/', '.');
	const [prefix, digits] = PREFIXES[plugin] ?? ['cali', 11];
	const bytes = [...sha1(encodeUtf8(name))].map((byte) => byte.toString(16).padStart(2, '0'));
	const found = `${prefix}${bytes.join('').slice(0, digits)}`;
	if (pod.labels.has('pod')) pod.labels.set(`${KEPT}${plugin}`, found);
	return found;
}
