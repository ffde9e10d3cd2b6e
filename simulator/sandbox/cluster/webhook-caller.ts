import type { WebhookAnswer, WebhookCall, WebhookPort } from '../../apiserver/ports.ts';
import { TransportError } from '../../client/transport.ts';
import { SocketTransport } from '../../commands/kubectl/transport.ts';
import { userAgent } from '../../commands/kubectl/version.ts';
import type { Process } from '../../kernel/process-api.ts';
import { ProcessEnded } from '../../kernel/processes/waits.ts';
import { ConnectionError } from '../../machinery/http/byte-duplex.ts';
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

	*post(call: WebhookCall): Task<WebhookAnswer> {
		const { server, serverName, caPem, insecure = false, path, query, body, timeoutMs, token } = call;
		const { clientCertificatePem, clientKeyPem } = call;
		const process = this.#process;
		if (process === undefined) return { kind: 'failed', detail: 'dial tcp: network is unreachable' };
		const transport = new SocketTransport(process, {
			server,
			caPem,
			insecure,
			timeoutMs,
			...(serverName === undefined ? {} : { tlsServerName: serverName }),
			...(clientCertificatePem === undefined ? {} : { clientCertificatePem }),
			...(clientKeyPem === undefined ? {} : { clientKeyPem }),
		});
		try {
			const headers: { [name: string]: string } = {
				'user-agent': call.userAgent ?? userAgent(process.release).replace('kubectl', 'kube-apiserver'),
				'content-type': 'application/json',
				accept: 'application/json',
			};
			if (token !== undefined) headers.authorization = `Bearer ${token}`;
			const answer = yield* transport.request({ method: 'POST', path, query, headers, body });
			return { kind: 'answered', status: answer.status, body: answer.body };
		} catch (error) {
			// The server's process may end meanwhile; nobody hears the answer then.
			if (error instanceof ProcessEnded) return { kind: 'failed', detail: 'context canceled' };
			if (error instanceof ConnectionError) return { kind: 'failed', detail: error.message };
			if (!(error instanceof TransportError)) throw error;
			const timedOut = error.detail.includes('Client.Timeout exceeded');
			return { kind: 'failed', detail: timedOut ? 'context deadline exceeded' : error.detail };
		}
	}
}
