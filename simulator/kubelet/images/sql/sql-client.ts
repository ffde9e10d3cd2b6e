import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { type ByteDuplex, ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { lookupName } from '../programs/program-resolver.ts';
import type { SqlHello, SqlReply } from './sql-server.ts';

const REPLY_BYTES_MAX = 16 * 1024 * 1024;

export type SqlFailure =
	| { readonly kind: 'unknown host' }
	| { readonly kind: 'refused' | 'timeout'; readonly address: string }
	| { readonly kind: 'denied'; readonly message: string };

/** A client's side of a connection to a database server. */
export class SqlConnection {
	readonly #duplex: ByteDuplex;
	readonly #reader: ByteReader;

	constructor(duplex: ByteDuplex) {
		this.#duplex = duplex;
		this.#reader = new ByteReader(duplex);
	}

	/** Undefined when the server has gone. */
	*query(sql: string): Task<SqlReply | undefined> {
		return yield* this.exchange({ sql });
	}

	*exchange(request: object): Task<SqlReply | undefined> {
		try {
			yield* this.#duplex.write(encodeUtf8(`${JSON.stringify(request)}\n`));
			return yield* this.reply();
		} catch (error) {
			if (error instanceof ConnectionError) return undefined;
			throw error;
		}
	}

	/** The next reply; what the server says to greet is passed over. */
	*reply(): Task<SqlReply | undefined> {
		for (;;) {
			const line = yield* this.#reader.line(REPLY_BYTES_MAX);
			if (line === undefined) return undefined;
			if (line.startsWith('{')) return JSON.parse(line) as SqlReply;
		}
	}

	close(): void {
		this.#duplex.close();
	}
}

/** Connects and says who it is. */
export function* connectSql(
	process: Process,
	host: string,
	port: number,
	hello: SqlHello,
): Task<SqlConnection | SqlFailure> {
	const resolved = yield* lookupName(process, host);
	const address = resolved.kind === 'found' ? resolved.addresses[0] : undefined;
	if (address === undefined) return { kind: 'unknown host' };
	try {
		const connection = new SqlConnection(processDuplex(process, yield* process.connect(address, port)));
		const reply = yield* connection.exchange(hello);
		if (reply === undefined) return { kind: 'refused', address };
		return reply.error === undefined ? connection : { kind: 'denied', message: reply.error };
	} catch (error) {
		if (error instanceof ConnectionError) return { kind: 'refused', address };
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		return { kind: error.errno === 'ETIMEDOUT' ? 'timeout' : 'refused', address };
	}
}

/** Standard input to its end. */
export function* readStandardInput(process: Process): Task<string> {
	let text = '';
	for (;;) {
		const part = yield* process.read(0, 65_536);
		if (part.length === 0) return text;
		text += decodeUtf8(part);
	}
}
