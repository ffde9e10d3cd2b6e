import type { NetworkNamespace } from '../kernel/machine-api.ts';
import { sha1 } from '../machinery/sha1.ts';
import { encodeUtf8 } from '../machinery/utf8.ts';

/** Models libcalico-go's WorkloadEndpoint names: "cali" and a hash of the Pod's. */
export function hostEndName(pod: NetworkNamespace): string {
	const name = (pod.labels.get('pod') ?? pod.name).replace('/', '.');
	const bytes = [...sha1(encodeUtf8(name))].map((byte) => byte.toString(16).padStart(2, '0'));
	return `cali${bytes.join('').slice(0, 11)}`;
}
