import { KUBEADM_PLUGINS } from '../api/admission-plugins.ts';
import type { Kind, StrategyContext } from '../api/kind.ts';
import type { KindRegistry } from '../api/kind-registry.ts';
import { FieldDescriptions } from '../api/schema/field-descriptions.ts';
import type { Context } from '../machinery/context.ts';
import { ApiError } from '../machinery/status.ts';
import type { Task, Wait } from '../machinery/task.ts';
import { formatTime } from '../machinery/timestamp.ts';
import type { Store } from '../store/store.ts';
import { AdmissionChain, type AdmissionPlugin } from './admission/admission.ts';
import { choosePlugins } from './admission/choose-plugins.ts';
import { Aggregator, API_SERVICES } from './aggregation/aggregator.ts';
import { flowSchemaHook } from './allocation/flow-schema-hook.ts';
import { namespaceHook } from './allocation/namespace-hook.ts';
import { PRIORITY_CLASS_HOOK } from './allocation/priority-class-hook.ts';
import { type ServiceRanges, serviceHook } from './allocation/service-hook.ts';
import { signingRequestHook } from './allocation/signing-request-hook.ts';
import { type AuditEntry, type AuditOptions, AuditTrail } from './audit/audit-trail.ts';
import { type AccessRules, authenticate, isAnonymous } from './authentication.ts';
import { authorizersOf, DEFAULT_MODES } from './authorization/authorization-modes.ts';
import type { AuthorizationAttributes, Authorizer, UserRules } from './authorization/authorizer.ts';
import { bindingHook, roleHook } from './authorization/escalation-hooks.ts';
import { forbiddenBy } from './authorization/forbidden.ts';
import { nodeAuthorizer } from './authorization/node-authorizer.ts';
import { NodeGraph } from './authorization/node-graph.ts';
import { RBAC_GROUP, RbacBindings } from './authorization/rbac-bindings.ts';
import type { ComponentCheck } from './component-health.ts';
import { CustomResources, DEFINITIONS } from './custom-resources/custom-resources.ts';
import { DiscoveryCache } from './discovery/discovery-cache.ts';
import type { DiscoveryShelf } from './discovery/discovery-shelf.ts';
import { serveNonResource } from './discovery/non-resource.ts';
import { RequestCounts } from './discovery/request-counts.ts';
import type { VersionInfo } from './discovery/version-info.ts';
import type { EncryptionPort } from './encryption/storage-encryption.ts';
import { impersonated } from './impersonation.ts';
import type { KubeletPort, TokenPort, WebhookPort } from './ports.ts';
import type { ProxyPort } from './proxy-port.ts';
import { ResourceStorage } from './registry/resource-storage.ts';
import type { StorageHook } from './registry/storage-hook.ts';
import { type RequestInfo, requestInfo } from './request/request-info.ts';
import type { ApiRequest, ApiResponse, UserInfo } from './request.ts';
import type { ServerCore } from './server-core.ts';
import type { EncodedTexts } from './serving/encode-body.ts';
import { EventTexts } from './serving/event-texts.ts';
import { serveResource } from './verbs/dispatch.ts';
import { statusResponse } from './verbs/response.ts';
import type { WatchStream } from './watch/watch-stream.ts';

export interface ApiServerOptions {
	readonly context: Context;
	readonly store: Store;
	readonly kinds: KindRegistry;
	readonly version: VersionInfo;
	readonly services: ServiceRanges;
	/** Absent: every node's kubelet is unreachable. */
	readonly kubelet?: KubeletPort;
	/** Absent: webhooks are unreachable. */
	readonly webhooks?: WebhookPort;
	/** Absent: nothing in the cluster can be reached. */
	readonly proxy?: ProxyPort;
	/** What `componentstatuses` lists, in order. */
	readonly components?: readonly ComponentCheck[];
	/** What OpenAPI and Tables say of fields; absent: nothing. */
	readonly descriptions?: FieldDescriptions;
	/** Absent: bearer tokens are refused. */
	readonly tokens?: TokenPort;
	/** Of the preset: documents that its worlds share. */
	readonly discovery?: DiscoveryShelf;
	/** Of other worlds' servers, too: what their stores began with is the same. */
	readonly texts?: EncodedTexts;
	/** Instead of those of `authorizationModes`. */
	readonly authorizer?: Authorizer;
	/** --authorization-mode. Absent: as kubeadm has it. */
	readonly authorizationModes?: readonly string[];
	/** Absent: who shows nothing is anonymous. */
	readonly access?: AccessRules | undefined;
	/** --profiling. Absent: it tells of itself. */
	readonly profiling?: boolean;
	/** Its program and what follows. */
	readonly commandLine?: readonly string[];
	/** Absent: what kubeadm's flags choose. */
	readonly admission?: readonly AdmissionPlugin[];
	/** Absent: nobody is told of requests. */
	readonly audit?: AuditOptions | undefined;
	/** Absent: nothing is encrypted. */
	readonly encryption?: EncryptionPort | undefined;
}

