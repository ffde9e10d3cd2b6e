import type { Ingress } from '../../api/networking/types.ts';
import { ApiClient } from '../../client/api-client.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { HttpAnswer, HttpRequest } from '../../kernel/serving/http-server.ts';
import type { TaskGroup } from '../../kernel/serving/task-group.ts';
import { ApiError } from '../../machinery/status.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { formatHttpDate } from '../../machinery/timestamp.ts';
import type { ClientHello } from '../../machinery/tls/server-handshake.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { InClusterTransport } from '../in-cluster-transport.ts';
import { ClusterView, INGRESSES } from '../ingress-nginx/cluster-view.ts';
import { type Address, endpointsOf } from '../serving/endpoints.ts';
import { makeOwnCertificate } from '../serving/own-certificates.ts';
import { askUpstream, passedHeaders, UpstreamFailure } from '../serving/upstream.ts';
import { buildRouters, isOurs, type Router, routerFor } from './routers.ts';

const YEAR_MS = 365 * 86_400_000;
/** Models --providers.providersThrottleDuration. */
const THROTTLE_MS = 2_000;
const HOP = /^(?:connection|keep-alive|transfer-encoding|upgrade|proxy-connection|te|trailer|content-length)$/i;

export interface IngressProxyOptions {
	/** '' for those without a class, too. */
	readonly ingressClass: string;
	/** "traefik/traefik": whose addresses the Ingresses have. */
	readonly publishedService: string;
	/** Routes to Services without endpoints are there, and answer that nobody is. */
	readonly allowsEmptyServices: boolean;
	readonly log: (level: 'ERR' | 'WRN', text: string) => Task<void>;
}

/**
 * Passes requests on as Ingresses have it. Models pkg/provider/kubernetes/ingress. Differs: of routers' annotations only
 * entry points, TLS, priority and path matcher count; Middlewares, IngressRoutes and the other custom kinds do nothing.
 */
export class IngressProxy {
	readonly #process: Process;
	readonly #options: IngressProxyOptions;
	readonly #client: ApiClient;
	readonly #view: ClusterView;
	readonly #changed = new Signal((wake) => wake());
	#isDirty = true;
	#routers: readonly Router[] = [];
	#ours: readonly Ingress[] = [];
	#turn = 0;
	#defaultCertificate: string | undefined;

