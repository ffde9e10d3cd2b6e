import type { Lease } from '../api/coordination/types.ts';
import type { BeatTimer } from '../machinery/beat.ts';
import { delay } from '../machinery/delay.ts';
import type { EventLoop } from '../machinery/event-loop.ts';
import { ApiError } from '../machinery/status.ts';
import { Signal, startTask, type Task, type TaskHandle } from '../machinery/task.ts';
import { formatMicroTime } from '../machinery/timestamp.ts';
import type { ApiClient } from './api-client.ts';
import { pathOf, type Resource } from './resource.ts';
import { TransportError } from './transport.ts';

const LEASES: Resource<Lease> = {
	group: 'coordination.k8s.io',
	version: 'v1',
	resource: 'leases',
	kind: 'Lease',
	namespaced: true,
};

/** A component's leaderElection, as its flags or its file say. Models component-base/config LeaderElectionConfiguration. */
export interface ElectionSettings {
	readonly leaseMs: number;
	readonly renewDeadlineMs: number;
	readonly retryMs: number;
	readonly namespace: string;
	readonly name: string;
}

/** Models component-base/config/v1alpha1 RecommendedDefaultLeaderElectionConfiguration. */
export function defaultElection(name: string): ElectionSettings {
	return { leaseMs: 15_000, renewDeadlineMs: 10_000, retryMs: 2_000, namespace: 'kube-system', name };
}

/** Tries are between one and 2.2 retry periods apart: the middle. Models leaderelection JitterFactor. */
const JITTER = 1.6;

/**
 * Who of the candidates of one world lives: nobody has to look at a holder's lease every two seconds, whoever waits for
 * it is told here when its holder has gone.
 */
export class Candidates {
	readonly changed: Signal;
	readonly #alive = new Map<string, boolean>();

	constructor(post: (callback: () => void) => void) {
		this.changed = new Signal(post);
	}

	joined(identity: string): void {
		this.#alive.set(identity, true);
	}

	left(identity: string): void {
		this.#alive.set(identity, false);
		this.changed.wakeAll();
	}

	isAlive(identity: string): boolean {
		return this.#alive.get(identity) === true;
	}

	/** Whether it has lived here; holders of a copied cluster's leases have not. */
	isKnown(identity: string): boolean {
		return this.#alive.has(identity);
	}

	get count(): number {
		return this.#alive.size;
	}
}

export interface LeaderElectionOptions {
	readonly client: ApiClient;
	readonly loop: EventLoop;
	readonly settings: ElectionSettings;
	readonly candidates: Candidates;
	readonly identity: string;
	/** Where the server is, for the text of an error: "https://172.30.1.2:6443". */
	readonly server: string;
	/** It could not renew its Lease in time: another holds it, or the server refuses. */
	readonly onLost?: () => void;
	readonly log: (level: 'I' | 'E', source: string, text: string) => Task<void>;
}

/** One candidate for a Lease. Models client-go tools/leaderelection LeaderElector. */
export class LeaderElection {
	readonly #options: LeaderElectionOptions;
	#identity: string;
	/** Its own, as it was written last. */
	#lease: Lease | undefined;
	#renewal: TaskHandle | undefined;
	/** Since when it has been another's. */
	#lostAtMs: number | undefined;
	/** Since when the server refuses to have it renewed. */
	#refusedAtMs: number | undefined;
	/** What was last seen of another's lease, and since when it has been so. */
	#observed: { readonly version: string; readonly atMs: number } | undefined;

	constructor(options: LeaderElectionOptions) {
		this.#options = options;
		this.#identity = options.identity;
	}

	/** Its host and a number of its own: "controlplane_<uuid>". */
	get identity(): string {
		return this.#identity;
	}

	/** Returns true when the lease is new to it, false when it was its own before the cluster was copied. */
	*acquire(): Task<boolean> {
		const { loop, settings, candidates, log } = this.#options;
		candidates.joined(this.#identity);
		yield* log('I', 'leaderelection.go:258', `"Attempting to acquire leader lease..." lock="${this.#lock}"`);
		for (;;) {
			const outcome = yield* this.#try();
			if (outcome === 'held') {
				yield candidates.changed;
				yield delay(loop, settings.retryMs);
			} else if (outcome === 'refused') yield delay(loop, settings.retryMs * JITTER);
			else {
				yield* log('I', 'leaderelection.go:272', `"Successfully acquired lease" lock="${this.#lock}"`);
				return outcome === 'acquired';
			}
		}
	}

	/** Renews the lease it has got, until that is cancelled. */
	keep(): BeatTimer {
		const { loop, settings } = this.#options;
		return loop.every(settings.retryMs, {
			run: () => this.#renewNow(),
			skip: (times, writes) => this.#renewNow({ times, writes }),
		});
	}

	/** Whether that was done at once. */
	#renewNow(skipped?: { readonly times: number; readonly writes: number }): boolean {
		if (this.#renewal !== undefined) return false;
		let renewed: boolean | undefined;
		const renewal = startTask(this.#renew(skipped), (outcome) => {
			renewed = outcome;
			this.#renewal = undefined;
		});
		if (renewed === undefined) this.#renewal = renewal;
		return renewed ?? false;
	}

