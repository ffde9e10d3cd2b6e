import type { ByteDuplex } from '../http/byte-duplex.ts';
import type { Task } from '../task.ts';
import type { Certificate } from '../x509/certificate.ts';
import { readCertificates } from '../x509/certificate.ts';
import type { AlertName } from './record.ts';
import { alertRecord, handshakeRecord, receiveRecord, withReadAhead } from './record.ts';

export interface ClientHandshake {
	/** Sent as SNI; '' for addresses. */
	readonly serverName: string;
	readonly alpn?: readonly string[];
	/** The chain to show, leaf first. */
	readonly certificatePem?: string;
	/** Other versions than the usual: 12 is TLS 1.2. */
	readonly versions?: readonly number[];
	/** OpenSSL's names of the suites of TLS 1.2 that it takes; absent: whatever there is. */
	readonly ciphers?: readonly string[] | undefined;
	/** Default: `readCertificates`; whoever has read them before says so here. */
	readonly read?: (pem: string) => readonly Certificate[];
	/** Judges the server's chain, leaf first: undefined accepts it, else the error that the caller words. */
	readonly verify: (chain: readonly Certificate[]) => string | undefined;
}

/** Why there is no TLS connection. */
export type HandshakeFailure =
	/** The other side does not speak TLS. */
	| { readonly kind: 'not-tls' }
	| { readonly kind: 'closed' }
	| { readonly kind: 'alert'; readonly code: number }
	| { readonly kind: 'certificate'; readonly reason: string };

export type ClientResult =
	| {
			readonly kind: 'open';
			readonly duplex: ByteDuplex;
			readonly chain: readonly Certificate[];
			/** 13 is TLS 1.3. */
			readonly version: number;
			/** Of TLS 1.2, in OpenSSL's words. */
			readonly cipher: string | undefined;
	  }
	| HandshakeFailure;

/** The client's side of a handshake. The connection is closed when it fails. Throws ConnectionError. */
export function* clientHandshake(duplex: ByteDuplex, options: ClientHandshake): Task<ClientResult> {
	const { serverName, alpn = [], certificatePem, versions, ciphers, read = readCertificates } = options;
	const own = certificatePem === undefined ? {} : { certificate: certificatePem };
	yield* duplex.write(
		handshakeRecord({ serverName, alpn, ...own, ...(versions && { versions }), ...(ciphers && { ciphers }) }),
	);
	const received = yield* receiveRecord(duplex);
	if (received.kind !== 'handshake') {
		duplex.close();
		if (received.kind === 'foreign') return { kind: 'not-tls' };
		return received.kind === 'alert' ? received : { kind: 'closed' };
	}
	const message = received.message as { certificate?: string; version?: number; cipher?: string };
	const { certificate = '', version = 13, cipher } = message;
	const chain = read(certificate);
	const reason = options.verify(chain);
	if (reason !== undefined) {
		yield* duplex.write(alertRecord(alertFor(reason)));
		duplex.close();
		return { kind: 'certificate', reason };
	}
	return { kind: 'open', duplex: withReadAhead(duplex, received.rest), chain, version, cipher };
}

function alertFor(reason: string): AlertName {
	if (reason.includes('expired')) return 'certificateExpired';
	return reason.includes('unknown authority') ? 'unknownAuthority' : 'badCertificate';
}
