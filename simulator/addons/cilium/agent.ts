import type { Pod } from '../../api/core/types/pod.ts';
import type { Service } from '../../api/core/types/service.ts';
import { ApiClient } from '../../client/api-client.ts';
import type { Resource } from '../../client/resource.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { serveHttp } from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { sha256 } from '../../machinery/sha256.ts';
import { ApiError } from '../../machinery/status.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { PodNetworkPort } from '../../network/pod-network-port.ts';
import type { ServiceReference } from '../../network/policy/cilium/cilium-policy.ts';
import { CiliumTable, type CiliumView } from '../../network/policy/cilium/cilium-table.ts';
import { lenientSelector } from '../../network/policy/cilium/lenient-selector.ts';
import { ciliumRouter } from '../../network/wiring-styles.ts';
import { InClusterTransport } from '../in-cluster-transport.ts';
import { ObjectCache } from '../serving/object-cache.ts';
import { logLine, readConfig } from './agent-config.ts';
import { EndpointKeeper } from './endpoint-keeper.ts';
import {
	CIDR_GROUPS,
	CILIUM_NODES,
	CILIUM_POLICIES,
	type CiliumNode,
	CLUSTERWIDE_POLICIES,
	DEFINITIONS,
	ENDPOINTS,
	IDENTITIES,
	NAMESPACES,
	NETWORK_POLICIES,
	NODES,
	PODS,
	SERVICES,
	SLICES,
} from './resources.ts';

const MIB = 1024 ** 2;
const PLUGIN = 'cilium-cni';
const CNI_FOLDER = '/host/etc/cni/net.d';
const OWN_FILE = '05-cilium.conflist';
const KINDS = [CILIUM_NODES, IDENTITIES, ENDPOINTS, CILIUM_POLICIES, CLUSTERWIDE_POLICIES, CIDR_GROUPS] as const;
const RETRY_MS = 1_000;

/** Networking and policies of one node. Models cilium-agent. */
export function* ciliumAgent(process: Process): Task<number> {
	const port = process.port<PodNetworkPort>('pod-network');
	if (port === undefined) return 1;
	return yield* new CiliumAgent(process, port, yield* readConfig(process)).run();
}

export class CiliumAgent {
	readonly config: ReadonlyMap<string, string>;
	readonly port: PodNetworkPort;
	readonly table: CiliumTable;
	readonly pods: ObjectCache<Pod>;
	readonly nodes;
	readonly ciliumNodes;
	readonly policies;
	readonly clusterwide;
	readonly networkPolicies;
	readonly endpoints: EndpointKeeper;
	readonly startedAtMs: number;
	readonly #process: Process;
	readonly #client: ApiClient;
	readonly #group = new TaskGroup();
	readonly #changed = new Signal((wake) => wake());
	readonly #namespaces;
	readonly #services;
	readonly #slices;
	readonly #groups;
	#isReady = false;
	#isDirty = false;
	#nodesByAddress:
		| ReadonlyMap<string, { readonly name: string; readonly labels: KubeObject['metadata']['labels'] }>
		| undefined;

