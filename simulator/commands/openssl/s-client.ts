import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { resolveHost, textOf as softTextOf } from '../../kernel/resolve-host.ts';
import { ConnectionError } from '../../machinery/http/byte-duplex.ts';
import type { Task } from '../../machinery/task.ts';
import { offeredCiphers, USUAL_CIPHERS } from '../../machinery/tls/cipher-suites.ts';
import { clientHandshake } from '../../machinery/tls/client-handshake.ts';
import { type Certificate, certificatePem, readCertificates } from '../../machinery/x509/certificate.ts';
import { OID } from '../../machinery/x509/object-identifiers.ts';
import { publicKeyAlgorithm } from '../../machinery/x509/rsa-key.ts';
import { DeadlineError, TimedDuplex } from '../network/deadline.ts';
import { SYSTEM_CA_FILE } from '../network/http-connection.ts';
import { readAll } from '../stdio.ts';
import { Exit, type UnixRun } from '../unix-command.ts';
import { parseArguments } from './arguments.ts';
import { algorithmText, modulusOf, timeText } from './certificate-text.ts';
import { textOf } from './files.ts';
import { nameLine } from './names.ts';
import { problemOf } from './verify.ts';

const WAIT_MS = 10_000;

/**
 * `openssl s_client`: shows what a server shows, sends what it reads and prints what comes back.
 * Models apps/s_client.c print_stuff. Differs: nothing of ciphers and sessions that the world's TLS does not have.
 */
export function* sClient(run: UnixRun, words: readonly string[]): Task<number> {
	const args = parseArguments(
		's_client',
		{
			flags:
				'showcerts quiet brief ign_eof tls1 tls1_1 tls1_2 tls1_3 no_tls1 no_tls1_1 no_tls1_2 no_tls1_3 verify_return_error help no_ign_eof',
			values: 'cipher ciphersuites connect host port servername CAfile cert key verify alpn',
		},
		words,
	);
	const [, host = 'localhost', port = '4433'] = /^\[?([^\]]*?)\]?:(\w+)$/.exec(args.value('connect') ?? '') ?? [];
	const address = yield* addressOf(run, host, port);
	let fd: number;
	try {
		fd = yield* run.process.connect(address, Number(port), { timeoutMs: 120_000 });
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		const code = error.errno === 'ECONNREFUSED' ? '6F' : error.errno === 'EHOSTUNREACH' ? '71' : '6E';
		const line = `${(0x40000000 + run.process.pid * 4096 + 7).toString(16).toUpperCase()}7F0000:error:800000${code}:system library:BIO_connect:${errorMessage(error.errno)}:../crypto/bio/bio_sock2.c:114:calling connect()\n`;
		const second = line.replace(
			/error:.*/,
			`error:10000067:BIO routines:BIO_connect:connect error:../crypto/bio/bio_sock2.c:116:`,
		);
		throw new Exit(1, `${line}${second}connect:errno=${Number.parseInt(code, 16)}\n`);
	}
	const file = args.value('CAfile');
	const trusted = readCertificates(
		file === undefined ? yield* softTextOf(run.process, SYSTEM_CA_FILE) : yield* textOf(run, file, 'certificates'),
	);
	const certificate = args.value('cert');
	const certificatePemText =
		certificate === undefined ? undefined : yield* textOf(run, certificate, 'client certificate');
	const socket = new TimedDuplex(run.process, fd, run.process.now() + WAIT_MS);
	yield* run.out.write('CONNECTED(00000003)\n');
	const versions = versionsOf(args);
	const result = yield* clientHandshake(socket, {
		...(versions === undefined ? {} : { versions }),
		ciphers: offeredCiphers(args.value('cipher')),
		serverName: args.value('servername') ?? (/^[\d.]+$/.test(host) ? '' : host),
		...(certificatePemText === undefined ? {} : { certificatePem: certificatePemText }),
		verify: () => undefined,
	});
	if (result.kind !== 'open') {
		const words = result.kind === 'alert' ? ALERT_WORDS.get(result.code) : undefined;
		if (result.kind === 'alert' && words !== undefined) {
			const thread = (0x40000000 + run.process.pid * 4096 + 7).toString(16).toUpperCase();
			yield* run.say(
				`${thread}7F0000:error:0A000${(0x3e8 + result.code).toString(16).toUpperCase()}:SSL routines:ssl3_read_bytes:${words}:../ssl/record/rec_layer_s3.c:1599:SSL alert number ${result.code}\n`,
			);
		}
		yield* run.out.write('---\nno peer certificate available\n---\nNo client certificate CA names sent\n---\n');
		return 1;
	}
	yield* show(run, result.chain, trusted, {
		all: args.has('showcerts'),
		version: result.version,
		cipher: result.cipher,
	});
	const input = yield* readAll(run.process, 0);
	try {
		if (input.length > 0) {
			yield* result.duplex.write(new Uint8Array(input));
			const answer = yield* result.duplex.read();
			yield* run.out.writeBytes(answer);
		}
	} catch (error) {
		if (!(error instanceof ConnectionError) && !(error instanceof DeadlineError)) throw error;
	}
	result.duplex.close();
	yield* run.say('DONE\n');
	return 0;
}

