import type { WebhookAnswer, WebhookCall, WebhookPort } from '../../apiserver/ports.ts';
import { TransportError } from '../../client/transport.ts';
import { SocketTransport } from '../../commands/kubectl/transport.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';

/** Calls webhooks from the API server's process, over its node's network. */
export class WebhookCaller implements WebhookPort {
	#process: Process | undefined;

	/** From now on calls are those of this process, until it ends. */
	adopt(process: Process): void {
		this.#process = process;
		process.onEnd(() => {
			if (this.#process === process) this.#process = undefined;
		});
	}

	*post({ server, serverName, caPem, path, query, body, timeoutMs }: WebhookCall): Task<WebhookAnswer> {
		const process = this.#process;
		if (process === undefined) return { kind: 'failed', detail: 'dial tcp: network is unreachable' };
		const transport = new SocketTransport(process, {
			server,
			caPem,
			insecure: false,
			timeoutMs,
			...(serverName === undefined ? {} : { tlsServerName: serverName }),
		});
		try {
			const headers = { 'content-type': 'application/json', accept: 'application/json' };
			const answer = yield* transport.request({ method: 'POST', path, query, headers, body });
			return { kind: 'answered', status: answer.status, body: answer.body };
		} catch (error) {
			if (!(error instanceof TransportError)) throw error;
			const timedOut = error.detail.includes('Client.Timeout exceeded');
			return { kind: 'failed', detail: timedOut ? 'context deadline exceeded' : error.detail };
		}
	}
}
