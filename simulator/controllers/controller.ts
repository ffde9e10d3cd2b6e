import type { ApiClient } from '../client/api-client.ts';
import type { Lister } from '../client/indexer.ts';
import type { Change } from '../client/informer.ts';
import type { Resource } from '../client/resource.ts';
import type { Context } from '../machinery/context.ts';
import type { HostCalls } from '../machinery/host-calls.ts';
import type { KubeObject } from '../machinery/meta.ts';
import type { Task } from '../machinery/task.ts';
import type { WorkQueue } from '../machinery/work-queue.ts';
import type { Certificate } from '../machinery/x509/certificate.ts';

/**
 * A controller: what it watches, how changes become keys, and how one key's state is brought nearer to what is asked.
 * `reconcile` looks at the state as it is, never at what changed, so it may run at any time, again, or after a restart.
 */
export interface Controller<S = unknown> {
	/** As in `kube-controller-manager --controllers`: "deployment". */
	readonly name: string;
	/** The service account in kube-system it acts as, and the source of its events: "deployment-controller". */
	readonly user: string;
	/** It acts as the manager itself, not as an account of its own. */
	readonly asManager?: boolean;
	/** Source of its events where that is not `user`. */
	readonly eventSource?: string;
	readonly workers: number;
	readonly watches: readonly Watch<S>[];
	/** It starts with the first object of one of these: until then it costs a world nothing. */
	readonly wokenBy?: readonly Resource[];
	/** Hears of every change of every kind that the manager knows (options.kinds), before its informers are synced too. */
	onAnyChange?(resource: Resource, change: Change<KubeObject>, scope: Scope<S>): void;
	/** What it looks up without being woken by it. */
	readonly reads?: readonly Resource[];
	/** What it keeps in memory; everything in it can be rebuilt from the API. */
	state?(scope: Scope<undefined>): S;
	/** The least time between two starts on one key: a burst of events then costs few passes. */
	intervalMsMin?(key: string, scope: Scope<S>): number;
	reconcile(key: string, scope: Scope<S>): Task<void>;
	/** Errors in a row after which a key is dropped until it changes again; without limit when absent. */
	readonly triesMax?: number;
	/** Runs once, when all informers know their objects. */
	onStart?(scope: Scope<S>): void;
	onStop?(scope: Scope<S>): void;
}

export interface Watch<S> {
	readonly resource: Resource;
	onChange(change: Change<KubeObject>, scope: Scope<S>): void;
}

/** Binds a typed handler to its resource. */
export function watch<T extends KubeObject, S = unknown>(
	resource: Resource<T>,
	onChange: (change: Change<T>, scope: Scope<S>) => void,
): Watch<S> {
	return { resource: resource as Resource, onChange: onChange as unknown as Watch<S>['onChange'] };
}

/** Each object's own key. */
export function watchOwn<T extends KubeObject, S = unknown>(resource: Resource<T>): Watch<S> {
	return watch<T, S>(resource, ({ object }, scope) => scope.queue.add(keyOf(object)));
}

/** What a controller works with; one for each running controller. */
export interface Scope<S> {
	readonly context: Context;
	readonly queue: WorkQueue;
	readonly client: ApiClient;
	readonly state: S;
	readonly options: ControllerOptions;
	nowMs(): number;
	/** RFC 3339 of now. */
	timestamp(): string;
	lister<T extends KubeObject>(resource: Resource<T>): Lister<T>;
	event(about: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string): void;
}

/** Cluster-wide settings, as the controller manager's flags give them. */
export interface ControllerOptions {
	/** --cluster-cidr; nodes get parts of it. Undefined: no node gets one (--allocate-node-cidrs=false). */
	readonly clusterCIDR: string | undefined;
	/** --node-cidr-mask-size. */
	readonly nodeCIDRMaskSize: number;
	/** --root-ca-file's content, published as kube-root-ca.crt. */
	readonly rootCA: string;
	/** --node-monitor-grace-period. */
	readonly nodeMonitorGraceSeconds: number;
	/** It goes on where the manager of another world was whose cluster this one's is a copy of. */
	readonly goesOn: boolean;
	/** Whether a node's kubelet is known to renew its Lease while nothing else happens in the world. */
	readonly isBeating: (node: string) => boolean;
	/** --cluster-signing-cert-file and -key-file: who signs what is asked of the built-in signers. Undefined: nobody. */
	readonly signer: CertificateSigner | undefined;
	/** --service-account-private-key-file: signs the token of an account for a Secret. Undefined: nobody does. */
	readonly legacyToken: ((namespace: string, account: KubeObject, secret: string) => string) | undefined;
	/** The resources that garbage collection and namespace deletion look after: what discovery lists. */
	readonly kinds: readonly Resource[];
}

export interface CertificateSigner {
	readonly certificate: Certificate;
	readonly privateKeyPem: string;
	readonly hostCalls: HostCalls;
}

/** "namespace/name", or "name" alone for cluster-wide kinds. */
export function keyOf(object: KubeObject): string {
	const { namespace, name } = object.metadata;
	return namespace === undefined || namespace === '' ? name : `${namespace}/${name}`;
}

export function splitKey(key: string): { readonly namespace: string; readonly name: string } {
	const slash = key.indexOf('/');
	return slash < 0 ? { namespace: '', name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}
