import { keepState } from '../../../kernel/kept-state.ts';
import { type Process, type Program, SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import type { ByteDuplex } from '../../../machinery/http/byte-duplex.ts';
import { ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { ON_ALPINE } from '../bases/base.ts';
import { cataloguedImage } from '../catalogued-image.ts';
import { entrypointScript } from '../entrypoint-script.ts';

const LINE_BYTES_MAX = 2_048;
const ITEM_BYTES_MAX = 1024 * 1024;
const ITEMS_MAX = 100_000;
/** Larger numbers of seconds are moments. */
const RELATIVE_SECONDS_MAX = 60 * 60 * 24 * 30;

interface Item {
	readonly flags: string;
	readonly value: string;
	readonly expiresAtMs: number | undefined;
}

interface Cache {
	readonly items: Map<string, Item>;
	readonly counts: Map<string, number>;
	readonly startedAtMs: number;
	readonly version: string;
	readonly maxBytes: number;
}

/** memcached's text protocol. Models memcached doc/protocol.txt. Differs: neither its binary nor its meta protocol. */
const memcached: Program = (process) => serve(process);

function* serve(process: Process): Task<number> {
	const args = process.argv.slice(1);
	const option = (short: string, long: string): string | undefined => {
		const at = args.findIndex((arg) => arg === short || arg === long);
		if (at >= 0) return args[at + 1];
		const joined = args.find((arg) => arg.startsWith(`${long}=`) || (arg.startsWith(short) && /^-[a-z]\d/.test(arg)));
		return joined?.startsWith('--') ? joined.slice(long.length + 1) : joined?.slice(2);
	};
	const version = process.release ?? '';
	if (args.includes('-V') || args.includes('--version')) {
		yield* process.write(1, encodeUtf8(`memcached ${version}\n`));
		return 0;
	}
	if (process.credentials.uid === 0 && option('-u', '--user') === undefined) {
		yield* process.write(2, encodeUtf8("can't run as root without the -u switch\n"));
		return 71;
	}
	const port = Number(option('-p', '--port') ?? '11211');
	const megabytes = Number(option('-m', '--memory-limit') ?? '64');
	const cache: Cache = {
		items: new Map(keepState(process, `memcached ${port}`, () => new Map(cache.items))),
		counts: new Map(),
		startedAtMs: process.now(),
		version,
		maxBytes: megabytes * 1024 ** 2,
	};
	const group = new TaskGroup();
	try {
		group.add(acceptAll(process, group, process.listen(option('-l', '--listen') ?? '0.0.0.0', port), cache));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* process.write(2, encodeUtf8(`failed to listen on TCP port ${port}: Address already in use\n`));
		return 71;
	}
	for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'catch');
	let ending = 'TERM';
	yield* group.run(process, (signal) => {
		ending = signal;
		return 0;
	});
	yield* process.write(2, encodeUtf8(`Signal handled: ${ending === 'TERM' ? 'Terminated' : 'Interrupt'}.\n`));
	return 0;
}

function* acceptAll(process: Process, group: TaskGroup, listening: number, cache: Cache): Task<void> {
	for (;;) {
		const { fd } = yield* process.accept(listening);
		group.add(serveClient(process, fd, cache));
	}
}

function* serveClient(process: Process, fd: number, cache: Cache): Task<void> {
	const duplex = processDuplex(process, fd);
	count(cache, 'curr_connections', 1);
	try {
		const reader = new ByteReader(duplex);
		for (;;) {
			const line = yield* reader.line(LINE_BYTES_MAX);
			if (line === undefined || line === 'quit') return;
			yield* command(process, duplex, reader, cache, line.split(' '));
		}
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
	} finally {
		count(cache, 'curr_connections', -1);
		duplex.close();
	}
}

function* command(
	process: Process,
	duplex: ByteDuplex,
	reader: ByteReader,
	cache: Cache,
	words: readonly string[],
): Task<void> {
	const [name = '', key = '', ...rest] = words;
	const now = process.now();
	if (STORES.has(name)) {
		const bytes = Number(rest[2]);
		if (rest.length < 3 || !Number.isInteger(bytes) || bytes < 0) {
			yield* duplex.write(encodeUtf8('ERROR\r\n'));
			return;
		}
		if (bytes > ITEM_BYTES_MAX) {
			yield* duplex.write(encodeUtf8('SERVER_ERROR object too large for cache\r\n'));
			return;
		}
		const value = decodeUtf8(yield* reader.exactly(bytes));
		yield* reader.exactly(2);
		const reply = store(cache, name, key, { flags: rest[0] as string, value, expiresAtMs: expiry(rest[1], now) }, now);
		if (rest.at(-1) !== 'noreply') yield* duplex.write(encodeUtf8(`${reply}\r\n`));
		return;
	}
	const text = answer(cache, name, [key, ...rest], now);
	if (words.at(-1) !== 'noreply') yield* duplex.write(encodeUtf8(text));
}

const STORES: ReadonlySet<string> = new Set(['set', 'add', 'replace', 'append', 'prepend']);

function expiry(text: string | undefined, now: number): number | undefined {
	const seconds = Number(text ?? '0');
	if (seconds === 0 || Number.isNaN(seconds)) return undefined;
	return seconds > RELATIVE_SECONDS_MAX ? seconds * 1_000 : now + seconds * 1_000;
}

function store(cache: Cache, name: string, key: string, item: Item, now: number): string {
	count(cache, 'cmd_set', 1);
	const old = find(cache, key, now);
	if (name === 'add' ? old !== undefined : name !== 'set' && old === undefined) return 'NOT_STORED';
	const value =
		name === 'append' ? `${old?.value}${item.value}` : name === 'prepend' ? item.value + old?.value : item.value;
	cache.items.delete(key);
	cache.items.set(key, name === 'append' || name === 'prepend' ? { ...(old as Item), value } : { ...item, value });
	count(cache, 'total_items', 1);
	const oldest = cache.items.keys().next().value;
	if (cache.items.size > ITEMS_MAX && oldest !== undefined) cache.items.delete(oldest);
	return 'STORED';
}

function answer(cache: Cache, name: string, args: readonly string[], now: number): string {
	const [key = '', amount = ''] = args;
	switch (name) {
		case 'get':
		case 'gets':
			return `${args.map((each) => valueLine(cache, each, now, name === 'gets')).join('')}END\r\n`;
		case 'delete':
			return cache.items.delete(key) ? 'DELETED\r\n' : 'NOT_FOUND\r\n';
		case 'incr':
		case 'decr':
			return change(cache, key, name === 'incr' ? Number(amount) : -Number(amount), now);
		case 'touch': {
			const item = find(cache, key, now);
			if (item === undefined) return 'NOT_FOUND\r\n';
			cache.items.set(key, { ...item, expiresAtMs: expiry(amount, now) });
			return 'TOUCHED\r\n';
		}
		case 'flush_all':
			cache.items.clear();
			return 'OK\r\n';
		case 'version':
			return `VERSION ${cache.version}\r\n`;
		case 'verbosity':
			return 'OK\r\n';
		case 'stats':
			return statistics(cache, now);
		default:
			return 'ERROR\r\n';
	}
}

function valueLine(cache: Cache, key: string, now: number, unique: boolean): string {
	count(cache, 'cmd_get', 1);
	const item = find(cache, key, now);
	count(cache, item === undefined ? 'get_misses' : 'get_hits', 1);
	if (item === undefined) return '';
	const bytes = encodeUtf8(item.value).length;
	return `VALUE ${key} ${item.flags} ${bytes}${unique ? ` ${cache.counts.get('total_items')}` : ''}\r\n${item.value}\r\n`;
}

function change(cache: Cache, key: string, by: number, now: number): string {
	const item = find(cache, key, now);
	if (item === undefined) return 'NOT_FOUND\r\n';
	if (Number.isNaN(by)) return 'CLIENT_ERROR invalid numeric delta argument\r\n';
	if (!/^\d+$/.test(item.value)) return 'CLIENT_ERROR cannot increment or decrement non-numeric value\r\n';
	const value = String(Math.max(0, Number(item.value) + by));
	cache.items.set(key, { ...item, value });
	return `${value}\r\n`;
}

function find(cache: Cache, key: string, now: number): Item | undefined {
	const item = cache.items.get(key);
	if (item?.expiresAtMs === undefined || item.expiresAtMs > now) return item;
	cache.items.delete(key);
	return undefined;
}

function count({ counts }: Cache, name: string, by: number): void {
	counts.set(name, (counts.get(name) ?? 0) + by);
}

function statistics(cache: Cache, now: number): string {
	const counted = ['curr_connections', 'cmd_get', 'cmd_set', 'get_hits', 'get_misses', 'total_items'];
	const bytes = [...cache.items].reduce((sum, [key, { value }]) => sum + key.length + value.length + 50, 0);
	const rows: (readonly [string, string | number])[] = [
		['pid', 1],
		['uptime', Math.floor((now - cache.startedAtMs) / 1_000)],
		['time', Math.floor(now / 1_000)],
		['version', cache.version],
		['pointer_size', 64],
		...counted.map((name) => [name, cache.counts.get(name) ?? 0] as const),
		['limit_maxbytes', cache.maxBytes],
		['bytes', bytes],
		['curr_items', cache.items.size],
		['threads', 4],
	];
	return `${rows.map(([name, value]) => `STAT ${name} ${value}\r\n`).join('')}END\r\n`;
}

export const MEMCACHED = cataloguedImage({
	names: 'memcached',
	versions: [
		['1.6.39 1.6 1 latest bookworm trixie 1.6-trixie', '2025-07-28', 32_402_018],
		['1.6.39-alpine 1.6-alpine 1-alpine alpine alpine3.22 1.6-alpine3.22', '2025-07-28', 10_202_114, ON_ALPINE],
		['1.6.29 1.6.31 1.6.34 1.6.37 1.6.38', '2024-06-27', 31_902_114],
		['1.6.17 1.6.9 1.6.12 1.6.18 1.6.21 1.6.22 1.6.23', '2022-08-26', 30_602_310],
		['1.5.22 1.5 1.5.6 1.5.20', '2020-02-04', 26_402_018],
		['1.5.22-alpine 1.5-alpine', '2020-02-04', 3_602_018, ON_ALPINE],
		['1.4.39 1.4 1.4.36', '2017-07-05', 23_102_118],
	],
	entrypoint: ['docker-entrypoint.sh'],
	cmd: ['memcached'],
	user: 'memcache',
	ports: '11211',
	accounts: ['memcache:x:11211:11211::/home/memcache:/bin/sh'],
	programs: [['/usr/local/bin/memcached', memcached, 1_302_114]],
	files: () => [entrypointScript('/usr/local/bin/docker-entrypoint.sh', { server: 'memcached' })],
});
