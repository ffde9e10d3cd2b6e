import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { lookupName } from '../programs/program-resolver.ts';
import { formatRaw, formatReply, type Reply } from './resp.ts';

const LINE_BYTES_MAX = 65_536;

/** redis-cli with a command on its line. Differs: no interactive prompt. */
export function* redisCli(process: Process): Task<number> {
	const args = process.argv.slice(1);
	let host = '127.0.0.1';
	let port = 6379;
	let password: string | undefined;
	while (args[0]?.startsWith('-')) {
		const option = args.shift();
		if (option === '-h') host = args.shift() ?? host;
		else if (option === '-p') port = Number(args.shift());
		else if (option === '-a') password = args.shift();
		else if (option === '--version' || option === '-v') {
			yield* process.write(1, encodeUtf8('redis-cli 7.4.1\n'));
			return 0;
		} else {
			yield* process.write(2, encodeUtf8(`Unrecognized option or bad number of args for: '${option}'\n`));
			return 1;
		}
	}
	if (args.length === 0) {
		yield* process.write(2, encodeUtf8('redis-cli: the interactive prompt is not available here; give a command\n'));
		return 1;
	}
	const resolved = yield* lookupName(process, host);
	if (resolved.kind !== 'found') {
		yield* process.write(2, encodeUtf8(`Could not connect to Redis at ${host}:${port}: Name or service not known\n`));
		return 1;
	}
	try {
		const duplex = processDuplex(process, yield* process.connect(resolved.addresses[0] as string, port));
		const reader = new ByteReader(duplex);
		if (password !== undefined) {
			yield* duplex.write(encodeCommand(['AUTH', password]));
			yield* readReply(reader);
		}
		yield* duplex.write(encodeCommand(args));
		const reply = yield* readReply(reader);
		yield* process.write(1, encodeUtf8(process.isatty(1) ? formatReply(reply) : formatRaw(reply)));
		return reply.kind === 'error' ? 1 : 0;
	} catch (error) {
		if (!(error instanceof SystemError) && !(error instanceof ConnectionError)) throw error;
		yield* process.write(2, encodeUtf8(`Could not connect to Redis at ${host}:${port}: Connection refused\n`));
		return 1;
	}
}

function encodeCommand(words: readonly string[]): Uint8Array {
	const parts = words.map((word) => `$${encodeUtf8(word).length}\r\n${word}\r\n`);
	return encodeUtf8(`*${words.length}\r\n${parts.join('')}`);
}

function* readReply(reader: ByteReader): Task<Reply> {
	const line = (yield* reader.line(LINE_BYTES_MAX)) ?? '-ERR Server closed the connection';
	const text = line.slice(1);
	switch (line[0]) {
		case '+':
			return { kind: 'simple', text };
		case ':':
			return { kind: 'integer', value: Number(text) };
		case '$': {
			if (text === '-1') return { kind: 'nil' };
			const data = decodeUtf8(yield* reader.exactly(Number(text)));
			yield* reader.exactly(2);
			return { kind: 'bulk', text: data };
		}
		case '*': {
			const items: Reply[] = [];
			for (let left = Number(text); left > 0; left--) items.push(yield* readReply(reader));
			return { kind: 'array', items };
		}
		default:
			return { kind: 'error', text };
	}
}
