import type { Pod } from '../../api/core/types/pod.ts';
import type { Service } from '../../api/core/types/service.ts';
import type { Endpoint, EndpointSlice } from '../../api/discovery/types.ts';
import type { Index, Lister } from '../../client/indexer.ts';
import type { DnsRecord, RecordType } from '../../machinery/dns/dns-message.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { SLICES_BY_SERVICE } from '../resources.ts';

export interface ZoneListers {
	readonly services: Lister<Service>;
	readonly slices: Lister<EndpointSlice>;
	readonly namespaces: Lister<KubeObject>;
	/** Watched only where a Corefile asks for it. */
	readonly pods: () => Lister<Pod>;
}

export type ZoneAnswer =
	| { readonly kind: 'records'; readonly records: readonly DnsRecord[] }
	/** The name exists, but nothing of the type. */
	| { readonly kind: 'no-data' }
	| { readonly kind: 'no-name' }
	/** An ExternalName: the alias, whose target has to be asked for elsewhere. */
	| { readonly kind: 'alias'; readonly record: DnsRecord };

export interface ZoneOptions {
	readonly domain: string;
	readonly ttlSeconds: number;
	readonly pods: 'disabled' | 'insecure' | 'verified';
	/** Endpoints are called by their Pod's name rather than by their address. */
	readonly endpointPodNames: boolean;
	/** Endpoints are served at all. */
	readonly endpoints: boolean;
	/** A Service without ready endpoints has no name. */
	readonly ignoreEmpty: boolean;
	/** Undefined: all. */
	readonly namespaces: readonly string[] | undefined;
}

const SERVICES_BY_IP: Index<Service> = {
	name: 'by-cluster-ip',
	values: (service) => (service.spec.clusterIP === undefined ? [] : [service.spec.clusterIP]),
};

const PODS_BY_IP: Index<Pod> = {
	name: 'by-ip',
	values: (pod) => (pod.status?.podIP === undefined || pod.spec.hostNetwork === true ? [] : [pod.status.podIP]),
};

interface Target {
	readonly name: string;
	readonly address: string;
}

/**
 * The records that a cluster's Services and endpoints stand for. Models the "Kubernetes DNS-Based Service Discovery"
 * specification as CoreDNS's kubernetes plugin serves it.
 */
export class ClusterZone {
	readonly #listers: ZoneListers;
	readonly #options: ZoneOptions;

	constructor(listers: ZoneListers, options: ZoneOptions) {
		this.#listers = listers;
		this.#options = options;
	}

	/** @param name lower case, inside the domain, without the final dot. */
	lookup(name: string, type: RecordType): ZoneAnswer {
		const { domain } = this.#options;
		if (name === domain) return this.#typed(type, 'NS', [this.#record(name, 'NS', `ns.dns.${domain}`)]);
		if (name === `ns.dns.${domain}`) return this.#nameServer(name, type);
		if (name === `dns-version.${domain}`) return this.#typed(type, 'TXT', [this.#record(name, 'TXT', '1.1.0')]);
		const labels = name.slice(0, -domain.length - 1).split('.');
		const kind = labels.pop();
		if (kind === 'svc') return this.#service(name, labels, type);
		if (kind === 'pod') return this.#pod(name, labels, type);
		return { kind: 'no-name' };
	}

	/** The names of a Service or of endpoints by address, for PTR questions. */
	reverse(address: string): string[] {
		const [service] = this.#listers.services.by(SERVICES_BY_IP, address);
		if (service !== undefined) {
			const { name, namespace } = service.metadata;
			return this.#exposes(namespace as string) ? [`${name}.${namespace}.svc.${this.#options.domain}`] : [];
		}
		const names: string[] = [];
		for (const slice of this.#listers.slices.list()) {
			const owner = slice.metadata.labels?.['kubernetes.io/service-name'];
			const endpoint = slice.endpoints?.find((each) => each.addresses.includes(address));
			if (owner === undefined || endpoint === undefined || !this.#exposes(slice.metadata.namespace as string)) continue;
			names.push(`${this.#hostOf(endpoint, address)}.${owner}.${slice.metadata.namespace}.svc.${this.#options.domain}`);
		}
		return names;
	}

	/** Where the Pod with this address looks names up; undefined for what is no Pod. */
	searchPath(address: string): readonly string[] | undefined {
		const [pod] = this.#listers.pods().by(PODS_BY_IP, address);
		const { domain } = this.#options;
		return pod === undefined ? undefined : [`${pod.metadata.namespace}.svc.${domain}`, `svc.${domain}`, domain];
	}

	#service(name: string, labels: readonly string[], type: RecordType): ZoneAnswer {
		const namespace = labels.at(-1);
		const serviceName = labels.at(-2);
		if (namespace === undefined) return { kind: 'no-data' };
		if (serviceName === undefined) return this.#namespaceExists(namespace) ? { kind: 'no-data' } : { kind: 'no-name' };
		const service = this.#exposes(namespace) ? this.#listers.services.get(namespace, serviceName) : undefined;
		if (service === undefined) return { kind: 'no-name' };
		if (this.#options.ignoreEmpty && service.spec.type !== 'ExternalName' && this.#endpoints(service).length === 0) {
			return { kind: 'no-name' };
		}
		const rest = labels.slice(0, -2);
		const base = `${serviceName}.${namespace}.svc.${this.#options.domain}`;
		if (service.spec.type === 'ExternalName') {
			if (rest.length > 0) return { kind: 'no-name' };
			return { kind: 'alias', record: this.#record(name, 'CNAME', service.spec.externalName as string) };
		}
		if (rest.length === 2 && rest[0]?.startsWith('_') && rest[1]?.startsWith('_')) {
			return this.#srv(name, base, service, rest[0].slice(1), rest[1].slice(1), type);
		}
		if (rest.length > 1) return { kind: 'no-name' };
		return this.#addresses(name, base, service, rest[0], type);
	}

	#addresses(name: string, base: string, service: Service, host: string | undefined, type: RecordType): ZoneAnswer {
		const headless = service.spec.clusterIP === 'None';
		let targets: readonly Target[];
		if (host !== undefined) targets = this.#endpoints(service).filter((each) => each.name === host);
		else if (headless) targets = this.#endpoints(service);
		else targets = [{ name: '', address: service.spec.clusterIP as string }];
		if (targets.length === 0) return { kind: 'no-name' };
		if (type === 'SRV') {
			const records = (service.spec.ports ?? []).flatMap((port) =>
				targets.map((each) =>
					this.#srvRecord(name, targets.length, port.port, each.name === '' ? base : `${each.name}.${base}`),
				),
			);
			return { kind: 'records', records };
		}
		return this.#typed(
			type,
			'A',
			targets.map((each) => this.#record(name, 'A', each.address)),
		);
	}

