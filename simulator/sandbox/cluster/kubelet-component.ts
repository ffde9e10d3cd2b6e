import type { RuntimeState } from '../../hosts/runtime/runtime-service.ts';
import type { Process } from '../../kernel/process-api.ts';
import { type ComponentHandle, klogLine } from '../../kubelet/images/programs/component-program.ts';
import { startKubelet } from '../../kubelet/kubelet.ts';
import type { KubeletLog } from '../../kubelet/kubelet-log.ts';
import type { Timer } from '../../machinery/event-loop.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { resumeCpuState } from '../command-lines/kubelet-cpu-manager.ts';
import { type KubeletSettings, prepareKubelet } from '../command-lines/prepare-kubelet.ts';
import type { Cluster, ClusterNode } from './cluster.ts';
import { ComponentClient } from './component-client.ts';
import { setUpKernel } from './kernel-tunables.ts';
import { KubeletCertificate } from './kubelet-certificate.ts';
import { KubeletServingCertificate } from './kubelet-serving-certificate.ts';
import { nodeFacts } from './node-facts.ts';

/** How containerd is doing. */
interface RuntimeWatch {
	readonly state: () => RuntimeState;
	/** Undefined while it serves. */
	readonly downSinceMs: () => number | undefined;
}

/** What the process of a node's kubelet does. */
export function kubeletComponent(
	cluster: Cluster,
	node: ClusterNode,
	args: readonly string[],
	runtime: RuntimeWatch,
): ComponentHandle {
	let running: ComponentHandle | undefined;
	const begin = (settings: KubeletSettings, release: string | undefined): ComponentHandle => {
		running = runningKubelet(cluster, node, settings, { release, downSinceMs: runtime.downSinceMs });
		return running;
	};
	return {
		serve: (process) => serveKubelet(process, cluster, args, runtime.state, begin),
		stop: () => running?.stop(),
	};
}

function* serveKubelet(
	process: Process,
	cluster: Cluster,
	args: readonly string[],
	runtime: () => RuntimeState,
	begin: (settings: KubeletSettings, release: string | undefined) => ComponentHandle,
): Task<number> {
	if (!cluster.isAwake) yield* cluster.sleepUntilWoken(process);
	const settings = yield* prepareKubelet(process, args, runtime);
	if (typeof settings === 'string') {
		const text = `"command failed" err=${JSON.stringify(settings)}`;
		yield* process.write(2, encodeUtf8(klogLine(process.now(), process.pid, 'E', 'run.go:72', text)));
		return 1;
	}
	const kernel = yield* setUpKernel(process, settings.configuration.protectKernelDefaults);
	if (kernel !== undefined) {
		const text = `"Failed to start ContainerManager" err=${JSON.stringify(kernel)}`;
		yield* process.write(2, encodeUtf8(klogLine(process.now(), process.pid, 'E', 'kubelet.go:1706', text)));
		return 1;
	}
	const cpus = yield* resumeCpuState(process, settings.configuration);
	if (cpus !== undefined) {
		const text = `"Failed to start ContainerManager" err=${JSON.stringify(cpus)}`;
		yield* process.write(2, encodeUtf8(klogLine(process.now(), process.pid, 'E', 'kubelet.go:1706', text)));
		return 1;
	}
	const { serve } = begin(settings, process.release);
	if (serve === undefined) throw new Error('assertion failed: a kubelet without a process');
	return yield* serve(process);
}

