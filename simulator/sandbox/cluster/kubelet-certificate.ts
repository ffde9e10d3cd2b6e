import type { CertificateSigningRequest } from '../../api/certificates/types.ts';
import { ApiClient } from '../../client/api-client.ts';
import type { Resource } from '../../client/resource.ts';
import { type Transport, TransportError } from '../../client/transport.ts';
import { createAuthority, issue, type PkiContext } from '../../hosts/pki/certificate-authority.ts';
import { newRsaKey } from '../../hosts/pki/new-rsa-key.ts';
import { decodeBase64, encodeBase64 } from '../../machinery/base64.ts';
import { delay } from '../../machinery/delay.ts';
import type { Timer } from '../../machinery/event-loop.ts';
import { ApiError } from '../../machinery/status.ts';
import { startTask, type Task, type TaskHandle } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { writeCertificateRequest } from '../../machinery/x509/certificate-request.ts';
import type { RsaKey } from '../../machinery/x509/rsa-key.ts';
import type { ClientConfig } from '../command-lines/client-config.ts';
import { certificatesIn } from './api-server-files.ts';
import type { Cluster, ClusterNode } from './cluster.ts';
import { ComponentClient } from './component-client.ts';

const FOLDER = '/var/lib/kubelet/pki';
/** What kubeconfigs name: a link to the newest certificate with its key. */
const CURRENT = `${FOLDER}/kubelet-client-current.pem`;
const SERVING = `${FOLDER}/kubelet.crt`;
const KUBECONFIG = '/etc/kubernetes/kubelet.conf';
const POLL_MS = 500;
/** How long a request is waited for before another one is made. Models client-go/util/certificate certificateWaitTimeout. */
const WAIT_MS = 15 * 60_000;
const RETRY_MS = 2_000;
/** Timers reach no further. */
const TIMER_MS_MAX = 2 ** 31 - 1;

