import { beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld } from './world-bench.ts';

// Models pkg/kubelet/server: who may ask a node's port 10250, and what it answers.

describe('the port 10250', () => {
	let world: SimulatedWorld;
	const run = (line: string): string => world.runScript({ name: 'line.sh', script: line, limitMs: 300_000 }).stdout;
	const CERT = '/etc/kubernetes/pki/apiserver-kubelet-client';
	const AS_API = `curl -sk --cert ${CERT}.crt --key ${CERT}.key`;

	beforeAll(() => {
		world = newWorld('kubelet api');
	});

	test.each([
		['nobody', 'curl -sk -w " %{http_code}" https://node01:10250/pods', 'Unauthorized 401'],
		['a bad token', 'curl -sk -H "Authorization: Bearer nope" https://node01:10250/pods', 'Unauthorized'],
		[
			'somebody without the right',
			'curl -sk -H "Authorization: Bearer $(kubectl create token default)" https://node01:10250/pods',
			'Forbidden (user=system:serviceaccount:default:default, verb=get, resource=nodes, subresource(s)=[pods proxy])',
		],
		['a path that is not there', `${AS_API} https://node01:10250/nope`, '404 page not found\n'],
		['a certificate that nobody signed', 'curl -s https://node01:10250/pods; echo $?', '60\n'],
	])('%s', (_who, line, expected) => {
		expect(run(line)).toBe(expected);
	});

	test('a right on a part of the node lets somebody see that part', () => {
		run('kubectl create sa watcher; kubectl create clusterrole metrics --verb=get --resource=nodes/metrics');
		run('kubectl create clusterrolebinding metrics --clusterrole=metrics --serviceaccount=default:watcher');
		const ask = (path: string): string =>
			run(
				`curl -sk -H "Authorization: Bearer $(kubectl create token watcher)" https://node01:10250${path} | head -c 90`,
			);
		expect(ask('/metrics/resource')).toBe(
			'# HELP container_cpu_usage_seconds_total [STABLE] Cumulative cpu time consumed by the cont',
		);
		expect(ask('/stats/summary')).toBe(
			'Forbidden (user=system:serviceaccount:default:watcher, verb=get, resource=nodes, subresour',
		);
	});

	test('the configuration in force has every field: the file over the defaults', () => {
		const ask = (filter: string): string =>
			run(`kubectl get --raw /api/v1/nodes/node02/proxy/configz | jq -c '.kubeletconfig | ${filter}'`).trim();
		expect(ask('[.syncFrequency, .containerLogMaxSize, .maxPods, .failCgroupV1]')).toBe('["1m0s","10Mi",110,true]');
		expect(ask('.authentication')).toBe(
			'{"x509":{"clientCAFile":"/etc/kubernetes/pki/ca.crt"},"webhook":{"enabled":true,"cacheTTL":"2m0s"},"anonymous":{"enabled":false}}',
		);
		expect(ask('.logging.flushFrequency')).toBe('"5s"');
		run(
			'ssh node02 "sed -i s/maxPods.*//\\;/syncFrequency/s/0s/30s/ /var/lib/kubelet/config.yaml; echo maxPods: 20 >> /var/lib/kubelet/config.yaml; systemctl restart kubelet"; sleep 30',
		);
		expect(ask('[.syncFrequency, .maxPods]')).toBe('["30s",20]');
	});

	test('/metrics/cadvisor tells of quotas and throttling', () => {
		run(
			`kubectl run busy --image=polinux/stress --overrides='{"spec":{"nodeName":"node01","containers":[{"name":"busy","image":"polinux/stress","command":["stress","--cpu","1"],"resources":{"limits":{"cpu":"200m","memory":"64Mi"}}}]}}'; sleep 60`,
		);
		const sample = (name: string): number =>
			Number(
				run(
					`kubectl get --raw /api/v1/nodes/node01/proxy/metrics/cadvisor | awk '/^${name}.*pod="busy"/{print $(NF-1)}'`,
				),
			);
		expect(sample('container_spec_cpu_quota')).toBe(20_000);
		expect(sample('container_spec_memory_limit_bytes')).toBe(64 * 1024 * 1024);
		const [periods, throttled] = [
			sample('container_cpu_cfs_periods_total'),
			sample('container_cpu_cfs_throttled_periods_total'),
		];
		expect(periods).toBeGreaterThan(500);
		expect(throttled / periods).toBeGreaterThan(0.8);
		expect(throttled).toBeLessThanOrEqual(periods);
		expect(sample('container_cpu_cfs_throttled_seconds_total')).toBeGreaterThan(40);
		run('kubectl delete pod busy --now');
	});

	test('what the containers use, and the node', () => {
		const lines = run(`${AS_API} https://node01:10250/metrics/resource | grep -v ^# | sed 's/-[a-z0-9]*"}.*/"}/'`);
		expect(lines.split('\n').map((line) => line.replace(/(-[0-9a-f]+)*"}$/, '"}'))).toEqual(
			expect.arrayContaining([
				'container_cpu_usage_seconds_total{container="kube-proxy",namespace="kube-system",pod="kube-proxy"}',
				'pod_memory_working_set_bytes{namespace="kube-system",pod="coredns"}',
			]),
		);
		const used = (): number =>
			Number(run(`${AS_API} https://node01:10250/metrics/resource | awk '/^node_cpu/{print $2}'`));
		const before = used();
		world.run(world.now() + 100_000);
		// kubelet, containerd, calico-node, coredns and kube-proxy at rest, and the system: some 65 millicores.
		expect(used() - before).toBeGreaterThan(5);
		expect(used() - before).toBeLessThan(10);
	});

	test('who opens it to everybody has opened it', () => {
		run(
			`ssh node01 "sed -i -e '/anonymous/,/enabled/s/false/true/' -e 's/mode: Webhook/mode: AlwaysAllow/' /var/lib/kubelet/config.yaml && systemctl restart kubelet"`,
		);
		world.run(world.now() + 5_000);
		// It has read its file when it started.
		run(`ssh node01 "sed -i '/anonymous/,/enabled/s/true/false/' /var/lib/kubelet/config.yaml"`);
		expect(run("curl -sk https://node01:10250/pods | jq -r '.items[].spec.nodeName' | sort -u")).toBe('node01\n');
		expect(run('curl -sk https://node01:10250/containerLogs/kube-system/nope/x')).toBe(
			'container "x" in pod "nope" is not available',
		);
	});

	test('flags go before the file, and a mode that there is not ends the kubelet', () => {
		const start = (flags: string): string =>
			run(`ssh node02 "echo 'KUBELET_KUBEADM_ARGS=\\"${flags}\\"' > /var/lib/kubelet/kubeadm-flags.env; systemctl restart kubelet"
sleep 2; curl -sk -o /dev/null -w '%{http_code}' https://node02:10250/pods`);
		expect(start('--anonymous-auth=true')).toBe('403');
		expect(start('--anonymous-auth --authorization-mode=AlwaysAllow')).toBe('200');
		expect(start('--authorization-mode=Always')).toBe('000');
		expect(run("ssh node02 journalctl -u kubelet | grep -o 'err=.*' | tail -n 1")).toBe(
			'err="failed to run Kubelet: unknown authorization mode Always"\n',
		);
	});

	test('etcd lets in who has a certificate, also without --client-cert-auth', () => {
		run(`sed -i /--client-cert-auth/d /etc/kubernetes/manifests/etcd.yaml; sleep 60`);
		expect(run("curl -sk -o /dev/null -w '%{http_code}' https://127.0.0.1:2379/health")).toBe('000');
		expect(run('kubectl get --raw=/readyz')).toBe('ok');
	});
});