	#srv(name: string, base: string, service: Service, portName: string, protocol: string, type: RecordType): ZoneAnswer {
		const records: DnsRecord[] = [];
		if (service.spec.clusterIP !== 'None') {
			for (const port of service.spec.ports ?? []) {
				if ((port.name ?? '') !== portName || (port.protocol ?? 'TCP').toLowerCase() !== protocol) continue;
				records.push(this.#srvRecord(name, 1, port.port, base));
			}
		} else {
			for (const slice of this.#slices(service)) {
				const port = slice.ports?.find(
					(each) => (each.name ?? '') === portName && (each.protocol ?? 'TCP').toLowerCase() === protocol,
				);
				if (port?.port === undefined) continue;
				const ready = (slice.endpoints ?? []).filter(isReady);
				for (const endpoint of ready)
					records.push(this.#srvRecord(name, ready.length, port.port, `${this.#hostOf(endpoint)}.${base}`));
			}
		}
		return records.length === 0 ? { kind: 'no-name' } : this.#typed(type, 'SRV', records);
	}

	#pod(name: string, labels: readonly string[], type: RecordType): ZoneAnswer {
		const [host, namespace] = labels;
		if (this.#options.pods === 'disabled' || labels.length > 2) return { kind: 'no-name' };
		if (host === undefined || namespace === undefined) return { kind: 'no-data' };
		if (!this.#namespaceExists(namespace)) return { kind: 'no-name' };
		const address = host.replaceAll('-', '.');
		if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) return { kind: 'no-name' };
		if (this.#options.pods === 'verified') {
			const pods = this.#listers.pods().by(PODS_BY_IP, address);
			if (!pods.some((pod) => pod.metadata.namespace === namespace)) return { kind: 'no-name' };
		}
		return this.#typed(type, 'A', [this.#record(name, 'A', address)]);
	}

	/** The zone's own server is the Service in front of CoreDNS. */
	#nameServer(name: string, type: RecordType): ZoneAnswer {
		const service = this.#listers.services.get('kube-system', 'kube-dns');
		const address = service?.spec.clusterIP;
		return address === undefined ? { kind: 'no-data' } : this.#typed(type, 'A', [this.#record(name, 'A', address)]);
	}

	#exposes(namespace: string): boolean {
		return this.#options.namespaces?.includes(namespace) ?? true;
	}

	#endpoints(service: Service): Target[] {
		if (!this.#options.endpoints) return [];
		const targets = new Map<string, Target>();
		for (const slice of this.#slices(service)) {
			for (const endpoint of slice.endpoints ?? []) {
				if (!isReady(endpoint)) continue;
				for (const address of endpoint.addresses) {
					targets.set(address, { name: this.#hostOf(endpoint, address), address });
				}
			}
		}
		return [...targets.values()];
	}

	#slices(service: Service): readonly EndpointSlice[] {
		return this.#listers.slices.by(SLICES_BY_SERVICE, `${service.metadata.namespace}/${service.metadata.name}`);
	}

	/** Models kubernetes.go endpointHostname. */
	#hostOf(endpoint: Endpoint, address = endpoint.addresses[0] as string): string {
		const pod = endpoint.targetRef?.name;
		if (endpoint.hostname !== undefined && endpoint.hostname !== '') return endpoint.hostname;
		return this.#options.endpointPodNames && pod !== undefined && pod !== '' ? pod : dashed(address);
	}

	#namespaceExists(name: string): boolean {
		return this.#exposes(name) && this.#listers.namespaces.get('', name) !== undefined;
	}

	#typed(asked: RecordType, type: RecordType, records: readonly DnsRecord[]): ZoneAnswer {
		return asked === type ? { kind: 'records', records } : { kind: 'no-data' };
	}

	/** Weight as CoreDNS shares it out: 100 by the number of targets. */
	#srvRecord(name: string, targets: number, port: number, target: string): DnsRecord {
		return this.#record(name, 'SRV', `0 ${Math.max(1, Math.floor(100 / targets))} ${port} ${target}`);
	}

	#record(name: string, type: RecordType, data: string): DnsRecord {
		return { name, type, ttlSeconds: this.#options.ttlSeconds, data };
	}
}

function isReady(endpoint: Endpoint): boolean {
	return endpoint.conditions?.ready !== false;
}

function dashed(address: string): string {
	return address.replaceAll('.', '-');
}