const SIGNING_REQUESTS: Resource<CertificateSigningRequest> = {
	group: 'certificates.k8s.io',
	version: 'v1',
	resource: 'certificatesigningrequests',
	kind: 'CertificateSigningRequest',
	namespaced: false,
};

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
	#task: TaskHandle | undefined;
	#timer: Timer | undefined;

	constructor(options: KubeletCertificateOptions) {
		this.#options = options;
		this.#makeServingCertificate();
		if (options.bootstrap !== undefined) this.#begin(options.bootstrap);
		else if (!options.rotates || options.client.config.certificatePem === undefined) return;
		else if (options.node.machine.root.readFile(CURRENT) === undefined) this.#rotate();
		else this.#rotateInTime();
	}

	stop(): void {
		this.#task?.cancel();
		this.#timer?.cancel();
	}

	/** Signed by nobody whom anybody knows, once. Models cmd/kubelet/app/server.go InitializeTLS. */
	#makeServingCertificate(): void {
		const { cluster, node } = this.#options;
		const { root } = node.machine;
		if (root.readFile(SERVING) !== undefined) return;
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
		root.writeFile(SERVING, own.certificatePem + authority.certificatePem, { mode: 0o644, mtimeMs: atMs });
		root.writeFile(SERVING.replace(/crt$/, 'key'), own.key.privateKeyPem, { mode: 0o600, mtimeMs: atMs });
	}

	#begin(bootstrap: ClientConfig): void {
		const { cluster, node } = this.#options;
		node.machine.root.writeFile(KUBECONFIG, kubeconfigOf(bootstrap), {
			mode: 0o600,
			mtimeMs: cluster.context.loop.now(),
		});
		const beginner = new ComponentClient(cluster, node, bootstrap);
		const transport = cluster.clientTransport(beginner, 'kubelet');
		this.#task = startTask(this.#obtain(new ApiClient(transport, 'kubelet'), beginner), () => this.#rotateInTime());
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
		this.#task = startTask(this.#obtain(client, undefined), () => this.#rotateInTime());
	}

	/** Until there is one. @param beginner who asks, when that is not the kubelet itself. */
	*#obtain(client: ApiClient, beginner: ComponentClient | undefined): Task<void> {
		const { cluster, node, log } = this.#options;
		const { loop, random } = cluster.context;
		for (let waitMs = RETRY_MS; ; waitMs = Math.min(waitMs * 2, 128_000)) {
			const stream = random.stream(`kubelet-key/${node.host.name}/${loop.now()}`);
			const key = newRsaKey(() => stream.uint32());
			try {
				const pem = yield* this.#ask(client, key);
				if (pem !== undefined) {
					this.#store(pem + key.privateKeyPem);
					return;
				}
			} catch (error) {
				if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
				const { url } = (beginner ?? this.#options.client).config;
				const at = `${url}/apis/certificates.k8s.io/v1/certificatesigningrequests`;
				const reason = error instanceof TransportError ? `Post "${at}": ${error.message}` : error.message;
				const text = `cannot create certificate signing request: ${reason}`;
				log(
					'E',
					'certificate_manager.go:596',
					`"Failed while requesting a signed certificate from the control plane" err=${JSON.stringify(text)} logger="kubernetes.io/kube-apiserver-client-kubelet.UnhandledError"`,
				);
			}
			yield delay(loop, waitMs);
		}
	}

	*#ask(client: ApiClient, key: RsaKey): Task<string | undefined> {
		const { cluster, node, log } = this.#options;
		const { loop } = cluster.context;
		const subject = { commonName: `system:node:${node.host.name}`, organizations: ['system:nodes'] };
		const request = encodeBase64(encodeUtf8(writeCertificateRequest(subject, key, cluster.hostCalls)));
		const usages = ['digital signature', 'client auth'];
		const signerName = 'kubernetes.io/kube-apiserver-client-kubelet';
		const draft = { metadata: { generateName: 'csr-' }, spec: { request, signerName, usages } };
		const { metadata } = yield* client.create(SIGNING_REQUESTS, draft as never);
		const untilMs = loop.now() + WAIT_MS;
		while (loop.now() < untilMs) {
			yield delay(loop, POLL_MS);
			const { status } = yield* client.get(SIGNING_REQUESTS, '', metadata.name);
			const denied = status?.conditions?.find(({ type }) => type === 'Denied' || type === 'Failed');
			if (denied !== undefined) return undefined;
			if (!status?.certificate) continue;
			log(
				'I',
				'csr.go:274',
				`"Certificate signing request is issued" logger="kubernetes.io/kube-apiserver-client-kubelet" csr=${JSON.stringify(metadata.name)}`,
			);
			return decodeUtf8(decodeBase64(status.certificate));
		}
		return undefined;
	}

	#store(pem: string): void {
		const { cluster, node, client, bootstrap } = this.#options;
		const { root } = node.machine;
		const nowMs = cluster.context.loop.now();
		const stamp = formatTime(nowMs).replace('Z', '').replaceAll(':', '-').replace('T', '-');
		const path = `${FOLDER}/kubelet-client-${stamp}.pem`;
		root.writeFile(path, pem, { mode: 0o600, mtimeMs: nowMs });
		if (root.list(FOLDER)?.includes('kubelet-client-current.pem')) root.remove(CURRENT);
		root.symlink(path, CURRENT);
		client.become({ ...(bootstrap ?? client.config), certificatePem: pem, token: undefined });
	}
}

/** Models pkg/kubelet/certificate/bootstrap writeKubeconfigFromBootstrapping. */
function kubeconfigOf({ url, caPem }: ClientConfig): string {
	const authority = caPem === undefined ? '' : `    certificate-authority-data: ${encodeBase64(encodeUtf8(caPem))}\n`;
	return `apiVersion: v1
clusters:
- cluster:
${authority}    server: ${url}
  name: default-cluster
contexts:
- context:
    cluster: default-cluster
    namespace: default
    user: default-auth
  name: default-context
current-context: default-context
kind: Config
users:
- name: default-auth
  user:
    client-certificate: ${CURRENT}
    client-key: ${CURRENT}
`;
}
