import type { Ingress } from '../../api/networking/types.ts';
import { ApiClient } from '../../client/api-client.ts';
import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { commonLogTime, type HttpAnswer, type HttpRequest, serveHttp } from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { klogLine } from '../../kubelet/images/programs/component-program.ts';
import { lookupName } from '../../kubelet/images/programs/program-resolver.ts';
import { goFlag, goLogStamp } from '../../kubelet/images/programs/simple-http.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { type ClientHello, serverHandshake } from '../../machinery/tls/server-handshake.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { InClusterTransport, readText } from '../in-cluster-transport.ts';
import { AccountEvents } from '../serving/account-events.ts';
import { recovering } from '../serving/answer-review.ts';
import { endpointsOf } from '../serving/endpoints.ts';
import { makeOwnCertificate } from '../serving/own-certificates.ts';
import { nginxPage } from '../serving/upstream.ts';
import { answerReview, ingressProblem } from './admission.ts';
import { GlobalOptions } from './annotations.ts';
import { basicCredentials } from './basic-auth.ts';
import { ClusterView, PODS } from './cluster-view.ts';
import { DataPlane, type ProxyState, type Served } from './data-plane.ts';
import { configChecksum, nginxConf } from './nginx-conf.ts';
import type { Release } from './releases.ts';
import { buildServers, serverNamed, type VirtualServer } from './routes.ts';
import { StatusWriter } from './status-writer.ts';

const MIB = 1024 ** 2;
const GATHER_MS = 100;
/** Models the sync queue's limit of 0.3 a second. */
const SYNC_PAUSE_MS = 3_300;
const YEAR_MS = 365 * 86_400_000;
const CONFIG_PATH = '/etc/nginx/nginx.conf';
const NO_SERVERS: ReadonlyMap<string, VirtualServer> = buildServers([], new GlobalOptions());

/** The program of the controller's image: it follows the cluster and is the nginx that it configures. */
export class IngressController {
	readonly #process: Process;
	readonly #release: Release;
	readonly #group = new TaskGroup();
	readonly #args: readonly string[];
	readonly #client: ApiClient;
	readonly #events: AccountEvents;
	readonly #view: ClusterView;
	readonly #plane: DataPlane;
	readonly #status: StatusWriter;
	readonly #state: ProxyState;
	readonly #changed = new Signal((wake) => wake());
	#isDirty = false;
	#isReady = false;
	#servers = NO_SERVERS;
	#used: ReadonlySet<string> = new Set();
	#config = '';
	#pod: KubeObject | undefined;
	#fakeCertificate: string | undefined;
	#requests = 0;

