import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const world = newWorld('names');

function lookedUp(image: string, name: string): string {
	const script = `kubectl run box --image=${image} -- sleep 1000 >/dev/null
kubectl wait --for=condition=Ready pod/box >/dev/null
kubectl exec box -- nslookup ${name} 2>&1
kubectl delete pod box --force >/dev/null 2>&1`;
	return world.runScript({ name: 'script.sh', script }).stdout;
}

test.each([
	[
		'busybox:1.28',
		'kubernetes',
		`Server:    10.96.0.10
Address 1: 10.96.0.10 kube-dns.kube-system.svc.cluster.local

Name:      kubernetes
Address 1: 10.96.0.1 kubernetes.default.svc.cluster.local
`,
	],
	[
		'busybox:1.28',
		'nosuch',
		`Server:    10.96.0.10
Address 1: 10.96.0.10 kube-dns.kube-system.svc.cluster.local

nslookup: can't resolve 'nosuch'
command terminated with exit code 1
`,
	],
	[
		'busybox',
		'kubernetes',
		`Server:		10.96.0.10
Address:	10.96.0.10:53

Name:	kubernetes.default.svc.cluster.local
Address: 10.96.0.1

** server can't find kubernetes.svc.cluster.local: NXDOMAIN

** server can't find kubernetes.cluster.local: NXDOMAIN


** server can't find kubernetes.svc.cluster.local: NXDOMAIN

** server can't find kubernetes.cluster.local: NXDOMAIN

command terminated with exit code 1
`,
	],
	[
		'busybox',
		'kubernetes.default',
		`Server:		10.96.0.10
Address:	10.96.0.10:53

** server can't find kubernetes.default: NXDOMAIN

** server can't find kubernetes.default: NXDOMAIN

command terminated with exit code 1
`,
	],
])('%s: nslookup %s', (image, name, expected) => {
	expect(lookedUp(image, name)).toBe(expected);
});
