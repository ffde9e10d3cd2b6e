import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { type ByteDuplex, ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { lookupName } from '../programs/program-resolver.ts';
import { wordsOf } from './redis-config.ts';
import { formatRaw, formatReply, type Reply } from './resp.ts';
import { encodeCommand, readReply } from './resp-stream.ts';

interface CliOptions {
	host: string;
	port: number;
	password: string | undefined;
	user: string | undefined;
	database: string | undefined;
	warns: boolean;
	raw: boolean | undefined;
	repeat: number;
	intervalMs: number;
	readsLast: boolean;
}

interface Connection {
	readonly duplex: ByteDuplex;
	readonly reader: ByteReader;
}

/** redis-cli: a command on its line, lines of its standard input, or a prompt. Differs: no history, no completion, no other modes. */
export function* redisCli(process: Process): Task<number> {
	const args = process.argv.slice(1);
	const options: CliOptions = {
		host: '127.0.0.1',
		port: 6379,
		password: process.env.get('REDISCLI_AUTH'),
		user: undefined,
		database: undefined,
		warns: false,
		raw: undefined,
		repeat: 1,
		intervalMs: 0,
		readsLast: false,
	};
	while (args[0]?.startsWith('-') && args[0] !== '-') {
		const status = yield* option(process, options, args.shift() as string, args);
		if (status !== undefined) return status;
	}
	if (options.warns) {
		yield* process.write(
			2,
			encodeUtf8("Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.\n"),
		);
	}
	const connection = yield* connect(process, options);
	if (connection === undefined) return 1;
	if (args.length === 0) return yield* readCommands(process, options, connection);
	if (options.readsLast) args.push((yield* readAll(process)).replace(/\n$/, ''));
	let status = 0;
	for (let count = 0; count < options.repeat; count++) {
		if (count > 0) yield* process.sleep(options.intervalMs);
		status = yield* ask(process, options, connection, args);
	}
	return status;
}

function* option(process: Process, options: CliOptions, name: string, args: string[]): Task<number | undefined> {
	switch (name) {
		case '-h':
			options.host = args.shift() ?? options.host;
			return undefined;
		case '-p':
			options.port = Number(args.shift());
			return undefined;
		case '-a':
		case '--pass':
			options.password = args.shift();
			options.warns = true;
			return undefined;
		case '--user':
			options.user = args.shift();
			return undefined;
		case '--no-auth-warning':
			options.warns = false;
			if (args.includes('-a')) {
				const at = args.indexOf('-a');
				options.password = args[at + 1];
				args.splice(at, 2);
			}
			return undefined;
		case '-n':
			options.database = args.shift();
			return undefined;
		case '-r':
			options.repeat = Number(args.shift());
			return undefined;
		case '-i':
			options.intervalMs = Number(args.shift()) * 1_000;
			return undefined;
		case '-x':
			options.readsLast = true;
			return undefined;
		case '--raw':
			options.raw = true;
			return undefined;
		case '--no-raw':
			options.raw = false;
			return undefined;
		case '-e':
		case '-2':
		case '-3':
		case '-c':
			return undefined;
		case '--version':
		case '-v':
			yield* process.write(1, encodeUtf8('redis-cli 7.4.6\n'));
			return 0;
		default:
			yield* process.write(2, encodeUtf8(`Unrecognized option or bad number of args for: '${name}'\n`));
			return 1;
	}
}

function* connect(process: Process, options: CliOptions): Task<Connection | undefined> {
	const { host, port, password, user, database } = options;
	const resolved = yield* lookupName(process, host);
	const fail = (why: string): Task<void> =>
		process.write(2, encodeUtf8(`Could not connect to Redis at ${host}:${port}: ${why}\n`));
	if (resolved.kind !== 'found') {
		yield* fail('Name or service not known');
		return undefined;
	}
	try {
		const duplex = processDuplex(process, yield* process.connect(resolved.addresses[0] as string, port));
		const connection = { duplex, reader: new ByteReader(duplex) };
		if (password !== undefined) {
			yield* duplex.write(encodeCommand(['AUTH', ...(user === undefined ? [] : [user]), password]));
			const reply = yield* readReply(connection.reader);
			if (reply.kind === 'error') yield* process.write(2, encodeUtf8(`AUTH failed: ${reply.text}\n`));
		}
		if (database !== undefined) {
			yield* duplex.write(encodeCommand(['SELECT', database]));
			yield* readReply(connection.reader);
		}
		return connection;
	} catch (error) {
		if (!(error instanceof SystemError) && !(error instanceof ConnectionError)) throw error;
		yield* fail(
			error instanceof SystemError && error.errno === 'ETIMEDOUT' ? 'Connection timed out' : 'Connection refused',
		);
		return undefined;
	}
}

/** One command: its answer in the form that a terminal or a pipe gets. */
function* ask(process: Process, { raw }: CliOptions, connection: Connection, words: readonly string[]): Task<number> {
	let reply: Reply;
	try {
		yield* connection.duplex.write(encodeCommand(words));
		reply = yield* readReply(connection.reader);
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
		yield* process.write(2, encodeUtf8('Error: Server closed the connection\n'));
		return 1;
	}
	const isRaw = raw ?? !process.isatty(1);
	// What tells about the server is text for people, quoted nowhere.
	const isText = reply.kind === 'bulk' && /^(?:info|client|lolwut)$/i.test(words[0] ?? '');
	yield* process.write(1, encodeUtf8(isRaw || isText ? formatRaw(reply) : formatReply(reply)));
	return reply.kind === 'error' ? 1 : 0;
}

function* readCommands(process: Process, options: CliOptions, connection: Connection): Task<number> {
	const isPrompting = process.isatty(0);
	let where = options.database === undefined || options.database === '0' ? '' : `[${options.database}]`;
	let pending = '';
	for (;;) {
		if (isPrompting) yield* process.write(1, encodeUtf8(`${options.host}:${options.port}${where}> `));
		while (!pending.includes('\n')) {
			const bytes = yield* process.read(0, 4_096);
			if (bytes.length === 0) {
				if (pending.trim() !== '') yield* ask(process, options, connection, wordsOf(pending));
				return 0;
			}
			pending += decodeUtf8(bytes);
		}
		const end = pending.indexOf('\n');
		const words = wordsOf(pending.slice(0, end));
		pending = pending.slice(end + 1);
		if (words.length === 0) continue;
		const name = (words[0] as string).toLowerCase();
		if (name === 'exit' || name === 'quit') return 0;
		const status = yield* ask(process, options, connection, words);
		if (name === 'select' && status === 0) where = words[1] === '0' ? '' : `[${words[1]}]`;
	}
}

function* readAll(process: Process): Task<string> {
	let text = '';
	for (;;) {
		const bytes = yield* process.read(0, 65_536);
		if (bytes.length === 0) return text;
		text += decodeUtf8(bytes);
	}
}
