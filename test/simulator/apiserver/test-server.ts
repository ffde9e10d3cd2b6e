import { KindRegistry } from '../../../simulator/api/kind-registry.ts';
import { KINDS } from '../../../simulator/api/registry.ts';
import type { AdmissionPlugin } from '../../../simulator/apiserver/admission/admission.ts';
import { ApiServer } from '../../../simulator/apiserver/api-server.ts';
import { versionInfo } from '../../../simulator/apiserver/discovery/version-info.ts';
import type { KubeletPort, WebhookPort } from '../../../simulator/apiserver/ports.ts';
import type { ProxyPort } from '../../../simulator/apiserver/proxy-port.ts';
import type { ApiRequest, ApiResponse, UserInfo } from '../../../simulator/apiserver/request.ts';
import { ApiClient } from '../../../simulator/client/api-client.ts';
import type { Context } from '../../../simulator/machinery/context.ts';
import { EventLoop } from '../../../simulator/machinery/event-loop.ts';
import { kubernetesRelease } from '../../../simulator/machinery/kubernetes-releases.ts';
import { DEFAULT_LIMITS } from '../../../simulator/machinery/limits.ts';
import { Random } from '../../../simulator/machinery/random.ts';
import { runToCompletion } from '../../../simulator/machinery/task.ts';
import { encodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import { InProcessTransport } from '../../../simulator/sandbox/in-process-transport.ts';
import { Store } from '../../../simulator/store/store.ts';

export const ADMIN: UserInfo = { name: 'kubernetes-admin', groups: ['kubeadm:cluster-admins', 'system:masters'] };
export const START_MS = Date.UTC(2026, 10, 20, 9, 0, 0);

export interface TestServer {
	readonly context: Context;
	readonly server: ApiServer;
	readonly store: Store;
	readonly client: ApiClient;
	/** A request as it comes off the wire: the body is JSON text. */
	call(method: ApiRequest['method'], target: string, body?: unknown, options?: CallOptions): ApiResponse;
	/** The body of `call`. */
	ask<T = Record<string, never>>(
		method: ApiRequest['method'],
		target: string,
		body?: unknown,
		options?: CallOptions,
	): T;
}

export interface CallOptions {
	readonly headers?: { readonly [name: string]: string };
	readonly user?: UserInfo | null;
}

/** A server with the namespace "default" and its service account; with kubelets also the node "node01". */
export function testServer(
	kubelet?: KubeletPort,
	webhooks?: WebhookPort,
	admission?: readonly AdmissionPlugin[],
	proxy?: ProxyPort,
): TestServer {
	const context: Context = { loop: new EventLoop(START_MS), random: new Random('test'), limits: DEFAULT_LIMITS };
	const store = new Store(context.limits);
	const server = new ApiServer({
		context,
		store,
		kinds: new KindRegistry(KINDS),
		version: versionInfo(kubernetesRelease('v1.35.0')),
		services: { clusterIPs: '10.96.0.0/12', nodePorts: { from: 30_000, to: 32_767 } },
		...(kubelet === undefined ? {} : { kubelet }),
		...(webhooks === undefined ? {} : { webhooks }),
		...(admission === undefined ? {} : { admission }),
		...(proxy === undefined ? {} : { proxy }),
	});
	const client = new ApiClient(new InProcessTransport(() => server, ADMIN, 'test'), 'test');
	const call: TestServer['call'] = (method, target, body, options = {}) => {
		const url = new URL(target, 'http://server');
		const query = new Map<string, string[]>();
		for (const key of new Set(url.searchParams.keys())) query.set(key, url.searchParams.getAll(key));
		return runToCompletion(
			server.handle({
				method,
				path: decodeURIComponent(url.pathname),
				query,
				headers: new Map(Object.entries({ 'user-agent': 'kubectl/v1.35.0', ...options.headers })),
				...(body === undefined ? {} : { body: encodeUtf8(typeof body === 'string' ? body : JSON.stringify(body)) }),
				...(options.user === null ? {} : { peer: options.user ?? ADMIN }),
			}),
		);
	};
	const made: TestServer = {
		context,
		server,
		store,
		client,
		call,
		ask: (method, target, body, options) => call(method, target, body, options).body as never,
	};
	if (kubelet !== undefined) {
		const addresses = [{ type: 'InternalIP', address: '172.30.2.2' }];
		made.ask('POST', '/api/v1/nodes', { metadata: { name: 'node01' }, status: { addresses } });
	}
	made.ask('POST', '/api/v1/namespaces', { metadata: { name: 'default' } });
	made.ask('POST', '/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'default' } });
	return made;
}
