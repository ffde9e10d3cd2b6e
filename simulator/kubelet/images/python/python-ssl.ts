import type { ByteDuplex } from '../../../machinery/http/byte-duplex.ts';
import type { Task } from '../../../machinery/task.ts';
import { serverHandshake } from '../../../machinery/tls/server-handshake.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { decodePem } from '../../../machinery/x509/pem.ts';
import { readWholeFile } from '../programs/read-file.ts';
import type { Python } from './python-interpreter.ts';
import { type NamedArguments, nativeClass, type PyClass, PyNative, PyObject, type PyValue } from './python-values.ts';

/** A listening socket that speaks TLS: whoever accepts shakes hands first. */
class SecureListener {
	readonly fd: number;
	/** PEM. */
	readonly chain: string;

	constructor(fd: number, chain: string) {
		this.fd = fd;
		this.chain = chain;
	}
}

/** The connection as the server's own socket has it; undefined when the client does not shake hands. */
export function* accepted(socket: PyValue | undefined, duplex: ByteDuplex): Task<ByteDuplex | undefined> {
	const listener = socket instanceof PyObject ? socket.native : undefined;
	if (!(listener instanceof SecureListener)) return duplex;
	return (yield* serverHandshake(duplex, listener.chain, ''))?.duplex;
}

function* loadChain(python: Python, self: PyValue | undefined, args: readonly PyValue[], named: NamedArguments) {
	const certificate = args[0] ?? named.get('certfile') ?? '';
	const key = args[1] ?? named.get('keyfile') ?? certificate;
	const text = decodeUtf8(
		yield* python.system(readWholeFile(python.process, String(certificate)), String(certificate)),
	);
	const secret = decodeUtf8(yield* python.system(readWholeFile(python.process, String(key)), String(key)));
	const isWhole =
		decodePem(text).some(({ type }) => type === 'CERTIFICATE') &&
		decodePem(secret).some(({ type }) => type.endsWith('PRIVATE KEY'));
	if (!isWhole) throw python.error('OSError', '[SSL] PEM lib (_ssl.c:3900)');
	(self as PyObject).native = text;
	return null;
}

function wrap(python: Python, self: PyValue | undefined, args: readonly PyValue[], named: NamedArguments): PyValue {
	const [socket] = args;
	const isServer = (args[1] ?? named.get('server_side') ?? false) === true;
	const fd = socket instanceof PyObject ? socket.native : undefined;
	const chain = (self as PyObject).native;
	if (!isServer || typeof fd !== 'number')
		throw python.error('ValueError', 'of sockets those that listen can be wrapped in this simulated container');
	const wrapped = new PyObject((socket as PyObject).type);
	wrapped.native = new SecureListener(fd, typeof chain === 'string' ? chain : '');
	return wrapped;
}

const CONTEXT = nativeClass('SSLContext', {
	__init__: () => null,
	load_cert_chain: (python, [self, ...args], named) => loadChain(python, self, args, named),
	load_verify_locations: () => null,
	load_default_certs: () => null,
	set_ciphers: () => null,
	wrap_socket: (python, [self, ...args], named) => wrap(python, self, args, named),
});

const VERSIONS = nativeClass('TLSVersion', {});
const PURPOSES = nativeClass('Purpose', {});

function named(type: PyClass, values: Readonly<Record<string, PyValue>>): PyObject {
	const object = new PyObject(type);
	for (const [name, value] of Object.entries(values)) object.attributes.set(name, value);
	return object;
}

/** Models Lib/ssl.py, its side of servers. Differs: clients' certificates are not asked for. */
export function sslModule(python: Python): ReadonlyMap<string, PyValue> {
	const made = (): PyObject => new PyObject(CONTEXT);
	return new Map<string, PyValue>([
		['SSLContext', CONTEXT],
		['create_default_context', new PyNative('create_default_context', made)],
		['PROTOCOL_TLS', 2n],
		['PROTOCOL_TLSv1_2', 5n],
		['PROTOCOL_TLS_CLIENT', 16n],
		['PROTOCOL_TLS_SERVER', 17n],
		['CERT_NONE', 0n],
		['CERT_OPTIONAL', 1n],
		['CERT_REQUIRED', 2n],
		['TLSVersion', named(VERSIONS, { TLSv1_2: 771n, TLSv1_3: 772n })],
		['Purpose', named(PURPOSES, { CLIENT_AUTH: '1.3.6.1.5.5.7.3.2', SERVER_AUTH: '1.3.6.1.5.5.7.3.1' })],
		['SSLError', python.errors.get('OSError') as PyClass],
	]);
}
