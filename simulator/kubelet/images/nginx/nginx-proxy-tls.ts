import type { Process } from '../../../kernel/process-api.ts';
import type { ByteDuplex } from '../../../machinery/http/byte-duplex.ts';
import type { Task } from '../../../machinery/task.ts';
import { clientHandshake } from '../../../machinery/tls/client-handshake.ts';
import { hostError } from '../../../machinery/x509/verify-certificate.ts';
import { type Directive, NginxConfigError } from './nginx-config.ts';
import { chainProblem } from './nginx-peers.ts';

/** How requests are passed on to upstreams with https. */
export interface ProxyTls {
	readonly certificate: string | undefined;
	readonly key: string | undefined;
	readonly authority: string | undefined;
	readonly verify: boolean;
	/** The name that the upstream's certificate must have; undefined: the one in proxy_pass. */
	readonly name: string | undefined;
	readonly sendName: boolean;
}

export const NO_PROXY_TLS: ProxyTls = {
	certificate: undefined,
	key: undefined,
	authority: undefined,
	verify: false,
	name: undefined,
	sendName: false,
};

export const PROXY_TLS_DIRECTIVES = [
	'proxy_ssl_certificate',
	'proxy_ssl_certificate_key',
	'proxy_ssl_trusted_certificate',
	'proxy_ssl_verify',
	'proxy_ssl_name',
	'proxy_ssl_server_name',
] as const;

/** Throws NginxConfigError. */
export function readProxyTls(outer: ProxyTls, last: (name: string) => Directive | undefined): ProxyTls {
	const [certificate, key, authority, verify, name, sendName] = PROXY_TLS_DIRECTIVES.map(last);
	return {
		certificate: certificate?.args[0] ?? outer.certificate,
		key: key?.args[0] ?? outer.key,
		authority: authority?.args[0] ?? outer.authority,
		verify: flag(verify) ?? outer.verify,
		name: name?.args[0] ?? outer.name,
		sendName: flag(sendName) ?? outer.sendName,
	};
}

function flag(directive: Directive | undefined): boolean | undefined {
	if (directive === undefined) return undefined;
	const [value = ''] = directive.args;
	if (value !== 'on' && value !== 'off') {
		throw new NginxConfigError(
			`invalid value "${value}" in "${directive.name}" directive, it must be "on" or "off" in ${directive.file}:${directive.line}`,
		);
	}
	return value === 'on';
}

/** Why there is no TLS connection to an upstream, as the error log tells. */
export class UpstreamTlsError extends Error {}

/**
 * Throws UpstreamTlsError. @param host what proxy_pass names. @param files of the configuration, by path.
 * Models ngx_http_upstream_ssl_init_connection.
 */
export function* secureUpstream(
	process: Process,
	duplex: ByteDuplex,
	tls: ProxyTls,
	host: string,
	files: ReadonlyMap<string, string>,
): Task<ByteDuplex> {
	const name = tls.name ?? host;
	const own = tls.certificate === undefined ? undefined : files.get(tls.certificate);
	const result = yield* clientHandshake(duplex, {
		serverName: tls.sendName && !/^[\d.]+$/.test(name) ? name : '',
		...(own === undefined ? {} : { certificatePem: own }),
		verify: (chain) => {
			if (!tls.verify) return undefined;
			const problem = chainProblem(process, chain, files.get(tls.authority ?? '') ?? '', 'serverAuth');
			if (problem !== undefined) return `upstream SSL certificate verify error: (${problem})`;
			const [leaf] = chain;
			return leaf !== undefined && hostError(leaf, name) !== undefined
				? `upstream SSL certificate does not match "${name}"`
				: undefined;
		},
	});
	switch (result.kind) {
		case 'open':
			return result.duplex;
		case 'certificate':
			throw new UpstreamTlsError(result.reason);
		case 'not-tls':
			throw new UpstreamTlsError('SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number)');
		case 'closed':
			throw new UpstreamTlsError('peer closed connection in SSL handshake');
		case 'alert':
			throw new UpstreamTlsError(`SSL_do_handshake() failed (SSL: SSL alert number ${result.code})`);
	}
}
