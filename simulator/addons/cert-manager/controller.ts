import type { Process } from '../../kernel/process-api.ts';
import { serveHttp } from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { ApiError } from '../../machinery/status.ts';
import { anyOf, Signal, type Task } from '../../machinery/task.ts';
import { syncCertificate } from './certificate-sync.ts';
import { Cluster } from './cluster-view.ts';
import { syncIssuer, syncRequest } from './issuer-sync.ts';
import { CERTIFICATES, type Ingress } from './resources.ts';

const MIB = 1024 ** 2;
const RETRY_MS = 5_000;

export function* certManagerController(process: Process): Task<number> {
	return yield* new Controller(process).run();
}

/** Keeps certificates in Secrets. Models cert-manager's controller: issuers, certificates, requests and its ingress shim. */
class Controller {
	readonly #process: Process;
	readonly #cluster: Cluster;
	readonly #group = new TaskGroup();
	readonly #changed = new Signal((wake) => wake());
	#isDirty = false;

	constructor(process: Process) {
		this.#process = process;
		this.#cluster = new Cluster(process, () => this.#mark());
	}

	*run(): Task<number> {
		const process = this.#process;
		process.rest({ cpuMillicores: 2, memoryBytes: 31 * MIB });
		yield* this.#cluster.log(
			'I',
			'controller.go:284',
			'"configured acme dns01 nameservers" logger="cert-manager.controller.build-context" nameservers=["10.96.0.10:53"]',
		);
		yield* this.#cluster.log(
			'I',
			'controller.go:90',
			'"enabled controllers: [certificaterequests-approver certificaterequests-issuer-acme certificaterequests-issuer-ca certificaterequests-issuer-selfsigned certificates-issuing certificates-key-manager certificates-readiness certificates-request-manager certificates-revision-manager certificates-trigger challenges clusterissuers ingress-shim issuers orders]" logger="cert-manager.controller"',
		);
		for (const port of [9402, 9403]) {
			serveHttp(process, this.#group, '0.0.0.0', port, {
				handle: healthy,
				vouchedStatus: () => 200,
				refuse: (status) => ({ status, headers: [], body: '' }),
			});
		}
		for (const cache of this.#cluster.caches) this.#group.add(cache.follow());
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
		let againMs: number | undefined;
		for (;;) {
			while (!this.#isDirty && (againMs === undefined || this.#process.now() < againMs)) {
				yield againMs === undefined ? this.#changed : anyOf([this.#changed, this.#process.timer(againMs)]);
			}
			this.#isDirty = false;
			againMs = undefined;
			if (this.#cluster.caches.some(({ synced }) => !synced)) continue;
			try {
				againMs = yield* this.#syncAll();
			} catch (error) {
				if (!(error instanceof ApiError)) throw error;
				yield* this.#cluster.log(
					'E',
					'controller.go:167',
					`"re-queuing item due to error processing" err=${JSON.stringify(error.message)} logger="cert-manager"`,
				);
				yield* this.#process.sleep(RETRY_MS);
				this.#mark();
			}
		}
	}

	/** @returns when the next certificate is renewed. */
	*#syncAll(): Task<number | undefined> {
		const cluster = this.#cluster;
		for (const issuer of [...cluster.issuers.list(), ...cluster.clusterIssuers.list()])
			yield* syncIssuer(cluster, issuer);
		for (const ingress of cluster.ingresses.list()) yield* this.#shim(ingress);
		for (const request of cluster.requests.list()) yield* syncRequest(cluster, request);
		let next: number | undefined;
		for (const certificate of cluster.certificates.list()) {
			const at = yield* syncCertificate(cluster, certificate);
			if (at !== undefined) next = Math.min(next ?? at, at);
		}
		return next;
	}

	/** A Certificate for each Secret that an Ingress names, when it names an issuer. Models pkg/controller/certificate-shim. */
	*#shim(ingress: Ingress): Task<void> {
		const { annotations = {}, namespace = '', name, uid } = ingress.metadata;
		const issuer = annotations['cert-manager.io/issuer'];
		const clusterIssuer = annotations['cert-manager.io/cluster-issuer'];
		if (issuer === undefined && clusterIssuer === undefined) return;
		for (const { hosts = [], secretName } of ingress.spec.tls ?? []) {
			if (secretName === undefined || hosts.length === 0) continue;
			if (this.#cluster.certificates.get(namespace, secretName) !== undefined) continue;
			const owner = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name, uid };
			const draft = {
				metadata: {
					namespace,
					name: secretName,
					ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }],
				},
				spec: {
					dnsNames: hosts,
					issuerRef: {
						group: annotations['cert-manager.io/issuer-group'] ?? 'cert-manager.io',
						kind: issuer === undefined ? 'ClusterIssuer' : (annotations['cert-manager.io/issuer-kind'] ?? 'Issuer'),
						name: issuer ?? clusterIssuer,
					},
					secretName,
					...(annotations['cert-manager.io/common-name'] !== undefined && {
						commonName: annotations['cert-manager.io/common-name'],
					}),
					usages: ['digital signature', 'key encipherment'],
				},
			};
			yield* this.#cluster.as('cert-manager-ingress-shim').create(CERTIFICATES, draft as never);
			const message = `Successfully created Certificate ${JSON.stringify(secretName)}`;
			yield* this.#cluster.event(ingress, 'cert-manager-ingress-shim', 'CreateCertificate', message);
		}
	}
}

function* healthy(): Task<{ status: number; headers: readonly []; body: string }> {
	return { status: 200, headers: [], body: 'ok' };
}
