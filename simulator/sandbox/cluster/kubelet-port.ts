import type { KubeletAnswer, KubeletPort, KubeletTarget } from '../../apiserver/ports.ts';
import type { KubeletDoor } from '../../kubelet/server/kubelet-door.ts';
import type { KubeletServer, ServerAnswer } from '../../kubelet/server/kubelet-server.ts';
import type { Task } from '../../machinery/task.ts';

/** What listens at a kubelet's address. */
export interface KubeletAddress {
	/** Undefined while it does not run. */
	readonly server: KubeletServer | undefined;
	readonly door: KubeletDoor | undefined;
	/** Nothing comes through to its host. */
	readonly isCut: boolean;
	/** Packet filters on the way swallow it. */
	readonly isFiltered: boolean;
}

/** How the API server shows kubelets who it is, and whom of them it believes. */
export interface KubeletClient {
	/** Undefined: it shows nothing. */
	readonly certificatePem: string | undefined;
	/** Why the kubelet at `host`, which shows a chain, is not believed. */
	distrust(host: string, chainPem: string): string | undefined;
}

export interface KubeletWays {
	/** Undefined: there is no such machine. */
	find(host: string): KubeletAddress | undefined;
	/** As the API server's files are now. */
	client(): KubeletClient;
}

/** The API server's way to the kubelets. */
export function kubeletPort(ways: KubeletWays): KubeletPort {
	return {
		logs: (target, options) => ask(ways, target, 'get', (server) => server.logs(target, options)),
		exec: (target, options) => ask(ways, target, 'create', (server) => server.exec(target, options)),
		attach: (target, options) => ask(ways, target, 'create', (server) => server.attach(target, options)),
		portForward: (target) => ask(ways, target, 'create', (server) => server.portForward(target)),
	};
}

const SUBRESOURCES = ['proxy'];

function* ask<T, U extends T>(
	ways: KubeletWays,
	{ host, port }: Pick<KubeletTarget, 'host' | 'port'>,
	verb: string,
	call: (server: KubeletServer) => Task<ServerAnswer<U>>,
): Task<KubeletAnswer<T>> {
	const found = ways.find(host);
	if (found === undefined) {
		const isName = !/^[\d.]+$/.test(host);
		return unreachable(
			isName
				? `dial tcp: lookup ${host} on 127.0.0.53:53: no such host`
				: `dial tcp ${host}:${port}: connect: no route to host`,
		);
	}
	if (found.isCut) return unreachable(`dial tcp ${host}:${port}: connect: no route to host`);
	if (found.isFiltered) return unreachable(`dial tcp ${host}:${port}: i/o timeout`);
	const { server, door } = found;
	if (server === undefined || door === undefined || door.port !== port) {
		return unreachable(`dial tcp ${host}:${port}: connect: connection refused`);
	}
	const { certificatePem: shown } = door;
	if (shown === undefined) return unreachable('remote error: tls: internal error');
	const client = ways.client();
	const distrust = client.distrust(host, shown);
	if (distrust !== undefined) return unreachable(`tls: failed to verify certificate: ${distrust}`);
	const refusal = yield* door.admit({ certificatePem: client.certificatePem }, { verb, subresources: SUBRESOURCES });
	return refusal === undefined ? yield* call(server) : { kind: 'refused', ...refusal };
}

function unreachable(detail: string): { readonly kind: 'unreachable'; readonly detail: string } {
	return { kind: 'unreachable', detail };
}
