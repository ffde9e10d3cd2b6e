import { type Process, type Program, SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import { ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader, LineTooLongError } from '../../../machinery/http/byte-reader.ts';
import type { Task } from '../../../machinery/task.ts';
import { calendarTime } from '../../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { RedisStore } from './redis-store.ts';
import { encodeReply } from './resp.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const LINE_BYTES_MAX = 65_536;
const BULK_BYTES_MAX = 16 * 1024 * 1024;

/** redis-server: strings, counters, lists, hashes and expiry over RESP. Differs: no persistence, replication or scripts. */
export function redisProgram(version: string): Program {
	return (process) => redis(process, version);
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
	const option = (name: string): string | undefined =>
		args.includes(`--${name}`) ? args[args.indexOf(`--${name}`) + 1] : undefined;
	const port = Number(option('port') ?? '6379');
	const log = (role: 'C' | 'M', mark: '*' | '#', text: string): string =>
		`${process.pid}:${role} ${stamp(process)} ${mark} ${text}\n`;
	const group = new TaskGroup();
	try {
		const listening = process.listen('0.0.0.0', port);
		group.add(
			acceptAll(process, group, listening, new RedisStore(() => process.now(), option('requirepass'), version)),
		);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* process.write(
			1,
			encodeUtf8(
				log('M', '#', `Warning: Could not create server TCP listening socket *:${port}: bind: Address already in use`),
			),
		);
		return 1;
	}
	yield* process.write(
		1,
		encodeUtf8(
			log('C', '*', 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo') +
				log(
					'C',
					'*',
					`Redis version=${version}, bits=64, commit=00000000, modified=0, pid=${process.pid}, just started`,
				) +
				(args.length === 0
					? log(
							'C',
							'#',
							'Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf',
						)
					: log('C', '*', 'Configuration loaded')) +
				log('M', '*', 'monotonic clock: POSIX clock_gettime') +
				log('M', '*', `Running mode=standalone, port=${port}.`) +
				log('M', '*', 'Server initialized') +
				log('M', '*', 'Ready to accept connections tcp'),
		),
	);
	process.onSignal('TERM', 'catch');
	process.onSignal('INT', 'catch');
	yield* group.run(process, () => 0);
	yield* process.write(
		1,
		encodeUtf8(
			log('M', '*', 'Received SIGTERM scheduling shutdown...') +
				log('M', '*', 'User requested shutdown...') +
				log('M', '#', 'Redis is now ready to exit, bye bye...'),
		),
	);
	return 0;
}

function stamp(process: Process): string {
	const time = calendarTime(process.now());
	const two = (value: number): string => String(value).padStart(2, '0');
	return `${two(time.day)} ${MONTHS[time.month - 1]} ${time.year} ${two(time.hour)}:${two(time.minute)}:${two(time.second)}.${String(time.millisecond).padStart(3, '0')}`;
}

function* acceptAll(process: Process, group: TaskGroup, listening: number, store: RedisStore): Task<void> {
	for (;;) {
		const { fd } = yield* process.accept(listening);
		group.add(serveClient(process, fd, store));
	}
}

function* serveClient(process: Process, fd: number, store: RedisStore): Task<void> {
	const duplex = processDuplex(process, fd);
	const session = store.connect();
	try {
		const reader = new ByteReader(duplex);
		for (;;) {
			const command = yield* readCommand(reader);
			if (command === undefined) return;
			if (command.length === 0) continue;
			const reply = store.execute(session, command);
			yield* duplex.write(encodeReply(reply));
			if (command[0]?.toUpperCase() === 'QUIT') return;
		}
	} catch (error) {
		if (!(error instanceof ConnectionError) && !(error instanceof LineTooLongError)) throw error;
	} finally {
		duplex.close();
	}
}

/** One command, in RESP or typed inline; undefined at the end. */
function* readCommand(reader: ByteReader): Task<string[] | undefined> {
	const line = yield* reader.line(LINE_BYTES_MAX);
	if (line === undefined) return undefined;
	if (!line.startsWith('*')) return line.split(/\s+/).filter((word) => word !== '');
	const count = Number(line.slice(1));
	if (!Number.isInteger(count) || count < 0 || count > 1_024) return undefined;
	const words: string[] = [];
	for (let i = 0; i < count; i++) {
		const head = yield* reader.line(LINE_BYTES_MAX);
		const length = Number(head?.slice(1));
		if (!head?.startsWith('$') || !Number.isInteger(length) || length < 0 || length > BULK_BYTES_MAX) return undefined;
		words.push(decodeUtf8(yield* reader.exactly(length)));
		yield* reader.exactly(2);
	}
	return words;
}
