import type { Namespace } from '../../api/core/types/object.ts';
import type { Service } from '../../api/core/types/service.ts';
import { ApiClient } from '../../client/api-client.ts';
import type { Process } from '../../kernel/process-api.ts';
import { type HttpAnswer, type HttpRequest, serveHttp } from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { goFlag } from '../../kubelet/images/programs/simple-http.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import { ApiError } from '../../machinery/status.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { serverHandshake } from '../../machinery/tls/server-handshake.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { InClusterTransport } from '../in-cluster-transport.ts';
import { AccountEvents } from '../serving/account-events.ts';
import { recovering } from '../serving/answer-review.ts';
import { ObjectCache } from '../serving/object-cache.ts';
import { makeOwnCertificate } from '../serving/own-certificates.ts';
import { logLine } from './metallb-log.ts';
import { freeAddress, type IpAddressPool, poolHolds, poolProblem, poolsFor } from './pools.ts';
import { NAMESPACE, NAMESPACES, POOLS, SECRETS, SERVICES, WEBHOOKS } from './resources.ts';

const MIB = 1024 ** 2;
const LIFE_MS = 10 * 365 * 86_400_000;
const CONFIGURATION = 'metallb-webhook-configuration';
const HOST = `metallb-webhook-service.${NAMESPACE}.svc`;
const RETRY_MS = 5_000;

/** A Service cannot have the address it wants. */
class AllocationError extends Error {}

/** Gives addresses of pools to Services and checks pools as they are made. Models metallb/controller. */
export class Controller {
	readonly #process: Process;
	readonly #client: ApiClient;
	readonly #events: AccountEvents;
	readonly #group = new TaskGroup();
	readonly #services: ObjectCache<Service>;
	readonly #pools: ObjectCache<IpAddressPool>;
	readonly #namespaces: ObjectCache<Namespace>;
	readonly #changed = new Signal((wake) => wake());
	#isDirty = false;
	/** What was said about a Service last, so that it is not said again. */
	readonly #refused = new Map<string, string>();
	/** "metallb.io" since 0.15, "metallb.universe.tf" before. */
	readonly #prefix: string;

	constructor(process: Process, prefix: string) {
		this.#process = process;
		this.#prefix = prefix;
		this.#client = new ApiClient(new InClusterTransport(process), 'controller');
		this.#events = new AccountEvents(process, this.#client, 'metallb-controller');
		const shared = {
			process,
			client: this.#client,
			onChange: () => this.#mark(),
			onError: (message: string): Task<void> => logLine(process, 'error', { caller: 'reflector.go', msg: message }),
		};
		this.#services = new ObjectCache({ ...shared, resource: SERVICES });
		this.#pools = new ObjectCache({ ...shared, resource: POOLS, namespace: NAMESPACE });
		this.#namespaces = new ObjectCache({ ...shared, resource: NAMESPACES });
	}

	*run(): Task<number> {
		const process = this.#process;
		process.rest({ cpuMillicores: 1, memoryBytes: 24 * MIB });
		yield* logLine(process, 'info', { caller: 'main.go:212', msg: 'MetalLB controller starting' });
		serveHttp(process, this.#group, '0.0.0.0', Number(goFlag(process.argv.slice(1), 'port') ?? 7472), {
			handle: plain,
			vouchedStatus: () => 200,
			refuse: (status) => ({ status, headers: [], body: '' }),
		});
		for (const cache of [this.#services, this.#pools, this.#namespaces]) this.#group.add(cache.follow());
		this.#group.add(this.#serveReviews());
		this.#group.add(this.#syncForEver());
		process.onSignal('TERM', 'catch');
		process.onSignal('INT', 'catch');
		return yield* this.#group.run(process, () => 0);
	}

	#mark(): void {
		this.#isDirty = true;
		this.#changed.wakeAll();
	}