	constructor(process: Process, release: Release) {
		this.#process = process;
		this.#release = release;
		this.#args = process.argv.slice(1);
		this.#client = new ApiClient(new InClusterTransport(process), 'nginx-ingress-controller');
		this.#events = new AccountEvents(process, this.#client, 'nginx-ingress-controller');
		this.#plane = new DataPlane(process);
		this.#view = new ClusterView({
			process,
			client: this.#client,
			namespace: this.#configMapName()[0],
			onIngress: (ingress, old) => this.#ingressChanged(ingress, old),
			onOther: (object) => this.#otherChanged(object),
			onError: (message) => this.log('E', 'reflector.go:200', `"Failed to watch" err=${JSON.stringify(message)}`),
		});
		this.#status = new StatusWriter(process, this.#client, this.#view, this.#args, (level, source, text) =>
			this.log(level, source, text),
		);
		this.#state = this.#proxyState();
	}

	*run(): Task<number> {
		const process = this.#process;
		yield* this.#greet();
		try {
			this.#listen();
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const why = error.errno === 'EACCES' ? '13: Permission denied' : '98: Address already in use';
			yield* process.write(2, encodeUtf8(`nginx: [emerg] bind() to 0.0.0.0:80 failed (${why})\n`));
			return 255;
		}
		process.rest({ cpuMillicores: 2, memoryBytes: 96 * MIB });
		this.#group.add(this.#syncForEver());
		this.#group.add(this.#status.writeForEver());
		this.#view.start(this.#group);
		process.onSignal('TERM', 'catch');
		process.onSignal('INT', 'catch');
		const status = yield* this.#group.run(process, () => 0);
		yield* this.log('I', 'sigterm.go:36', '"Received SIGTERM, shutting down"');
		yield* this.log('I', 'nginx.go:393', '"Shutting down controller queues"');
		yield* this.log('I', 'nginx.go:401', '"Stopping admission controller"');
		yield* this.log('I', 'nginx.go:409', '"Stopping NGINX process"');
		yield* this.log('I', 'sigterm.go:62', '"Exiting" code=0');
		return status;
	}

	log(level: 'I' | 'W' | 'E', source: string, text: string): Task<void> {
		const { pid } = this.#process;
		return this.#process.write(2, encodeUtf8(klogLine(this.#process.now(), pid, level, source, text)));
	}

	*#greet(): Task<void> {
		const { env } = this.#process;
		yield* this.#process.write(1, encodeUtf8(`${versionText(this.#release)}\n`));
		const host = `https://${env.get('KUBERNETES_SERVICE_HOST') ?? ''}:${env.get('KUBERNETES_SERVICE_PORT') ?? ''}`;
		yield* this.log('I', 'main.go:205', `"Creating API client" host="${host}"`);
		const file = '/etc/ingress-controller/ssl/default-fake-certificate.pem';
		yield* this.log('I', 'main.go:101', `"SSL fake certificate created" file="${file}"`);
		const certificate = goFlag(this.#args, 'validating-webhook-certificate') ?? '';
		const key = goFlag(this.#args, 'validating-webhook-key') ?? '';
		if (certificate !== '') {
			yield* this.log('I', 'ssl.go:535', `"loading tls certificate" path="${certificate}" key="${key}"`);
		}
		yield* this.log('I', 'nginx.go:273', '"Starting NGINX Ingress controller"');
		yield* this.log('I', 'nginx.go:319', '"Starting NGINX process"');
		const address = goFlag(this.#args, 'validating-webhook') ?? '';
		if (address === '') return;
		const where = `address="${address}" certPath="${certificate}" keyPath="${key}"`;
		yield* this.log('I', 'nginx.go:339', `"Starting validation webhook" ${where}`);
	}

	/** Throws SystemError. */
	#listen(): void {
		const handle = (request: HttpRequest): Task<HttpAnswer> => this.#serve(request);
		const refuse = (status: number): HttpAnswer => ({ ...nginxPage(status, this.#process), close: true });
		const process = this.#process;
		const plainRefusal = `HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>\r\n<head><title>400 The plain HTTP request was sent to HTTPS port</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n<center>The plain HTTP request was sent to HTTPS port</center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
		const port = (name: string, otherwise: number): number => Number(goFlag(this.#args, name) ?? otherwise);
		const common = { handle, refuse, bodyBytesMax: 16 * MIB };
		serveHttp(process, this.#group, '0.0.0.0', port('http-port', 80), common);
		serveHttp(process, this.#group, '0.0.0.0', port('https-port', 443), {
			...common,
			secure: (duplex) => serverHandshake(duplex, (hello) => this.#certificateFor(hello), plainRefusal),
		});
		serveHttp(process, this.#group, '0.0.0.0', port('healthz-port', 10_254), {
			handle: (request) => this.#health(request),
			vouchedStatus: (target) => (target === '/healthz' ? 200 : undefined),
			refuse: (status) => ({ status, headers: [], body: '' }),
		});
		const webhook = /:(\d+)$/.exec(goFlag(this.#args, 'validating-webhook') ?? '')?.[1];
		if (webhook !== undefined) this.#group.add(this.#listenForReviews(Number(webhook)));
	}

	*#listenForReviews(port: number): Task<void> {
		const chain = yield* readText(this.#process, goFlag(this.#args, 'validating-webhook-certificate') ?? '');
		serveHttp(this.#process, this.#group, '0.0.0.0', port, {
			secure: (duplex) => serverHandshake(duplex, chain),
			handle: recovering((request) => this.#review(request)),
			refuse: (status) => ({ status, headers: [], body: '' }),
			bodyBytesMax: 16 * MIB,
		});
	}

	*#health({ target }: HttpRequest): Task<HttpAnswer> {
		const plain = [['Content-Type', 'text/plain; charset=utf-8']] as const;
		if (target === '/healthz') return { status: 200, headers: plain, body: 'ok' };
		if (target === '/metrics') {
			const total = `# TYPE nginx_ingress_controller_nginx_process_requests_total counter\nnginx_ingress_controller_nginx_process_requests_total ${this.#requests}\n`;
			return { status: 200, headers: plain, body: total };
		}
		return { status: 404, headers: plain, body: '404 page not found\n' };
	}

	*#review(request: HttpRequest): Task<HttpAnswer> {
		const problems: string[] = [];
		const answer = answerReview(request, (ingress) => {
			if (!this.#isOurs(ingress)) return undefined;
			const others = this.#view.ingresses.list().filter((each) => this.#isOurs(each));
			const problem = ingressProblem(ingress, others, this.#global(), this.#release.minor);
			const name = `${ingress.metadata.name}`;
			problems.push(
				problem === undefined
					? `"successfully validated configuration, accepting" ingress="${ingress.metadata.namespace}/${name}"`
					: `"invalid ingress configuration" err=${JSON.stringify(problem)} ingress="${ingress.metadata.namespace}/${name}"`,
			);
			return problem;
		});
		for (const text of problems) {
			const isError = text.startsWith('"invalid');
			yield* this.log(isError ? 'E' : 'I', isError ? 'main.go:96' : 'main.go:107', text);
		}
		return answer;
	}

	*#serve(request: HttpRequest): Task<HttpAnswer> {
		this.#requests++;
		const startedMs = this.#process.now();
		const served = yield* this.#plane.serve(request, this.#state);
		if (served.logged) yield* this.#logAccess(request, served, (this.#process.now() - startedMs) / 1000);
		return served.answer;
	}

	/** The "upstreaminfo" format. */
	*#logAccess(request: HttpRequest, served: Served, seconds: number): Task<void> {
		const { answer, upstreams, backend, alternative, requestId } = served;
		const of = (name: string): string => request.headers.get(name) ?? '-';
		const user = userOf(request.headers.get('authorization'));
		const all = (value: (each: Served['upstreams'][number]) => string): string =>
			upstreams.length === 0 ? '-' : upstreams.map(value).join(', ');
		const took = seconds.toFixed(3);
		const fields = request.headers.entries().reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
		const length = request.method.length + request.target.length + 13 + fields + request.body.length;
		const line = `${request.remote.address} - ${user} [${commonLogTime(this.#process.now())}] "${request.method} ${request.target} ${request.version}" ${answer.status} ${answer.body.length} "${of('referer')}" "${of('user-agent')}" ${length} ${took} [${backend}] [${alternative}] ${all(({ address }) => address)} ${all((each) => String(each.length))} ${all(() => took)} ${all(({ status }) => String(status))} ${requestId}\n`;
		yield* this.#process.write(1, encodeUtf8(line));
	}

	#certificateFor({ serverName }: ClientHello): string {
		const { secret } = serverNamed(this.#servers, serverName.toLowerCase());
		const shown = secret === undefined ? undefined : this.#view.secret(secret)?.get('tls.crt');
		return shown ?? this.#defaultCertificate();
	}

	#defaultCertificate(): string {
		const named = goFlag(this.#args, 'default-ssl-certificate');
		const own = named === undefined ? undefined : this.#view.secret(named)?.get('tls.crt');
		if (own !== undefined) return own;
		this.#fakeCertificate ??= makeOwnCertificate(
			this.#process,
			{
				commonName: 'Kubernetes Ingress Controller Fake Certificate',
				organizations: ['Acme Co'],
				keyUsages: ['digitalSignature', 'keyEncipherment'],
				extendedKeyUsages: ['serverAuth'],
				isCa: false,
				dnsNames: ['ingress.local'],
			},
			YEAR_MS,
		).certificatePem;
		return this.#fakeCertificate;
	}

	#configMapName(): readonly [string, string] {
		const [namespace = '', name = ''] = (goFlag(this.#args, 'configmap') ?? '/').split('/');
		return [namespace === '' ? (this.#process.env.get('POD_NAMESPACE') ?? 'default') : namespace, name];
	}

	#global(): GlobalOptions {
		const [namespace, name] = this.#configMapName();
		return new GlobalOptions(this.#view.configMaps.get(namespace, name)?.data);
	}

	/** Models internal/ingress/controller/store GetIngressClass. */
	#isOurs(ingress: Ingress): boolean {
		const annotated = ingress.metadata.annotations?.['kubernetes.io/ingress.class'] ?? '';
		if (annotated !== '') return annotated === (goFlag(this.#args, 'ingress-class') ?? 'nginx');
		const { ingressClassName } = ingress.spec;
		if (ingressClassName === undefined) return goFlag(this.#args, 'watch-ingress-without-class') === 'true';
		const wanted = goFlag(this.#args, 'controller-class') ?? 'k8s.io/ingress-nginx';
		return this.#view.classes.get('', ingressClassName)?.spec.controller === wanted;
	}

	#ingressChanged(ingress: Ingress | undefined, old: Ingress | undefined): void {
		this.#touch();
		if (ingress === undefined || !this.#isReady) return;
		if (this.#isOurs(ingress)) this.#group.add(this.#announce(ingress, old));
		else this.#group.add(this.#ignore(ingress));
	}

	*#announce(ingress: Ingress, old: Ingress | undefined): Task<void> {
		const { namespace, name } = ingress.metadata;
		if (old === undefined) {
			const named = ingress.spec.ingressClassName ?? 'nginx';
			const text = `"Found valid IngressClass" ingress="${namespace}/${name}" ingressclass="${named}"`;
			yield* this.log('I', 'store.go:443', text);
		}
		yield* this.#event(ingress, 'Sync', 'Scheduled for sync');
	}

	*#ignore({ metadata, spec }: Ingress): Task<void> {
		const named = spec.ingressClassName;
		const error =
			named === undefined
				? 'ingress does not contain a valid IngressClass'
				: `no object matching key \\"${named}\\" in local store`;
		const text = `"Ignoring ingress because of error while validating ingress class" ingress="${metadata.namespace}/${metadata.name}" error="${error}"`;
		yield* this.log('I', 'store.go:440', text);
	}

	*#event(about: KubeObject, reason: string, message: string): Task<void> {
		const { metadata, kind, apiVersion } = about;
		const reference = `v1.ObjectReference{Kind:"${kind}", Namespace:"${metadata.namespace}", Name:"${metadata.name}", UID:"${metadata.uid}", APIVersion:"${apiVersion}", ResourceVersion:"${metadata.resourceVersion}", FieldPath:""}`;
		yield* this.log('I', 'event.go:377', `Event(${reference}): type: 'Normal' reason: '${reason}' ${message}`);
		yield* this.#events.event(about, 'Normal', reason, message);
	}

	/** Only what some Ingress needs makes the configuration anew. */
	#otherChanged(object: KubeObject | undefined): void {
		if (!this.#isReady || object === undefined) {
			this.#touch();
			return;
		}
		const { namespace, name, labels } = object.metadata;
		const service = object.kind === 'EndpointSlice' ? labels?.['kubernetes.io/service-name'] : name;
		const isOwn = object.kind === 'ConfigMap' && this.#configMapName()[1] === name;
		const isNamed = this.#used.has(`${namespace}/${service}`) || this.#status.isPublished(object);
		if (isNamed || isOwn || object.kind === 'IngressClass') this.#touch();
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
			}
			yield* this.#process.sleep(GATHER_MS);
			this.#isDirty = false;
			yield* this.#sync();
			yield* this.#process.sleep(SYNC_PAUSE_MS);
		}
	}

	*#sync(): Task<void> {
		const isFirst = !this.#isReady;
		this.#isReady = true;
		const ours = this.#view.ingresses.list().filter((each) => this.#isOurs(each));
		if (isFirst) for (const ingress of ours) yield* this.#announce(ingress, undefined);
		const servers = buildServers(ours, this.#global());
		this.#servers = servers;
		this.#used = usedObjects(servers);
		yield* this.#warn(servers);
		const config = nginxConf(servers);
		if (config !== this.#config) yield* this.#reload(config);
		this.#status.update(ours);
	}

	*#reload(config: string): Task<void> {
		const isFirst = this.#config === '';
		this.#config = config;
		yield* this.log('I', 'controller.go:214', '"Configuration changes detected, backend reload required"');
		yield* this.#writeConfig(config);
		yield* this.log('I', 'controller.go:228', '"Backend successfully reloaded"');
		if (isFirst) yield* this.log('I', 'controller.go:240', '"Initial sync, sleeping for 1 second"');
		this.#pod ??= yield* this.#ownPod();
		if (this.#pod === undefined) return;
		yield* this.#event(this.#pod, 'RELOAD', 'NGINX reload triggered due to a change in configuration');
	}

	*#ownPod(): Task<KubeObject | undefined> {
		const { env } = this.#process;
		try {
			return yield* this.#client.get(PODS, env.get('POD_NAMESPACE') ?? '', env.get('POD_NAME') ?? '');
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			return undefined;
		}
	}

	*#writeConfig(config: string): Task<void> {
		try {
			const fd = yield* this.#process.open(CONFIG_PATH, { write: true, create: true, truncate: true }, 0o644);
			yield* this.#process.write(fd, encodeUtf8(config));
			this.#process.close(fd);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* this.log('E', 'queue.go:131', `"requeuing" err="open ${CONFIG_PATH}: read-only file system"`);
		}
	}

	*#warn(servers: ReadonlyMap<string, VirtualServer>): Task<void> {
		const seen = new Set<string>();
		for (const { locations, secret } of servers.values()) {
			if (secret !== undefined && this.#view.secret(secret)?.get('tls.crt') === undefined) {
				const text = `Error getting SSL certificate "${secret}": local SSL certificate ${secret} was not found. Using default certificate`;
				yield* this.log('W', 'controller.go:1498', text);
			}
			for (const { backend } of locations) {
				if (backend === undefined || seen.has(backend.name)) continue;
				seen.add(backend.name);
				const { namespace, service, port } = backend;
				const found = endpointsOf(this.#view.services, this.#view.slices, namespace, service, port);
				const name = `${namespace}/${service}`;
				if (found === undefined) {
					const text = `Error obtaining Endpoints for Service "${name}": no object matching key "${name}" in local store`;
					yield* this.log('W', 'controller.go:1232', text);
				} else if (found.length === 0) {
					yield* this.log('W', 'controller.go:1216', `Service "${name}" does not have any active Endpoint.`);
				}
			}
		}
	}

	#proxyState(): ProxyState {
		return {
			servers: () => this.#servers,
			endpoints: ({ namespace, service, port }) => {
				// A default backend by annotation has no port of its own: the first is meant.
				const meant = port || String(this.#view.services.get(namespace, service)?.spec.ports?.[0]?.port ?? '');
				return endpointsOf(this.#view.services, this.#view.slices, namespace, service, meant) ?? [];
			},
			resolve: (name) => addressesOf(this.#process, name),
			secret: (name) => this.#view.secret(name),
			hsts: () => this.#global().flag('hsts', true),
			redirectCode: () => Number(this.#global().text('http-redirect-code', '308')),
			logError: (text) =>
				this.#process.write(2, encodeUtf8(`${goLogStamp(this.#process)} [error] 27#27: *${this.#requests} ${text}\n`)),
		};
	}
}

/** nginx tells who somebody says they are. */
function userOf(authorization: string | undefined): string {
	return basicCredentials(authorization)?.user || '-';
}

function* addressesOf(process: Process, name: string): Task<readonly string[]> {
	const found = yield* lookupName(process, name);
	return found.kind === 'found' ? found.addresses : [];
}

function usedObjects(servers: ReadonlyMap<string, VirtualServer>): ReadonlySet<string> {
	const used = new Set<string>();
	for (const { locations, secret, fallback } of servers.values()) {
		if (secret !== undefined) used.add(secret);
		if (fallback !== undefined) used.add(`${fallback.backend.namespace}/${fallback.backend.service}`);
		for (const { backend, canaries, options } of locations) {
			if (options.auth !== undefined) used.add(options.auth.secret);
			for (const each of [backend, ...canaries.map((canary) => canary.backend)]) {
				if (each !== undefined) used.add(`${each.namespace}/${each.service}`);
			}
		}
	}
	return used;
}

const RULE = '-------------------------------------------------------------------------------';

export function versionText({ version, nginx }: Release): string {
	const build = configChecksum(version).slice(0, 10);
	return `${RULE}\nNGINX Ingress controller\n  Release:       v${version}\n  Build:         ${build}\n  Repository:    https://github.com/kubernetes/ingress-nginx\n  nginx version: nginx/${nginx}\n\n${RULE}\n`;
}
