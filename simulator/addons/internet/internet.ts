import { ROOT_CREDENTIALS } from '../../kernel/capabilities.ts';
import { createMachine } from '../../kernel/machine.ts';
import type { Machine, NetworkFabric } from '../../kernel/machine-api.ts';
import type { Process } from '../../kernel/process-api.ts';
import { type HttpAnswer, type HttpRequest, serveHttp } from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { serveDns } from '../../kubelet/images/coredns/dns-listener.ts';
import type { Context } from '../../machinery/context.ts';
import { type DnsMessage, RECORD_TYPES } from '../../machinery/dns/dns-message.ts';
import type { HostCalls } from '../../machinery/host-calls.ts';
import type { Memo } from '../../machinery/memo.ts';
import type { Task } from '../../machinery/task.ts';
import { serverHandshake } from '../../machinery/tls/server-handshake.ts';
import { type Certificate, certificatePem, readCertificates } from '../../machinery/x509/certificate.ts';
import { writeCertificate } from '../../machinery/x509/certificate-writer.ts';
import { INTERNET_ROOT_CERTIFICATE } from '../../machinery/x509/internet-root.ts';
import { readRsaKey } from '../../machinery/x509/rsa-key.ts';
import type { Page } from '../addon.ts';
import { ROOT_KEY, SITE_KEY } from './internet-keys.ts';
import { METADATA_ADDRESS } from './metadata.ts';
import { OTHER_ADDRESSES, SITES } from './sites.ts';

const PUBLIC_ADDRESSES: readonly string[] = [...new Set([...SITES.values(), ...OTHER_ADDRESSES])];
const ADDRESSES: readonly string[] = [...PUBLIC_ADDRESSES, METADATA_ADDRESS];
const YEAR_MS = 365 * 86_400_000;
const TTL_SECONDS = 300;
const BINARY = 'application/octet-stream';

/** Undefined when there is no such name. */
function internetAddresses(name: string): readonly string[] | undefined {
	const address = SITES.get(name.toLowerCase().replace(/\.$/, ''));
	return address === undefined ? undefined : [address];
}

export function isInternetAddress(address: string): boolean {
	return ADDRESSES.includes(address);
}

export interface InternetOptions {
	readonly context: Context;
	readonly fabric: NetworkFabric;
	readonly pages: readonly Page[];
	readonly hostCalls: HostCalls;
	readonly memo: Memo;
}

/**
 * Everything outside the cluster, as one machine with many addresses: resolvers, and sites that hold what people
 * install. It keeps nothing, so a world has it from the moment somebody sends something there.
 */
export function createInternet(options: InternetOptions): Machine {
	const { context, fabric, pages, hostCalls, memo } = options;
	const machine = createMachine({
		context,
		hostname: 'internet',
		layers: [],
		programs: new Map(),
		fabric,
		addresses: ADDRESSES,
	});
	const byUrl = new Map(pages.map((page) => [page.url, page]));
	const chain = memo.of('internet.certificate', '', () => siteCertificate(hostCalls));
	machine.start({
		argv: ['internet'],
		env: new Map(),
		cwd: '/',
		credentials: ROOT_CREDENTIALS,
		stdin: 'null',
		onOutput: () => undefined,
		onExit: () => undefined,
		program: (process) => serve(process, byUrl, chain),
		init: true,
	});
	return machine;
}

function* serve(process: Process, pages: ReadonlyMap<string, Page>, chain: string): Task<number> {
	const group = new TaskGroup();
	const refuse = (status: number): HttpAnswer => ({ status, headers: [], body: '' });
	serveHttp(process, group, '0.0.0.0', 80, { handle: (request) => answer('http', request, pages), refuse });
	serveHttp(process, group, '0.0.0.0', 443, {
		secure: (duplex) => serverHandshake(duplex, chain),
		handle: (request) => answer('https', request, pages),
		refuse,
	});
	serveDns(process, group, 53, resolve);
	return yield* group.run(process, () => 0);
}

function* answer(scheme: string, request: HttpRequest, pages: ReadonlyMap<string, Page>): Task<HttpAnswer> {
	const host = (request.headers.get('host') ?? '').replace(/:\d+$/, '').toLowerCase();
	const path = request.target.replace(/[?#].*/s, '');
	const page = pages.get(`${scheme}://${host}${path}`);
	if (page?.location !== undefined) {
		return { status: 302, headers: [['Location', page.location]], body: '' };
	}
	const type = ['Content-Type', page?.type ?? 'text/plain; charset=utf-8'] as const;
	if (page?.bytes !== undefined) return { status: 200, headers: [type], body: page.bytes(), zeros: page.zeros ?? 0 };
	const parent = pages.get(`${scheme}://${host}${path.replace(/[^/]*$/, '')}`);
	const held = parent?.below?.(path.replace(/^.*\//, ''));
	if (held !== undefined) return { status: 200, headers: [['Content-Type', parent?.type ?? BINARY]], body: held };
	if (page?.text === undefined) return { status: 404, headers: [type], body: 'Not Found' };
	return { status: 200, headers: [type], body: page.text() };
}

function* resolve(query: DnsMessage): Task<DnsMessage> {
	const [question] = query.questions;
	const name = question?.name ?? '';
	const addresses = internetAddresses(name);
	const asked = question?.type === RECORD_TYPES.A || question?.type === RECORD_TYPES.ANY;
	return {
		...query,
		response: true,
		recursionAvailable: true,
		code: addresses === undefined ? 'NXDOMAIN' : 'NOERROR',
		answers: asked ? (addresses ?? []).map((data) => ({ name, type: 'A', ttlSeconds: TTL_SECONDS, data })) : [],
		authorities: [],
		additionals: [],
	};
}

function siteCertificate(hostCalls: HostCalls): string {
	const key = readRsaKey(SITE_KEY);
	const [root] = readCertificates(INTERNET_ROOT_CERTIFICATE) as readonly Certificate[];
	if (key === undefined || root === undefined) throw new Error('assertion failed: no keys for the internet');
	const names = [...SITES.keys()];
	const certificate = writeCertificate(
		{
			commonName: names[0] as string,
			serial: Uint8Array.of(2),
			notBeforeMs: root.notBeforeMs,
			notAfterMs: root.notAfterMs - YEAR_MS,
			keyUsages: ['digitalSignature', 'keyEncipherment'],
			extendedKeyUsages: ['serverAuth'],
			isCa: false,
			dnsNames: names,
			ipAddresses: [...PUBLIC_ADDRESSES],
		},
		key.publicKeySpki,
		{ certificate: root, privateKeyPem: ROOT_KEY },
		hostCalls,
	);
	return certificatePem(certificate);
}
