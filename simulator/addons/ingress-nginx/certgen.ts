import { ApiClient } from '../../client/api-client.ts';
import type { Resource } from '../../client/resource.ts';
import type { Process } from '../../kernel/process-api.ts';
import { klogLine } from '../../kubelet/images/programs/component-program.ts';
import { goFlag } from '../../kubelet/images/programs/simple-http.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { InClusterTransport } from '../in-cluster-transport.ts';
import { makeOwnCertificate } from '../serving/own-certificates.ts';

interface Secret extends KubeObject {
	readonly data?: { readonly [key: string]: string };
}

interface WebhookConfiguration extends KubeObject {
	readonly webhooks?: readonly { readonly clientConfig: object; readonly [field: string]: unknown }[];
}

const SECRETS: Resource<Secret> = { group: '', version: 'v1', resource: 'secrets', kind: 'Secret', namespaced: true };

function configurations(kind: 'Validating' | 'Mutating'): Resource<WebhookConfiguration> {
	return {
		group: 'admissionregistration.k8s.io',
		version: 'v1',
		resource: `${kind.toLowerCase()}webhookconfigurations`,
		kind: `${kind}WebhookConfiguration`,
		namespaced: false,
	};
}

const LIFE_MS = 100 * 365 * 86_400_000;

/**
 * `create`: a certificate for a webhook in a Secret, unless it is there; `patch`: its authority into the webhook's
 * configuration. Models ingress-nginx images/kube-webhook-certgen.
 */
export function* kubeWebhookCertgen(process: Process): Task<number> {
	const [command = '', ...args] = process.argv.slice(1);
	const job = new CertgenJob(process, args);
	try {
		if (command === 'create') return yield* job.create();
		if (command === 'patch') return yield* job.patch();
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		yield* job.log('fatal', 'k8s/k8s.go:233', error.message);
		return 1;
	}
	yield* process.write(2, encodeUtf8(`Error: unknown command ${JSON.stringify(command)} for "kube-webhook-certgen"\n`));
	return 1;
}

class CertgenJob {
	readonly #process: Process;
	readonly #client: ApiClient;
	readonly #args: readonly string[];

	constructor(process: Process, args: readonly string[]) {
		this.#process = process;
		this.#client = new ApiClient(new InClusterTransport(process), 'kube-webhook-certgen');
		this.#args = args;
	}

	*create(): Task<number> {
		const namespace = this.#flag('namespace');
		const name = this.#flag('secret-name');
		yield* this.#began();
		const known = yield* this.#secret(namespace, name);
		if (known !== undefined) {
			yield* this.log('info', 'cmd/create.go:36', 'secret already exists');
			return 0;
		}
		yield* this.log('info', 'k8s/k8s.go:229', 'no secret found');
		yield* this.log('info', 'cmd/create.go:28', 'creating new secret');
		const hosts = this.#flag('host').split(',');
		const authority = makeOwnCertificate(
			this.#process,
			{ commonName: '', organizations: ['nil1'], keyUsages: ['digitalSignature', 'certSign'], isCa: true },
			LIFE_MS,
		);
		const server = makeOwnCertificate(
			this.#process,
			{
				commonName: '',
				organizations: ['nil2'],
				keyUsages: ['digitalSignature'],
				extendedKeyUsages: ['serverAuth'],
				isCa: false,
				dnsNames: hosts,
			},
			LIFE_MS,
			authority,
		);
		const data = {
			[this.#flag('ca-name') || 'ca']: encodeBase64(encodeUtf8(authority.certificatePem)),
			[this.#flag('cert-name') || 'cert']: encodeBase64(encodeUtf8(server.certificatePem)),
			[this.#flag('key-name') || 'key']: encodeBase64(encodeUtf8(server.key.privateKeyPem)),
		};
		yield* this.#client.create(SECRETS, { metadata: { namespace, name }, data, type: 'Opaque' } as never);
		return 0;
	}

	*patch(): Task<number> {
		const name = this.#flag('webhook-name');
		yield* this.#began();
		const secret = yield* this.#secret(this.#flag('namespace'), this.#flag('secret-name'));
		const caBundle = secret?.data?.ca;
		if (caBundle === undefined) {
			yield* this.log(
				'fatal',
				'cmd/patch.go:112',
				`no secret with '${this.#flag('secret-name')}' in '${this.#flag('namespace')}'`,
			);
			return 1;
		}
		const validating = this.#flag('patch-validating') !== 'false';
		const mutating = this.#flag('patch-mutating') !== 'false';
		const text = `patching webhook configurations '${name}' mutating=${mutating}, validating=${validating}, failurePolicy=${this.#flag('patch-failure-policy')}`;
		yield* this.log('info', 'k8s/k8s.go:118', text);
		if (validating) yield* this.#patchOne(configurations('Validating'), name, caBundle);
		if (mutating) yield* this.#patchOne(configurations('Mutating'), name, caBundle);
		yield* this.log('info', 'k8s/k8s.go:138', 'Patched hook(s)');
		return 0;
	}

	*#patchOne(resource: Resource<WebhookConfiguration>, name: string, caBundle: string): Task<void> {
		const known = yield* this.#client.get(resource, '', name);
		const failurePolicy = this.#flag('patch-failure-policy');
		const webhooks = (known.webhooks ?? []).map((webhook) => ({
			...webhook,
			clientConfig: { ...webhook.clientConfig, caBundle },
			...(failurePolicy !== '' && { failurePolicy }),
		}));
		yield* this.#client.update(resource, { ...known, webhooks });
	}

	*#secret(namespace: string, name: string): Task<Secret | undefined> {
		yield* this.log('info', 'k8s/k8s.go:225', `getting secret '${name}' in namespace '${namespace}'`);
		try {
			return yield* this.#client.get(SECRETS, namespace, name);
		} catch (error) {
			if (error instanceof ApiError && error.code === 404) return undefined;
			throw error;
		}
	}

	#flag(name: string): string {
		return goFlag(this.#args, name) ?? '';
	}

	*#began(): Task<void> {
		const line = 'Neither --kubeconfig nor --master was specified.  Using the inClusterConfig.  This might not work.';
		const { pid } = this.#process;
		yield* this.#process.write(2, encodeUtf8(klogLine(this.#process.now(), pid, 'W', 'client_config.go:667', line)));
	}

	/** One line of logrus' JSON. */
	*log(level: 'info' | 'fatal', source: string, msg: string): Task<void> {
		const line = JSON.stringify({ level, msg, source, time: formatTime(this.#process.now()) });
		yield* this.#process.write(2, encodeUtf8(`${line}\n`));
	}
}
