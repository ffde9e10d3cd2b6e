import { ApiClient } from '../../../client/api-client.ts';
import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { type HttpAnswer, type HttpRequest, serveHttp } from '../../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import { goFlag } from '../../../kubelet/images/programs/simple-http.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import { ApiError } from '../../../machinery/status.ts';
import { Signal, type Task } from '../../../machinery/task.ts';
import { formatTime } from '../../../machinery/timestamp.ts';
import { serverHandshake } from '../../../machinery/tls/server-handshake.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { InClusterTransport, readText } from '../../in-cluster-transport.ts';
import { FabricView } from './fabric-view.ts';
import { type GatewayResult, type Graph, GraphBuilder, good, type ListenerResult } from './graph.ts';
import { Provisioner } from './provisioner.ts';
import {
	type Condition,
	GATEWAY_CLASSES,
	GATEWAYS,
	type Gateway,
	HTTP_ROUTES,
	type HttpRoute,
	type RouteParentStatus,
} from './types.ts';

const MIB = 1024 ** 2;
const GATHER_MS = 500;
const CONTROLLER = 'gateway.nginx.org/nginx-gateway-controller';
const PLAIN = [['Content-Type', 'text/plain; charset=utf-8']] as const;

/** NGINX Gateway Fabric's control plane: Gateways become nginx Deployments, and routes their configuration. */
export class ControlPlane {
	readonly #process: Process;
	readonly #group = new TaskGroup();
	readonly #args: readonly string[];
	readonly #client: ApiClient;
	readonly #view: FabricView;
	readonly #provisioner: Provisioner;
	readonly #changed = new Signal((wake) => wake());
	readonly #configured = new Signal((wake) => wake());
	/** By "namespace/gateway". */
	readonly #configs = new Map<string, { readonly version: number; readonly text: string }>();
	#isDirty = true;
	#isReady = false;

