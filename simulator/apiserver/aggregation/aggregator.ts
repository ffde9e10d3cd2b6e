import type { APIService } from '../../api/apiregistration/types.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import { startTask, type Task } from '../../machinery/task.ts';
import type { ApiServer } from '../api-server.ts';
import { inFieldOrder } from '../registry/field-order.ts';
import type { ResourceStorage } from '../registry/resource-storage.ts';
import type { StorageHook } from '../registry/storage-hook.ts';
import type { ApiRequest, ApiResponse, UserInfo } from '../request.ts';
import { forward } from '../subresources/forward.ts';
import { textResponse } from '../verbs/response.ts';
import { type Availability, checkAvailability } from './availability.ts';
import { authProxyHeaders, destinationOf } from './extension-server.ts';
import type { RemoteVersion } from './remote-discovery.ts';

export const API_SERVICES = 'apiregistration.k8s.io/apiservices';

/** How often a service is looked at that has been well, and that has not. */
const RESYNC_MS = 30_000;
const RETRY_MS = 2_000;

interface Remote {
	service: APIService;
	/** What it said last that it serves. */
	resources: readonly object[] | undefined;
}

/**
 * The APIServices that other servers in the cluster serve: which there are, whether they answer, and requests for them.
 * Costs nothing while there are none. Models kube-aggregator/pkg/apiserver and its controllers.
 */
export class Aggregator {
	readonly #server: ApiServer;
	readonly #remotes = new Map<string, Remote>();
	readonly #timers = new Map<string, { cancel(): void }>();
	#stopped = false;

	constructor(server: ApiServer) {
		this.#server = server;
	}

	readonly hook: StorageHook = { stored: (object, removed) => this.#stored(object as unknown as APIService, removed) };

	/** Takes up those that there are. */
	start(): void {
		for (const object of this.#storage().all('')) this.#stored(object as unknown as APIService, false);
	}

	stop(): void {
		this.#stopped = true;
		for (const timer of this.#timers.values()) timer.cancel();
	}

	get isEmpty(): boolean {
		return this.#remotes.size === 0;
	}

	/** What is served elsewhere, in the order of discovery. */
	versions(): RemoteVersion[] {
		const rank = ({ service: { spec } }: Remote): number => spec.groupPriorityMinimum * 10_000 + spec.versionPriority;
		return [...this.#remotes.values()]
			.sort((a, b) => rank(b) - rank(a) || ((a.service.spec.group ?? '') < (b.service.spec.group ?? '') ? -1 : 1))
			.map(({ service: { spec, status }, resources }) => ({
				group: spec.group ?? '',
				version: spec.version ?? '',
				isAvailable: status.conditions?.some(({ type, status }) => type === 'Available' && status === 'True') === true,
				resources: resources ?? [],
			}));
	}

	/** Answers what somebody else serves; undefined when nobody does. Models kube-aggregator proxyHandler. */
	serve(request: ApiRequest, user: UserInfo): Task<ApiResponse> | undefined {
		const [, root, group = '', version = ''] = request.path.split('/');
		const remote = root === 'apis' ? this.#remotes.get(`${version}.${group}`) : undefined;
		return remote === undefined ? undefined : this.#handOn(request, user, remote.service);
	}

	*#handOn(request: ApiRequest, user: UserInfo, service: APIService): Task<ApiResponse> {
		const available = service.status.conditions?.some(({ type, status }) => type === 'Available' && status === 'True');
		const destination = available === true ? destinationOf(this.#server, service, request) : undefined;
		if (destination === undefined) return textResponse(503, 'service unavailable\n');
		try {
			return yield* forward(this.#server, request, { ...destination, headers: authProxyHeaders(user) });
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			return textResponse(503, `${error.status.message}\n`);
		}
	}

	#storage(): ResourceStorage {
		const kind = this.#server.kinds.byResource('apiregistration.k8s.io', 'v1', 'apiservices');
		if (kind === undefined) throw new Error('assertion failed: no kind APIService');
		return this.#server.storageOf(kind);
	}

	#stored(service: APIService, removed: boolean): void {
		const { name } = service.metadata;
		const before = this.#remotes.get(name);
		if (removed || service.spec.service === undefined) {
			this.#remotes.delete(name);
			this.#timers.get(name)?.cancel();
			this.#timers.delete(name);
			return;
		}
		const changed = JSON.stringify(before?.service.spec) !== JSON.stringify(service.spec);
		this.#remotes.set(name, { service, resources: changed ? undefined : before?.resources });
		if (changed) this.#later(name, 0);
	}

	#later(name: string, delayMs: number): void {
		this.#timers.get(name)?.cancel();
		const timer = this.#server.world.loop.after(delayMs, () => {
			this.#timers.delete(name);
			if (!this.#stopped) startTask(this.#check(name), () => undefined);
		});
		this.#timers.set(name, timer);
	}

	*#check(name: string): Task<void> {
		const checked = this.#remotes.get(name)?.service;
		if (checked === undefined) return;
		const found = yield* checkAvailability(this.#server, checked);
		const remote = this.#remotes.get(name);
		// Meanwhile it may have gone, or changed: then it is looked at again anyhow.
		if (remote === undefined || this.#stopped || this.#timers.has(name)) return;
		if (found.resources !== undefined) remote.resources = found.resources;
		this.#report(remote.service, found);
		this.#later(name, found.status === 'True' ? RESYNC_MS : RETRY_MS);
	}

	#report(service: APIService, { status, reason, message }: Availability): void {
		const conditions = service.status.conditions ?? [];
		const before = conditions.find(({ type }) => type === 'Available');
		if (before?.status === status && before.reason === reason && before.message === message) return;
		const lastTransitionTime =
			before?.status === status && before.lastTransitionTime !== undefined
				? before.lastTransitionTime
				: this.#server.world.timestamp();
		const condition = { type: 'Available', status, lastTransitionTime, reason, message };
		const changed = {
			...service,
			status: { ...service.status, conditions: [...conditions.filter((each) => each !== before), condition] },
		};
		const storage = this.#storage();
		storage.update(inFieldOrder(changed as KubeObject, storage.type), service as KubeObject);
	}
}
