import { ApiClient } from '../../client/api-client.ts';
import type { Transport } from '../../client/transport.ts';
import { createAuthority, issue, type PkiContext } from '../../hosts/pki/certificate-authority.ts';
import { newRsaKey } from '../../hosts/pki/new-rsa-key.ts';
import type { Timer } from '../../machinery/event-loop.ts';
import { startTask, type Task, type TaskHandle } from '../../machinery/task.ts';
import type { Certificate } from '../../machinery/x509/certificate.ts';
import { certificatesIn } from './api-server-files.ts';
import type { Cluster, ClusterNode } from './cluster.ts';
import { SignedCertificates } from './signed-certificates.ts';

const SELF_MADE = '/var/lib/kubelet/pki/kubelet.crt';
/** Timers reach no further. */
const TIMER_MS_MAX = 2 ** 31 - 1;

export interface ServingCertificateOptions {
	readonly cluster: Cluster;
	readonly node: ClusterNode;
	/** As the kubelet. */
	readonly transport: Transport;
	/** Of the API server. */
	readonly url: string;
	/** serverTLSBootstrap of its configuration: it has somebody sign it. */
	readonly isAskedFor: boolean;
	readonly log: (level: 'I' | 'E', source: string, text: string) => void;
}

/**
 * What a kubelet's own port shows: a certificate that it makes itself, or, with serverTLSBootstrap, one that the cluster's
 * authority signs after somebody has approved it. Models cmd/kubelet/app/server.go InitializeTLS and
 * pkg/kubelet/certificate NewKubeletServerCertificateManager.
 */
export class KubeletServingCertificate {
	readonly #options: ServingCertificateOptions;
	readonly #signed: SignedCertificates;
	#task: TaskHandle | undefined;
	#timer: Timer | undefined;

	constructor(options: ServingCertificateOptions) {
		this.#options = options;
		const { cluster, node, log, isAskedFor } = options;
		const hosts = { dnsNames: [node.nodeName], ipAddresses: [node.host.address] };
		const usages = ['digital signature', 'server auth'];
		const signerName = 'kubernetes.io/kubelet-serving';
		this.#signed = new SignedCertificates({ cluster, node, name: 'kubelet-server', signerName, usages, hosts, log });
		if (!isAskedFor) this.#makeOne();
		else if (this.#leaf === undefined) this.#ask();
		else this.#askInTime();
	}

	stop(): void {
		this.#task?.cancel();
		this.#timer?.cancel();
	}

	/** Signed by nobody whom anybody knows, once. */
	#makeOne(): void {
		const { cluster, node } = this.#options;
		const { root } = node.machine;
		if (root.readFile(SELF_MADE) !== undefined) return;
		const atMs = cluster.context.loop.now();
		const { name } = node.host;
		const stream = cluster.context.random.stream(`kubelet-serving/${name}/${atMs}`);
		const pki: PkiContext = {
			atMs,
			keys: { take: () => newRsaKey(() => stream.uint32()) },
			random: stream,
			hostCalls: cluster.hostCalls,
		};
		const seconds = Math.floor(atMs / 1000);
		const authority = createAuthority(pki, `${name}-ca@${seconds}`);
		const own = issue(pki, authority, { commonName: `${name}@${seconds}`, dnsNames: [name], usages: ['serverAuth'] });
		root.writeFile(SELF_MADE, own.certificatePem + authority.certificatePem, { mode: 0o644, mtimeMs: atMs });
		root.writeFile(SELF_MADE.replace(/crt$/, 'key'), own.key.privateKeyPem, { mode: 0o600, mtimeMs: atMs });
	}

	/** What it has and may still show. */
	get #leaf(): Certificate | undefined {
		const [leaf] = certificatesIn(this.#signed.current ?? '');
		return leaf !== undefined && leaf.notAfterMs > this.#options.cluster.context.loop.now() ? leaf : undefined;
	}

	#ask(): void {
		this.#options.log(
			'I',
			'certificate_manager.go:422',
			'"Certificate rotation is enabled" logger="kubernetes.io/kubelet-serving"',
		);
		this.#task = startTask(this.#obtain(), () => this.#askInTime());
	}

	*#obtain(): Task<void> {
		const { transport, url } = this.#options;
		this.#signed.store(yield* this.#signed.obtain(new ApiClient(transport, 'kubelet'), url));
	}

	/** After seven to nine tenths of its life. */
	#askInTime(): void {
		const leaf = this.#leaf;
		if (leaf === undefined) return;
		const { cluster, node } = this.#options;
		const { loop, random } = cluster.context;
		const share = 0.7 + 0.2 * random.stream(`kubelet-serving-rotation/${node.host.name}`).float();
		const atMs = leaf.notBeforeMs + (leaf.notAfterMs - leaf.notBeforeMs) * share;
		this.#timer = loop.after(Math.min(TIMER_MS_MAX, Math.max(0, atMs - loop.now())), () => {
			if (loop.now() < atMs) this.#askInTime();
			else this.#ask();
		});
	}
}
