import type { Lease } from '../../api/coordination/types.ts';
import { ApiClient } from '../../client/api-client.ts';
import type { Resource } from '../../client/resource.ts';
import { TransportError } from '../../client/transport.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { BeatTimer } from '../../machinery/beat.ts';
import { delay } from '../../machinery/delay.ts';
import { sha256 } from '../../machinery/sha256.ts';
import { SingleTask } from '../../machinery/single-task.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { formatMicroTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Cluster } from './cluster.ts';

const LEASES: Resource<Lease> = {
	group: 'coordination.k8s.io',
	version: 'v1',
	resource: 'leases',
	kind: 'Lease',
	namespaced: true,
};
const NAMESPACE = 'kube-system';

/** Models pkg/controlplane/apiserver IdentityLeaseDurationSeconds and IdentityLeaseRenewIntervalPeriod. */
const LEASE_SECONDS = 3_600;
const RENEW_MS = 10_000;
const RETRY_MS = 200;

/** An API server's name follows from its host's. Models apiserver/pkg/server Config's APIServerID. */
export function serverIdentity(host: string): string {
	return `apiserver-${encodeBase32(sha256(encodeUtf8(host)).slice(0, 16))}`;
}

/**
 * By its Lease the API servers know which of them there are: made once, then renewed by whoever serves on that host,
 * however often it starts anew. Models pkg/controlplane/apiserver's identity lease and component-helpers/apimachinery/lease.
 */
export class IdentityLease {
	readonly #cluster: Cluster;
	readonly #host: string;
	readonly #client: ApiClient;
	/** Who it is in the Lease that it makes: a copied cluster's goes on for the one whose Lease it finds. */
	#holder: string;
	#beat: BeatTimer | undefined;
	#lease: Lease | undefined;
	readonly #writing = new SingleTask();

	/** @param host where it serves. */
	constructor(cluster: Cluster, host: string) {
		this.#cluster = cluster;
		this.#host = host;
		const random = cluster.context.random.stream(`identity/${host}/${cluster.context.loop.now()}`);
		this.#holder = `${serverIdentity(host)}_${random.uuid()}`;
		const transport = cluster.api.transport({ name: 'system:apiserver', groups: ['system:masters'] }, 'kube-apiserver');
		this.#client = new ApiClient(transport, 'kube-apiserver');
	}

	/** Until the process ends. A copied cluster's is renewed once somebody has asked something of it. */
	*keep(process: Process): Task<void> {
		process.onEnd(() => {
			this.#beat?.cancel();
			this.#writing.cancel();
		});
		const isCopied = !this.#cluster.isAwake;
		yield* this.#cluster.awakened();
		const { loop } = this.#cluster.context;
		while (!(yield* this.#tolerant(this.#ensure()))) yield delay(loop, RETRY_MS);
		if (isCopied && this.#lease !== undefined) this.#holder = this.#lease.spec.holderIdentity ?? this.#holder;
		this.#beat = loop.every(RENEW_MS, {
			run: () => this.#writing.run(this.#sync()),
			skip: (times, writes) => this.#writing.run(this.#tolerant(this.#client.repeat(this.#renew(), { times, writes }))),
		});
	}

	/** Whether there was nothing but a time to be written. */
	*#sync(): Task<boolean> {
		if (this.#lease === undefined) {
			yield* this.#tolerant(this.#ensure());
			return false;
		}
		if (yield* this.#tolerant(this.#client.repeat(this.#renew()))) return true;
		this.#lease = undefined;
		yield* this.#tolerant(this.#ensure());
		return false;
	}

	*#tolerant(task: Task<void>): Task<boolean> {
		try {
			yield* task;
			return true;
		} catch (error) {
			if (error instanceof ApiError || error instanceof TransportError) return false;
			throw error;
		}
	}

	*#renew(): Task<void> {
		const lease = this.#lease;
		if (lease === undefined) throw new Error('assertion failed: a Lease is renewed that is not there');
		this.#lease = yield* this.#client.update(LEASES, this.#renewed(lease));
	}

	*#ensure(): Task<void> {
		const name = serverIdentity(this.#host);
		try {
			const found = yield* this.#client.get(LEASES, NAMESPACE, name);
			this.#lease = yield* this.#client.update(LEASES, this.#renewed(found));
		} catch (error) {
			if (!(error instanceof ApiError) || error.code !== 404) throw error;
			const spec = { holderIdentity: this.#holder, leaseDurationSeconds: LEASE_SECONDS };
			this.#lease = yield* this.#client.create(
				LEASES,
				this.#renewed({ metadata: { name, namespace: NAMESPACE }, spec }),
			);
		}
	}

	/** Whoever took its labels away does not keep them away. */
	#renewed<
		T extends Pick<Lease, 'spec'> & { readonly metadata: Lease['metadata'] | { name: string; namespace: string } },
	>(lease: T): T {
		const known = 'labels' in lease.metadata ? lease.metadata.labels : {};
		const labels = {
			...known,
			'apiserver.kubernetes.io/identity': 'kube-apiserver',
			'kubernetes.io/hostname': this.#host,
		};
		const renewTime = formatMicroTime(this.#cluster.context.loop.now());
		return { ...lease, metadata: { ...lease.metadata, labels }, spec: { ...lease.spec, renewTime } };
	}
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

function encodeBase32(bytes: Uint8Array): string {
	const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
	return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}
