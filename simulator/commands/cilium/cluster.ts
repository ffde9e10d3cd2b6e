import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { KubeSession } from '../helm/kube/kube-session.ts';

export interface Workload extends KubeObject {
	readonly spec: {
		readonly template?: { readonly spec?: { readonly containers?: readonly { readonly image: string }[] } };
	};
	readonly status?: {
		readonly desiredNumberScheduled?: number;
		readonly numberReady?: number;
		readonly numberAvailable?: number;
		readonly replicas?: number;
		readonly readyReplicas?: number;
		readonly availableReplicas?: number;
	};
}

export interface Pod extends KubeObject {
	readonly spec: {
		readonly hostNetwork?: boolean;
		readonly containers: readonly { readonly image: string }[];
		readonly nodeName?: string;
	};
	readonly status?: {
		readonly phase?: string;
		readonly containerStatuses?: readonly {
			readonly name: string;
			readonly ready: boolean;
			readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
		}[];
	};
}

interface List<T> {
	readonly items: readonly T[];
}

/** What the CLI asks the cluster. */
export class CiliumCluster {
	readonly namespace: string;
	readonly #session: KubeSession;

	constructor({ process, text }: CobraRun) {
		this.namespace = text('namespace');
		this.#session = new KubeSession(process, {
			kubeconfig: text('kubeconfig'),
			context: text('context'),
			namespace: this.namespace,
			server: '',
			token: '',
			caFile: '',
			asUser: '',
			asGroups: [],
			insecure: false,
			tlsServerName: '',
		});
	}

	/** The name of the kubeconfig's cluster, as far as a cluster may have it. */
	*clusterName(): Task<string> {
		const { contexts, currentContext } = yield* this.#session.kubectl.kubeconfig();
		const { cluster } = (contexts.get(currentContext)?.fields ?? {}) as { readonly cluster?: string };
		return (cluster ?? 'default').toLowerCase().replace(/[^a-z0-9-]/g, '-');
	}

	*pods(query: string, namespace = this.namespace): Task<readonly Pod[]> {
		const path = namespace === '' ? '/api/v1/pods' : `/api/v1/namespaces/${namespace}/pods`;
		return (yield* this.#session.get<List<Pod>>(path, query === '' ? [] : [['labelSelector', query]])).items;
	}

	/** Undefined when there is none. */
	*workload(resource: 'daemonsets' | 'deployments', name: string): Task<Workload | undefined> {
		return yield* this.find<Workload>(`/apis/apps/v1/namespaces/${this.namespace}/${resource}/${name}`);
	}

	*find<T>(path: string): Task<T | undefined> {
		try {
			return yield* this.#session.get<T>(path, []);
		} catch (error) {
			if (error instanceof ApiError && error.status.code === 404) return undefined;
			throw error;
		}
	}

	*list<T>(path: string): Task<readonly T[]> {
		return (yield* this.find<List<T>>(path))?.items ?? [];
	}

	*patch(path: string, body: object): Task<void> {
		yield* this.#session.request({ method: 'PATCH', path, contentType: 'application/merge-patch+json', body });
	}

	*create(path: string, body: object): Task<void> {
		yield* this.#session.request({ method: 'POST', path, contentType: 'application/json', body });
	}

	*delete(path: string): Task<void> {
		yield* this.#session.request({ method: 'DELETE', path });
	}
}
