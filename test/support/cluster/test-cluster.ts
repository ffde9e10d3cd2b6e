import type { Event } from '../../../simulator/api/core/types/object.ts';
import type { Pod } from '../../../simulator/api/core/types/pod.ts';
import { KindRegistry } from '../../../simulator/api/kind-registry.ts';
import { KINDS } from '../../../simulator/api/registry.ts';
import type { PriorityClass } from '../../../simulator/api/scheduling/types.ts';
import { ApiServer } from '../../../simulator/apiserver/api-server.ts';
import { versionInfo } from '../../../simulator/apiserver/discovery/version-info.ts';
import { ApiClient } from '../../../simulator/client/api-client.ts';
import type { Resource } from '../../../simulator/client/resource.ts';
import type { ClientRequest, ClientResponse, Transport } from '../../../simulator/client/transport.ts';
import { startControllerManager } from '../../../simulator/controllers/manager.ts';
import { NAMESPACES, NODES, PODS } from '../../../simulator/controllers/resources.ts';
import type { Context } from '../../../simulator/machinery/context.ts';
import { EventLoop } from '../../../simulator/machinery/event-loop.ts';
import { kubernetesRelease } from '../../../simulator/machinery/kubernetes-releases.ts';
import { DEFAULT_LIMITS } from '../../../simulator/machinery/limits.ts';
import type { KubeObject } from '../../../simulator/machinery/meta.ts';
import { Random } from '../../../simulator/machinery/random.ts';
import { parseLabelSelector } from '../../../simulator/machinery/selectors.ts';
import { runToCompletion, type Task } from '../../../simulator/machinery/task.ts';
import { formatTime } from '../../../simulator/machinery/timestamp.ts';
import { InProcessTransport } from '../../../simulator/sandbox/in-process-transport.ts';
import type { SchedulerConfiguration } from '../../../simulator/scheduler/configuration.ts';
import { type RunningScheduler, startScheduler } from '../../../simulator/scheduler/scheduler.ts';
import { Store } from '../../../simulator/store/store.ts';
import { FakeKubelet, type FakeKubeletOptions } from './fake-kubelet.ts';

/** Fri 2026-11-20 09:00:00 UTC. */
export const START_MS = Date.UTC(2026, 10, 20, 9);

export interface TestClusterOptions {
	/** Names of workers; each with 4 CPUs, 8 Gi and 110 Pods unless `node` says otherwise. */
	readonly nodes?: readonly string[];
	readonly node?: (name: string) => object;
	readonly kubelet?: Partial<FakeKubeletOptions> | false;
	readonly controllers?: readonly string[] | false;
	/** Very long when absent: nobody renews leases here. */
	readonly nodeMonitorGraceSeconds?: number;
	readonly scheduler?: boolean;
	readonly scheduling?: SchedulerConfiguration | undefined;
	readonly seed?: string;
	/** What a metrics server would say: by the Pod's name, the usage of its container "nginx". 404 without one. */
	readonly metrics?: (pods: readonly Pod[]) => Readonly<Record<string, { cpu?: string; memory?: string }>> | number;
}

/** A control plane on a real API server and store, with kubelets that say what is expected of them. */
export class TestCluster {
	readonly context: Context;
	readonly server: ApiServer;
	readonly admin: ApiClient;
	scheduler: RunningScheduler | undefined;
	#manager: { stop(): void } | undefined;
	readonly #options: TestClusterOptions;

	constructor(options: TestClusterOptions = {}) {
		this.#options = options;
		const loop = new EventLoop(START_MS);
		this.context = { loop, random: new Random(options.seed ?? 'test'), limits: DEFAULT_LIMITS };
		this.server = new ApiServer({
			context: this.context,
			store: new Store(DEFAULT_LIMITS),
			kinds: new KindRegistry(KINDS),
			version: versionInfo(kubernetesRelease('v1.35.0')),
			services: { clusterIPs: '10.96.0.0/12', nodePorts: { from: 30000, to: 32767 } },
			authorizer: { authorize: () => ({ decision: 'allow', reason: '' }) },
		});
		this.admin = new ApiClient(this.transport('kubernetes-admin'), 'kubectl');
		for (const name of ['default', 'kube-system', 'kube-node-lease'])
			this.createIfAbsent(NAMESPACES, { metadata: { name } });
		for (const name of options.nodes ?? ['node01', 'node02']) this.addNode(name);
		this.startControllers();
		this.startScheduler();
		this.run(0);
		if (options.kubelet !== false) {
			new FakeKubelet({ context: this.context, transport: this.transport('system:node'), ...options.kubelet });
		}
	}

	transport(name: string): Transport {
		const user = { name, groups: ['system:masters'] };
		const transport = new InProcessTransport(() => this.server, user, name);
		const { metrics } = this.#options;
		if (metrics === undefined || !name.endsWith('horizontal-pod-autoscaler')) return transport;
		return { request: (request) => this.#measure(transport, request) };
	}

	*#measure(transport: Transport, request: ClientRequest): Task<ClientResponse> {
		if (!request.path.startsWith('/apis/metrics.k8s.io/')) return yield* transport.request(request);
		const selector = parseLabelSelector(new Map(request.query).get('labelSelector') ?? '');
		const pods = this.list<Pod>(PODS).filter(({ metadata }) => selector.matches(metadata.labels));
		const usage = this.#options.metrics?.(pods) ?? 404;
		if (typeof usage === 'number') return { status: usage, headers: new Map(), body: 'service unavailable' };
		const timestamp = formatTime(this.context.loop.now());
		const items = Object.entries(usage).map(([name, of]) => ({
			metadata: { name, namespace: 'default' },
			timestamp,
			window: '15s',
			containers: [{ name: 'nginx', usage: of }],
		}));
		return { status: 200, headers: new Map(), body: { items } };
	}