/**
 * The API server of one world. `handle` takes a request through authentication, authorization, admission and the
 * registry to the store; it waits only for webhooks and kubelets.
 */
export class ApiServer implements ServerCore {
	readonly world: StrategyContext;
	readonly store: Store;
	readonly kinds: KindRegistry;
	readonly admission: AdmissionChain;
	readonly descriptions: FieldDescriptions;
	readonly version: VersionInfo;
	readonly kubelet: KubeletPort | undefined;
	readonly tokens: TokenPort | undefined;
	readonly webhooks: WebhookPort | undefined;
	readonly proxy: ProxyPort | undefined;
	readonly components: readonly ComponentCheck[];
	readonly discovery: DiscoveryCache;
	readonly startedAtMs: number;
	readonly streams = new Set<WatchStream>();
	/** Connections that are no longer HTTP. */
	readonly upgraded = new Set<{ close(): void }>();
	/** JSON of metadata in tables. */
	readonly texts: EncodedTexts;
	readonly eventTexts = new EventTexts();
	/** Of clients over the wire. */
	readonly requests = new RequestCounts();
	/** Which of what is deprecated has been asked for: resource, subresource, version, group. */
	readonly deprecated = new Map<string, Pick<RequestInfo, 'apiGroup' | 'apiVersion' | 'resource' | 'subresource'>>();
	readonly isProfiled: boolean;
	readonly commandLine: readonly string[];
	/** What others serve through this server. */
	readonly aggregator: Aggregator;
	readonly #access: AccessRules;
	readonly #audit: AuditTrail | undefined;
	readonly #encryption: EncryptionPort | undefined;
	readonly #authorizer: Authorizer;
	/** Made with the first definition. */
	#customResources: CustomResources | undefined;
	readonly #storages = new Map<Kind, ResourceStorage>();
	readonly #hooks: ReadonlyMap<string, StorageHook>;

