import { ApiClient } from '../../../client/api-client.ts';
import { type ClientRequest, type ClientResponse, type Transport, TransportError } from '../../../client/transport.ts';
import { decodeBase64 } from '../../../machinery/base64.ts';
import { detachedSignature, SIGNATURE_PREFIX } from '../../../machinery/bootstrap-token.ts';
import { sha256Hex } from '../../../machinery/sha256.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { readCertificates } from '../../../machinery/x509/certificate.ts';
import { parseYamlDocument } from '../../../machinery/yaml/parse-yaml.ts';
import type { CobraRun } from '../../cobra/cobra.ts';
import { SocketTransport } from '../../kubectl/transport.ts';
import { CONFIG_MAPS } from '../cluster-client.ts';
import { fieldsOf, listOf, textOf } from '../configuration.ts';
import { KubeadmError } from '../kubeadm-error.ts';
import type { ConfigMap } from '../upgrade/cluster-state.ts';

/** The cluster that a node is to join, believed. */
export interface Discovered {
	/** "https://172.30.1.2:6443". */
	readonly server: string;
	readonly caPem: string;
}

export interface Discovery {
	/** "172.30.1.2:6443". */
	readonly endpoint: string;
	readonly token: string;
	/** "sha256:…" of authorities' public keys. */
	readonly pins: readonly string[];
}

const LIMIT_MS = 300_000;
const RETRY_MS = 5_000;

/** Throws KubeadmError. Models cmd/kubeadm/app/discovery/token RetrieveValidatedConfigInfo. */
export function* discover(run: CobraRun, discovery: Discovery): Task<Discovered> {
	const { endpoint, token, pins } = discovery;
	const [id = '', secret = ''] = token.split('.');
	const insecure = new SocketTransport(run.process, {
		server: `https://${endpoint}`,
		caPem: undefined,
		insecure: true,
	});
	const info = yield* signedInfo(run, insecure, id);
	const content = info.data?.kubeconfig ?? '';
	if (detachedSignature(content, id, secret) !== info.data?.[SIGNATURE_PREFIX + id]) {
		throw failed("failed to verify JWS signature of received cluster info object, can't trust this API Server");
	}
	const [first] = listOf(fieldsOf(parseYamlDocument(content)).clusters).map(fieldsOf);
	const cluster = fieldsOf(first?.cluster);
	const caPem = decodeUtf8(decodeBase64(textOf(cluster['certificate-authority-data'])));
	const server = textOf(cluster.server);
	if (pins.length > 0) {
		const own = readCertificates(caPem).map((ca) => `sha256:${sha256Hex(ca.publicKeySpki)}`);
		if (!own.some((hash) => pins.includes(hash))) {
			const list = own.map((hash) => JSON.stringify(hash)).join(', ');
			throw failed(`cluster CA found in cluster-info ConfigMap is invalid: none of the public keys ${list} are pinned`);
		}
		// With the authority that is believed the same has to come again.
		const secure = new SocketTransport(run.process, { server: `https://${endpoint}`, caPem, insecure: false });
		const again = yield* signedInfo(run, secure, id);
		if (again.data?.kubeconfig !== content) {
			throw failed(
				'the second kubeconfig from the cluster-info ConfigMap (using validated TLS) was different from the first',
			);
		}
	}
	return { server, caPem };
}

/** With the token's signature: until it is there, or too long. Models getClusterInfo. */
function* signedInfo(run: CobraRun, transport: Transport, id: string): Task<ConfigMap> {
	const client = new ApiClient(transport, 'kubeadm');
	const untilMs = run.process.now() + LIMIT_MS;
	for (;;) {
		let problem: string;
		try {
			const info = yield* client.get<ConfigMap>(CONFIG_MAPS, 'kube-public', 'cluster-info');
			if (info.data?.[SIGNATURE_PREFIX + id] !== undefined) return info;
			problem = `could not find a JWS signature in the cluster-info ConfigMap for token ID ${JSON.stringify(id)}`;
		} catch (error) {
			if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
			problem = `failed to request the cluster-info ConfigMap: ${error.message}`;
		}
		if (run.process.now() + RETRY_MS > untilMs) throw failed(problem);
		yield* run.process.sleep(RETRY_MS);
	}
}

function failed(why: string): KubeadmError {
	return new KubeadmError(`couldn't validate the identity of the API Server: ${why}`);
}

/** As the holder of a bootstrap token. */
export function tokenClient(run: CobraRun, { server, caPem }: Discovered, token: string): ApiClient {
	return new ApiClient(
		new TokenTransport(new SocketTransport(run.process, { server, caPem, insecure: false }), token),
		'kubeadm',
	);
}

class TokenTransport implements Transport {
	readonly #inner: Transport;
	readonly #token: string;

	constructor(inner: Transport, token: string) {
		this.#inner = inner;
		this.#token = token;
	}

	request(request: ClientRequest): Task<ClientResponse> {
		return this.#inner.request({ ...request, headers: { ...request.headers, authorization: `Bearer ${this.#token}` } });
	}
}
