import type { Pod } from '../../api/core/types/pod.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { fnv32a } from '../../machinery/fnv.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { CiliumIdentity } from '../../network/policy/cilium/cilium-identity.ts';
import type { CiliumTable } from '../../network/policy/cilium/cilium-table.ts';
import { type CiliumIdentityObject, ENDPOINTS, type EndpointStatus, IDENTITIES } from './resources.ts';

const FIRST_IDENTITY = 256;
const IDENTITIES_MAX = 65_280;

/** One Pod of the node as the agent shows it. */
export interface LocalEndpoint {
	readonly id: number;
	readonly identity: number;
	readonly labels: readonly string[];
	readonly pod: Pod;
	readonly address: string;
	readonly enforcement: { readonly ingress: boolean; readonly egress: boolean };
}

interface Keeping {
	readonly table: CiliumTable;
	readonly pods: { list(): readonly Pod[] };
	readonly port: { readonly nodeName: string; readonly address: string };
}

/** Writes a CiliumEndpoint for each Pod of the node, and a CiliumIdentity for its labels. Models pkg/endpoint and pkg/identity/cache. */
export class EndpointKeeper {
	readonly #client: ApiClient;
	readonly #agent: Keeping;
	/** What was written, by "namespace/name". */
	readonly #written = new Map<string, { readonly uid: string; readonly text: string }>();
	readonly #numbers = new Map<CiliumIdentity, number>();

	constructor(client: ApiClient, agent: Keeping) {
		this.#client = client;
		this.#agent = agent;
	}

	/** Those that have an identity, by their numbers. */
	list(): readonly LocalEndpoint[] {
		return this.#local().flatMap((pod) => this.#endpoint(pod) ?? []);
	}

	/** @throws ApiError */
	*sync(): Task<void> {
		const seen = new Set<string>();
		for (const pod of this.#local()) {
			const { namespace = '', name, uid } = pod.metadata;
			const key = `${namespace}/${name}`;
			seen.add(key);
			yield* this.#identify(pod);
			const endpoint = this.#endpoint(pod);
			if (endpoint === undefined) continue;
			const status = this.#statusOf(endpoint);
			const text = JSON.stringify(status);
			const written = this.#written.get(key);
			if (written?.text === text && written.uid === uid) continue;
			yield* this.#write(pod, status);
			this.#written.set(key, { uid, text });
		}
		for (const key of [...this.#written.keys()]) {
			if (seen.has(key)) continue;
			this.#written.delete(key);
			const [namespace = '', name = ''] = key.split('/');
			yield* this.#remove(namespace, name);
		}
	}

	#local(): readonly Pod[] {
		const { nodeName } = this.#agent.port;
		return this.#agent.pods
			.list()
			.filter(
				({ spec, status }) =>
					spec.nodeName === nodeName &&
					spec.hostNetwork !== true &&
					status?.podIP !== undefined &&
					status.phase !== 'Succeeded' &&
					status.phase !== 'Failed',
			);
	}

	#endpoint(pod: Pod): LocalEndpoint | undefined {
		const identity = this.#agent.table.identityOf(pod);
		const number = this.#numbers.get(identity);
		const address = pod.status?.podIP;
		if (number === undefined || address === undefined) return undefined;
		const enforcement = this.#agent.table.enforcement(identity);
		const id = 1 + (fnv32a(pod.metadata.uid) % 4095);
		return { id, identity: number, labels: identity.texts, pod, address, enforcement };
	}

	#statusOf({ id, identity, labels, address, enforcement }: LocalEndpoint): EndpointStatus {
		const side = (enforcing: boolean): { enforcing: boolean; state: string } => ({
			enforcing,
			state: enforcing ? 'OK' : '<status disabled>',
		});
		return {
			id,
			identity: { id: identity, labels },
			networking: { addressing: [{ ipv4: address }], node: this.#agent.port.address },
			policy: { egress: side(enforcement.egress), ingress: side(enforcement.ingress) },
			state: 'ready',
		};
	}

	/** The identity's number: that of the object with its labels, which is made where there is none. */
	*#identify(pod: Pod): Task<void> {
		const identity = this.#agent.table.identityOf(pod);
		if (this.#numbers.has(identity)) return;
		const labels = Object.fromEntries(identity.texts.map((text) => text.split(/=(.*)/s, 2) as [string, string]));
		let number = FIRST_IDENTITY + (fnv32a(identity.texts.join('\n')) % IDENTITIES_MAX);
		for (;;) {
			const found = yield* this.#identityObject(number, pod, labels);
			if (JSON.stringify(sorted(found['security-labels'])) === JSON.stringify(sorted(labels))) break;
			number = number + 1 >= FIRST_IDENTITY + IDENTITIES_MAX ? FIRST_IDENTITY : number + 1;
		}
		this.#numbers.set(identity, number);
	}

	*#identityObject(number: number, pod: Pod, labels: { readonly [key: string]: string }): Task<CiliumIdentityObject> {
		const name = String(number);
		try {
			return yield* this.#client.create(IDENTITIES, {
				metadata: { name, labels: { 'io.kubernetes.pod.namespace': pod.metadata.namespace } },
				'security-labels': labels,
			} as never);
		} catch (error) {
			if (!(error instanceof ApiError) || error.status.reason !== 'AlreadyExists') throw error;
			return yield* this.#client.get(IDENTITIES, '', name);
		}
	}

	*#write(pod: Pod, status: EndpointStatus): Task<void> {
		const { namespace = '', name, uid, labels } = pod.metadata;
		const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name, uid }];
		try {
			yield* this.#client.create(ENDPOINTS, {
				metadata: { name, namespace, ...(labels && { labels }), ownerReferences },
				status,
			} as never);
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			if (error.status.reason === 'NotFound') return;
			if (error.status.reason !== 'AlreadyExists') throw error;
			yield* this.#client.patch(ENDPOINTS, { namespace, name }, 'merge', { metadata: { ownerReferences }, status });
		}
	}

	*#remove(namespace: string, name: string): Task<void> {
		try {
			yield* this.#client.delete(ENDPOINTS, { namespace, name });
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
		}
	}
}

function sorted(map: { readonly [key: string]: string }): readonly (readonly [string, string])[] {
	return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}
