import type { Pod } from '../../api/core/types/pod.ts';
import type { Ingress, IngressLoadBalancerIngress } from '../../api/networking/types.ts';
import type { ApiClient } from '../../client/api-client.ts';
import type { Process } from '../../kernel/process-api.ts';
import { goFlag } from '../../kubelet/images/programs/simple-http.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { type ClusterView, INGRESSES, NODES, PODS } from './cluster-view.ts';

const EVERY_MS = 60_000;
const FIRST_MS = 1_000;

/**
 * Where Ingresses can be reached, written into their status once a minute by the leader. Differs: nothing happens in
 * minutes in which nothing has changed, and the only controller leads. Models internal/ingress/status.
 */
export class StatusWriter {
	readonly #process: Process;
	readonly #client: ApiClient;
	readonly #view: ClusterView;
	readonly #args: readonly string[];
	readonly #log: (level: 'I' | 'W', source: string, text: string) => Task<void>;
	readonly #wanted = new Signal((wake) => wake());
	#ingresses: readonly Ingress[] | undefined;
	#isLeader = false;

	constructor(
		process: Process,
		client: ApiClient,
		view: ClusterView,
		args: readonly string[],
		log: (level: 'I' | 'W', source: string, text: string) => Task<void>,
	) {
		this.#process = process;
		this.#client = client;
		this.#view = view;
		this.#args = args;
		this.#log = log;
	}

	/** Called after each synchronization. */
	update(ingresses: readonly Ingress[]): void {
		this.#ingresses = ingresses;
		this.#wanted.wakeAll();
	}

	/** Whether an object is the Service that is published. */
	isPublished({ kind, metadata }: KubeObject): boolean {
		const published = goFlag(this.#args, 'publish-service');
		return kind === 'Service' && published === `${metadata.namespace}/${metadata.name}`;
	}

	*writeForEver(): Task<void> {
		const beganMs = this.#process.now();
		for (;;) {
			while (this.#ingresses === undefined) yield this.#wanted;
			if (!this.#isLeader) yield* this.#lead();
			const passedMs = this.#process.now() - beganMs;
			const waitMs = passedMs < FIRST_MS ? FIRST_MS - passedMs : EVERY_MS - (passedMs % EVERY_MS);
			if (this.#needsWriting(yield* this.#addresses())) {
				yield* this.#process.sleep(waitMs);
				yield* this.#writeAll();
			}
			this.#ingresses = undefined;
		}
	}

	*#lead(): Task<void> {
		this.#isLeader = true;
		const { env } = this.#process;
		const namespace = env.get('POD_NAMESPACE') ?? '';
		const name = goFlag(this.#args, 'election-id') ?? 'ingress-controller-leader';
		yield* this.#log('I', 'leaderelection.go:257', `attempting to acquire leader lease ${namespace}/${name}...`);
		yield* this.#log('I', 'leaderelection.go:271', `successfully acquired lease ${namespace}/${name}`);
		yield* this.#log('I', 'status.go:85', `"New leader elected" identity="${env.get('POD_NAME') ?? ''}"`);
	}

	#needsWriting(addresses: readonly IngressLoadBalancerIngress[]): boolean {
		return (this.#ingresses ?? []).some((ingress) => !sameAddresses(ingress, addresses));
	}

	*#writeAll(): Task<void> {
		const addresses = yield* this.#addresses();
		for (const known of this.#ingresses ?? []) {
			const { namespace = '', name } = known.metadata;
			const ingress = this.#view.ingresses.get(namespace, name);
			if (ingress === undefined || sameAddresses(ingress, addresses)) continue;
			const values = `currentValue=${JSON.stringify(ingress.status.loadBalancer?.ingress ?? null)} newValue=${JSON.stringify(addresses)}`;
			yield* this.#log(
				'I',
				'status.go:304',
				`"updating Ingress status" namespace="${namespace}" ingress="${name}" ${values}`,
			);
			try {
				const status = { loadBalancer: addresses.length === 0 ? {} : { ingress: [...addresses] } };
				yield* this.#client.update(INGRESSES, { ...ingress, status }, 'status');
			} catch (error) {
				if (!(error instanceof ApiError)) throw error;
				yield* this.#log('W', 'status.go:311', `"error updating ingress rule" err=${JSON.stringify(error.message)}`);
			}
		}
	}

	/** Models runningAddresses. */
	*#addresses(): Task<readonly IngressLoadBalancerIngress[]> {
		const fixed = goFlag(this.#args, 'publish-status-address');
		if (fixed !== undefined) return fixed.split(',').map(addressOf);
		const published = goFlag(this.#args, 'publish-service');
		if (published !== undefined) {
			const [namespace = '', name = ''] = published.split('/');
			const service = this.#view.services.get(namespace, name);
			const { type, clusterIP = '', externalIPs = [], externalName = '' } = service?.spec ?? {};
			if (type === 'ExternalName') return [{ hostname: externalName }];
			const given = externalIPs.map((ip) => ({ ip }));
			if (type === 'LoadBalancer') {
				const balanced = (service?.status.loadBalancer?.ingress ?? []).map(({ ip, hostname }) =>
					ip === undefined ? { hostname: hostname ?? '' } : { ip },
				);
				return [...balanced, ...given];
			}
			if (type === 'NodePort' && given.length > 0) return given;
			return clusterIP === '' ? [] : [{ ip: clusterIP }];
		}
		return yield* this.#nodeAddresses();
	}

	/** The nodes that controllers like this one run on. */
	*#nodeAddresses(): Task<readonly IngressLoadBalancerIngress[]> {
		const namespace = this.#process.env.get('POD_NAMESPACE') ?? '';
		try {
			const own: Pod = yield* this.#client.get(PODS, namespace, this.#process.env.get('POD_NAME') ?? '');
			const selector = Object.entries(own.metadata.labels ?? {}).filter(([key]) =>
				key.startsWith('app.kubernetes.io/'),
			);
			const labelSelector = selector.map(([key, value]) => `${key}=${value}`).join(',');
			const pods = yield* this.#client.list(PODS, namespace, { labelSelector });
			const ips = new Set<string>();
			for (const { spec, status } of pods) {
				if (status.phase !== 'Running') continue;
				const node = yield* this.#client.get(NODES, '', spec.nodeName ?? '');
				const address =
					node.status.addresses?.find(({ type }) => type === 'ExternalIP') ??
					node.status.addresses?.find(({ type }) => type === 'InternalIP');
				if (address !== undefined) ips.add(address.address);
			}
			return [...ips].sort().map((ip) => ({ ip }));
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			return [];
		}
	}
}

function addressOf(text: string): IngressLoadBalancerIngress {
	return /^[\d.]+$/.test(text) ? { ip: text } : { hostname: text };
}

function sameAddresses({ status }: Ingress, addresses: readonly IngressLoadBalancerIngress[]): boolean {
	const key = ({ ip, hostname }: IngressLoadBalancerIngress): string => `${ip ?? ''}/${hostname ?? ''}`;
	const now = (status.loadBalancer?.ingress ?? []).map(key).sort();
	return now.join() === addresses.map(key).sort().join();
}
