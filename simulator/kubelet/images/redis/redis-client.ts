import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { type ByteDuplex, ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import type { Task } from '../../../machinery/task.ts';
import { lookupName } from '../programs/program-resolver.ts';
import type { Reply } from './resp.ts';
import { encodeCommand, readReply } from './resp-stream.ts';

/** A program's connection to a Redis. */
export class RedisConnection {
	readonly address: string;
	readonly #duplex: ByteDuplex;
	readonly #reader: ByteReader;

	constructor(address: string, duplex: ByteDuplex) {
		this.address = address;
		this.#duplex = duplex;
		this.#reader = new ByteReader(duplex);
	}

	/** Undefined when the server has gone. */
	*ask(words: readonly string[]): Task<Reply | undefined> {
		try {
			yield* this.#duplex.write(encodeCommand(words));
			return yield* readReply(this.#reader);
		} catch (error) {
			if (error instanceof ConnectionError) return undefined;
			throw error;
		}
	}

	close(): void {
		this.#duplex.close();
	}
}

/** Undefined: there is no such host, or nobody answers there. */
export function* connectRedis(process: Process, host: string, port = 6379): Task<RedisConnection | undefined> {
	const resolved = yield* lookupName(process, host);
	const address = resolved.kind === 'found' ? resolved.addresses[0] : undefined;
	if (address === undefined) return undefined;
	try {
		return new RedisConnection(address, processDuplex(process, yield* process.connect(address, port)));
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		return undefined;
	}
}
