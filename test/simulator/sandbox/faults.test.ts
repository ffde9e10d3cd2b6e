import { beforeEach, describe, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld } from './world-bench.ts';

// Times: --node-monitor-grace-period 50 s, tolerationSeconds 300 of not-ready and unreachable.

describe('what happens to a world', () => {
	let world: SimulatedWorld;
	const run = (line: string): string => {
		const { stdout, stderr } = world.runScript({ name: 'line.sh', script: line, limitMs: 600_000 });
		return stdout + stderr;
	};
	const passSeconds = (seconds: number): void => {
		world.run(world.now() + seconds * 1000);
	};
	const ready = (node: string): string => run(`kubectl get node ${node} --no-headers | awk '{printf "%s", $2}'`);

	beforeEach(() => {
		world = newWorld('faults');
		run('kubectl create deploy web --image=nginx --replicas=4');
		passSeconds(30);
	});

	test('a machine that loses its power is not ready, its Pods move, and it comes back with power', () => {
		world.apply({ kind: 'fault', fault: { fault: 'power', host: 'node01', on: false } });
		passSeconds(30);
		expect(ready('node01')).toBe('Ready');
		passSeconds(30);
		expect(ready('node01')).toBe('NotReady');
		expect(run('kubectl get node node01 -o jsonpath=\'{.status.conditions[?(@.type=="Ready")].reason}\'')).toBe(
			'NodeStatusUnknown',
		);
		expect(run('ssh -o ConnectTimeout=5 node01 true')).toContain('port 22: No route to host');
		passSeconds(320);
		expect(
			run(
				"kubectl get pods -l app=web --field-selector=status.phase=Running -o jsonpath='{.items[*].spec.nodeName}' | tr ' ' '\\n' | sort | uniq -c",
			),
		).toContain('4 node02');
		world.apply({ kind: 'fault', fault: { fault: 'power', host: 'node01', on: true } });
		passSeconds(60);
		expect(ready('node01')).toBe('Ready');
		expect(run('ssh node01 uptime')).toContain('up 1 min');
		expect(
			run("kubectl get pods -A --no-headers --field-selector spec.nodeName=node01 | awk '{print $4}' | sort -u"),
		).toBe('Running\n');
		expect(
			run(
				"kubectl -n kube-system get pods --field-selector spec.nodeName=node01 -l k8s-app=kube-proxy -o jsonpath='{.items[0].status.containerStatuses[0].restartCount} {.items[0].status.containerStatuses[0].lastState.terminated.reason}'",
			),
		).toBe('1 Unknown');
	});

	test('a cable that is out: everything there goes on, unseen', () => {
		world.apply({ kind: 'fault', fault: { fault: 'network', host: 'node02', on: false } });
		passSeconds(60);
		expect(ready('node02')).toBe('NotReady');
		const pod = run(
			"kubectl get pods -l app=web -o jsonpath='{.items[?(@.spec.nodeName==\"node02\")].metadata.name}' | cut -d' ' -f1",
		).trim();
		expect(run(`kubectl logs ${pod}`)).toContain('10250: connect: no route to host');
		world.apply({ kind: 'fault', fault: { fault: 'network', host: 'node02', on: true } });
		passSeconds(60);
		expect(ready('node02')).toBe('Ready');
		expect(run(`kubectl get pod ${pod} -o jsonpath='{.status.containerStatuses[0].restartCount}'`)).toBe('0');
		// The node's Pods had been marked as not ready; their kubelet says again that they are.
		expect(run("kubectl -n kube-system get ds kube-proxy -o jsonpath='{.status.numberReady}'")).toBe('3');
	});

	test('a registry that does not answer', () => {
		world.apply({ kind: 'fault', fault: { fault: 'registry', registry: 'docker.io', on: false } });
		run('kubectl run r --image=redis:7');
		passSeconds(35);
		expect(run("kubectl get pod r --no-headers | awk '{print $3}'")).toBe('ErrImagePull\n');
		expect(run('kubectl get events --field-selector involvedObject.name=r | grep Failed | head -1')).toContain(
			'failed to do request: Head "https://registry-1.docker.io/v2/library/redis/manifests/7": dial tcp: lookup registry-1.docker.io: i/o timeout',
		);
		world.apply({ kind: 'fault', fault: { fault: 'registry', registry: 'docker.io', on: true } });
		passSeconds(120);
		expect(run("kubectl get pod r --no-headers | awk '{print $3}'")).toBe('Running\n');
	});

	test('a certificate that has expired', () => {
		const path = '/etc/kubernetes/pki/apiserver-kubelet-client.crt';
		world.apply({ kind: 'fault', fault: { fault: 'expire', host: 'controlplane', path } });
		expect(run(`curl -sk --cert ${path} --key ${path.replace('crt', 'key')} https://node01:10250/pods`)).toBe(
			'Unauthorized',
		);
		expect(() =>
			world.apply({ kind: 'fault', fault: { fault: 'expire', host: 'controlplane', path: '/etc/passwd' } }),
		).toThrow('/etc/passwd: no certificate');
	});

	test('it is part of the journal: a replay comes to the same bytes', () => {
		world.apply({ kind: 'fault', fault: { fault: 'power', host: 'node01', on: false } });
		passSeconds(90);
		world.apply({ kind: 'fault', fault: { fault: 'power', host: 'node01', on: true } });
		passSeconds(60);
		expect(world.fork().hash()).toBe(world.hash());
	});
});