function runningKubelet(
	cluster: Cluster,
	node: ClusterNode,
	settings: KubeletSettings,
	{ release, downSinceMs }: { readonly release: string | undefined } & Pick<RuntimeWatch, 'downSinceMs'>,
): ComponentHandle {
	const { context, blueprint } = cluster;
	const { nodeName: name } = settings;
	node.nodeName = name;
	const memory = node.kubeletMemory;
	node.kubeletMemory = undefined;
	const client = new ComponentClient(cluster, node, settings.apiServer);
	const transport = cluster.clientTransport(client, 'kubelet');
	const { staticPodPath, clusterDns, clusterDomain, configuration, access } = settings;
	const log: KubeletLog = (level, source, text) => {
		node.services.log('kubelet', klogLine(context.loop.now(), 1, level, source, text).trimEnd());
	};
	const handle = startKubelet({
		context,
		facts: nodeFacts(blueprint.preset, node.host, name, release, { isFirst: cluster.isFirst, boots: node.boots }),
		machine: node.machine,
		transport,
		runtime: node.runtime,
		runtimeDownSinceMs: downSinceMs,
		memory,
		dns: {
			address: clusterDns ?? blueprint.preset.clusterDnsAddress,
			domain: clusterDomain ?? blueprint.preset.clusterDomain,
		},
		...(staticPodPath === undefined ? {} : { staticPodPath }),
		configuration,
		access,
		log,
	});
	node.kubelet = handle;
	const complaint = cluster.isApiServer({ host: client.host, port: client.config.port })
		? undefined
		: new Complaint(cluster, node, settings);
	client.onComplaint = (reason) => {
		const { url } = client.config;
		const lease = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${name}?timeout=10s`;
		const failed = (method: string, path: string): string =>
			JSON.stringify(reason === 'Unauthorized' ? reason : `${method} "${url}${path}": ${reason}`);
		const post = failed('Post', '/api/v1/nodes');
		log(
			'E',
			'kubelet_node_status.go:107',
			`"Unable to register node with API server" err=${post} node=${JSON.stringify(name)}`,
		);
		log(
			'E',
			'controller.go:145',
			`"Failed to ensure lease exists, will retry" err=${failed('Get', lease)} interval="7s"`,
		);
	};
	const { bootstrap, rotatesCertificates: rotates } = settings;
	const certificate = new KubeletCertificate({ cluster, node, client, transport, bootstrap, rotates, log });
	const serving = new KubeletServingCertificate({
		cluster,
		node,
		transport,
		url: client.config.url,
		isAskedFor: configuration.serverTLSBootstrap,
		log,
	});
	return {
		serve: handle.serve,
		stop() {
			complaint?.stop();
			certificate.stop();
			serving.stop();
			handle.stop();
			if (node.kubelet === handle) node.kubelet = undefined;
		},
	};
}

/** How long a kubelet waits until it tries to renew its lease again. Models component-helpers/apimachinery/lease. */
const RETRY_MS = 7_000;

/** What a kubelet's journal says while its kubeconfig leads to no API server. */
class Complaint {
	readonly #cluster: Cluster;
	readonly #node: ClusterNode;
	readonly #url: string;
	readonly #reason: string;
	#timer: Timer;

	constructor(cluster: Cluster, node: ClusterNode, { apiServer: { url, host, port } }: KubeletSettings) {
		this.#cluster = cluster;
		this.#node = node;
		this.#url = url;
		const known = [...cluster.nodes.values()].some((each) => each.host.address === host || each.host.name === host);
		const where = `${host}:${port}`;
		this.#reason =
			!/^[\d.]+$/.test(host) && !known
				? `dial tcp: lookup ${host}: no such host`
				: known || host.startsWith('127.')
					? `dial tcp ${where}: connect: connection refused`
					: `dial tcp ${where}: connect: no route to host`;
		this.#timer = cluster.context.loop.after(1_000, () => this.#speak());
	}

	stop(): void {
		this.#timer.cancel();
	}

	#speak(): void {
		const { nodeName: name } = this.#node;
		const lease = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${name}?timeout=10s`;
		const say = (source: string, text: string): void => {
			const line = klogLine(this.#cluster.context.loop.now(), 1, 'E', source, text);
			this.#node.services.log('kubelet', line.trimEnd());
		};
		const get = (path: string, method = 'Get'): string =>
			JSON.stringify(`${method} "${this.#url}${path}": ${this.#reason}`);
		say(
			'kubelet_node_status.go:107',
			`"Unable to register node with API server" err=${get('/api/v1/nodes', 'Post')} node=${JSON.stringify(name)}`,
		);
		say('controller.go:145', `"Failed to ensure lease exists, will retry" err=${get(lease)} interval="7s"`);
		this.#timer = this.#cluster.context.loop.after(RETRY_MS, () => this.#speak());
	}
}
