import type { Node } from '../../api/core/types/node.ts';
import type { Service } from '../../api/core/types/service.ts';
import type { EndpointSlice } from '../../api/discovery/types.ts';
import { ApiClient } from '../../client/api-client.ts';
import type { Process } from '../../kernel/process-api.ts';
import { type HttpAnswer, serveHttp } from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { labelSelectorFrom } from '../../machinery/selectors.ts';
import { sha256Hex } from '../../machinery/sha256.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { InClusterTransport } from '../in-cluster-transport.ts';
import { AccountEvents } from '../serving/account-events.ts';
import { ObjectCache } from '../serving/object-cache.ts';
import { logLine } from './metallb-log.ts';
import { advertises, type IpAddressPool, type L2Advertisement, poolHolds } from './pools.ts';
import { L2_ADVERTISEMENTS, NAMESPACE, NODES, POOLS, SERVICES, SLICES } from './resources.ts';

const MIB = 1024 ** 2;
const EXCLUDED = 'node.kubernetes.io/exclude-from-external-load-balancers';

/**
 * Says which node answers for an address. Differs: nobody outside the cluster asks, and within it every node's proxy
 * knows the addresses, so that it is only told. Models metallb/speaker with its layer 2 protocol.
 */
export class Speaker {
	readonly #process: Process;
	readonly #node: string;
	readonly #events: AccountEvents;
	readonly #group = new TaskGroup();
	readonly #services: ObjectCache<Service>;
	readonly #slices: ObjectCache<EndpointSlice>;
	readonly #nodes: ObjectCache<Node>;
	readonly #pools: ObjectCache<IpAddressPool>;
	readonly #advertisements: ObjectCache<L2Advertisement>;
	readonly #changed = new Signal((wake) => wake());
	#isDirty = false;
	/** Announced from here: addresses by Service. */
	readonly #announced = new Map<string, string>();

	constructor(process: Process) {
		this.#process = process;
		this.#node = process.env.get('METALLB_NODE_NAME') ?? process.hostname;
		const client = new ApiClient(new InClusterTransport(process), 'speaker');
		this.#events = new AccountEvents(process, client, 'metallb-speaker');
		const shared = {
			process,
			client,
			onChange: () => {
				this.#isDirty = true;
				this.#changed.wakeAll();
			},
			onError: (message: string): Task<void> => logLine(process, 'error', { caller: 'reflector.go', msg: message }),
		};
		this.#services = new ObjectCache({ ...shared, resource: SERVICES });
		this.#slices = new ObjectCache({ ...shared, resource: SLICES });
		this.#nodes = new ObjectCache({ ...shared, resource: NODES });
		this.#pools = new ObjectCache({ ...shared, resource: POOLS, namespace: NAMESPACE });
		this.#advertisements = new ObjectCache({ ...shared, resource: L2_ADVERTISEMENTS, namespace: NAMESPACE });
	}

	*run(): Task<number> {
		const process = this.#process;
		process.rest({ cpuMillicores: 2, memoryBytes: 22 * MIB });
		yield* logLine(process, 'info', { caller: 'main.go:109', msg: 'MetalLB speaker starting' });
		serveHttp(process, this.#group, '0.0.0.0', 7472, {
			handle: plain,
			vouchedStatus: () => 200,
			refuse: (status) => ({ status, headers: [], body: '' }),
		});
		for (const cache of this.#caches()) this.#group.add(cache.follow());
		this.#group.add(this.#syncForEver());
		process.onSignal('TERM', 'catch');
		process.onSignal('INT', 'catch');
		return yield* this.#group.run(process, () => 0);
	}

	#caches(): readonly Pick<ObjectCache<Service>, 'follow' | 'synced'>[] {
		return [this.#services, this.#slices, this.#nodes, this.#pools, this.#advertisements];
	}

	*#syncForEver(): Task<void> {
		for (;;) {
			while (!this.#isDirty) yield this.#changed;
			this.#isDirty = false;
			if (!this.#caches().every(({ synced }) => synced)) continue;
			for (const service of this.#services.list()) yield* this.#sync(service);
		}
	}

	*#sync(service: Service): Task<void> {
		const key = `${service.metadata.namespace}/${service.metadata.name}`;
		const address = service.status.loadBalancer?.ingress?.[0]?.ip;
		const chosen = address === undefined ? undefined : this.#nodeFor(service, address);
		if (address === undefined || chosen !== this.#node) {
			this.#announced.delete(key);
			return;
		}
		if (this.#announced.get(key) === address) return;
		this.#announced.set(key, address);
		const about = { caller: 'main.go:393', event: 'serviceAnnounced', ips: [address], protocol: 'layer2' };
		yield* logLine(this.#process, 'info', { ...about, msg: 'service has IP, announcing' });
		const message = `announcing from node "${this.#node}" with protocol "layer2"`;
		yield* this.#events.event(service, 'Normal', 'nodeAssigned', message);
	}

	/** All speakers come to the same. Models layer2_controller.go ShouldAnnounce. */
	#nodeFor(service: Service, address: string): string | undefined {
		const pool = this.#pools.list().find((each) => poolHolds(each, address));
		if (pool === undefined) return undefined;
		const about = this.#advertisements.list().filter((each) => advertises(each, pool));
		const ready = this.#endpointNodes(service);
		if (ready.size === 0) return undefined;
		const local = service.spec.externalTrafficPolicy === 'Local';
		const names = this.#nodes
			.list()
			.filter(({ metadata, status }) => {
				const up =
					status.conditions?.some(({ type, status: is }) => type === 'NetworkUnavailable' && is === 'True') !== true;
				const selected = about.some(({ spec }) => {
					const selectors = spec?.nodeSelectors ?? [];
					return selectors.length === 0 || selectors.some((each) => labelSelectorFrom(each).matches(metadata.labels));
				});
				return up && selected && metadata.labels?.[EXCLUDED] === undefined && (!local || ready.has(metadata.name));
			})
			.map(({ metadata }) => metadata.name);
		const rank = (name: string): string => sha256Hex(encodeUtf8(`${name}#${address}`));
		return names.sort((a, b) => (rank(a) < rank(b) ? -1 : 1))[0];
	}

	#endpointNodes({ metadata }: Service): ReadonlySet<string> {
		const nodes = new Set<string>();
		for (const slice of this.#slices.list(metadata.namespace)) {
			if (slice.metadata.labels?.['kubernetes.io/service-name'] !== metadata.name) continue;
			for (const { conditions, nodeName } of slice.endpoints ?? []) {
				if (conditions?.ready !== false) nodes.add(nodeName ?? '');
			}
		}
		return nodes;
	}
}

/** `/metrics`: that it lives. */
function* plain(): Task<HttpAnswer> {
	return { status: 200, headers: [['Content-Type', 'text/plain; charset=utf-8']], body: '' };
}
