import { ApiClient } from '../../client/api-client.ts';
import type { Resource } from '../../client/resource.ts';
import type { Process } from '../../kernel/process-api.ts';
import { klogLine } from '../../kubelet/images/programs/component-program.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { InClusterTransport } from '../in-cluster-transport.ts';
import { AccountEvents } from '../serving/account-events.ts';
import { ObjectCache } from '../serving/object-cache.ts';
import { CERTIFICATES, CLUSTER_ISSUERS, INGRESSES, ISSUERS, REQUESTS, SECRETS } from './resources.ts';

/** What the controller knows of the cluster, and how it writes to it. */
export class Cluster {
	readonly process: Process;
	readonly #transport: InClusterTransport;
	readonly #clients = new Map<string, ApiClient>();
	readonly #events = new Map<string, AccountEvents>();
	readonly #onChange: () => void;
	readonly issuers;
	readonly clusterIssuers;
	readonly certificates;
	readonly requests;
	readonly secrets;
	readonly ingresses;

	constructor(process: Process, onChange: () => void) {
		this.process = process;
		this.#onChange = onChange;
		this.#transport = new InClusterTransport(process);
		this.issuers = this.#cache(ISSUERS);
		this.clusterIssuers = this.#cache(CLUSTER_ISSUERS);
		this.certificates = this.#cache(CERTIFICATES);
		this.requests = this.#cache(REQUESTS);
		this.secrets = this.#cache(SECRETS);
		this.ingresses = this.#cache(INGRESSES);
	}

	#cache<T extends KubeObject>(resource: Resource<T>): ObjectCache<T> {
		const { process } = this;
		const client = this.as('cert-manager');
		const onChange = this.#onChange;
		const onError = (message: string): Task<void> => this.log('E', 'reflector.go:205', JSON.stringify(message));
		return new ObjectCache({ process, client, resource, onChange, onError });
	}

	get caches(): readonly ObjectCache<KubeObject>[] {
		const { issuers, clusterIssuers, certificates, requests, secrets, ingresses } = this;
		return [
			issuers,
			clusterIssuers,
			certificates,
			requests,
			secrets,
			ingresses,
		] as unknown as readonly ObjectCache<KubeObject>[];
	}

	nowMs(): number {
		return this.process.now();
	}

	/** @param controller which of cert-manager's controllers asks: objects say who changed them. */
	as(controller: string): ApiClient {
		const known = this.#clients.get(controller);
		if (known !== undefined) return known;
		const client = new ApiClient(this.#transport, controller);
		this.#clients.set(controller, client);
		return client;
	}

	/** @param source which of cert-manager's controllers says so. */
	event(
		about: KubeObject,
		source: string,
		reason: string,
		message: string,
		type: 'Normal' | 'Warning' = 'Normal',
	): Task<void> {
		let events = this.#events.get(source);
		if (events === undefined) {
			events = new AccountEvents(this.process, this.as(source), source);
			this.#events.set(source, events);
		}
		return events.event(about, type, reason, message);
	}

	log(level: 'I' | 'E', source: string, text: string): Task<void> {
		const { process } = this;
		return process.write(2, encodeUtf8(klogLine(process.now(), process.pid, level, source, text)));
	}
}
