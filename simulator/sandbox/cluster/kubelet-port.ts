import type { KubeletAnswer, KubeletPort } from '../../apiserver/ports.ts';
import type { KubeletServer, ServerAnswer } from '../../kubelet/server/kubelet-server.ts';
import type { Task } from '../../machinery/task.ts';

/** A node's kubelet as the API server reaches it: `server` is absent while it does not run. */
export interface KubeletAddress {
	readonly address: string;
	readonly server: KubeletServer | undefined;
	/** Nothing comes through to its host. */
	readonly isCut: boolean;
}

/** The API server's way to the kubelets. */
export function kubeletPort(find: (node: string) => KubeletAddress | undefined): KubeletPort {
	return {
		logs: (target, options) => ask(find, target.node, (server) => server.logs(target, options)),
		exec: (target, options) => ask(find, target.node, (server) => server.exec(target, options)),
		attach: (target, options) => ask(find, target.node, (server) => server.attach(target, options)),
		portForward: (target) => ask(find, target.node, (server) => server.portForward(target)),
	};
}

function* ask<T, U extends T>(
	find: (node: string) => KubeletAddress | undefined,
	node: string,
	call: (server: KubeletServer) => Task<ServerAnswer<U>>,
): Task<KubeletAnswer<T>> {
	const found = find(node);
	if (found === undefined) {
		return { kind: 'unreachable', detail: `dial tcp: lookup ${node} on 127.0.0.53:53: no such host` };
	}
	if (found.isCut) return { kind: 'unreachable', detail: `dial tcp ${found.address}:10250: connect: no route to host` };
	if (found.server === undefined) {
		return { kind: 'unreachable', detail: `dial tcp ${found.address}:10250: connect: connection refused` };
	}
	return yield* call(found.server);
}