	startControllers(): void {
		const { controllers } = this.#options;
		if (controllers === false) return;
		this.#manager = startControllerManager({
			context: this.context,
			transportFor: (user) => this.transport(user),
			clusterCIDR: '192.168.0.0/16',
			rootCA: 'CERTIFICATE',
			nodeMonitorGraceSeconds: this.#options.nodeMonitorGraceSeconds ?? 1_000_000,
			...(controllers === undefined ? {} : { controllers }),
		});
	}

	stopControllers(): void {
		this.#manager?.stop();
	}

	startScheduler(): void {
		const { scheduler, scheduling: configuration } = this.#options;
		if (scheduler === false) return;
		const transport = this.transport('system:kube-scheduler');
		this.scheduler = startScheduler({ context: this.context, transport, ...(configuration && { configuration }) });
	}

	addNode(name: string): void {
		const allocatable = { cpu: '4', memory: '8Gi', pods: '110', 'ephemeral-storage': '100Gi' };
		const conditions = [
			{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' },
		];
		const labels = { 'kubernetes.io/hostname': name };
		const node = { metadata: { name, labels }, status: { allocatable, capacity: allocatable, conditions } };
		const extra = (this.#options.node?.(name) ?? {}) as { metadata?: object; spec?: object; status?: object };
		const created = this.create(NODES, {
			...node,
			...extra,
			metadata: { ...node.metadata, ...extra.metadata },
			spec: { ...extra.spec },
		});
		this.do(
			this.admin.update(NODES, { ...created, status: { ...node.status, ...extra.status } } as KubeObject, 'status'),
		);
	}

	/** Lets `seconds` pass. */
	run(seconds: number): void {
		this.context.loop.runUntil(this.context.loop.now() + seconds * 1000);
	}

	do<T>(task: Task<T>): T {
		return runToCompletion(task);
	}

	create<T extends KubeObject>(resource: Resource<T>, object: object): T {
		return this.do(this.admin.create(resource, object as never)) as T;
	}

	createIfAbsent<T extends KubeObject>(resource: Resource<T>, object: { metadata: { name: string } }): void {
		const known = this.list(resource).some((each) => each.metadata.name === object.metadata.name);
		if (!known) this.create(resource, object);
	}

	get<T extends KubeObject>(resource: Resource<T>, name: string, namespace = 'default'): T {
		return this.do(this.admin.get(resource, resource.namespaced ? namespace : '', name));
	}

	list<T extends KubeObject>(resource: Resource<T>, namespace = ''): readonly T[] {
		return this.do(this.admin.list(resource, namespace));
	}

	patch<T extends KubeObject>(resource: Resource<T>, name: string, body: object, subresource = ''): T {
		const namespace = resource.namespaced ? 'default' : '';
		return this.do(this.admin.patch(resource, { name, namespace }, 'merge', body, subresource));
	}

	delete<T extends KubeObject>(resource: Resource<T>, name: string, options = {}): void {
		const namespace = resource.namespaced ? 'default' : '';
		this.do(this.admin.delete(resource, { name, namespace }, options));
	}

	/** "Normal ScalingReplicaSet Deployment/web: Scaled up …" in the order they were first written, with counts above one. */
	events(kind?: string): string[] {
		return this.list<Event>(EVENTS)
			.filter((event) => kind === undefined || event.involvedObject.kind === kind)
			.sort((a, b) =>
				(a.metadata.name.split('.').at(-1) as string) < (b.metadata.name.split('.').at(-1) as string) ? -1 : 1,
			)
			.map(({ type, reason, message, involvedObject: { kind: of, name }, count = 1 }) => {
				const times = count > 1 ? ` x${count}` : '';
				return `${type} ${reason} ${of}/${name}: ${message}${times}`;
			});
	}
}

function resource<T extends KubeObject>(group: string, plural: string, kind: string, namespaced = true): Resource<T> {
	return { group, version: 'v1', resource: plural, kind, namespaced };
}

export const EVENTS = resource<Event>('', 'events', 'Event');
export const PRIORITY_CLASSES = resource<PriorityClass>('scheduling.k8s.io', 'priorityclasses', 'PriorityClass', false);

/** A deployment of `replicas` of one small container. */
export function deployment(name: string, replicas: number, spec: object = {}, podSpec: object = {}): object {
	return {
		metadata: { name, namespace: 'default' },
		spec: { replicas, selector: { matchLabels: { app: name } }, template: template(name, podSpec), ...spec },
	};
}

export function template(app: string, spec: object = {}): { metadata: { labels: { app: string } }; spec: object } {
	return { metadata: { labels: { app } }, spec: { containers: [{ name: 'nginx', image: 'nginx:1.25' }], ...spec } };
}
