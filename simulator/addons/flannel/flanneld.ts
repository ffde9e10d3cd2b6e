import { ApiClient } from '../../client/api-client.ts';
import { TransportError } from '../../client/transport.ts';
import type { Process } from '../../kernel/process-api.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { klogLine } from '../../kubelet/images/programs/component-program.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { JsonSyntaxError, parseJson } from '../../machinery/parse-json.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { InClusterTransport } from '../in-cluster-transport.ts';

const NODES = { group: '', version: 'v1', resource: 'nodes', kind: 'Node', namespaced: false } as const;
const PODS = { group: '', version: 'v1', resource: 'pods', kind: 'Pod', namespaced: true } as const;
const CONFIGURATION = '/etc/kube-flannel/net-conf.json';
const SUBNET_FILE = '/run/flannel/subnet.env';
const WAIT_MS = 1_000;

interface Pod extends KubeObject {
	readonly spec: { readonly nodeName?: string };
}

interface Node extends KubeObject {
	readonly spec: { readonly podCIDR?: string };
}

/** Gives its node's Pods the range that the controller manager has cut out for it. Models flannel-io/flannel main.go and pkg/subnet/kube. */
export function* flanneld(process: Process): Task<number> {
	const log = (level: 'I' | 'E', source: string, text: string): Task<void> =>
		process.write(2, encodeUtf8(klogLine(process.now(), process.pid, level, source, text)));
	process.rest({ cpuMillicores: 6, memoryBytes: 14 * 1024 ** 2 });
	for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'catch');
	yield* log(
		'I',
		'main.go:215',
		'CLI flags config: {kubeSubnetMgr:true ipMasq:true subnetFile:/run/flannel/subnet.env}',
	);
	const network = yield* networkOf(process);
	if (network === undefined) {
		yield* log('E', 'main.go:268', 'Failed to create SubnetManager: error parsing subnet config');
		return 1;
	}
	const client = new ApiClient(new InClusterTransport(process), 'flanneld');
	const node = yield* nodeOf(process, client);
	if (typeof node === 'string') {
		yield* log('E', 'main.go:268', `Failed to create SubnetManager: ${node}`);
		return 1;
	}
	yield* log('I', 'kube.go:139', 'Waiting 10m0s for node controller to sync');
	yield* process.sleep(WAIT_MS);
	yield* log('I', 'kube.go:163', 'Node controller sync successful');
	const { podCIDR } = node.spec;
	if (podCIDR === undefined || podCIDR === '') {
		const name = node.metadata.name;
		yield* log(
			'E',
			'main.go:359',
			`Error registering network: failed to acquire lease: node ${JSON.stringify(name)} pod cidr not assigned`,
		);
		yield* log('I', 'main.go:448', 'Stopping shutdownHandler...');
		return 1;
	}
	if (!isWithin(podCIDR, network)) {
		yield* log(
			'E',
			'main.go:359',
			`Error registering network: failed to acquire lease: subnet ${JSON.stringify(network)} specified in the flannel net config doesn't contain ${JSON.stringify(podCIDR)} PodCIDR of the ${JSON.stringify(node.metadata.name)} node`,
		);
		return 1;
	}
	// Its device and the routes to others' Pods are there again.
	process.machine.netlink.change((table) => table.wireAnew());
	const gateway = podCIDR.replace(/\.0\/(\d+)$/, '.1/$1');
	yield* put(process, `FLANNEL_NETWORK=${network}\nFLANNEL_SUBNET=${gateway}\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n`);
	yield* log('I', 'main.go:408', `Wrote subnet file to ${SUBNET_FILE}`);
	yield* log('I', 'main.go:412', 'Running backend.');
	return yield* new TaskGroup().run(process, () => 0);
}

function* networkOf(process: Process): Task<string | undefined> {
	try {
		const { Network } = parseJson(decodeUtf8(yield* readWholeFile(process, CONFIGURATION))) as { Network?: unknown };
		return typeof Network === 'string' ? Network : undefined;
	} catch (error) {
		if (error instanceof JsonSyntaxError) return undefined;
		throw error;
	}
}

/** A text: why it is not known. */
function* nodeOf(process: Process, client: ApiClient): Task<Node | string> {
	const [name = '', namespace = ''] = ['POD_NAME', 'POD_NAMESPACE'].map((key) => process.env.get(key));
	try {
		const { spec } = yield* client.get<Pod>(PODS, namespace, name);
		return yield* client.get<Node>(NODES, '', spec.nodeName ?? '');
	} catch (error) {
		if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
		return `error retrieving pod spec for '${namespace}/${name}': ${error.message}`;
	}
}

function isWithin(subnet: string, network: string): boolean {
	const [address = '', bits = '0'] = network.split('/');
	const [inner = ''] = subnet.split('/');
	const size = 2 ** (32 - Number(bits));
	return Math.floor(numberOf(address) / size) === Math.floor(numberOf(inner) / size);
}

function numberOf(address: string): number {
	return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function* put(process: Process, text: string): Task<void> {
	const fd = yield* process.open(SUBNET_FILE, { write: true, create: true, truncate: true }, 0o644);
	yield* process.write(fd, encodeUtf8(text));
	process.close(fd);
}