	constructor(process: Process, version: string) {
		this.#process = process;
		this.#args = process.argv.slice(1);
		this.#client = new ApiClient(new InClusterTransport(process), 'gateway');
		this.#view = new FabricView(
			process,
			this.#client,
			() => this.#touch(),
			(message) => this.#log('error', 'Failed to watch', { error: message }),
		);
		this.#provisioner = new Provisioner(process, this.#client, this.#view, version);
	}

	*run(): Task<number> {
		const process = this.#process;
		const chain = yield* readText(process, '/var/run/secrets/ngf/tls.crt');
		yield* this.#log('info', 'Starting the NGINX Gateway Fabric control plane', { controllerName: CONTROLLER });
		const refuse = (status: number): HttpAnswer => ({ status, headers: PLAIN, body: '' });
		try {
			serveHttp(process, this.#group, '0.0.0.0', Number(goFlag(this.#args, 'health-port') ?? '8081'), {
				handle: (request) => this.#health(request),
				vouchedStatus: (target) => (target === '/readyz' ? (this.#isReady ? 200 : 503) : undefined),
				refuse,
			});
			serveHttp(process, this.#group, '0.0.0.0', 8443, {
				secure: (duplex) => serverHandshake(duplex, chain),
				handle: (request) => this.#config(request),
				refuse,
			});
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* this.#log('error', 'failed to listen', { error: error.errno });
			return 1;
		}
		process.rest({ cpuMillicores: 2, memoryBytes: 32 * MIB });
		this.#view.start(this.#group);
		this.#group.add(this.#syncForEver());
		process.onSignal('TERM', 'catch');
		return yield* this.#group.run(process, () => 0);
	}

	/** zap's JSON. */
	*#log(level: 'info' | 'error', msg: string, fields: object): Task<void> {
		const line = JSON.stringify({ level, ts: formatTime(this.#process.now()), msg, ...fields });
		yield* this.#process.write(2, encodeUtf8(`${line}\n`));
	}

	*#health({ target }: HttpRequest): Task<HttpAnswer> {
		if (target !== '/readyz') return { status: 404, headers: PLAIN, body: '404 page not found\n' };
		return { status: this.#isReady ? 200 : 503, headers: PLAIN, body: this.#isReady ? 'ok' : 'not ready' };
	}

	/** Answers when there is another configuration than the one that the agent has. */
	*#config({ target }: HttpRequest): Task<HttpAnswer> {
		const [, namespace, name, version] = /^\/config\/([^/]+)\/([^/]+)\/(\d+)$/.exec(target) ?? [];
		for (;;) {
			const config = this.#configs.get(`${namespace}/${name}`);
			if (config !== undefined && String(config.version) !== version) {
				const headers = [
					['Content-Type', 'application/json'],
					['X-Version', String(config.version)],
				] as const;
				return { status: 200, headers, body: config.text };
			}
			yield this.#configured;
		}
	}

	#touch(): void {
		this.#isDirty = true;
		this.#changed.wakeAll();
	}

	*#syncForEver(): Task<void> {
		for (;;) {
			while (!this.#isDirty || !this.#view.synced) {
				this.#isDirty = false;
				yield this.#changed;
				this.#isDirty = true;
			}
			yield* this.#process.sleep(GATHER_MS);
			this.#isDirty = false;
			this.#isReady = true;
			try {
				yield* this.#sync();
			} catch (error) {
				if (!(error instanceof ApiError)) throw error;
				yield* this.#log('error', 'Reconciler error', { error: error.message });
				yield* this.#process.sleep(1_000);
				this.#isDirty = true;
			}
		}
	}

	*#sync(): Task<void> {
		const className = goFlag(this.#args, 'gatewayclass') ?? 'nginx';
		const gatewayClass = this.#view.classes.get('', className);
		if (gatewayClass === undefined || gatewayClass.spec.controllerName !== CONTROLLER) return;
		yield* this.#writeStatus(GATEWAY_CLASSES, gatewayClass, {
			conditions: [
				good('Accepted', 'Accepted', 'The GatewayClass is accepted'),
				good('SupportedVersion', 'SupportedVersion', 'The Gateway API CRD versions are supported'),
				good('ResolvedRefs', 'ResolvedRefs', 'The ParametersRef resource is resolved'),
			],
		});
		const ours = this.#view.gateways.list().filter(({ spec }) => spec.gatewayClassName === className);
		const graph = new GraphBuilder(this.#view, ours).build();
		for (const result of graph.gateways) {
			const isValid = result.listeners.some(({ problems }) => problems.length === 0);
			if (isValid) yield* this.#provisioner.provision(result.gateway, className);
			this.#configure(result);
		}
		this.#configured.wakeAll();
		for (const result of graph.gateways) yield* this.#writeGateway(result, className);
		yield* this.#writeRoutes(graph);
	}

	#configure({ gateway, config }: GatewayResult): void {
		const key = `${gateway.metadata.namespace}/${gateway.metadata.name}`;
		const text = JSON.stringify({ listeners: config });
		const known = this.#configs.get(key);
		if (known?.text !== text) this.#configs.set(key, { version: (known?.version ?? 0) + 1, text });
	}

	*#writeGateway({ gateway, listeners }: GatewayResult, className: string): Task<void> {
		const valid = listeners.filter(({ problems }) => problems.length === 0).length;
		const bad = (type: string, reason: string, message: string): Condition => ({
			type,
			status: 'False',
			reason,
			message,
		});
		const programmed = good('Programmed', 'Programmed', 'The Gateway is programmed');
		const conditions =
			valid === 0
				? [
						bad('Accepted', 'ListenersNotValid', 'The Gateway has no valid listeners'),
						bad('Programmed', 'Invalid', 'The Gateway has no valid listeners'),
					]
				: valid < listeners.length
					? [good('Accepted', 'ListenersNotValid', 'The Gateway has at least one valid listener'), programmed]
					: [good('Accepted', 'Accepted', 'The Gateway is accepted'), programmed];
		const addresses = this.#addresses(gateway, className);
		yield* this.#writeStatus(GATEWAYS, gateway, {
			...(addresses.length > 0 && { addresses }),
			conditions,
			listeners: listeners.map(listenerStatus),
		});
	}

	#addresses(gateway: Gateway, className: string): readonly object[] {
		const { namespace = '' } = gateway.metadata;
		const service = this.#view.services.get(namespace, this.#provisioner.nameOf(gateway, className));
		if (service === undefined) return [];
		if (service.spec.type !== 'LoadBalancer') return [{ type: 'IPAddress', value: service.spec.clusterIP ?? '' }];
		return (service.status.loadBalancer?.ingress ?? []).map(({ ip, hostname }) =>
			ip === undefined ? { type: 'Hostname', value: hostname ?? '' } : { type: 'IPAddress', value: ip },
		);
	}

	*#writeRoutes({ parents }: Graph): Task<void> {
		for (const route of this.#view.routes.list()) {
			const before = route.status?.parents ?? [];
			const foreign = before.filter(({ controllerName }) => controllerName !== CONTROLLER);
			const own = (parents.get(route) ?? []).map(({ parentRef, conditions }) => ({
				conditions: dated(conditions, conditionsFor(before, parentRef), route, this.#process.now()),
				controllerName: CONTROLLER,
				parentRef,
			}));
			if (own.length === 0 && before.length === foreign.length) continue;
			yield* this.#write(HTTP_ROUTES, route, { parents: [...foreign, ...own] });
		}
	}

	/** Conditions keep the time of their last change. */
	*#writeStatus(
		resource: typeof GATEWAYS | typeof GATEWAY_CLASSES,
		object: KubeObject & { readonly status?: object },
		status: { readonly conditions: readonly Condition[]; readonly listeners?: readonly ListenerStatus[] },
	): Task<void> {
		const before = (object.status ?? {}) as {
			conditions?: readonly Condition[];
			listeners?: readonly ListenerStatus[];
		};
		const nowMs = this.#process.now();
		const of = (name: string): readonly Condition[] =>
			before.listeners?.find((each) => each.name === name)?.conditions ?? [];
		const listeners = status.listeners?.map((each) => ({
			...each,
			conditions: dated(each.conditions, of(each.name), object, nowMs),
		}));
		yield* this.#write(resource, object, {
			...status,
			conditions: dated(status.conditions, before.conditions ?? [], object, nowMs),
			...(listeners !== undefined && { listeners }),
		});
	}

	*#write(
		resource: typeof GATEWAYS | typeof GATEWAY_CLASSES | typeof HTTP_ROUTES,
		object: KubeObject,
		status: object,
	): Task<void> {
		if (sameJson((object as HttpRoute).status, status)) return;
		yield* this.#client.update(resource as typeof GATEWAYS, { ...object, status } as never, 'status');
	}
}

