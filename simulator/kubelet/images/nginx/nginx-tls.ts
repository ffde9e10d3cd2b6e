import { type Process, SystemError } from '../../../kernel/process-api.ts';
import type { ByteDuplex } from '../../../machinery/http/byte-duplex.ts';
import type { Task } from '../../../machinery/task.ts';
import { type ServerConnection, serverHandshake } from '../../../machinery/tls/server-handshake.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { keyPairComplaint } from '../../../machinery/x509/key-pair.ts';
import { readWholeFile } from '../programs/read-file.ts';
import { NginxConfigError } from './nginx-config.ts';
import type { NginxModel, NginxServer } from './nginx-model.ts';
import type { ProxyTls } from './nginx-proxy-tls.ts';

const FOLDER = '/etc/nginx';

/** What TLS needs of the configuration's files: chains to show, authorities to trust, by the path that is written. Throws NginxConfigError. */
export function* loadChains(process: Process, model: NginxModel): Task<ReadonlyMap<string, string>> {
	const files = new Map<string, string>();
	for (const { tls, scope, locations } of model.servers) {
		if (tls !== undefined) {
			files.set(tls.certificate, yield* loadPair(process, tls.certificate, tls.key));
			yield* loadAuthority(process, tls.clients?.authority, files);
		}
		for (const { proxyPass, proxyTls } of [scope, ...locations.map((each) => each.scope)]) {
			if (proxyPass?.startsWith('https:') === true) yield* loadProxyTls(process, proxyTls, files);
		}
	}
	return files;
}

/** Throws NginxConfigError. Models ngx_http_proxy_module.c ngx_http_proxy_set_ssl. */
function* loadProxyTls(process: Process, tls: ProxyTls, files: Map<string, string>): Task<void> {
	if (tls.certificate !== undefined) {
		if (tls.key === undefined) {
			throw new NginxConfigError(`no "proxy_ssl_certificate_key" is defined for certificate "${tls.certificate}"`);
		}
		files.set(tls.certificate, yield* loadPair(process, tls.certificate, tls.key));
	}
	if (tls.verify && tls.authority === undefined) {
		throw new NginxConfigError('no proxy_ssl_trusted_certificate for proxy_ssl_verify');
	}
	if (tls.verify) yield* loadAuthority(process, tls.authority, files);
}

/** Throws NginxConfigError. Models ngx_ssl_client_certificate. */
function* loadAuthority(process: Process, path: string | undefined, files: Map<string, string>): Task<void> {
	if (path === undefined || files.has(path)) return;
	const full = absolute(path);
	const failed = (why: string) =>
		new NginxConfigError(`SSL_CTX_load_verify_locations("${full}") failed (SSL: error:${why})`);
	let pem: string;
	try {
		pem = decodeUtf8(yield* readWholeFile(process, full));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw failed(
			`80000002:system library::No such file or directory:calling fopen(${full}, r) error:10000080:BIO routines::no such file error:05880002:x509 certificate routines::system lib`,
		);
	}
	if (!pem.includes('-----BEGIN CERTIFICATE-----')) {
		throw failed('05800088:x509 certificate routines::no certificate or crl found');
	}
	files.set(path, pem);
}

/** The chain. Throws NginxConfigError. Models ngx_ssl_certificate. */
function* loadPair(process: Process, certificate: string, keyPath: string): Task<string> {
	const pem = yield* content(process, certificate, 'cannot load certificate');
	const key = yield* content(process, keyPath, 'cannot load certificate key');
	if (!pem.includes('-----BEGIN CERTIFICATE-----')) {
		throw new NginxConfigError(
			`cannot load certificate "${absolute(certificate)}": PEM_read_bio_X509_AUX() failed (SSL: error:0480006C:PEM routines::no start line:Expecting: TRUSTED CERTIFICATE)`,
		);
	}
	const complaint = keyPairComplaint(pem, key);
	if (complaint !== undefined) {
		throw new NginxConfigError(
			complaint.includes('does not match')
				? `SSL_CTX_use_PrivateKey("${absolute(keyPath)}") failed (SSL: error:05800074:x509 certificate routines::key values mismatch)`
				: `cannot load certificate key "${absolute(keyPath)}": PEM_read_bio_PrivateKey() failed (SSL: error:0480006C:PEM routines::no start line:Expecting: ANY PRIVATE KEY)`,
		);
	}
	return pem;
}

function absolute(path: string): string {
	return path.startsWith('/') ? path : `${FOLDER}/${path}`;
}

function* content(process: Process, path: string, what: string): Task<string> {
	const full = absolute(path);
	try {
		return decodeUtf8(yield* readWholeFile(process, full));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const [number, words, last] =
			error.errno === 'EACCES'
				? ['8000000D', 'Permission denied', ' error:10080002:BIO routines::system lib']
				: ['80000002', 'No such file or directory', ' error:10000080:BIO routines::no such file'];
		throw new NginxConfigError(
			`${what} "${full}": BIO_new_file() failed (SSL: error:${number}:system library::${words}:calling fopen(${full}, r)${last})`,
		);
	}
}

/** The server of a port that a name stands for, else the port's first or default. */
function serverFor(model: NginxModel, port: number, name: string): NginxServer | undefined {
	const all = model.servers.filter(({ listens }) => listens.some((each) => each.port === port && each.isSecure));
	return all.find(({ names }) => names.includes(name)) ?? defaultOf(all, port);
}

function defaultOf(servers: readonly NginxServer[], port: number): NginxServer | undefined {
	return servers.find(({ listens }) => listens.some((each) => each.port === port && each.isDefault)) ?? servers[0];
}

/** @param site what is in force now: a reload changes it. */
export function* secured(
	duplex: ByteDuplex,
	port: number,
	site: () => { readonly model: NginxModel; readonly chains: ReadonlyMap<string, string> },
	version: string,
): Task<ServerConnection | undefined> {
	const { model, chains } = site();
	const secure = model.servers.filter(({ listens }) => listens.some((each) => each.port === port && each.isSecure));
	return yield* serverHandshake(
		duplex,
		({ serverName }) => chains.get(serverFor(model, port, serverName)?.tls?.certificate ?? '') ?? '',
		plainRequestPage(version),
		// The versions are those of the port's default server.
		() => defaultOf(secure, port)?.tls?.versions ?? [],
	);
}

function plainRequestPage(version: string): string {
	const body = `<html>\r\n<head><title>400 The plain HTTP request was sent to HTTPS port</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n<center>The plain HTTP request was sent to HTTPS port</center>\r\n<hr><center>nginx/${version}</center>\r\n</body>\r\n</html>\r\n`;
	return `HTTP/1.1 400 Bad Request\r\nServer: nginx/${version}\r\nContent-Type: text/html\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
}
