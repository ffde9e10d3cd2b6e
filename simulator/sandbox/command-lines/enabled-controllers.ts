/** Names before v1.27 that are not the ones of today without "-controller". Models cmd/kube-controller-manager/names aliases. */
const ALIASES: ReadonlyMap<string, string> = new Map([
	['attachdetach', 'persistentvolume-attach-detach'],
	['bootstrapsigner', 'bootstrap-signer'],
	['csrapproving', 'certificatesigningrequest-approving'],
	['csrcleaner', 'certificatesigningrequest-cleaner'],
	['csrsigning', 'certificatesigningrequest-signing'],
	['endpoint', 'endpoints'],
	['endpointslicemirroring', 'endpointslice-mirroring'],
	['garbagecollector', 'garbage-collector'],
	['horizontalpodautoscaling', 'horizontal-pod-autoscaler'],
	['nodeipam', 'node-ipam'],
	['nodelifecycle', 'node-lifecycle'],
	['podgc', 'pod-garbage-collector'],
	['pv-protection', 'persistentvolume-protection'],
	['pvc-protection', 'persistentvolumeclaim-protection'],
	['root-ca-cert-publisher', 'root-ca-certificate-publisher'],
	['tokencleaner', 'token-cleaner'],
]);
/** What "*" does not mean. */
const OFF_BY_DEFAULT: ReadonlySet<string> = new Set(['bootstrap-signer', 'token-cleaner']);

/**
 * Whether the controller runs under these --controllers, of which none are the default "*". Names may be today's,
 * the older ones, or the registry's. Models k8s.io/controller-manager/pkg/genericcontrollermanager IsControllerEnabled.
 */
export function isControllerEnabled(name: string, asked: readonly string[]): boolean {
	const known = plain(name);
	const all = asked.length === 0 ? ['*'] : asked;
	for (const each of all) {
		if (each === '*') continue;
		if (each.startsWith('-') && plain(each.slice(1)) === known) return false;
		if (plain(each) === known) return true;
	}
	return all.includes('*') && !OFF_BY_DEFAULT.has(known);
}

function plain(name: string): string {
	const short = name.replace(/-controller$/, '');
	return ALIASES.get(short) ?? short;
}
