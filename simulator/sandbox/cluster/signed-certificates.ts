import type { CertificateSigningRequest } from '../../api/certificates/types.ts';
import type { ApiClient } from '../../client/api-client.ts';
import type { Resource } from '../../client/resource.ts';
import { TransportError } from '../../client/transport.ts';
import { newRsaKey } from '../../hosts/pki/new-rsa-key.ts';
import { decodeBase64, encodeBase64 } from '../../machinery/base64.ts';
import { delay } from '../../machinery/delay.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { writeCertificateRequest } from '../../machinery/x509/certificate-request.ts';
import type { RsaKey } from '../../machinery/x509/rsa-key.ts';
import type { Cluster, ClusterNode } from './cluster.ts';

const FOLDER = '/var/lib/kubelet/pki';
const POLL_MS = 500;
/** How long a request is waited for before another one is made. Models client-go/util/certificate certificateWaitTimeout. */
const WAIT_MS = 15 * 60_000;
const RETRY_MS = 2_000;

const SIGNING_REQUESTS: Resource<CertificateSigningRequest> = {
	group: 'certificates.k8s.io',
	version: 'v1',
	resource: 'certificatesigningrequests',
	kind: 'CertificateSigningRequest',
	namespaced: false,
};

export interface SignedCertificatesOptions {
	readonly cluster: Cluster;
	readonly node: ClusterNode;
	/** What is asked for: "kubelet-client", "kubelet-server", as its files are called. */
	readonly name: string;
	readonly signerName: string;
	readonly usages: readonly string[];
	/** What it is to be valid for. */
	readonly hosts: { readonly dnsNames?: readonly string[]; readonly ipAddresses?: readonly string[] };
	readonly log: (level: 'I' | 'E', source: string, text: string) => void;
}

/**
 * Certificates that a kubelet asks the API for, with a key of its own for each. Models client-go/util/certificate manager
 * and its file store.
 */
export class SignedCertificates {
	readonly #options: SignedCertificatesOptions;

	constructor(options: SignedCertificatesOptions) {
		this.#options = options;
	}

	/** The link to the newest certificate with its key. */
	get path(): string {
		return `${FOLDER}/${this.#options.name}-current.pem`;
	}

	/** What the link leads to. */
	get current(): string | undefined {
		const content = this.#options.node.machine.root.readFile(this.path);
		return content === undefined ? undefined : decodeUtf8(content);
	}

	/** Asks until there is one, and gives it with its key. @param url of the server, for what is said when that fails. */
	*obtain(client: ApiClient, url: string): Task<string> {
		const { cluster, node, name, signerName, log } = this.#options;
		const { loop, random } = cluster.context;
		const keys = name === 'kubelet-client' ? 'kubelet-key' : `${name}-key`;
		for (let waitMs = RETRY_MS; ; waitMs = Math.min(waitMs * 2, 128_000)) {
			const stream = random.stream(`${keys}/${node.host.name}/${loop.now()}`);
			const key = newRsaKey(() => stream.uint32());
			try {
				const pem = yield* this.#ask(client, key);
				if (pem !== undefined) return pem + key.privateKeyPem;
			} catch (error) {
				if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
				const at = `${url}/apis/certificates.k8s.io/v1/certificatesigningrequests`;
				const reason = error instanceof TransportError ? `Post "${at}": ${error.message}` : error.message;
				const text = `cannot create certificate signing request: ${reason}`;
				log(
					'E',
					'certificate_manager.go:596',
					`"Failed while requesting a signed certificate from the control plane" err=${JSON.stringify(text)} logger="${signerName}.UnhandledError"`,
				);
			}
			yield delay(loop, waitMs);
		}
	}

	*#ask(client: ApiClient, key: RsaKey): Task<string | undefined> {
		const { cluster, node, log, signerName, usages, hosts } = this.#options;
		const { loop } = cluster.context;
		const subject = { commonName: `system:node:${node.nodeName}`, organizations: ['system:nodes'], ...hosts };
		const request = encodeBase64(encodeUtf8(writeCertificateRequest(subject, key, cluster.hostCalls)));
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
				`"Certificate signing request is issued" logger="${signerName}" csr=${JSON.stringify(metadata.name)}`,
			);
			return decodeUtf8(decodeBase64(status.certificate));
		}
		return undefined;
	}

	/** Writes it beside the ones before, and leads the link to it. */
	store(pem: string): void {
		const { cluster, node, name } = this.#options;
		const { root } = node.machine;
		const nowMs = cluster.context.loop.now();
		const stamp = formatTime(nowMs).replace('Z', '').replaceAll(':', '-').replace('T', '-');
		const path = `${FOLDER}/${name}-${stamp}.pem`;
		root.writeFile(path, pem, { mode: 0o600, mtimeMs: nowMs });
		if (root.list(FOLDER)?.includes(`${name}-current.pem`)) root.remove(this.path);
		root.symlink(path, this.path);
	}
}