	constructor(process: Process, options: IngressProxyOptions) {
		this.#process = process;
		this.#options = options;
		this.#client = new ApiClient(new InClusterTransport(process), 'traefik');
		this.#view = new ClusterView({
			process,
			client: this.#client,
			namespace: process.env.get('POD_NAMESPACE') ?? 'default',
			onIngress: () => this.#touch(),
			onOther: () => this.#touch(),
			onError: (message) => options.log('ERR', `error="${message}" providerName=kubernetes`),
		});
	}

	start(group: TaskGroup): void {
		this.#view.start(group);
		group.add(this.#follow());
	}

	*serve(request: HttpRequest, entryPoint: string): Task<HttpAnswer> {
		const isSecure = request.hello !== undefined;
		const own = request.headers.get('host') ?? '';
		const host = own.replace(/:\d+$/, '').toLowerCase();
		const path = request.target.replace(/[?#].*$/, '');
		const router = routerFor(this.#routers, { host, path, entryPoint, isSecure });
		if (router === undefined) return this.#plain(404, '404 page not found\n');
		const members = this.#members(router);
		const to = members[this.#turn++ % Math.max(1, members.length)];
		if (to === undefined) return this.#plain(503, 'no available server\n');
		const { method, target, body } = request;
		const client = request.remote.address;
		const before = request.headers.get('x-forwarded-for');
		const headers = passedHeaders(request, [
			['Host', own],
			['X-Forwarded-For', before === undefined ? client : `${before}, ${client}`],
			['X-Forwarded-Host', own],
			['X-Forwarded-Port', isSecure ? '443' : '80'],
			['X-Forwarded-Proto', isSecure ? 'https' : 'http'],
			['X-Forwarded-Server', this.#process.hostname],
			['X-Real-Ip', client],
		]);
		try {
			const upstream = { address: to.host, port: to.port, secure: to.port === 443 };
			const answer = yield* askUpstream(this.#process, upstream, { method, target, headers, body });
			const kept = answer.headers.entries().filter(([name]) => !HOP.test(name));
			const length = ['Content-Length', String(answer.body.length)] as const;
			const hasBody = answer.status !== 204 && answer.status !== 304;
			return { status: answer.status, headers: hasBody ? [...kept, length] : kept, body: answer.body };
		} catch (error) {
			if (!(error instanceof UpstreamFailure)) throw error;
			return error.timedOut ? this.#plain(504, 'Gateway Timeout') : this.#plain(502, 'Bad Gateway');
		}
	}

	/** What a client is shown that asks for a host. Models pkg/tls Manager. */
	certificateFor({ serverName }: ClientHello): string {
		const host = serverName.toLowerCase();
		for (const { metadata, spec } of this.#ours) {
			for (const { hosts = [], secretName = '' } of spec.tls ?? []) {
				if (hosts.length > 0 && !hosts.includes(host)) continue;
				const certificate = this.#view.secret(`${metadata.namespace}/${secretName}`)?.get('tls.crt');
				if (certificate !== undefined) return certificate;
			}
		}
		this.#defaultCertificate ??= makeOwnCertificate(
			this.#process,
			{
				commonName: 'TRAEFIK DEFAULT CERT',
				organizations: [],
				keyUsages: ['digitalSignature', 'keyEncipherment'],
				extendedKeyUsages: ['serverAuth'],
				isCa: false,
				dnsNames: ['traefik.default'],
			},
			YEAR_MS,
		).certificatePem;
		return this.#defaultCertificate;
	}

	#members({ backend: { namespace, service, port } }: Router): readonly Address[] {
		return endpointsOf(this.#view.services, this.#view.slices, namespace, service, port) ?? [];
	}

	#touch(): void {
		this.#isDirty = true;
		this.#changed.wakeAll();
	}

	*#follow(): Task<void> {
		const told = new Set<string>();
		for (;;) {
			while (!this.#isDirty || !this.#view.synced) yield this.#changed;
			this.#isDirty = false;
			const classes = this.#view.classes.list();
			this.#ours = this.#view.ingresses.list().filter((each) => isOurs(each, classes, this.#options.ingressClass));
			const routers: Router[] = [];
			for (const router of buildRouters(this.#ours)) {
				const problem = this.#problem(router);
				if (problem === undefined) routers.push(router);
				else if (!told.has(problem)) {
					told.add(problem);
					yield* this.#options.log('ERR', problem);
				}
			}
			this.#routers = routers;
			yield* this.#writeStatuses();
			yield* this.#process.sleep(THROTTLE_MS);
		}
	}

	/** Why there is no such route. */
	#problem({ backend: { namespace, service, port } }: Router): string | undefined {
		const found = endpointsOf(this.#view.services, this.#view.slices, namespace, service, port);
		const about = `namespace=${namespace} providerName=kubernetes serviceName=${service} servicePort="&ServiceBackendPort{Name:,Number:${port},}"`;
		if (found === undefined) return `Cannot create service error="service not found" ${about}`;
		if (found.length > 0 || this.#options.allowsEmptyServices) return undefined;
		return `Skipping service: no endpoints found ${about}`;
	}

	*#writeStatuses(): Task<void> {
		const [namespace = '', name = ''] = this.#options.publishedService.split('/');
		const service = this.#view.services.get(namespace, name);
		if (service === undefined) return;
		const ingress = [...(service.status.loadBalancer?.ingress ?? [])];
		for (const each of this.#ours) {
			if (JSON.stringify(each.status.loadBalancer?.ingress ?? []) === JSON.stringify(ingress)) continue;
			try {
				const loadBalancer = ingress.length === 0 ? {} : { ingress };
				yield* this.#client.update(INGRESSES, { ...each, status: { loadBalancer } }, 'status');
			} catch (error) {
				if (!(error instanceof ApiError)) throw error;
				yield* this.#options.log('ERR', `Error while updating ingress status error=${JSON.stringify(error.message)}`);
			}
		}
	}

	/** Models net/http Error. */
	#plain(status: number, text: string): HttpAnswer {
		const headers = [
			['Content-Type', 'text/plain; charset=utf-8'],
			['X-Content-Type-Options', 'nosniff'],
			['Date', formatHttpDate(this.#process.now())],
			['Content-Length', String(encodeUtf8(text).length)],
		] as const;
		return { status, headers, body: text };
	}
}