	*#renew(skipped?: { readonly times: number; readonly writes: number }): Task<boolean> {
		const { client } = this.#options;
		try {
			const lease = this.#lease ?? (yield* this.#get());
			this.#lease = undefined;
			if (lease?.spec.holderIdentity !== this.#identity) {
				yield* this.#regain(lease);
				return false;
			}
			this.#lostAtMs = undefined;
			const renewed = { ...lease, spec: { ...lease.spec, renewTime: this.#now } };
			this.#lease = yield* client.repeat(client.update(LEASES, renewed), skipped);
			this.#refusedAtMs = undefined;
			return true;
		} catch (error) {
			if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
			if (error instanceof ApiError && error.code !== 409) this.#refused();
			return false;
		}
	}

	/** Who cannot renew in time gives up. Models LeaderElector.renew. */
	#refused(): void {
		const { loop, settings, onLost } = this.#options;
		this.#refusedAtMs ??= loop.now();
		if (loop.now() >= this.#refusedAtMs + settings.renewDeadlineMs) onLost?.();
	}

	/** A lease that was deleted is made again; one that was given to another is lost when nobody gives it back in time. */
	*#regain(lease: Lease | undefined): Task<void> {
		const { loop, settings, onLost } = this.#options;
		if (lease === undefined) {
			yield* this.#try();
			return;
		}
		this.#lostAtMs ??= loop.now();
		if (loop.now() >= this.#lostAtMs + settings.renewDeadlineMs) onLost?.();
	}

	/** Gives the lease back. Models LeaderElector.tryRelease. */
	*release(): Task<void> {
		try {
			const lease = yield* this.#get();
			if (lease?.spec.holderIdentity !== this.#identity) return;
			const { holderIdentity: _, ...spec } = lease.spec;
			const now = this.#now;
			yield* this.#update(lease, { ...spec, leaseDurationSeconds: 1, renewTime: now, acquireTime: now });
		} catch (error) {
			if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
		}
	}

	get #lock(): string {
		const { namespace, name } = this.#options.settings;
		return `${namespace}/${name}`;
	}

	get #now(): string {
		return formatMicroTime(this.#options.loop.now());
	}

	/** Models tryAcquireOrRenew. */
	*#try(): Task<'acquired' | 'own' | 'held' | 'refused'> {
		let doing = 'Error retrieving lease lock';
		try {
			const lease = yield* this.#get();
			const { settings } = this.#options;
			const now = this.#now;
			const spec = {
				holderIdentity: this.#identity,
				leaseDurationSeconds: Math.round(settings.leaseMs / 1_000),
				acquireTime: now,
				renewTime: now,
				leaseTransitions: (lease?.spec.leaseTransitions ?? -1) + 1,
			};
			if (lease === undefined) {
				doing = 'Error initially creating lease lock';
				const { namespace, name } = settings;
				yield* this.#options.client.create(LEASES, { metadata: { namespace, name }, spec });
				return 'acquired';
			}
			const holder = lease.spec.holderIdentity ?? '';
			if (this.#wasOwn(holder)) return 'own';
			if (holder !== '' && this.#options.candidates.isAlive(holder)) {
				this.#observed = undefined;
				return 'held';
			}
			if (holder !== '' && !this.#hasExpired(lease)) return 'refused';
			doing = 'Failed to update lease';
			yield* this.#update(lease, { ...lease.spec, ...spec });
			return 'acquired';
		} catch (error) {
			if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
			const text = `"${doing}" err=${JSON.stringify(this.#texts(error))} lock="${this.#lock}"`;
			yield* this.#options.log('E', 'leaderelection.go:441', text);
			return 'refused';
		}
	}

	/** A copied cluster's leases are held by those whom its own go on for: of the same host. */
	#wasOwn(holder: string): boolean {
		const { candidates } = this.#options;
		const host = (of: string): string => of.slice(0, of.lastIndexOf('_'));
		if (candidates.isKnown(holder) || host(holder) !== host(this.#identity) || holder === '') return false;
		candidates.joined(holder);
		this.#identity = holder;
		return true;
	}

	#hasExpired({ metadata, spec }: Lease): boolean {
		const nowMs = this.#options.loop.now();
		const version = metadata.resourceVersion;
		if (this.#observed?.version !== version) this.#observed = { version, atMs: nowMs };
		return nowMs >= this.#observed.atMs + (spec.leaseDurationSeconds ?? 0) * 1_000;
	}

	*#get(): Task<Lease | undefined> {
		const { namespace, name } = this.#options.settings;
		try {
			return yield* this.#options.client.get(LEASES, namespace, name);
		} catch (error) {
			if (error instanceof ApiError && error.code === 404) return undefined;
			throw error;
		}
	}

	*#update(lease: Lease, spec: Lease['spec']): Task<void> {
		yield* this.#options.client.update(LEASES, { ...lease, spec });
	}

	#texts(error: ApiError | TransportError): string {
		if (error instanceof ApiError) return error.message;
		const { server, settings } = this.#options;
		return `Get "${server}${pathOf(LEASES, settings.namespace, settings.name)}?timeout=5s": ${error.detail}`;
	}
}
