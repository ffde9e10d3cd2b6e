import { beforeAll, describe, expect, test } from 'vitest';
import { nodeHostCalls } from '../../../simulator/cli/host-calls.ts';
import { CompositeWorld, PresetImages } from '../../../simulator/sandbox/index.ts';
import type { WorldEvent, WorldOptions } from '../../../simulator/sandbox/world-api.ts';

const images = new PresetImages(nodeHostCalls);
const OPTIONS: WorldOptions = {
	preset: 'workstation',
	seed: 'contexts',
	clusters: [
		{
			name: 'cka22',
			preset: 'kubeadm-1-1@cka22',
			setup: [{ kind: 'script', script: 'kubectl create namespace quarry' }],
		},
		{ name: 'cka11', preset: 'kubeadm-1-1@cka11' },
	],
};

/** Someone at a workstation. */
class Visitor {
	readonly world: CompositeWorld;
	readonly commands: string[] = [];
	#shown = '';

	constructor() {
		this.world = new CompositeWorld(OPTIONS, images);
		this.world.onEvent((event: WorldEvent) => {
			if (event.kind === 'output') this.#shown += new TextDecoder().decode(event.data);
			if (event.kind === 'command') this.commands.push(`${event.host} ${event.context}: ${event.line}`);
		});
		this.world.apply({ kind: 'open', terminal: 't1', user: 'candidate', columns: 160, rows: 40 });
		this.world.settle(2_000);
	}

	/** Types a line; returns what was shown after it, without colours and prompts. */
	type(line: string, ms = 4_000): string {
		this.#shown = '';
		this.world.apply({ kind: 'input', terminal: 't1', data: `${line}\r` });
		this.world.settle(ms);
		const plain = this.#shown.replace(/\x1b\[[0-9;?]*[a-zA-Z]/g, '').replaceAll('\r', '');
		return plain.split('\n').slice(1, -1).join('\n');
	}

	interrupt(): void {
		this.world.apply({ kind: 'input', terminal: 't1', data: '\x03' });
		this.world.settle(1_000);
	}
}

