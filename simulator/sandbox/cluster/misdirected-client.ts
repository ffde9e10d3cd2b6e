import type { ElectionSettings } from '../../client/leader-election.ts';
import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { klogLine } from '../../kubelet/images/programs/component-program.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { ApiServerAddress } from '../command-lines/named-files.ts';

/** How long a leader elector waits between tries: its retry period, with jitter. */
const RETRY_MS = 3_300;
/** A leader elector's requests have little time. */
const CLIENT_TIMEOUT = {
	timeoutMs: 5_000,
	words: (_: string): string =>
		'net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
};
/** Others have the dialer's. */
export const DIAL_TIMEOUT = { timeoutMs: 30_000, words: (where: string): string => `dial tcp ${where}: i/o timeout` };

/** What a component writes whose kubeconfig leads to no API server: its leader election goes on trying. */
export function* complainOfLease(
	process: Process,
	{ namespace, name }: ElectionSettings,
	{ url, host, port }: ApiServerAddress,
): Task<void> {
	const lock = `lock="${namespace}/${name}"`;
	const path = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases/${name}?timeout=5s`;
	yield* writeKlog(process, 'I', 'leaderelection.go:258', `"Attempting to acquire leader lease..." ${lock}`);
	for (;;) {
		const error = JSON.stringify(`Get "${url}${path}": ${yield* connectError(process, host, port)}`);
		yield* writeKlog(process, 'E', 'leaderelection.go:441', `"Error retrieving lease lock" err=${error} ${lock}`);
		yield process.timer(process.now() + RETRY_MS);
	}
}

export function* writeKlog(process: Process, level: 'I' | 'W' | 'E', source: string, text: string): Task<void> {
	yield* process.write(2, encodeUtf8(klogLine(process.now(), process.pid, level, source, text)));
}

/** Why there is no connection. @param limit how long it may take to make one, and what is said of one that takes longer. */
export function* connectError(process: Process, host: string, port: number, limit = CLIENT_TIMEOUT): Task<string> {
	const where = `${host}:${port}`;
	if (!/^[\d.]+$/.test(host)) return `dial tcp: lookup ${host}: no such host`;
	try {
		process.close(yield* process.connect(host, port, { timeoutMs: limit.timeoutMs }));
		return 'EOF';
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		switch (error.errno) {
			case 'ETIMEDOUT':
				return limit.words(where);
			case 'EHOSTUNREACH':
				return `dial tcp ${where}: connect: no route to host`;
			default:
				return `dial tcp ${where}: connect: connection refused`;
		}
	}
}
