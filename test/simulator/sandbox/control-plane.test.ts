import { describe, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld, TestTerminal } from './world-bench.ts';

const MANIFESTS = '/etc/kubernetes/manifests';

function begin(): {
	world: SimulatedWorld;
	run: (line: string) => string;
	kill: (name: string) => string;
} {
	const world = newWorld('control-plane');
	const terminal = new TestTerminal(world);
	/** kill -9 for the process of this name. */
	const kill = (name: string): string => {
		const found = world.cluster.firstNode.machine.processes().filter(({ argv }) => argv[0]?.split('/').at(-1) === name);
		expect(found.length, name).toBe(1);
		return `kill -9 ${found[0]?.pid}`;
	};
	return { world, run: (line) => terminal.run(line), kill };
}

/** The STATUS column of some Pods, one word each. */
const statuses = (selector: string): string =>
	`kubectl get pods ${selector} --no-headers -o custom-columns=:.status.phase`;

const READY = `kubectl get nodes --no-headers -o custom-columns=:.metadata.name,:'.status.conditions[?(@.type=="Ready")].status'`;

const REFUSED = 'The connection to the server 172.30.1.2:6443 was refused - did you specify the right host or port?';

test.each([0, 40, 400])('what is typed %i ms after the world was made finds the API server', (afterMs) => {
	const world = newWorld('first-command');
	world.run(world.now() + afterMs);
	const { exitCode, stdout } = world.runScript({ name: 'first.sh', script: 'kubectl get nodes -o name' });
	expect([exitCode, stdout]).toEqual([0, 'node/controlplane\nnode/node01\nnode/node02\n']);
});

describe('kube-scheduler', () => {
	test('without its manifest new Pods stay Pending until it is back', () => {
		const { run } = begin();
		run(`mv ${MANIFESTS}/kube-scheduler.yaml /tmp; sleep 25`);
		expect(run('kubectl get pods -n kube-system kube-scheduler-controlplane')).toBe(
			'Error from server (NotFound): pods "kube-scheduler-controlplane" not found\n[1]',
		);
		expect(run(`kubectl create deployment web --image=nginx --replicas=2; sleep 60; ${statuses('-l app=web')}`)).toBe(
			'deployment.apps/web created\nPending\nPending\n[0]',
		);
		expect(run(`mv /tmp/kube-scheduler.yaml ${MANIFESTS}; sleep 60; ${statuses('-l app=web')}`)).toBe(
			'Running\nRunning\n[0]',
		);
	});

	test('its killed container is started again', () => {
		const { run, kill } = begin();
		run(`${kill('kube-scheduler')}; sleep 30`);
		expect(run('kubectl get pods -n kube-system kube-scheduler-controlplane --no-headers')).toMatch(
			/^kube-scheduler-controlplane +1\/1 +Running +1 \(3\ds ago\)/,
		);
		expect(run(`kubectl create deployment web --image=nginx; sleep 20; ${statuses('-l app=web')}`)).toBe(
			'deployment.apps/web created\nRunning\n[0]',
		);
	});
});

test('kube-controller-manager: without it a Deployment has no Pods, with it again it has', () => {
	const { run } = begin();
	run(`mv ${MANIFESTS}/kube-controller-manager.yaml /tmp; sleep 25`);
	expect(run('kubectl create deployment web --image=nginx; sleep 60; kubectl get rs,pods')).toBe(
		'deployment.apps/web created\nNo resources found in default namespace.\n[0]',
	);
	expect(run(`mv /tmp/kube-controller-manager.yaml ${MANIFESTS}; sleep 60; ${statuses('-l app=web')}`)).toBe(
		'Running\n[0]',
	);
});

describe('kube-apiserver', () => {
	test('killed: connections are refused, then it is back', () => {
		const { run, kill } = begin();
		expect(run(`${kill('kube-apiserver')}; kubectl get nodes 2>&1 | tail -1`)).toBe(`${REFUSED}\n[0]`);
		expect(run(`sleep 30; ${READY}`)).toBe('controlplane   True\nnode01         True\nnode02         True\n[0]');
	});

	test('each one draws UIDs of its own', () => {
		const { run, kill } = begin();
		const make = (name: string) => `kubectl create configmap ${name} -o jsonpath='{.metadata.uid}{"\\n"}' >> /tmp/uids`;
		for (const name of ['one', 'two', 'three']) run(`${make(name)}; ${kill('kube-apiserver')}; sleep 30`);
		expect(run('sort -u /tmp/uids | wc -l')).toBe('3\n[0]');
	});

	test('away for minutes: what runs goes on, nodes are given up and come back', () => {
		const { run } = begin();
		run('kubectl create deployment web --image=nginx; sleep 20');
		expect(run(`mv ${MANIFESTS}/kube-apiserver.yaml /tmp; sleep 120; kubectl get nodes 2>&1 | tail -1`)).toBe(
			`${REFUSED}\n[0]`,
		);
		expect(run(`mv /tmp/kube-apiserver.yaml ${MANIFESTS}; sleep 60; ${READY}; ${statuses('-l app=web')}`)).toBe(
			'controlplane   True\nnode01         True\nnode02         True\nRunning\n[0]',
		);
	});
});

test('etcd: without it the API server ends, with it again both are back and nothing is lost', () => {
	const { run, kill } = begin();
	run('kubectl create configmap kept --from-literal=a=b');
	run(`${kill('etcd')}; sleep 40`);
	expect(run('kubectl get configmap kept -o name')).toBe('configmap/kept\n[0]');
	run(`mv ${MANIFESTS}/etcd.yaml /tmp; sleep 60`);
	expect(run('kubectl get nodes 2>&1 | tail -1')).toBe(`${REFUSED}\n[0]`);
	expect(run(`mv /tmp/etcd.yaml ${MANIFESTS}; sleep 200; kubectl get configmap kept -o name`)).toBe(
		'configmap/kept\n[0]',
	);
});

