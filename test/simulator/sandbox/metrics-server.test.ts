import { beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld } from './world-bench.ts';

// Models kubernetes-sigs/metrics-server v0.8.0 as its users meet it, and the documentation's autoscaling walk-through.

const URL = 'https://github.com/kubernetes-sigs/metrics-server/releases/latest/download/components.yaml';
const PATCH = `[{"op":"add","path":"/spec/template/spec/containers/0/args/-","value":"--kubelet-insecure-tls"}]`;

describe('metrics-server', () => {
	let world: SimulatedWorld;
	const run = (line: string): string => {
		const { stdout, stderr } = world.runScript({ name: 'line.sh', script: line, limitMs: 600_000 });
		return stdout + stderr;
	};
	const passSeconds = (seconds: number): void => {
		world.run(world.now() + seconds * 1000);
	};

	beforeAll(() => {
		world = newWorld('metrics server');
		run(`kubectl apply -f ${URL}`);
		passSeconds(60);
	});

	test('it trusts no kubelet that shows a certificate of its own making', () => {
		expect(
			run('kubectl -n kube-system get pods -l k8s-app=metrics-server --no-headers | awk "{print \\$2, \\$3}"'),
		).toBe('0/1 Running\n');
		expect(run('kubectl -n kube-system logs deploy/metrics-server | grep node01 | tail -1 | cut -d] -f2-')).toBe(
			` "Failed to scrape node" err="Get \\"https://172.30.2.2:10250/metrics/resource\\": tls: failed to verify certificate: x509: cannot validate certificate for 172.30.2.2 because it doesn't contain any IP SANs" node="node01"\n`,
		);
		expect(run('kubectl get apiservice v1beta1.metrics.k8s.io --no-headers | tr -s " " | cut -d" " -f1-4')).toBe(
			'v1beta1.metrics.k8s.io kube-system/metrics-server False (MissingEndpoints)\n',
		);
		expect(run('kubectl top nodes')).toBe('error: Metrics API not available\n');
	});

	test('told to trust them it measures', () => {
		run(`kubectl -n kube-system patch deploy metrics-server --type=json -p='${PATCH}'`);
		passSeconds(90);
		expect(run('kubectl top pod -n kube-system -l component=etcd --no-headers')).toBe(
			'etcd-controlplane   19m   44Mi   \n',
		);
		expect(run('kubectl top pod nope')).toBe(
			'Error from server (NotFound): podmetrics.metrics.k8s.io "default/nope" not found\n',
		);
		expect(run('kubectl get nodes.metrics.k8s.io --no-headers | awk "{print \\$1}"')).toBe(
			'controlplane\nnode01\nnode02\n',
		);
	});

	test('load on a workload makes its autoscaler add Pods, and rest takes them away', () => {
		run('kubectl create deploy php-apache --image=registry.k8s.io/hpa-example --port=80');
		run(
			'kubectl set resources deploy php-apache --requests=cpu=200m --limits=cpu=500m; kubectl expose deploy php-apache',
		);
		run('kubectl autoscale deploy php-apache --cpu-percent=50 --min=1 --max=10');
		passSeconds(90);
		const targets = (): string => run('kubectl get hpa php-apache --no-headers | tr -s " " | cut -d" " -f3-7');
		expect(targets()).toBe('cpu: 0%/50% 1 10 1\n');
		run('kubectl run load --image=busybox:1.36 -- sh -c "while sleep 0.01; do wget -q -O- http://php-apache; done"');
		passSeconds(60);
		const replicas = (): number => Number(run("kubectl get deploy php-apache -o jsonpath='{.status.readyReplicas}'"));
		const busy = replicas();
		expect(busy).toBeGreaterThan(1);
		expect(run('kubectl describe hpa php-apache')).toContain(
			'reason: cpu resource utilization (percentage of request) above target',
		);
		run('kubectl delete pod load --force');
		passSeconds(420);
		expect(replicas()).toBe(1);
	});
});