	constructor(options: ApiServerOptions) {
		const { loop, limits, random } = options.context;
		this.world = { loop, limits, random: random.stream('apiserver'), timestamp: () => formatTime(loop.now()) };
		this.store = options.store;
		this.kinds = options.kinds;
		this.descriptions = options.descriptions ?? FieldDescriptions.none;
		this.version = options.version;
		this.kubelet = options.kubelet;
		this.tokens = options.tokens;
		this.webhooks = options.webhooks;
		this.proxy = options.proxy;
		this.components = options.components ?? [];
		this.texts = options.texts ?? new WeakMap();
		this.startedAtMs = loop.now();
		this.#access = options.access ?? { anonymous: true };
		this.isProfiled = options.profiling ?? true;
		this.commandLine = options.commandLine ?? [];
		this.#encryption = options.encryption;
		if (options.audit !== undefined)
			this.#audit = new AuditTrail(options.audit, random.stream('audit'), () => loop.now());
		this.admission = new AdmissionChain(options.admission ?? choosePlugins(KUBEADM_PLUGINS));
		this.discovery = new DiscoveryCache(options.kinds, options.discovery);
		this.aggregator = new Aggregator(this);
		const bindings = new RbacBindings(this);
		this.#authorizer =
			options.authorizer ??
			authorizersOf(options.authorizationModes ?? DEFAULT_MODES, {
				rbac: bindings,
				node: nodeAuthorizer(new NodeGraph(this)),
			});
		const policy = { bindings, authorize: (attributes: AuthorizationAttributes) => this.decide(attributes) };
		this.#hooks = new Map([
			['/services', serviceHook(this, options.services)],
			['/namespaces', namespaceHook(this)],
			[API_SERVICES, this.aggregator.hook],
			['certificates.k8s.io/certificatesigningrequests', signingRequestHook(this)],
			['flowcontrol.apiserver.k8s.io/flowschemas', flowSchemaHook(this)],
			['scheduling.k8s.io/priorityclasses', PRIORITY_CLASS_HOOK],
			[`${RBAC_GROUP}/roles`, roleHook(policy, 'roles')],
			[`${RBAC_GROUP}/clusterroles`, roleHook(policy, 'clusterroles')],
			[`${RBAC_GROUP}/rolebindings`, bindingHook(policy, 'rolebindings')],
			[`${RBAC_GROUP}/clusterrolebindings`, bindingHook(policy, 'clusterrolebindings')],
		]);
		if (this.store.list(`/registry/${DEFINITIONS}/`).entries.length > 0) this.#custom().start();
		this.aggregator.start();
	}

	/** Never throws what is the client's fault: refusals are responses. */
	handle(request: ApiRequest): Task<ApiResponse> {
		return this.#audit === undefined ? this.#serve(request) : this.#serveAudited(request, this.#audit);
	}

	/** Who shows nothing of himself is somebody: else he is refused before anything is asked. */
	allowsAnonymous(path: string): boolean {
		return isAnonymous(this.#access.anonymous, path);
	}

	/** What of requests was told of; undefined: nobody is told. */
	get audit(): Pick<AuditTrail, 'events' | 'levels'> | undefined {
		return this.#audit;
	}

	/** Somebody writes down each request: none may be left out. */
	get isAudited(): boolean {
		return this.#audit !== undefined;
	}

	*#serveAudited(request: ApiRequest, audit: AuditTrail): Task<ApiResponse> {
		const entry = audit.entry(request);
		return entry.end(yield* this.#serve(request, entry));
	}

	*#serve(request: ApiRequest, entry?: AuditEntry): Task<ApiResponse> {
		try {
			const caller = authenticate(request, this.tokens, this.#access);
			const info = requestInfo(request);
			entry?.begin(caller, info);
			const user = impersonated(request, caller, (who, asked) => this.authorize(who, asked));
			if (user !== caller) entry?.actsAs(user);
			const reason = this.authorize(user, info);
			entry?.allowed(reason);
			const elsewhere = this.aggregator.isEmpty ? undefined : this.aggregator.serve(request, user);
			if (elsewhere !== undefined) return yield* elsewhere;
			if (!info.isResourceRequest) return yield* serveNonResource(this, request);
			return yield* serveResource(this, request, info, user);
		} catch (error) {
			if (error instanceof ApiError) return statusResponse(error.status);
			throw error;
		}
	}

	/** The server's process has ended: whoever watches loses the connection. */
	stop(): void {
		this.#customResources?.stop();
		this.aggregator.stop();
		for (const stream of [...this.streams]) stream.close();
		for (const connection of [...this.upgraded]) connection.close();
		this.store.wakeAll();
	}

	/**
	 * For a component that has listed a resource at `revision` and would watch it: wakes when there is something to
	 * watch. Undefined when there is already. A watch that nothing happens on costs more than a world can spare.
	 */
	quiet(group: string, version: string, resource: string, revision: string): Wait | undefined {
		const kind = this.kinds.byResource(group, version, resource);
		if (kind === undefined || String(this.store.revision) !== revision) return undefined;
		return this.storageOf(kind).nextChange(this.world.loop.post);
	}

	/** Why it may be done. Throws the refusal. */
	authorize(user: UserInfo, info: Omit<RequestInfo, 'rest'>): string {
		const attributes: AuthorizationAttributes = { ...info, user };
		const { decision, reason } = this.#authorizer.authorize(attributes);
		if (decision !== 'allow') throw forbiddenBy(attributes, reason);
		return reason ?? '';
	}

	/** Whether `user` may; for access reviews. */
	decide(attributes: AuthorizationAttributes): ReturnType<Authorizer['authorize']> {
		return this.#authorizer.authorize(attributes);
	}

	/** All that `user` may do in a namespace, as far as it can be listed. */
	rulesFor(user: UserInfo, namespace: string): UserRules {
		return this.#authorizer.rulesFor?.(user, namespace) ?? { rules: [], incomplete: true };
	}

	storageOf(kind: Kind): ResourceStorage {
		let storage = this.#storages.get(kind);
		if (storage === undefined) {
			const hook = this.hookOf(kind);
			storage = new ResourceStorage(kind, this.#storedKind(kind), this.store, this.#encryption, hook?.stored);
			this.#storages.set(kind, storage);
		}
		return storage;
	}

	hookOf(kind: Kind): StorageHook | undefined {
		if (kind.storagePrefix === DEFINITIONS) return this.#custom().hook;
		return this.#hooks.get(`${kind.group}/${kind.plural}`);
	}

	#custom(): CustomResources {
		this.#customResources ??= new CustomResources(this, (kind) => this.#storages.delete(kind));
		return this.#customResources;
	}

	#storedKind(kind: Kind): Kind {
		if (kind.storedAs === undefined) return kind;
		const { group, version, kind: name } = kind.storedAs;
		const stored = this.kinds.byKind(group, version, name);
		if (stored === undefined) throw new Error(`assertion failed: ${kind.kind} is stored as an unknown kind ${name}`);
		return stored;
	}
}
