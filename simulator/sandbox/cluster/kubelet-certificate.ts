import { ApiClient } from '../../client/api-client.ts';
import type { Transport } from '../../client/transport.ts';
import { joinedKubeconfigText } from '../../hosts/pki/kubeconfig-text.ts';
import type { Timer } from '../../machinery/event-loop.ts';
import { startTask, type Task, type TaskHandle } from '../../machinery/task.ts';
import type { ClientConfig } from '../command-lines/client-config.ts';
import { certificatesIn } from './api-server-files.ts';
import type { Cluster, ClusterNode } from './cluster.ts';
import { ComponentClient } from './component-client.ts';
import { SignedCertificates } from './signed-certificates.ts';

/** What kubeconfigs name: a link to the newest certificate with its key. */
const CURRENT = '/var/lib/kubelet/pki/kubelet-client-current.pem';
const KUBECONFIG = '/etc/kubernetes/kubelet.conf';
/** Timers reach no further. */
const TIMER_MS_MAX = 2 ** 31 - 1;

export interface KubeletCertificateOptions {
	readonly cluster: Cluster;
	readonly node: ClusterNode;
	/** The kubelet's own client, which gets the new certificate. */
	readonly client: ComponentClient;
	/** As the kubelet. */
	readonly transport: Transport;
	/** Whose token the first certificate is asked for with; undefined: it has one. */
	readonly bootstrap: ClientConfig | undefined;
	/** rotateCertificates of its configuration. */
	readonly rotates: boolean;
	readonly log: (level: 'I' | 'E', source: string, text: string) => void;
}

/**
 * The certificate with which a kubelet shows itself: asked for with a bootstrap token when it has none, and asked for
 * again when most of its time is over. Models client-go/util/certificate manager and pkg/kubelet/certificate/bootstrap.
 */
export class KubeletCertificate {
	readonly #options: KubeletCertificateOptions;
	readonly #signed: SignedCertificates;
	#task: TaskHandle | undefined;
	#timer: Timer | undefined;

	constructor(options: KubeletCertificateOptions) {
		this.#options = options;
		const { cluster, node, log } = options;
		const usages = ['digital signature', 'client auth'];
		const signerName = 'kubernetes.io/kube-apiserver-client-kubelet';
		this.#signed = new SignedCertificates({
			cluster,
			node,
			name: 'kubelet-client',
			signerName,
			usages,
			hosts: {},
			log,
		});
		if (options.bootstrap !== undefined) this.#begin(options.bootstrap);
		else if (!options.rotates || options.client.config.certificatePem === undefined) return;
		else if (options.node.machine.root.readFile(CURRENT) === undefined) this.#rotate();
		else this.#rotateInTime();
	}

	stop(): void {
		this.#task?.cancel();
		this.#timer?.cancel();
	}

	#begin(bootstrap: ClientConfig): void {
		const { cluster, node } = this.#options;
		node.machine.root.writeFile(KUBECONFIG, joinedKubeconfigText(bootstrap.url, bootstrap.caPem, CURRENT), {
			mode: 0o600,
			mtimeMs: cluster.context.loop.now(),
		});
		const beginner = new ComponentClient(cluster, node, bootstrap);
		const transport = cluster.clientTransport(beginner, 'kubelet');
		this.#task = startTask(this.#obtain(new ApiClient(transport, 'kubelet'), bootstrap.url), () =>
			this.#rotateInTime(),
		);
	}

	/** After seven to nine tenths of its life. Models jitteryDuration. */
	#rotateInTime(): void {
		const { cluster, client, node } = this.#options;
		const { loop, random } = cluster.context;
		const [leaf] = certificatesIn(client.config.certificatePem ?? '');
		if (leaf === undefined) return;
		const share = 0.7 + 0.2 * random.stream(`kubelet-certificate/${node.host.name}`).float();
		const atMs = leaf.notBeforeMs + (leaf.notAfterMs - leaf.notBeforeMs) * share;
		this.#timer = loop.after(Math.min(TIMER_MS_MAX, Math.max(0, atMs - loop.now())), () => {
			if (loop.now() < atMs) this.#rotateInTime();
			else this.#rotate();
		});
	}

	/** What a kubeconfig holds itself is taken once, and replaced at the first opportunity. */
	#rotate(): void {
		const client = new ApiClient(this.#options.transport, 'kubelet');
		const { url } = this.#options.client.config;
		this.#task = startTask(this.#obtain(client, url), () => this.#rotateInTime());
	}

	/** Until there is one. @param url where it is asked for. */
	*#obtain(client: ApiClient, url: string): Task<void> {
		const { client: own, bootstrap } = this.#options;
		const pem = yield* this.#signed.obtain(client, url);
		this.#signed.store(pem);
		own.become({ ...(bootstrap ?? own.config), certificatePem: pem, token: undefined });
	}
}
