import type { ByteDuplex } from '../http/byte-duplex.ts';
import type { ByteReader } from '../http/byte-reader.ts';

/** A connection after its handshake. */
export interface TlsConnection {
	/** What is said inside. */
	readonly duplex: ByteDuplex;
	/** The peer's certificates as PEM, leaf first; '' for a client without one. */
	readonly peerCertificates: string;
	/** The application protocol agreed on; '' for none. */
	readonly alpn: string;
	/** The name that the client asked for; '' for none. */
	readonly serverName: string;
}

const READ_BYTES = 65_536;

/** The connection behind a reader that may have read ahead. */
export function duplexAfter(reader: ByteReader, duplex: ByteDuplex): ByteDuplex {
	return {
		read: () => reader.some(READ_BYTES),
		write: (data) => duplex.write(data),
		hasData: () => reader.hasData(),
		get readable() {
			return duplex.readable;
		},
		closeWrite: () => duplex.closeWrite(),
		close: () => duplex.close(),
	};
}