/** Alerts in OpenSSL's words, by number. */
const ALERT_WORDS: ReadonlyMap<number, string> = new Map([
	[40, 'sslv3 alert handshake failure'],
	[70, 'tlsv1 alert protocol version'],
	[80, 'tlsv1 alert internal error'],
]);

/** Undefined: the usual ones. */
function versionsOf(args: { has(name: string): boolean }): readonly number[] | undefined {
	const only = ['tls1', 'tls1_1', 'tls1_2', 'tls1_3'].findIndex((name) => args.has(name));
	if (only >= 0) return [10 + only];
	if (args.has('no_tls1_3')) return [12];
	return args.has('no_tls1_2') ? [13] : undefined;
}

function* addressOf(run: UnixRun, host: string, port: string): Task<string> {
	if (/^[\d.]+$/.test(host)) return host;
	const found = yield* resolveHost(run.process, host);
	const address = found.kind === 'found' ? found.addresses[0] : undefined;
	if (address !== undefined) return address;
	throw new Exit(1, `BIO_lookup_ex: Name or service not known: ${host}:${port}\nconnect:errno=2\n`);
}

function isElliptic({ publicKeySpki }: Certificate): boolean {
	return publicKeyAlgorithm(publicKeySpki) === OID.ecPublicKey;
}

/** Differs: of elliptic curves there is P-256. */
function keyBits(certificate: Certificate): number {
	return isElliptic(certificate) ? 256 : modulusOf(certificate.publicKeySpki).length * 8;
}

function keyKind(certificate: Certificate): string {
	return `${isElliptic(certificate) ? 'id-ecPublicKey' : 'rsaEncryption'}, ${keyBits(certificate)} (bit)`;
}

function* show(
	run: UnixRun,
	chain: readonly Certificate[],
	trusted: readonly Certificate[],
	shown: { readonly all: boolean; readonly version: number; readonly cipher: string | undefined },
): Task<void> {
	const { all, version } = shown;
	const cipher = version === 13 ? 'TLS_AES_128_GCM_SHA256' : (shown.cipher ?? USUAL_CIPHERS[0]);
	const [leaf, ...rest] = chain;
	if (leaf === undefined) return;
	const problem = problemOf(run, leaf, trusted, rest);
	const depth = `depth=0 ${nameLine(leaf.subject)}\n`;
	yield* run.say(
		problem === undefined
			? `${depth}verify return:1\n`
			: `${depth}verify error:num=${problem[0]}:${problem[2]}\nverify return:1\n`,
	);
	const lines = chain.map((each, at) => {
		const pem = all ? certificatePem(each) : '';
		return ` ${at} s:${nameLine(each.subject)}\n   i:${nameLine(each.issuer)}\n   a:PKEY: ${keyKind(each)}; sigalg: ${each.signatureAlgorithm === OID.sha256WithRsa ? 'RSA-SHA256' : algorithmText(each.signatureAlgorithm)}\n   v:NotBefore: ${timeText(each.notBeforeMs)}; NotAfter: ${timeText(each.notAfterMs)}\n${pem}`;
	});
	const server = `Server certificate\n${all ? '' : certificatePem(leaf)}subject=${nameLine(leaf.subject)}\nissuer=${nameLine(leaf.issuer)}\n`;
	const code = problem === undefined ? '0 (ok)' : `${problem[0]} (${problem[2]})`;
	yield* run.out.write(
		`---\nCertificate chain\n${lines.join('')}---\n${server}---\nNo client certificate CA names sent\nPeer signing digest: SHA256\nPeer signature type: ${isElliptic(leaf) ? 'ECDSA' : 'RSA-PSS'}\nServer Temp Key: X25519, 253 bits\n---\nNew, TLSv1.${version - 10}, Cipher is ${cipher}\nServer public key is ${keyBits(leaf)} bit\nSecure Renegotiation IS NOT supported\nCompression: NONE\nExpansion: NONE\nNo ALPN negotiated\nEarly data was not sent\nVerify return code: ${code}\n---\n`,
	);
}