describe('a workstation with a context for each cluster', () => {
	let visitor: Visitor;
	beforeAll(() => {
		visitor = new Visitor();
	});

	test('has the clients of clusters, and nothing that makes one', () => {
		expect(visitor.type('type kubectl k helm jq yq kubeadm docker etcdctl crictl 2>&1 | grep -c "not found"')).toBe(
			'4',
		);
		expect(visitor.type('kubectl config get-contexts -o name; kubectl config current-context')).toBe(
			'cka11\ncka22\ncka22',
		);
	});

	test('kubectl reaches the cluster of the context', () => {
		expect(visitor.type('kubectl get nodes -o name')).toBe('node/cka22\nnode/cka22-node1');
		expect(visitor.type('kubectl get ns quarry -o name')).toBe('namespace/quarry');
		expect(visitor.type('kubectl config use-context cka11')).toBe('Switched to context "cka11".');
		expect(visitor.type('k get nodes -o name')).toBe('node/cka11\nnode/cka11-node1');
		expect(visitor.type('k get ns quarry')).toBe('Error from server (NotFound): namespaces "quarry" not found');
		expect(visitor.type('k --context cka22 get ns quarry -o name')).toBe('namespace/quarry');
		expect(visitor.type('kubectl cluster-info | head -1')).toBe(
			'Kubernetes control plane is running at https://cka11:6443',
		);
		expect(visitor.type('kubectl auth whoami -o jsonpath={.status.userInfo.username}; echo')).toBe('kubernetes-admin');
	});

	test('what is changed from here is changed there', () => {
		visitor.type('k run web --image nginx --port 80 && k expose pod web --type NodePort', 20_000);
		expect(visitor.type('ssh cka11 kubectl get pod web -o jsonpath={.status.phase}; echo')).toBe('Running');
		expect(visitor.type('k exec web -- sh -c "echo inside; hostname"')).toBe('inside\nweb');
		expect(visitor.type('echo "from here" | k exec -i web -- cat')).toBe('from here');
		visitor.type('port=$(k get svc web -o jsonpath={.spec.ports[0].nodePort})');
		expect(visitor.type('curl -s cka11-node1:$port | grep title')).toBe('<title>Welcome to nginx!</title>');
		expect(visitor.type('k logs web | tail -1')).toContain('GET / HTTP/1.1');
	});

	test('what streams does so until it is interrupted', () => {
		visitor.type('k get cm -w &', 2_000);
		expect(visitor.type('k create cm one')).toContain('one ');
		visitor.type('kill %1');
		visitor.type('k exec web -- sleep 1000', 500);
		visitor.interrupt();
		expect(visitor.type('echo $?')).toBe('130');
		expect(visitor.type('k exec web -- seq 100000 | md5sum', 20_000)).toBe(visitor.type('seq 100000 | md5sum', 20_000));
	});

	test('helm and port-forward go the same way', () => {
		visitor.type('helm create shop && helm install shop ./shop --set replicaCount=1', 20_000);
		expect(visitor.type('helm list -q; k get deploy shop -o name', 8_000)).toBe('shop\ndeployment.apps/shop');
		visitor.type('k port-forward pod/web 8088:80 >/dev/null &', 3_000);
		expect(visitor.type('curl -s localhost:8088 | grep -c "<title>Welcome"')).toBe('1');
		visitor.type('kill %1');
		visitor.type('helm uninstall shop', 8_000);
	});

	test('ports at which nobody listens refuse, a server that is down refuses too', () => {
		expect(visitor.type('curl -s -m 5 cka11:7777; echo $?', 6_000)).toBe('7');
		visitor.type('ssh cka11 sudo mv /etc/kubernetes/manifests/kube-apiserver.yaml /tmp/', 60_000);
		expect(visitor.type('k get ns')).toContain('The connection to the server cka11:6443 was refused');
		visitor.type('ssh cka11 sudo mv /tmp/kube-apiserver.yaml /etc/kubernetes/manifests/', 60_000);
		expect(visitor.type('k get ns default -o name')).toBe('namespace/default');
	});

	test('ssh leads to the machines of each cluster', () => {
		expect(visitor.type('ssh cka22-node1 hostname')).toBe('cka22-node1');
		expect(visitor.type('ssh cka22 whoami')).toBe('candidate');
	});

	test('tells which cluster each command was about', () => {
		visitor.commands.length = 0;
		for (const line of [
			'pwd',
			'k get ns',
			'kubectl config use-context cka22',
			'k get ns',
			'k get ns --context=cka11',
			'ssh cka11 kubectl get ns',
		]) {
			visitor.type(line);
		}
		expect(visitor.commands).toEqual([
			'base undefined: pwd',
			'base cka11: k get ns',
			'base undefined: kubectl config use-context cka22',
			'base cka22: k get ns',
			'base cka11: k get ns --context=cka11',
			'base undefined: ssh cka11 kubectl get ns',
		]);
	});

	test('a copy is the same, and so is each cluster copied alone', () => {
		const hash = visitor.world.hash();
		expect(visitor.world.fork().hash()).toBe(hash);
	});

	test('a world that was run in small slices is the same', () => {
		const whole = new Visitor();
		const sliced = new CompositeWorld(OPTIONS, images);
		whole.type('k get pods -A -w & sleep 1; kill %1');
		sliced.apply({ kind: 'open', terminal: 't1', user: 'candidate', columns: 160, rows: 40 });
		while (!sliced.run(whole.world.journal[1]?.atMs ?? 0, 7));
		sliced.apply({ kind: 'input', terminal: 't1', data: 'k get pods -A -w & sleep 1; kill %1\r' });
		while (!sliced.run(whole.world.now(), 7));
		expect(sliced.hash()).toBe(whole.world.hash());
	});

	test('grades a cluster by what was done from here', () => {
		const check = { id: 'web', type: 'object', apiVersion: 'v1', kind: 'Pod', name: 'web' } as const;
		const [graded] = visitor.world.grade([{ id: 'q', cluster: 'cka11', points: 1, checks: [check] }]);
		expect(graded?.passed).toBe(true);
	});
});
