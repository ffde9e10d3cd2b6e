import { resolveHost } from '../../kernel/resolve-host.ts';
import { type ByteDuplex, ConnectionError } from '../../machinery/http/byte-duplex.ts';
import { ByteReader, concatBytes } from '../../machinery/http/byte-reader.ts';
import type { Url } from '../../machinery/http/url.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { CurlFailure } from './curl-failure.ts';
import type { CurlOptions } from './curl-options.ts';
import type { TransferContext } from './curl-transfer.ts';

const SOCKS_PORT = 1080;

/** Who makes the connection instead, and who finds out the address. */
export interface SocksProxy {
	readonly version: 4 | 5;
	/** The proxy gets the name. */
	readonly byName: boolean;
	readonly host: string;
	readonly port: number;
}

/** Of --socks5 and its kin, of -x with a scheme. Undefined: none, or not for this host. */
export function socksProxyOf(values: CurlOptions['values'], host: string): SocksProxy | undefined {
	const { socks4, socks4a, socks5, socks5Hostname, proxy, preproxy, noproxy } = values;
	const [, scheme, place] = /^(socks(?:4a?|5h?)?):\/\/(.*)$/.exec(proxy ?? preproxy ?? '') ?? [];
	const given: readonly (readonly [4 | 5, boolean, string | undefined])[] = [
		[5, true, socks5Hostname],
		[5, false, socks5],
		[4, true, socks4a],
		[4, false, socks4],
		[scheme?.startsWith('socks5') ? 5 : 4, scheme === 'socks5h' || scheme === 'socks4a', place],
	];
	const [version, byName, text] = given.find(([, , value]) => value !== undefined) ?? [];
	const exempt = (noproxy ?? '').split(',').some((each) => each === '*' || host === each || host.endsWith(`.${each}`));
	if (version === undefined || byName === undefined || text === undefined || (noproxy !== undefined && exempt)) {
		return undefined;
	}
	const [, name = '', port] = /^(?:\w+:\/\/)?(?:[^@]*@)?\[?(.*?)\]?(?::(\d+))?\/?$/.exec(text) ?? [];
	return { version, byName, host: name, port: Number(port ?? SOCKS_PORT) };
}

/** Has the proxy make the connection. Throws CurlFailure. Models lib/socks.c. */
export function* throughSocks(
	context: TransferContext,
	duplex: ByteDuplex & { readonly fd: number },
	proxy: SocksProxy,
	{ url: { host }, port }: { readonly url: Url; readonly port: number },
): Task<void> {
	const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(host);
	const asName = proxy.byName && !isAddress;
	const address = asName ? '' : isAddress ? host : yield* resolved(context, host);
	const where = asName ? `${host}:${port} (remotely resolved)` : `IPv4 ${address}:${port} (locally resolved)`;
	if (proxy.version === 5) yield* context.note(`* SOCKS5 connect to ${where}`);
	else {
		yield* context.note(`* SOCKS4 communication to ${host}:${port}`);
		if (!asName) yield* context.note(`* SOCKS4 connect to IPv4 ${address} (locally resolved)`);
	}
	const reader = new ByteReader(duplex);
	const target = { address, name: asName ? host : undefined, port };
	if (proxy.version === 5) yield* askSocks5(duplex, reader, host, target);
	else yield* askSocks4(duplex, reader, target);
	yield* context.note(`* SOCKS${proxy.version}${proxy.version === 4 && asName ? 'a' : ''} request granted.`);
	const { fd } = duplex;
	const { address: shown } = context.process.peerName(fd);
	yield* context.note(`* Connected to ${proxy.host} (${shown}) port ${proxy.port}`);
}

interface Target {
	readonly address: string;
	readonly name: string | undefined;
	readonly port: number;
}

function* resolved({ process }: TransferContext, host: string): Task<string> {
	const found = yield* resolveHost(process, host);
	if (found.kind === 'found') return found.addresses[0] as string;
	throw new CurlFailure(97, `Failed to resolve "${host}" for SOCKS5 connect.`);
}

function* askSocks5(duplex: ByteDuplex, reader: ByteReader, host: string, { address, name, port }: Target): Task<void> {
	yield* duplex.write(Uint8Array.of(5, 2, 0, 2));
	const [version, method] = yield* answered(reader, 2);
	if (version !== 5) throw new CurlFailure(97, 'Received invalid version in initial SOCKS5 response.');
	if (method !== 0) throw new CurlFailure(97, 'No authentication method was acceptable.');
	const to = name === undefined ? Uint8Array.of(1, ...bytesOf(address)) : named(name);
	yield* duplex.write(concatBytes([Uint8Array.of(5, 1, 0), to, portBytes(port)]));
	const [, status] = yield* answered(reader, 10);
	if (status !== 0) throw new CurlFailure(97, `Can't complete SOCKS5 connection to ${host}. (${status})`);
}

function* askSocks4(duplex: ByteDuplex, reader: ByteReader, { address, name, port }: Target): Task<void> {
	const to = name === undefined ? bytesOf(address) : [0, 0, 0, 1];
	const tail = name === undefined ? new Uint8Array(0) : Uint8Array.of(...encodeUtf8(name), 0);
	yield* duplex.write(concatBytes([Uint8Array.of(4, 1), portBytes(port), Uint8Array.of(...to, 0), tail]));
	const [, status] = yield* answered(reader, 8);
	if (status === 90) return;
	throw new CurlFailure(97, `Can't complete SOCKS4 connection to 0.0.0.0:0. (${status}), request rejected or failed.`);
}

function* answered(reader: ByteReader, length: number): Task<Uint8Array> {
	try {
		return yield* reader.exactly(length);
	} catch (error) {
		if (error instanceof ConnectionError) throw new CurlFailure(97, 'connection to proxy closed');
		throw error;
	}
}

function bytesOf(address: string): number[] {
	return address.split('.').map(Number);
}

function named(name: string): Uint8Array {
	const bytes = encodeUtf8(name);
	return Uint8Array.of(3, bytes.length, ...bytes);
}

function portBytes(port: number): Uint8Array {
	return Uint8Array.of(port >> 8, port & 255);
}
