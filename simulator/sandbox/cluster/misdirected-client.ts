import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { klogLine } from '../../kubelet/images/programs/component-program.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { ApiServerAddress } from '../command-lines/named-files.ts';
import type { ComponentClient } from './component-client.ts';

/** How long a leader elector waits between tries: its retry period, with jitter. */
const RETRY_MS = 3_300;
const CONNECT_TIMEOUT_MS = 5_000;

/** What a component writes whose kubeconfig leads to no API server: its leader election goes on trying. */
export function* complainOfLease(
	process: Process,
	component: string,
	{ url, host, port }: ApiServerAddress,
): Task<void> {
	const lease = `kube-system/${component}`;
	const path = `/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/${component}?timeout=5s`;
	for (;;) {
		const reason = yield* connectError(process, host, port);
		const text = `error retrieving resource lock ${lease}: Get "${url}${path}": ${reason}`;
		const line = klogLine(process.now(), process.pid, 'E', 'leaderelection.go:441', text);
		yield* process.write(2, encodeUtf8(line));
		yield process.timer(process.now() + RETRY_MS);
	}
}

function* connectError(process: Process, host: string, port: number): Task<string> {
	const where = `${host}:${port}`;
	if (!/^[\d.]+$/.test(host)) return `dial tcp: lookup ${host}: no such host`;
	try {
		process.close(yield* process.connect(host, port, { timeoutMs: CONNECT_TIMEOUT_MS }));
		return 'EOF';
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		switch (error.errno) {
			case 'ETIMEDOUT':
				return 'net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)';
			case 'EHOSTUNREACH':
				return `dial tcp ${where}: connect: no route to host`;
			default:
				return `dial tcp ${where}: connect: connection refused`;
		}
	}
}

/** What a component writes whose requests both sides refuse: its leader election and its reflectors go on trying. */
export function* complainOfDistrust(
	process: Process,
	component: string,
	client: ComponentClient,
	post: (callback: () => void) => void,
): Task<void> {
	const reasons: string[] = [];
	const told = new Signal(post);
	client.onComplaint = (reason) => {
		reasons.push(reason);
		told.wakeAll();
	};
	const { url } = client.config;
	const lease = `kube-system/${component}`;
	const path = `/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/${component}?timeout=5s`;
	for (;;) {
		while (reasons.length === 0) yield told;
		const reason = reasons.shift() as string;
		const detail = reason === 'Unauthorized' ? reason : `Get "${url}${path}": ${reason}`;
		const text = `error retrieving resource lock ${lease}: ${detail}`;
		yield* process.write(2, encodeUtf8(klogLine(process.now(), process.pid, 'E', 'leaderelection.go:441', text)));
	}
}
