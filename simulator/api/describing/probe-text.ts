import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Probe } from '../core/types/container.ts';

/** "http-get http://:80/ delay=0s timeout=1s period=10s #success=1 #failure=3". Models DescribeProbe. */
export function probeText(probe: Probe): string {
	const { initialDelaySeconds = 0, timeoutSeconds = 0, periodSeconds = 0 } = probe;
	const { successThreshold = 0, failureThreshold = 0 } = probe;
	const times = `delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s`;
	return `${handlerText(probe)} ${times} #success=${successThreshold} #failure=${failureThreshold}`;
}

function handlerText(probe: Probe): string {
	if (probe.exec !== undefined) return `exec [${(probe.exec.command ?? []).join(' ')}]`;
	if (probe.httpGet !== undefined) return `http-get ${urlText(probe.httpGet)}`;
	if (probe.tcpSocket !== undefined) return `tcp-socket ${probe.tcpSocket.host ?? ''}:${probe.tcpSocket.port}`;
	if (probe.grpc !== undefined) return `grpc <pod>:${probe.grpc.port} ${probe.grpc.service ?? ''}`;
	return 'unknown';
}

function urlText({ scheme = '', host = '', port, path = '' }: NonNullable<Probe['httpGet']>): string {
	const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
	const escaped = path === '*' ? path : escapePath(path);
	return `${scheme === '' ? '' : `${scheme.toLowerCase()}:`}//${authority}${/^$|^\//.test(escaped) ? '' : '/'}${escaped}`;
}

/** Models net/url escape in the mode of paths: a query is part of the path here, so its "?" is escaped. */
function escapePath(path: string): string {
	let out = '';
	for (const byte of encodeUtf8(path)) {
		const char = String.fromCharCode(byte);
		out +=
			byte < 0x80 && /[\w\-.~$&+,/:;=@]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
	}
	return out;
}