	constructor(process: Process, port: PodNetworkPort, config: ReadonlyMap<string, string>) {
		this.#process = process;
		this.port = port;
		this.config = config;
		this.startedAtMs = process.now();
		this.#client = new ApiClient(new InClusterTransport(process), 'cilium-agent');
		const cache = <T extends KubeObject>(
			resource: Resource<T>,
			onChange: (object: T | undefined, old: T | undefined) => void,
		): ObjectCache<T> =>
			new ObjectCache<T>({
				process,
				client: this.#client,
				resource,
				onChange: (object, old) => {
					onChange(object, old);
					this.#mark();
				},
				onError: (message) => logLine(process, 'warn', 'Failed to list or watch', `error=${JSON.stringify(message)}`),
			});
		const rules = (): void => this.table.rulesChanged();
		this.pods = cache(PODS, (object, old) => {
			const { namespace = '', name } = (object ?? old)?.metadata ?? { name: '' };
			this.table.podChanged(namespace, name);
		});
		this.nodes = cache(NODES, () => {
			this.#nodesByAddress = undefined;
		});
		this.ciliumNodes = cache(CILIUM_NODES, () => undefined);
		this.policies = cache(CILIUM_POLICIES, rules);
		this.clusterwide = cache(CLUSTERWIDE_POLICIES, rules);
		this.networkPolicies = cache(NETWORK_POLICIES, rules);
		this.#namespaces = cache(NAMESPACES, () => this.table.namespaceChanged());
		this.#services = cache(SERVICES, rules);
		this.#slices = cache(SLICES, rules);
		this.#groups = cache(CIDR_GROUPS, rules);
		this.table = new CiliumTable(this.#view());
		this.endpoints = new EndpointKeeper(this.#client, this);
	}

	get isReady(): boolean {
		return this.#isReady;
	}

	is(setting: string): boolean {
		return this.config.get(setting) === 'true';
	}

	/** Nodes that packets are encrypted to. */
	get peers(): readonly CiliumNode[] {
		return this.ciliumNodes.list().filter(({ metadata }) => metadata.name !== this.port.nodeName);
	}

	/** The public half of a key that nobody has. */
	get wireguardKey(): string {
		return encodeBase64(sha256(encodeUtf8(`wireguard/${this.port.nodeName}/${this.port.address}`)));
	}

	*run(): Task<number> {
		const process = this.#process;
		process.rest({ cpuMillicores: 30, memoryBytes: 180 * MIB });
		for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'catch');
		this.port.agent = this;
		this.port.isEncrypted = this.is('enable-wireguard');
		process.onEnd(() => {
			this.port.setServing(PLUGIN, false);
			this.port.agent = undefined;
		});
		yield* logLine(process, 'info', 'Memory available for map entries (0.003% of 8321114112B): 20802785B');
		if (['true', 'strict'].includes(this.config.get('kube-proxy-replacement') ?? '')) {
			const namespace = process.env.get('CILIUM_K8S_NAMESPACE') ?? 'kube-system';
			const proxy = this.port.startServiceProxy({ namespace, name: 'cilium' });
			process.onEnd(() => proxy.stop());
		}
		serveHttp(process, this.#group, '127.0.0.1', 9879, {
			handle: (request) => this.#health(request.target),
			vouchedStatus: () => (this.#isReady ? 200 : undefined),
			refuse: (status) => ({ status, headers: [], body: '' }),
		});
		this.#group.add(this.#begin());
		return yield* this.#group.run(process, () => 0);
	}

	*#health(target: string): Task<{ status: number; headers: readonly (readonly [string, string])[]; body: string }> {
		if (!target.startsWith('/healthz')) return { status: 404, headers: [], body: 'not found\n' };
		return this.#isReady ? { status: 200, headers: [], body: '' } : { status: 503, headers: [], body: '' };
	}

