import { expect, test } from 'vitest';
import { KUBERNETES_EXAMPLES } from '../../../simulator/addons/kubernetes-examples/kubernetes-examples.ts';
import { newWorld } from './world-bench.ts';

test('every example of kubernetes.io is taken by the API server, and found where pages say it is', () => {
	const world = newWorld('examples');
	const paths = KUBERNETES_EXAMPLES.pages
		.filter(({ url }) => url.startsWith('https://k8s.io/') && !url.includes('/audit/'))
		.map(({ url }) => url);
	expect(paths.length).toBeGreaterThan(90);
	const script = paths
		.map((url) => `kubectl create --dry-run=server -f ${url} >/dev/null 2>/tmp/e || echo "${url}: $(cat /tmp/e)"`)
		.join('\n');
	const namespaces =
		'for n in mem-example cpu-example qos-example; do kubectl create ns $n; done >/dev/null; kubectl create sa build-robot >/dev/null\n';
	expect(world.runScript({ name: 'x.sh', script: `exec 2>&1\n${namespaces}${script}` }).stdout).toBe('');
	expect(
		world.runScript({
			name: 'y.sh',
			script: `exec 2>&1
kubectl apply -f https://k8s.io/examples/application/php-apache.yaml
kubectl apply -f https://raw.githubusercontent.com/kubernetes/website/main/content/en/examples/pods/probe/exec-liveness.yaml
kubectl create -f https://k8s.io/examples/pods/no-such.yaml`,
		}).stdout,
	).toBe(`deployment.apps/php-apache created
service/php-apache created
pod/liveness-exec created
error: unable to read URL "https://k8s.io/examples/pods/no-such.yaml", server reported 404 Not Found, status code=404
`);
});