test('CoreDNS: without its Pods names are not found, with them they are', () => {
	const { run } = begin();
	run('kubectl create deployment web --image=nginx; kubectl expose deployment web --port=80');
	run('kubectl run client --image=busybox:1.36 --restart=Never -- sleep 100000; sleep 30');
	const ask = 'kubectl exec client -- wget -T 3 -qO- http://web 2>&1 | head -2';
	expect(run(ask)).toBe('<!DOCTYPE html>\n<html>\n[0]');
	run('kubectl scale deployment coredns -n kube-system --replicas=0; sleep 5');
	expect(run(ask)).toBe("wget: bad address 'web'\ncommand terminated with exit code 1\n[0]");
	run('kubectl scale deployment coredns -n kube-system --replicas=2; sleep 30');
	expect(run(ask)).toBe('<!DOCTYPE html>\n<html>\n[0]');
	run('kubectl delete pods -n kube-system -l k8s-app=kube-dns; sleep 40');
	expect(run(ask)).toBe('<!DOCTYPE html>\n<html>\n[0]');
});

test('kube-proxy: a Service made while it is away cannot be reached, one made before can', () => {
	const { run } = begin();
	run('kubectl create deployment web --image=nginx; kubectl expose deployment web --name=old --port=80');
	run('kubectl run client --image=busybox:1.36 --restart=Never -- sleep 100000; sleep 30');
	run(
		`kubectl patch ds kube-proxy -n kube-system -p '{"spec":{"template":{"spec":{"nodeSelector":{"no":"where"}}}}}'; sleep 40`,
	);
	expect(run('kubectl get pods -n kube-system -l k8s-app=kube-proxy')).toBe(
		'No resources found in kube-system namespace.\n[0]',
	);
	run('kubectl expose deployment web --name=new --port=80; sleep 5');
	const ask = (name: string) => `kubectl exec client -- wget -T 3 -qO- http://${name} 2>&1 | head -1`;
	expect(run(ask('new'))).toBe('wget: download timed out\n[0]');
	expect(run(ask('old'))).toBe('<!DOCTYPE html>\n[0]');
	run(
		`kubectl patch ds kube-proxy -n kube-system --type=json -p '[{"op":"remove","path":"/spec/template/spec/nodeSelector/no"}]'; sleep 40`,
	);
	expect(run(ask('new'))).toBe('<!DOCTYPE html>\n[0]');
});

test('kubelet: its node is given up after 40 to 50 s, its Pods are evicted 5 min later, and it comes back', () => {
	const { world, run } = begin();
	const node = world.cluster.node('node01');
	run('kubectl create deployment web --image=nginx --replicas=4; sleep 20');
	const pods = `kubectl get pods -o custom-columns=:.spec.nodeName,:.metadata.deletionTimestamp --no-headers | sed 's/[0-9-]*T.*/deleted/' | sort | uniq -c`;
	expect(node.services.stop('kubelet.service')).toBe(true);
	const stoppedMs = world.now();
	const ready = () => run(READY).includes('node01         True');
	while (ready()) world.run(world.now() + 1_000);
	const seconds = (world.now() - stoppedMs) / 1_000;
	expect(seconds).toBeGreaterThanOrEqual(35);
	expect(seconds).toBeLessThanOrEqual(52);
	run('sleep 290');
	expect(run(pods)).toBe('      2 node01   <none>\n      2 node02   <none>\n[0]');
	run('sleep 30');
	expect(run(pods)).toBe('      2 node01   deleted\n      4 node02   <none>\n[0]');
	expect(node.services.start('kubelet.service')).toBe(true);
	run('sleep 30');
	expect(run(`${READY}; ${pods}`)).toBe(
		'controlplane   True\nnode01         True\nnode02         True\n      4 node02   <none>\n[0]',
	);
});

test('API server: without anonymous requests its own probes are refused, and it is started again', () => {
	const { run } = begin();
	const pod = `kubectl get pod -n kube-system kube-apiserver-controlplane --no-headers | awk '{ print $2, $4 }'`;
	const flag = `sed -i 's/    - kube-apiserver$/&\\n    - --anonymous-auth=false/' /etc/kubernetes/manifests/kube-apiserver.yaml`;
	expect(
		run(
			`${flag}; sleep 180; ${pod}; curl -sk https://localhost:6443/livez | grep --color=never code; sleep 100; ${pod}`,
		),
	).toBe('0/1 0\n  "code": 401\n0/1 1\n[0]');
});

test('controller manager: what --controllers takes out nobody does, by its older name too', () => {
	const { run } = begin();
	const manifest = '/etc/kubernetes/manifests/kube-controller-manager.yaml';
	const asks = (controllers: string): string =>
		`sed -i 's/--controllers=.*/--controllers=${controllers}/' ${manifest}; sleep 60`;
	const made = (name: string): string =>
		`kubectl create deployment ${name} --image=nginx > /dev/null; sleep 20; kubectl get rs,pods -l app=${name} --no-headers 2> /dev/null | awk '{print $1}' | cut -d/ -f1`;
	expect(run(`${asks('*,-deployment-controller')}; ${made('a')}`)).toBe('[0]');
	expect(run(`${asks('*,-replicaset')}; ${made('b')}`)).toBe('replicaset.apps\n[0]');
	expect(run(`${asks('*,bootstrapsigner,tokencleaner')}; ${made('c')}`)).toBe('replicaset.apps\npod\n[0]');
});
