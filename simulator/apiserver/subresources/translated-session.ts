import type { Status } from '../../machinery/status.ts';
import { internalError } from '../../machinery/status.ts';
import type { Wait } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { KubeletAnswer } from '../ports.ts';
import type { UpgradeSession } from '../request.ts';

/** Numbers of the channels that a client may not miss. */
const ERROR_CHANNEL = 3;

/**
 * The client's side of a session that the server holds with the kubelet: whatever goes wrong there is an internal error
 * of the server's. Models apiserver/pkg/util/proxy StreamTranslatorHandler.
 * @param url the kubelet's, as the server's errors name it.
 */
export function translatedSession(answer: KubeletAnswer<UpgradeSession>, url: string): UpgradeSession {
	switch (answer.kind) {
		case 'unreachable':
			return failedSession(`error sending request: Post ${JSON.stringify(url)}: ${answer.detail}`);
		case 'refused':
			return failedSession(`unable to upgrade connection: ${answer.message}`);
		case 'open':
			return withOwnFailures(answer.value);
	}
}

function withOwnFailures(session: UpgradeSession): UpgradeSession {
	return {
		send: (channel, data) => session.send(channel, data),
		closeChannel: (channel) => session.closeChannel(channel),
		full: () => session.full(),
		receive() {
			const piece = session.receive();
			if (piece === undefined || piece === 'end' || piece.channel !== ERROR_CHANNEL) return piece;
			const status = JSON.parse(decodeUtf8(piece.data)) as Status;
			if (status.status === 'Success' || (status.reason as string) === 'NonZeroExitCode') return piece;
			return { channel: ERROR_CHANNEL, data: failure(status.message ?? '') };
		},
		readable: session.readable,
		close: () => session.close(),
	};
}

/** A session in which nothing is said but why there is none. */
function failedSession(because: string): UpgradeSession {
	let said = false;
	// Nobody waits: there is something to receive at once, and then the end.
	const readable: Wait = { arm: () => () => {} };
	return {
		send() {},
		closeChannel() {},
		full: () => false,
		receive() {
			if (said) return 'end';
			said = true;
			return { channel: ERROR_CHANNEL, data: failure(because) };
		},
		readable,
		close() {},
	};
}

function failure(because: string): Uint8Array {
	return encodeUtf8(JSON.stringify(internalError(because).status));
}