	*#syncForEver(): Task<void> {
		for (;;) {
			while (!this.#isDirty) yield this.#changed;
			this.#isDirty = false;
			if (!this.#services.synced || !this.#pools.synced || !this.#namespaces.synced) continue;
			for (const service of this.#services.list()) {
				try {
					yield* this.#sync(service);
				} catch (error) {
					if (!(error instanceof ApiError)) throw error;
					yield* this.#process.sleep(RETRY_MS);
					this.#mark();
				}
			}
		}
	}

	#isOurs({ spec }: Service): boolean {
		if (spec.type !== 'LoadBalancer') return false;
		const own = goFlag(this.#process.argv.slice(1), 'lb-class');
		return (spec.loadBalancerClass ?? '') === (own ?? '');
	}

	*#sync(service: Service): Task<void> {
		const key = `${service.metadata.namespace}/${service.metadata.name}`;
		const current = addressOf(service);
		const pool = current === undefined ? undefined : this.#poolOf(current);
		if (!this.#isOurs(service)) {
			// It was ours while it was of the type.
			if (current !== undefined && service.spec.type !== 'LoadBalancer')
				yield* this.#assign(service, undefined, undefined);
			return;
		}
		const wanted = this.#wanted(service);
		if (current !== undefined && pool !== undefined && (wanted === undefined || wanted === current)) return;
		try {
			const [address, from] = this.#allocate(service, wanted);
			this.#refused.delete(key);
			yield* this.#assign(service, address, from);
			yield* logLine(this.#process, 'info', {
				caller: 'service.go:150',
				event: 'ipAllocated',
				ip: [address],
				msg: 'IP address assigned by controller',
			});
			yield* this.#events.event(service, 'Normal', 'IPAllocated', `Assigned IP ["${address}"]`);
		} catch (error) {
			if (!(error instanceof AllocationError)) throw error;
			if (current !== undefined) yield* this.#assign(service, undefined, undefined);
			if (this.#refused.get(key) === error.message) return;
			this.#refused.set(key, error.message);
			yield* logLine(this.#process, 'error', {
				caller: 'service.go:123',
				error: error.message,
				msg: 'IP allocation failed',
				op: 'allocateIPs',
			});
			const message = `Failed to allocate IP for "${key}": ${error.message}`;
			yield* this.#events.event(service, 'Warning', 'AllocationFailed', message);
		}
	}

	#annotation({ metadata }: Service, name: string): string | undefined {
		const { annotations } = metadata;
		return annotations?.[`metallb.io/${name}`] ?? annotations?.[`metallb.universe.tf/${name}`];
	}

	/** The address that a Service asks for. */
	#wanted(service: Service): string | undefined {
		const asked = this.#annotation(service, 'loadBalancerIPs') ?? service.spec.loadBalancerIP;
		return asked === undefined || asked === '' ? undefined : (asked.split(',')[0] as string).trim();
	}

	#poolOf(address: string): IpAddressPool | undefined {
		return this.#pools.list().find((pool) => poolHolds(pool, address));
	}

	/** Throws AllocationError. Models internal/allocator. */
	#allocate(service: Service, wanted: string | undefined): readonly [string, IpAddressPool] {
		const isFree = (address: string): boolean => this.#mayUse(service, address);
		if (wanted !== undefined) {
			const pool = this.#poolOf(wanted);
			if (pool === undefined) throw new AllocationError(`["${wanted}"] is not allowed in config`);
			if (!isFree(wanted)) {
				const [user] = this.#usersOf(wanted, service);
				throw new AllocationError(`can't change sharing key for "${nameOf(service)}", address also in use by ${user}`);
			}
			return [wanted, pool];
		}
		const named = this.#annotation(service, 'address-pool');
		if (named !== undefined) {
			const pool = this.#pools.list().find((each) => each.metadata.name === named);
			if (pool === undefined) throw new AllocationError(`unknown pool "${named}"`);
			const address = freeAddress(pool, isFree);
			if (address === undefined) throw new AllocationError(`no available IPs in pool "${named}" for ipv4 IPFamily`);
			return [address, pool];
		}
		const labels = this.#namespaces.get('', service.metadata.namespace as string)?.metadata.labels;
		for (const pool of poolsFor(this.#pools.list(), service, labels)) {
			const address = freeAddress(pool, isFree);
			if (address !== undefined) return [address, pool];
		}
		throw new AllocationError('no available IPs');
	}

	#usersOf(address: string, but: Service): readonly string[] {
		return this.#services
			.list()
			.filter((each) => addressOf(each) === address && nameOf(each) !== nameOf(but))
			.map(nameOf);
	}

	/** An address is shared only by Services with the same key and other ports. */
	#mayUse(service: Service, address: string): boolean {
		const key = this.#annotation(service, 'allow-shared-ip');
		const ports = (each: Service): string[] =>
			(each.spec.ports ?? []).map(({ protocol = 'TCP', port }) => `${protocol}/${port}`);
		return this.#services.list().every((each) => {
			if (addressOf(each) !== address || nameOf(each) === nameOf(service)) return true;
			if (key === undefined || this.#annotation(each, 'allow-shared-ip') !== key) return false;
			return !ports(each).some((port) => ports(service).includes(port));
		});
	}

	*#assign(service: Service, address: string | undefined, pool: IpAddressPool | undefined): Task<void> {
		const { namespace = '', name } = service.metadata;
		const ingress = address === undefined ? [] : [{ ip: address, ipMode: 'VIP' }];
		const of = { namespace, name };
		const status = { loadBalancer: address === undefined ? null : { ingress } };
		yield* this.#client.patch(SERVICES, of, 'merge', { status }, 'status');
		yield* this.#client.patch(SERVICES, of, 'merge', {
			metadata: { annotations: { [`${this.#prefix}/ip-allocated-from-pool`]: pool?.metadata.name ?? null } },
		});
	}

	/** Its certificate is its own; the API server is told whom to trust. Models open-policy-agent/cert-controller. */
	*#serveReviews(): Task<void> {
		const process = this.#process;
		const authority = makeOwnCertificate(
			process,
			{ commonName: 'cert', organizations: ['metallb'], keyUsages: ['digitalSignature', 'certSign'], isCa: true },
			LIFE_MS,
		);
		const own = makeOwnCertificate(
			process,
			{
				commonName: HOST,
				keyUsages: ['digitalSignature', 'keyEncipherment'],
				extendedKeyUsages: ['serverAuth'],
				isCa: false,
				dnsNames: [HOST],
			},
			LIFE_MS,
			authority,
		);
		const data = {
			'ca.crt': encoded(authority.certificatePem),
			'tls.crt': encoded(own.certificatePem),
			'tls.key': encoded(own.key.privateKeyPem),
		};
		for (;;) {
			try {
				const configuration = yield* this.#client.get(WEBHOOKS, '', CONFIGURATION);
				const webhooks = configuration.webhooks.map(({ name }) => ({
					name,
					clientConfig: { caBundle: encoded(authority.certificatePem) },
				}));
				yield* this.#client.patch(WEBHOOKS, { namespace: '', name: CONFIGURATION }, 'strategic', { webhooks });
				yield* this.#client.patch(SECRETS, { namespace: NAMESPACE, name: 'metallb-webhook-cert' }, 'merge', { data });
				break;
			} catch (error) {
				if (!(error instanceof ApiError)) throw error;
				yield* logLine(process, 'error', { caller: 'rotator.go', msg: error.message });
				yield* process.sleep(RETRY_MS);
			}
		}
		serveHttp(process, this.#group, '0.0.0.0', 9443, {
			secure: (duplex) => serverHandshake(duplex, own.certificatePem),
			handle: recovering((request) => this.#review(request)),
			refuse: (status) => ({ status, headers: [], body: '' }),
			bodyBytesMax: 16 * MIB,
		});
	}

	*#review(request: HttpRequest): Task<HttpAnswer> {
		const review = JSON.parse(decodeUtf8(request.body)) as Review;
		const { uid, object, operation } = review.request;
		const isPool = object?.kind === 'IPAddressPool' && operation !== 'DELETE';
		const problem = isPool ? poolProblem(object, this.#pools.list()) : undefined;
		const response =
			problem === undefined
				? { uid, allowed: true }
				: { uid, allowed: false, status: { metadata: {}, message: problem, reason: 'Forbidden', code: 403 } };
		const body = JSON.stringify({ kind: review.kind, apiVersion: review.apiVersion, response });
		return { status: 200, headers: [['Content-Type', 'application/json']], body };
	}
}

interface Review {
	readonly apiVersion: string;
	readonly kind: string;
	readonly request: { readonly uid: string; readonly operation: string; readonly object: IpAddressPool | null };
}

function encoded(text: string): string {
	return encodeBase64(encodeUtf8(text));
}

function nameOf({ metadata }: Service): string {
	return `${metadata.namespace}/${metadata.name}`;
}

function addressOf({ status }: Service): string | undefined {
	return status.loadBalancer?.ingress?.[0]?.ip;
}

/** `/metrics`: that it lives. */
function* plain(): Task<HttpAnswer> {
	return { status: 200, headers: [['Content-Type', 'text/plain; charset=utf-8']], body: '' };
}
