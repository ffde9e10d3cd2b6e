import type { Status } from '../../machinery/status.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { AttachOptions } from '../ports.ts';
import type { StreamSessions, UpgradeSession } from '../request.ts';

/** Protocols of remote commands over SPDY, best first. Models apimachinery/pkg/util/remotecommand SupportedStreamingProtocols. */
export const COMMAND_PROTOCOLS: readonly string[] = [
	'v4.channel.k8s.io',
	'v3.channel.k8s.io',
	'v2.channel.k8s.io',
	'channel.k8s.io',
];

const CHANNELS: ReadonlyMap<string, number> = new Map([
	['stdin', 0],
	['stdout', 1],
	['stderr', 2],
	['error', 3],
	['resize', 4],
]);
const ERROR_CHANNEL = 3;

/**
 * The streams of exec and attach, each named by its header `streamtype`.
 * Models kubelet/pkg/cri/streaming/remotecommand createHTTPStreamStreams.
 * Differs: the command starts with the connection, not with its last stream.
 */
export function commandStreams(session: UpgradeSession, options: AttachOptions, protocol: string): StreamSessions {
	const wanted = ['error'];
	if (options.stdin) wanted.push('stdin');
	if (options.stdout) wanted.push('stdout');
	if (options.stderr) wanted.push('stderr');
	if (options.tty && /^v[34]\./.test(protocol)) wanted.push('resize');
	const spoken = protocol.startsWith('v4.') ? session : withPlainErrors(session);
	return {
		channels: wanted.map((name) => CHANNELS.get(name) as number),
		single: true,
		place(_stream, headers) {
			const channel = CHANNELS.get(headers.get('streamtype') ?? '');
			return channel === undefined ? undefined : { session: '', channel };
		},
		open: () => spoken,
		close: () => session.close(),
	};
}

/** Before v4 the error stream says what went wrong and nothing else. Models v1WriteStatusFunc. */
function withPlainErrors(session: UpgradeSession): UpgradeSession {
	return {
		send: (channel, data) => session.send(channel, data),
		closeChannel: (channel) => session.closeChannel(channel),
		full: () => session.full(),
		receive() {
			const piece = session.receive();
			if (piece === undefined || piece === 'end' || piece.channel !== ERROR_CHANNEL) return piece;
			const status = JSON.parse(decodeUtf8(piece.data)) as Status;
			const text = status.status === 'Success' ? '' : (status.message ?? '');
			return { channel: ERROR_CHANNEL, data: encodeUtf8(text) };
		},
		readable: session.readable,
		close: () => session.close(),
	};
}
