import { ApiClient } from '../../client/api-client.ts';
import type { Process } from '../../kernel/process-api.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { klogLine } from '../../kubelet/images/programs/component-program.ts';
import { ApiError } from '../../machinery/status.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { InClusterTransport } from '../in-cluster-transport.ts';
import { ObjectCache } from '../serving/object-cache.ts';
import { CERTIFICATES, SECRETS, type WebhookConfiguration, webhookConfigurations } from './resources.ts';

const MIB = 1024 ** 2;
const RETRY_MS = 5_000;
const FROM_SECRET = 'cert-manager.io/inject-ca-from-secret';
const FROM_CERTIFICATE = 'cert-manager.io/inject-ca-from';

/** Tells the API server whom to trust. Models cert-manager's cainjector. Differs: webhooks only, no APIServices and CRDs. */
export function* certManagerCaInjector(process: Process): Task<number> {
	return yield* new CaInjector(process).run();
}

class CaInjector {
	readonly #process: Process;
	readonly #client: ApiClient;
	readonly #group = new TaskGroup();
	readonly #changed = new Signal((wake) => wake());
	readonly #secrets;
	readonly #certificates;
	readonly #configurations;
	#isDirty = false;

	constructor(process: Process) {
		this.#process = process;
		this.#client = new ApiClient(new InClusterTransport(process), 'cert-manager-cainjector');
		const shared = {
			process,
			client: this.#client,
			onChange: () => this.#mark(),
			onError: (message: string): Task<void> => this.#log('E', JSON.stringify(message)),
		};
		this.#secrets = new ObjectCache({ ...shared, resource: SECRETS });
		this.#certificates = new ObjectCache({ ...shared, resource: CERTIFICATES });
		this.#configurations = (['Validating', 'Mutating'] as const).map((kind) => {
			const resource = webhookConfigurations(kind);
			return { resource, cache: new ObjectCache({ ...shared, resource }) };
		});
	}

	*run(): Task<number> {
		const process = this.#process;
		process.rest({ cpuMillicores: 1, memoryBytes: 24 * MIB });
		for (const cache of [this.#secrets, this.#certificates]) this.#group.add(cache.follow());
		for (const { cache } of this.#configurations) this.#group.add(cache.follow());
		this.#group.add(this.#injectForEver());
		process.onSignal('TERM', 'catch');
		process.onSignal('INT', 'catch');
		return yield* this.#group.run(process, () => 0);
	}

	#mark(): void {
		this.#isDirty = true;
		this.#changed.wakeAll();
	}

	#log(level: 'I' | 'E', text: string): Task<void> {
		const { pid } = this.#process;
		return this.#process.write(2, encodeUtf8(klogLine(this.#process.now(), pid, level, 'reconciler.go:142', text)));
	}

	*#injectForEver(): Task<void> {
		for (;;) {
			while (!this.#isDirty) yield this.#changed;
			this.#isDirty = false;
			if (!this.#secrets.synced || !this.#certificates.synced) continue;
			try {
				for (const { resource, cache } of this.#configurations) {
					for (const configuration of cache.list()) yield* this.#inject(resource, configuration);
				}
			} catch (error) {
				if (!(error instanceof ApiError)) throw error;
				yield* this.#log('E', `"unable to update target object with new CA data" err=${JSON.stringify(error.message)}`);
				yield* this.#process.sleep(RETRY_MS);
				this.#mark();
			}
		}
	}

	*#inject(resource: ReturnType<typeof webhookConfigurations>, of: WebhookConfiguration): Task<void> {
		const bundle = this.#bundleFor(of);
		if (bundle === undefined || of.webhooks === undefined) return;
		if (of.webhooks.every(({ clientConfig }) => clientConfig.caBundle === bundle)) return;
		const webhooks = of.webhooks.map(({ name }) => ({ name, clientConfig: { caBundle: bundle } }));
		yield* this.#client.patch(resource, { namespace: '', name: of.metadata.name }, 'strategic', { webhooks });
		yield* this.#log(
			'I',
			`"Updated object" kind=${JSON.stringify(resource.kind)} name=${JSON.stringify(of.metadata.name)}`,
		);
	}

	#bundleFor({ metadata: { annotations = {} } }: WebhookConfiguration): string | undefined {
		const [fromSecret, fromCertificate] = [annotations[FROM_SECRET], annotations[FROM_CERTIFICATE]];
		if (fromSecret !== undefined) {
			const [namespace = '', name = ''] = fromSecret.split('/');
			return this.#secrets.get(namespace, name)?.data?.['ca.crt'];
		}
		if (fromCertificate === undefined) return undefined;
		const [namespace = '', name = ''] = fromCertificate.split('/');
		const secretName = this.#certificates.get(namespace, name)?.spec.secretName ?? '';
		return this.#secrets.get(namespace, secretName)?.data?.['ca.crt'];
	}
}
