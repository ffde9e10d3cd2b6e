import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { calendarTime } from '../../../machinery/timestamp.ts';
import { isUserError } from '../../kubectl/errors.ts';
import { GLOBAL_FLAGS, type GlobalFlags } from '../../kubectl/global-flags.ts';
import { Kubectl } from '../../kubectl/kubectl.ts';
import type { Query, RestRequest } from '../../kubectl/rest-client.ts';
import type { RestMapper } from '../../kubectl/rest-mapper.ts';
import { SocketTransport } from '../../kubectl/transport.ts';
import { HelmError } from '../helm-error.ts';

/** How helm reaches the cluster: flags and environment. */
export interface KubeSettings {
	readonly kubeconfig: string;
	readonly context: string;
	readonly namespace: string;
	readonly server: string;
	readonly token: string;
	readonly caFile: string;
	readonly asUser: string;
	readonly asGroups: readonly string[];
	readonly insecure: boolean;
	readonly tlsServerName: string;
}

/** helm's way to the API server: client-go, as kubectl uses it. */
export class KubeSession {
	#kubectl: Kubectl;
	readonly #renew: () => Kubectl;

	constructor(process: Process, settings: KubeSettings) {
		const defaults = Object.fromEntries(Object.entries(GLOBAL_FLAGS).map(([name, spec]) => [name, spec.default]));
		const globals: GlobalFlags = {
			...(defaults as GlobalFlags),
			kubeconfig: settings.kubeconfig,
			context: settings.context,
			namespace: settings.namespace,
			server: settings.server,
			token: settings.token,
			'certificate-authority': settings.caFile,
			as: settings.asUser,
			'as-group': settings.asGroups,
			'insecure-skip-tls-verify': settings.insecure,
			'tls-server-name': settings.tlsServerName,
		};
		this.#renew = () => new HelmKubectl(process, globals, (own, config) => new SocketTransport(own, config));
		this.#kubectl = this.#renew();
	}

	get kubectl(): Kubectl {
		return this.#kubectl;
	}

	/** What the server serves is asked anew: there are kinds that were not there before. */
	forgetDiscovery(): void {
		this.#kubectl = this.#renew();
	}

	*namespace(): Task<string> {
		return (yield* this.kubectl.namespace()).namespace;
	}

	*mapper(): Task<RestMapper> {
		return yield* this.kubectl.mapper(0);
	}

	*get<T>(path: string, query: Query): Task<T> {
		const client = yield* this.kubectl.client();
		return yield* client.get<T>(path, query);
	}

	*request(request: RestRequest): Task<unknown> {
		const client = yield* this.kubectl.client();
		return yield* client.request(request);
	}

	/** @throws HelmError. Models helm.sh/helm/v3/pkg/kube Client.IsReachable. */
	*requireReachable(): Task<void> {
		try {
			yield* this.get('/version', []);
		} catch (error) {
			if (!isUserError(error)) throw error;
			throw new HelmError(`Kubernetes cluster unreachable: ${error.message}`);
		}
	}
}

/** Warnings of the server are lines of a log. Models client-go/rest WarningLogger. */
class HelmKubectl extends Kubectl {
	readonly #told = new Set<string>();

	override *warn(text: string): Task<void> {
		if (this.#told.has(text)) return;
		this.#told.add(text);
		const time = calendarTime(this.process.now());
		const two = (value: number): string => String(value).padStart(2, '0');
		const clock = `${two(time.hour)}:${two(time.minute)}:${two(time.second)}.${String(time.millisecond).padStart(3, '0')}000`;
		const head = `W${two(time.month)}${two(time.day)} ${clock} ${String(this.process.pid).padStart(7)} warnings.go:70]`;
		yield* this.io.err(`${head} ${text}\n`);
	}
}
