import { keepState } from '../../../kernel/kept-state.ts';
import { type Process, type Program, SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import { type ByteDuplex, ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import { anyOf, Signal, type Task } from '../../../machinery/task.ts';
import { calendarTime } from '../../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { lookupName } from '../programs/program-resolver.ts';
import { readWholeFile } from '../programs/read-file.ts';
import { RedisConfig, RedisConfigError } from './redis-config.ts';
import { append, beginAppending, commandsOf, loadFiles, saveSnapshot } from './redis-files.ts';
import { type RedisSession, RedisStore, type ReplicationState } from './redis-store.ts';
import { encodeReply, type Reply } from './resp.ts';
import { commandText, encodeCommand, readCommand, readReply } from './resp-stream.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
/** How often a replica that has lost its master tries again. */
const RETRY_MS = 1_000;

/** Everything that one server is about. */
interface Server {
	readonly process: Process;
	readonly version: string;
	readonly store: RedisStore;
	readonly group: TaskGroup;
	readonly replicas: Map<ByteDuplex, { readonly address: string; readonly port: string }>;
	/** Wakes clients that wait for a list to get something. */
	readonly waiting: Signal;
	master: ReplicationState['master'];
	/** Counts the masters it has had: a link to an earlier one ends. */
	masters: number;
	isEnding: boolean;
}

/**
 * redis-server: keys and what is in them, settings, snapshots, the append-only file and replication, over RESP2.
 * Differs: no scripts, no streams, no publishing, no cluster.
 */
export function redisProgram(version: string): Program {
	return (process) => redis(process, version);
}

function log(process: Process, role: 'C' | 'M' | 'S', mark: '*' | '#', text: string): Task<void> {
	return process.write(1, encodeUtf8(`${process.pid}:${role} ${stamp(process)} ${mark} ${text}\n`));
}

function* redis(process: Process, version: string): Task<number> {
	const args = process.argv.slice(1);
	if (args.includes('--version') || args.includes('-v')) {
		yield* process.write(
			1,
			encodeUtf8(`Redis server v=${version} sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=0\n`),
		);
		return 0;
	}
	const config = yield* readConfig(process, version, args);
	if (typeof config === 'number') return config;
	const mark = Number(version.split('.')[0]) >= 7 ? '*' : '#';
	yield* log(process, 'C', mark, 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo');
	yield* log(
		process,
		'C',
		mark,
		`Redis version=${version}, bits=64, commit=00000000, modified=0, pid=${process.pid}, just started`,
	);
	yield* args.length === 0
		? log(
				process,
				'C',
				'#',
				'Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf',
			)
		: log(process, 'C', mark, 'Configuration loaded');
	const server = start(process, version, config);
	if (server === undefined) {
		yield* log(
			process,
			'M',
			'#',
			`Warning: Could not create server TCP listening socket *:${config.get('port')}: bind: Address already in use`,
		);
		yield* log(process, 'M', '#', 'Failed listening on port 6379 (tcp), aborting.');
		return 1;
	}
	return yield* serve(server);
}

/** The file and the options behind it. @returns the exit status where they are not to be understood. */
function* readConfig(process: Process, version: string, args: readonly string[]): Task<RedisConfig | number> {
	const config = new RedisConfig();
	const [first] = args;
	const hasFile = first !== undefined && first !== '-' && !first.startsWith('-');
	try {
		if (process.access(process.cwd, { write: true }) || config.get('dir') !== process.cwd)
			config.set('dir', [process.cwd]);
		if (hasFile) config.read(decodeUtf8(yield* readWholeFile(process, first)));
		config.read(optionLines(hasFile ? args.slice(1) : args));
		process.chdir(config.get('dir'));
		return config;
	} catch (error) {
		if (error instanceof RedisConfigError) {
			yield* process.write(2, encodeUtf8(`\n*** FATAL CONFIG FILE ERROR (Redis ${version}) ***\n${error.message}\n`));
			return 1;
		}
		if (!(error instanceof SystemError)) throw error;
		const why = error.errno === 'EACCES' ? 'Permission denied' : 'No such file or directory';
		yield* log(process, 'C', '#', `Fatal error, can't open config file '${first}': ${why}`);
		return 1;
	}
}

/** "--port 6380 --save 60 1": what stands on the line as a file would say it. */
function optionLines(args: readonly string[]): string {
	const lines: string[] = [];
	for (const arg of args) {
		if (arg.startsWith('--')) lines.push(arg.slice(2));
		else if (lines.length > 0) lines[lines.length - 1] += arg === '' || /\s/.test(arg) ? ` "${arg}"` : ` ${arg}`;
	}
	return lines.join('\n');
}

function start(process: Process, version: string, config: RedisConfig): Server | undefined {
	const replicas: Server['replicas'] = new Map();
	const server: { current?: Server } = {};
	const store = new RedisStore(
		() => process.now(),
		version,
		config,
		() => ({ master: server.current?.master, replicas: [...replicas.values()] }),
	);
	const group = new TaskGroup();
	const made: Server = {
		process,
		version,
		store,
		group,
		replicas,
		waiting: new Signal((wake) => wake()),
		master: undefined,
		masters: 0,
		isEnding: false,
	};
	server.current = made;
	const bound = config.get('bind').split(/\s+/);
	const address = bound.some((each) => each === '*' || each === '0.0.0.0')
		? '0.0.0.0'
		: (bound.find((each) => /^[\d.]+$/.test(each)) ?? '0.0.0.0');
	try {
		group.add(acceptAll(made, process.listen(address, Number(config.get('port')))));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return undefined;
	}
	return made;
}

function* serve(server: Server): Task<number> {
	const { process, store, version, group } = server;
	yield* log(process, 'M', '*', 'monotonic clock: POSIX clock_gettime');
	yield* log(process, 'M', '*', `Running mode=standalone, port=${store.config.get('port')}.`);
	yield* log(process, 'M', '*', 'Server initialized');
	const kept = keepState(process, `redis ${store.config.get('port')}`, () => store.dump());
	const from = kept === undefined ? yield* loadFiles(process, store, version) : undefined;
	if (kept !== undefined) restore(store, kept);
	if (from !== undefined) yield* log(process, 'M', '*', `DB loaded from ${from}: 0.000 seconds`);
	if (store.config.isOn('appendonly') && from === undefined && kept === undefined) {
		const problem = yield* beginAppending(process, store, version);
		if (problem !== undefined) {
			yield* log(
				process,
				'M',
				'#',
				`Can't open or create append-only dir ${store.config.get('appenddirname')}: ${problem}`,
			);
			return 1;
		}
	}
	yield* log(process, 'M', '*', 'Ready to accept connections tcp');
	if (store.config.get('replicaof') !== '') replicate(server);
	process.onSignal('TERM', 'catch');
	process.onSignal('INT', 'catch');
	for (;;) {
		yield* group.run(process, (signal) => (signal === 'TERM' || signal === 'INT' || server.isEnding ? 0 : undefined));
		const role = server.master === undefined ? 'M' : 'S';
		if (!server.isEnding) yield* log(process, role, '*', 'Received SIGTERM scheduling shutdown...');
		server.isEnding = false;
		yield* log(process, role, '*', 'User requested shutdown...');
		if (store.config.get('save') !== '') {
			yield* log(process, role, '*', 'Saving the final RDB snapshot before exiting.');
			const problem = yield* saveSnapshot(process, store);
			if (problem !== undefined) {
				yield* log(
					process,
					role,
					'#',
					`Failed opening the temp RDB file temp-${process.pid}.rdb (in server root dir ${process.cwd}) for saving: ${problem}`,
				);
				yield* log(process, role, '#', "Error trying to save the DB, can't exit.");
				continue;
			}
			yield* log(process, role, '*', 'DB saved on disk');
		}
		yield* log(process, role, '#', 'Redis is now ready to exit, bye bye...');
		return 0;
	}
}

/** As it was in the process that this one is a copy of. */
function restore(store: RedisStore, commands: readonly string[][]): void {
	const session = store.connect(true);
	for (const words of commands) store.execute(session, words);
}

function stamp(process: Process): string {
	const time = calendarTime(process.now());
	const two = (value: number): string => String(value).padStart(2, '0');
	return `${two(time.day)} ${MONTHS[time.month - 1]} ${time.year} ${two(time.hour)}:${two(time.minute)}:${two(time.second)}.${String(time.millisecond).padStart(3, '0')}`;
}

function* acceptAll(server: Server, listening: number): Task<void> {
	for (;;) {
		const { fd, address } = yield* server.process.accept(listening);
		server.group.add(serveClient(server, fd, address));
	}
}

function* serveClient(server: Server, fd: number, address: string): Task<void> {
	const { process, store } = server;
	const duplex = processDuplex(process, fd);
	const session = store.connect();
	try {
		const reader = new ByteReader(duplex);
		for (;;) {
			const words = yield* readCommand(reader);
			if (words === undefined) return;
			if (words.length === 0) continue;
			if (/^b[lr]pop$/i.test(words[0] ?? '')) {
				yield* duplex.write(encodeReply(yield* waitingPop(server, session, words)));
				continue;
			}
			const { reply, changes, wish } = store.execute(session, words);
			if (changes.length > 0) yield* publish(server, changes);
			if (wish === 'synchronise') {
				yield* log(process, 'M', '*', `Replica ${address}:${session.replicaPort} asks for synchronization`);
				const snapshot = store.dump().map(commandText).join('');
				yield* duplex.write(
					encodeUtf8(`+FULLRESYNC ${'0'.repeat(40)} 0\r\n$${encodeUtf8(snapshot).length}\r\n${snapshot}`),
				);
				server.replicas.set(duplex, { address, port: session.replicaPort });
				yield* log(process, 'M', '*', `Synchronization with replica ${address}:${session.replicaPort} succeeded`);
				continue;
			}
			if (wish === 'shutdown') {
				server.isEnding = true;
				process.kill(process.pid, 'INT');
				return;
			}
			if (wish === 'replicate') replicate(server);
			if (wish === 'save' || wish === 'background save') {
				const problem = yield* saveSnapshot(process, store);
				yield* log(
					process,
					'M',
					problem === undefined ? '*' : '#',
					problem === undefined ? 'DB saved on disk' : `Failed opening the temp RDB file for saving: ${problem}`,
				);
				if (problem !== undefined && wish === 'save') {
					yield* duplex.write(encodeReply({ kind: 'error', text: 'ERR' }));
					continue;
				}
			}
			if (wish === 'rewrite') yield* beginAppending(process, store, server.version);
			yield* duplex.write(encodeReply(reply));
			if (words[0]?.toUpperCase() === 'QUIT') return;
		}
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
	} finally {
		server.replicas.delete(duplex);
		duplex.close();
	}
}

/** BLPOP and BRPOP: the first of some lists that has something, or gets it before the time is over. */
function* waitingPop(server: Server, session: RedisSession, words: readonly string[]): Task<Reply> {
	const { process, store, waiting } = server;
	const keys = words.slice(1, -1);
	const seconds = Number(words.at(-1));
	const untilMs = seconds > 0 ? process.now() + seconds * 1_000 : Number.POSITIVE_INFINITY;
	for (;;) {
		for (const key of keys) {
			const { reply, changes } = store.execute(session, [(words[0] as string).slice(1), key]);
			if (changes.length > 0) yield* publish(server, changes);
			if (reply.kind === 'error') return reply;
			if (reply.kind === 'bulk') return { kind: 'array', items: [{ kind: 'bulk', text: key }, reply] };
		}
		if (process.now() >= untilMs) return { kind: 'nil' };
		yield* process.block(untilMs === Number.POSITIVE_INFINITY ? waiting : anyOf([waiting, process.timer(untilMs)]));
	}
}

/** What has changed goes to the file and to whoever follows. */
function* publish(
	{ process, store, version, replicas, waiting }: Server,
	changes: readonly (readonly string[])[],
): Task<void> {
	if (store.config.isOn('appendonly')) yield* append(process, store, version, changes);
	waiting.wakeAll();
	if (replicas.size === 0) return;
	const bytes = encodeUtf8(changes.map(commandText).join(''));
	for (const duplex of [...replicas.keys()]) {
		try {
			yield* duplex.write(bytes);
		} catch (error) {
			if (!(error instanceof ConnectionError)) throw error;
			replicas.delete(duplex);
		}
	}
}

/** Follows the master that the settings name, or nobody from now on. */
function replicate(server: Server): void {
	const [host = '', port = '6379'] = server.store.config.get('replicaof').split(/\s+/);
	server.masters++;
	server.master = host === '' ? undefined : { host, port: Number(port), isUp: false };
	if (host !== '') server.group.add(follow(server, host, Number(port), server.masters));
}

function* follow(server: Server, host: string, port: number, number: number): Task<void> {
	const { process } = server;
	while (server.masters === number) {
		yield* log(process, 'S', '*', `Connecting to MASTER ${host}:${port}`);
		yield* followOnce(server, host, port, number);
		if (server.masters !== number) return;
		server.master = { host, port, isUp: false };
		yield* process.block(process.timer(process.now() + RETRY_MS));
	}
}

function* followOnce(server: Server, host: string, port: number, number: number): Task<void> {
	const { process, store } = server;
	const resolved = yield* lookupName(process, host);
	if (resolved.kind !== 'found') {
		yield* log(process, 'S', '#', `Unable to connect to MASTER: Success`);
		return;
	}
	let duplex: ByteDuplex | undefined;
	try {
		duplex = processDuplex(process, yield* process.connect(resolved.addresses[0] as string, port));
		const reader = new ByteReader(duplex);
		yield* log(process, 'S', '*', 'MASTER <-> REPLICA sync started');
		const password = store.config.get('masterauth');
		const greetings = [
			...(password === '' ? [] : [['AUTH', password]]),
			['PING'],
			['REPLCONF', 'listening-port', store.config.get('port')],
		];
		for (const words of greetings) {
			yield* duplex.write(encodeCommand(words));
			const reply = yield* readReply(reader);
			if (reply.kind === 'error') {
				yield* log(process, 'S', '#', `Error reply to PING from master: '-${reply.text}'`);
				return;
			}
		}
		yield* duplex.write(encodeCommand(['PSYNC', '?', '-1']));
		yield* readReply(reader);
		const length = Number((yield* reader.line(64))?.slice(1));
		const snapshot = decodeUtf8(yield* reader.exactly(length));
		store.clear();
		const session = store.connect(true);
		for (const words of commandsOf(snapshot)) store.execute(session, words);
		session.database = 0;
		server.master = { host, port, isUp: true };
		yield* log(process, 'S', '*', 'MASTER <-> REPLICA sync: Finished with success');
		while (server.masters === number) {
			const words = yield* readCommand(reader);
			if (words === undefined) break;
			const { changes } = store.execute(session, words);
			if (changes.length > 0) yield* publish(server, changes);
		}
		yield* log(process, 'S', '*', 'Connection with master lost.');
	} catch (error) {
		if (error instanceof SystemError && error.errno === 'EINTR') throw error;
		if (!(error instanceof SystemError) && !(error instanceof ConnectionError)) throw error;
		yield* log(process, 'S', '#', 'Error condition on socket for SYNC: Connection refused');
	} finally {
		duplex?.close();
	}
}
