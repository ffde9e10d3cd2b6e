import { errorMessage } from '../../kernel/error-message.ts';
import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { resolveHost } from '../../kernel/resolve-host.ts';
import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../machinery/http/byte-reader.ts';
import type { Url } from '../../machinery/http/url.ts';
import type { Task } from '../../machinery/task.ts';
import { nameText } from '../../machinery/x509/distinguished-name.ts';
import { TimedDuplex } from './deadline.ts';
import { openTls, pemFile, SYSTEM_CA_FILE, trustProblem } from './http-connection.ts';
import type { WgetLog } from './wget-log.ts';
import type { WgetOptions } from './wget-options.ts';

/** Why a URL is given up, as an exit status; or that another try may help. */
export class WgetFailure extends Error {
	readonly status: number;
	readonly again: boolean;
	constructor(status: number, again = false) {
		super('wget failed');
		this.status = status;
		this.again = again;
	}
}

export const NETWORK_FAILURE = 4;
const TLS_FAILURE = 5;

export interface WgetConnection {
	readonly scheme: string;
	readonly host: string;
	readonly port: number;
	/** How it is called in "Reusing existing connection to …". */
	readonly title: string;
	readonly duplex: ByteDuplex;
	readonly reader: ByteReader;
	readonly timed: TimedDuplex;
}

export function portOf(url: Url): number {
	return url.port ?? (url.scheme === 'https' ? 443 : 80);
}

/** Looks the name up, connects and greets. Throws WgetFailure after it has told why. */
export function* openConnection(process: Process, options: WgetOptions, log: WgetLog, url: Url): Task<WgetConnection> {
	const port = portOf(url);
	const numeric = /^[\d.]+$/.test(url.host) || url.host.includes(':');
	if (!numeric) yield* log.verbose(`Resolving ${url.host} (${url.host})... `);
	const found = yield* resolveHost(process, url.host);
	if (found.kind !== 'found') {
		const why = found.kind === 'not-found' ? 'Name or service not known' : 'Temporary failure in name resolution';
		yield* log.verbose(`failed: ${why}.\n`);
		yield* log.essential(`wget: unable to resolve host address ‘${url.host}’\n`);
		throw new WgetFailure(NETWORK_FAILURE);
	}
	if (!numeric) yield* log.verbose(`${found.addresses.slice(0, 3).join(', ')}\n`);
	const title = numeric ? `${url.host}:${port}` : `${url.host} (${url.host})|${found.addresses[0]}|:${port}`;
	yield* log.verbose(`Connecting to ${title}... `);
	const fd = yield* connect(process, options, log, found.addresses[0] as string, port);
	yield* log.verbose('connected.\n');
	const timed = new TimedDuplex(process, fd, Number.POSITIVE_INFINITY);
	const duplex = url.scheme === 'https' ? yield* secure(process, options, log, timed, url) : timed;
	const shown = numeric ? title : `${url.host}:${port}`;
	return { scheme: url.scheme, host: url.host, port, title: shown, duplex, timed, reader: new ByteReader(duplex) };
}

function* connect(
	process: Process,
	{ values }: WgetOptions,
	log: WgetLog,
	address: string,
	port: number,
): Task<number> {
	const seconds = Number(values.connectTimeout ?? values.timeout ?? 0);
	try {
		return yield* process.connect(address, port, seconds > 0 ? { timeoutMs: seconds * 1000 } : {});
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		yield* log.essential(`failed: ${errorMessage(error.errno)}.\n`);
		const again = error.errno === 'ETIMEDOUT' || values.retryRefused === true;
		throw new WgetFailure(NETWORK_FAILURE, again);
	}
}

function* secure(
	process: Process,
	{ values }: WgetOptions,
	log: WgetLog,
	socket: ByteDuplex,
	url: Url,
): Task<ByteDuplex> {
	const certificatePem = values.certificate === undefined ? undefined : yield* pemFile(process, values.certificate);
	const outcome = yield* openTls(process, socket, {
		host: url.host,
		insecure: true,
		authorities: '',
		...(certificatePem === undefined ? {} : { certificatePem }),
	});
	if (outcome.kind !== 'open') {
		if (outcome.kind === 'not-tls')
			yield* log.essential('OpenSSL: error:0A00010B:SSL routines::wrong version number\n');
		if (outcome.kind === 'alert')
			yield* log.essential('OpenSSL: error:0A000410:SSL routines::sslv3 alert handshake failure\n');
		yield* log.essential('Unable to establish SSL connection.\n');
		socket.close();
		throw new WgetFailure(NETWORK_FAILURE);
	}
	const [leaf] = outcome.chain;
	if (leaf === undefined) return outcome.duplex;
	const authorities = (yield* pemFile(process, values.authorities ?? SYSTEM_CA_FILE)) ?? '';
	const problem = trustProblem(process, outcome.chain, authorities, url.host);
	if (problem === undefined) return outcome.duplex;
	const severity = values.noCheck ? 'WARNING' : 'ERROR';
	yield* log.essential(
		problem === 'wrong name'
			? `${severity}: no certificate subject alternative name matches\n\trequested host name ‘${url.host}’.\n`
			: `${severity}: cannot verify ${url.host}'s certificate, issued by ‘${nameText(leaf.issuer)}’:\n  ${TRUST_WORDS.get(problem) ?? problem}\n`,
	);
	if (values.noCheck) return outcome.duplex;
	yield* log.essential(`To connect to ${url.host} insecurely, use \`--no-check-certificate'.\n`);
	outcome.duplex.close();
	throw new WgetFailure(TLS_FAILURE);
}

/** Models src/openssl.c ssl_check_certificate. */
const TRUST_WORDS: ReadonlyMap<string, string> = new Map([
	['unable to get local issuer certificate', "Unable to locally verify the issuer's authority."],
	['self-signed certificate in certificate chain', 'Self-signed certificate encountered.'],
	['self-signed certificate', 'Self-signed certificate encountered.'],
	['certificate is not yet valid', 'Issued certificate not yet valid.'],
	['certificate has expired', 'Issued certificate has expired.'],
]);