interface ListenerStatus {
	readonly name: string;
	readonly attachedRoutes: number;
	readonly supportedKinds: readonly object[];
	readonly conditions: readonly Condition[];
}

function listenerStatus({ listener, problems, attachedRoutes }: ListenerResult): ListenerStatus {
	const text = problems[0]?.message ?? '';
	const fine = [
		good('Accepted', 'Accepted', 'The Listener is accepted'),
		good('Programmed', 'Programmed', 'The Listener is programmed'),
		good('ResolvedRefs', 'ResolvedRefs', 'All references are resolved'),
		good('Conflicted', 'NoConflicts', 'No conflicts'),
	].map((condition): Condition => {
		if (condition.type === 'Conflicted') return { ...condition, status: 'False' };
		const problem = problems.find(({ type }) => type === condition.type);
		if (problem !== undefined) return problem;
		const isStopped = condition.type === 'Programmed' && problems.length > 0;
		return isStopped ? { ...condition, status: 'False', reason: 'Invalid', message: text } : condition;
	});
	const isHttp = listener.protocol === 'HTTP' || listener.protocol === 'HTTPS';
	const kinds = isHttp ? ['HTTPRoute', 'GRPCRoute'] : [];
	return {
		attachedRoutes,
		conditions: fine,
		name: listener.name,
		supportedKinds: kinds.map((kind) => ({ group: 'gateway.networking.k8s.io', kind })),
	};
}

function conditionsFor(
	parents: readonly RouteParentStatus[],
	ref: RouteParentStatus['parentRef'],
): readonly Condition[] {
	return parents.find(({ parentRef }) => sameJson(parentRef, ref))?.conditions ?? [];
}

function dated(
	conditions: readonly Condition[],
	before: readonly Condition[],
	{ metadata }: KubeObject,
	nowMs: number,
): readonly Condition[] {
	return conditions.map((condition) => {
		const known = before.find(({ type }) => type === condition.type);
		const isSame = known?.status === condition.status && known.reason === condition.reason;
		return {
			...condition,
			observedGeneration: metadata.generation ?? 1,
			lastTransitionTime:
				isSame && known.lastTransitionTime !== undefined ? known.lastTransitionTime : formatTime(nowMs),
		};
	});
}

function sameJson(a: unknown, b: unknown): boolean {
	return sorted(a) === sorted(b);
}

function sorted(value: unknown): string {
	return JSON.stringify(value, (_, each: unknown) =>
		typeof each === 'object' && each !== null && !Array.isArray(each)
			? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
			: each,
	);
}