	#mark(): void {
		this.#isDirty = true;
		this.#changed.wakeAll();
	}

	*#begin(): Task<void> {
		const process = this.#process;
		yield* logLine(
			process,
			'info',
			'Establishing connection to apiserver',
			`host=https://${process.env.get('KUBERNETES_SERVICE_HOST') ?? ''}:${process.env.get('KUBERNETES_SERVICE_PORT') ?? '443'}`,
		);
		while (!(yield* this.#kindsAreThere())) yield* process.sleep(RETRY_MS);
		yield* logLine(process, 'info', 'All Cilium CRDs have been found and are available');
		const caches = [
			this.nodes,
			this.ciliumNodes,
			this.pods,
			this.#namespaces,
			this.#services,
			this.#slices,
			this.networkPolicies,
			this.policies,
			this.clusterwide,
			this.#groups,
		];
		for (const cache of caches) this.#group.add(cache.follow());
		while (!caches.every(({ synced }) => synced)) yield this.#changed;
		const range = yield* this.#range();
		yield* logLine(
			process,
			'info',
			'Addressing information',
			`nodeName=${this.port.nodeName} ipv4=${this.port.address} allocRange=${range}`,
		);
		this.port.setRange(PLUGIN, range);
		this.port.setPolicies(this.table);
		this.port.setServing(PLUGIN, true);
		yield* this.#writeConfiguration();
		this.#isReady = true;
		yield* logLine(process, 'info', 'Daemon initialization completed');
		yield* this.#follow();
	}

	*#kindsAreThere(): Task<boolean> {
		try {
			const found = new Set((yield* this.#client.list(DEFINITIONS)).map(({ metadata }) => metadata.name));
			const missing = KINDS.map(({ resource, group }) => `crd:${resource}.${group}`).filter(
				(name) => !found.has(name.slice(4)),
			);
			if (missing.length === 0) return true;
			yield* logLine(
				this.#process,
				'info',
				'Still waiting for Cilium Operator to register the following CRDs',
				`crds=${JSON.stringify(missing)}`,
			);
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			yield* logLine(
				this.#process,
				'error',
				'Unable to contact k8s api-server',
				`error=${JSON.stringify(error.message)}`,
			);
			yield* this.#process.sleep(4 * RETRY_MS);
		}
		return false;
	}

	/** Where this node's Pods get their addresses from, as the API or the operator says. */
	*#range(): Task<string> {
		const { nodeName } = this.port;
		for (let told = false; ; told = true) {
			const node = this.nodes.get('', nodeName);
			if (node !== undefined) yield* this.#declareNode(node);
			const byOperator = this.ciliumNodes.get('', nodeName)?.spec.ipam?.podCIDRs?.[0];
			const range = this.config.get('ipam') === 'kubernetes' ? node?.spec.podCIDR : byOperator;
			if (range !== undefined && range !== '') {
				yield* this.#declareAddress(range);
				return range;
			}
			if (!told)
				yield* logLine(
					this.#process,
					'warn',
					'Waiting for k8s node information',
					'error="required IPv4 PodCIDR not available"',
				);
			yield this.#changed;
		}
	}

	*#declareNode(node: KubeObject): Task<void> {
		const { nodeName, address } = this.port;
		if (this.ciliumNodes.get('', nodeName) !== undefined) return;
		const { labels, uid } = node.metadata;
		try {
			yield* this.#client.create(CILIUM_NODES, {
				metadata: {
					name: nodeName,
					...(labels && { labels }),
					...(this.is('enable-wireguard') && { annotations: { 'network.cilium.io/wg-pub-key': this.wireguardKey } }),
					ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: nodeName, uid }],
				},
				spec: { addresses: [{ ip: address, type: 'InternalIP' }], ipam: {}, encryption: {} },
			} as never);
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			if (error.status.reason !== 'AlreadyExists') yield* this.#process.sleep(RETRY_MS);
		}
	}

	/** The node's own address in its range, and whether it encrypts. */
	*#declareAddress(range: string): Task<void> {
		const { nodeName, address } = this.port;
		const own = this.routerAddress(range);
		const annotations = { 'network.cilium.io/wg-pub-key': this.is('enable-wireguard') ? this.wireguardKey : null };
		const addresses = [
			{ ip: address, type: 'InternalIP' },
			{ ip: own, type: 'CiliumInternalIP' },
		];
		const ipam = this.config.get('ipam') === 'kubernetes' ? { ipam: { podCIDRs: [range] } } : {};
		const spec = { addresses, ...ipam, encryption: this.is('enable-ipsec') ? { key: 3 } : {} };
		try {
			const node = this.ciliumNodes.get('', nodeName) ?? (yield* this.#client.get(CILIUM_NODES, '', nodeName));
			const merged = {
				...node,
				metadata: { ...node.metadata, annotations: withoutNulls({ ...node.metadata.annotations, ...annotations }) },
				spec: { ...node.spec, ...spec },
			};
			yield* this.#client.update(CILIUM_NODES, merged as CiliumNode);
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			yield* logLine(
				this.#process,
				'warn',
				'Unable to update CiliumNode resource',
				`error=${JSON.stringify(error.message)}`,
			);
		}
	}

	routerAddress(range: string): string {
		return ciliumRouter(this.port.nodeName, range);
	}

	get range(): string | undefined {
		const own = this.ciliumNodes.get('', this.port.nodeName)?.spec.ipam?.podCIDRs?.[0];
		return own ?? this.nodes.get('', this.port.nodeName)?.spec.podCIDR;
	}

	/** Other networks' files are put aside, so that containerd takes Cilium's. */
	*#writeConfiguration(): Task<void> {
		const process = this.#process;
		const chained = this.config.get('cni-chaining-mode');
		if (chained !== undefined && chained !== 'none' && chained !== '') return;
		const text = {
			cniVersion: '0.3.1',
			name: 'cilium',
			plugins: [{ type: PLUGIN, 'enable-debug': false, 'log-file': '/var/run/cilium/cilium-cni.log' }],
		};
		const fd = yield* process.open(`${CNI_FOLDER}/${OWN_FILE}`, { write: true, create: true, truncate: true }, 0o600);
		yield* process.write(fd, encodeUtf8(`${JSON.stringify(text, undefined, 2)}\n`));
		process.close(fd);
		yield* logLine(process, 'info', 'Wrote CNI configuration file to /host/etc/cni/net.d/05-cilium.conflist');
		if (!this.is('cni-exclusive')) return;
		for (const name of process.readdir(CNI_FOLDER)) {
			if (name === OWN_FILE || !/\.(?:conf|conflist|json)$/.test(name)) continue;
			try {
				process.rename(`${CNI_FOLDER}/${name}`, `${CNI_FOLDER}/${name}.cilium_bak`);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
			}
			yield* logLine(process, 'info', 'Renaming non-Cilium CNI configuration', `source=${CNI_FOLDER}/${name}`);
		}
	}

	*#follow(): Task<void> {
		for (;;) {
			this.#isDirty = false;
			try {
				yield* this.endpoints.sync();
			} catch (error) {
				if (!(error instanceof ApiError)) throw error;
				yield* logLine(this.#process, 'warn', 'Failed to write endpoints', `error=${JSON.stringify(error.message)}`);
				yield* this.#process.sleep(RETRY_MS);
				this.#isDirty = true;
			}
			while (!this.#isDirty) yield this.#changed;
		}
	}

	#view(): CiliumView {
		const { config, port } = this;
		return {
			clusterName: config.get('cluster-name') ?? 'default',
			enforcement: config.get('enable-policy') ?? 'default',
			isAudit: config.get('policy-audit-mode') === 'true',
			hasHostFirewall: config.get('enable-host-firewall') === 'true',
			nodeName: port.nodeName,
			now: () => this.#process.now(),
			pod: (namespace, name) => this.pods.get(namespace, name),
			namespace: (name) => this.#namespaces.get('', name),
			networkPolicies: () => (config.get('enable-k8s-networkpolicy') === 'false' ? [] : this.networkPolicies.list()),
			ciliumPolicies: () => [...this.policies.list(), ...this.clusterwide.list()],
			nodeAt: (address) => this.#nodeAt(address),
			isApiServer: (address) => this.#apiServers().includes(address),
			canAuthenticate: () => this.#canAuthenticate(),
			backendsOf: (reference, own) => this.#backendsOf(reference, own),
			groupBlocks: (match) =>
				this.#groups
					.list()
					.filter(({ metadata }) => match(metadata.name, metadata.labels))
					.flatMap(({ spec }) => spec.externalCIDRs ?? []),
		};
	}

	#nodeAt(address: string): { readonly name: string; readonly labels: KubeObject['metadata']['labels'] } | undefined {
		this.#nodesByAddress ??= new Map(
			this.nodes
				.list()
				.flatMap(({ metadata: { name, labels }, status }) =>
					(status.addresses ?? [])
						.filter(({ type }) => type !== 'Hostname')
						.map((each) => [each.address, { name, labels }] as const),
				),
		);
		return this.#nodesByAddress.get(address);
	}

	#apiServers(): readonly string[] {
		return this.#slices
			.list('default')
			.filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === 'kubernetes')
			.flatMap(({ endpoints }) => (endpoints ?? []).flatMap(({ addresses }) => addresses));
	}

	#backendsOf({ k8sService, k8sServiceSelector }: ServiceReference, own: string): ReadonlySet<string> {
		const selector = k8sServiceSelector === undefined ? undefined : lenientSelector(k8sServiceSelector.selector);
		const means = ({ metadata: { namespace = '', name, labels } }: Service): boolean => {
			if (k8sService !== undefined) {
				return name === k8sService.serviceName && namespace === (k8sService.namespace ?? (own || 'default'));
			}
			const where = k8sServiceSelector?.namespace ?? '';
			return selector?.matches(labels) === true && (where === '' || where === namespace);
		};
		const names = new Set(
			this.#services
				.list()
				.filter(means)
				.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
		);
		const found = new Set<string>();
		for (const { metadata, endpoints } of this.#slices.list()) {
			if (!names.has(`${metadata.namespace}/${metadata.labels?.['kubernetes.io/service-name']}`)) continue;
			for (const { addresses } of endpoints ?? []) for (const address of addresses) found.add(address);
		}
		return found;
	}

	/** SPIRE vouches for both ends: its server runs, and its agent on this node. */
	#canAuthenticate(): boolean {
		if (!this.is('mesh-auth-mutual-enabled')) return false;
		const isReady = ({ status }: Pod): boolean =>
			status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;
		const runs = (app: string, isHere: (pod: Pod) => boolean): boolean =>
			this.pods.list('cilium-spire').some((pod) => pod.metadata.labels?.app === app && isReady(pod) && isHere(pod));
		return runs('spire-server', () => true) && runs('spire-agent', ({ spec }) => spec.nodeName === this.port.nodeName);
	}
}

function withoutNulls(map: { readonly [key: string]: string | null }): { [key: string]: string } {
	return Object.fromEntries(Object.entries(map).filter((entry): entry is [string, string] => entry[1] !== null));
}
