import { encodeBase64 } from '../../machinery/base64.ts';
import { goQuote } from '../../machinery/go-format.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { CobraCommand, CobraRun } from '../cobra/cobra.ts';
import { bool, int, string } from '../flags.ts';
import { readAll } from '../stdio.ts';
import { callEtcd, type EtcdReply } from './etcd-client.ts';
import { EtcdError, EXIT } from './etcd-error.ts';
import { connectionOf } from './etcdctl-flags.ts';
import { leaseOf } from './lease-commands.ts';
import {
	bytesOf,
	fieldsOfHeader,
	fieldsOfKeyValue,
	headerOf,
	type KeyValue,
	printKeyValue,
	refuseFormat,
	replyJson,
} from './replies.ts';

const FORMATS = ['simple', 'json', 'fields'] as const;

function bad(message: string, status: number = EXIT.badArgs): EtcdError {
	return new EtcdError(status, message);
}

function base64(text: string): string {
	return encodeBase64(encodeUtf8(text));
}

/** Models client/v3 GetPrefixRangeEnd. */
export function prefixEnd(prefix: string): Uint8Array {
	const bytes = encodeUtf8(prefix);
	for (let at = bytes.length - 1; at >= 0; at--) {
		if ((bytes[at] as number) === 0xff) continue;
		const end = bytes.slice(0, at + 1);
		end[at] = (end[at] as number) + 1;
		return end;
	}
	return Uint8Array.of(0);
}

interface Range {
	readonly key: string;
	readonly range_end?: string;
}

/** The keys that a command is about. */
function rangeOf(key: string, end: string | undefined, prefix: boolean, fromKey: boolean): Range {
	if (end !== undefined) return { key: base64(key), range_end: base64(end) };
	if (fromKey || (prefix && key === '')) return { key: base64(key === '' ? '\0' : key), range_end: base64('\0') };
	return prefix ? { key: base64(key), range_end: encodeBase64(prefixEnd(key)) } : { key: base64(key) };
}

function* ask(run: CobraRun, method: string, path: string, body: object): Task<EtcdReply> {
	const connection = yield* connectionOf(run);
	return yield* callEtcd(run.process, connection.to(connection.endpoints[0] ?? ''), method, path, body);
}

const ONE_OF = 'cannot be set at the same time, choose one';
const ONE_ARGUMENT = 'too many arguments, only accept one argument when `--prefix` or `--from-key` is set';

function* get(run: CobraRun): Task<number> {
	const { operands, isOn, text, number } = run;
	const [key, end] = operands;
	if (key === undefined) {
		throw bad('get command needs one argument as key and an optional argument as range_end');
	}
	if (isOn('prefix') && isOn('from-key')) throw bad(`\`--prefix\` and \`--from-key\` ${ONE_OF}`);
	if (isOn('keys-only') && isOn('count-only')) throw bad(`\`--keys-only\` and \`--count-only\` ${ONE_OF}`);
	if (end !== undefined && (isOn('prefix') || isOn('from-key'))) throw bad(ONE_ARGUMENT);
	const order = sortOf(text('order'), text('sort-by'));
	const reply = yield* ask(run, '/etcdserverpb.KV/Range', '/v3/kv/range', {
		...rangeOf(key, end, isOn('prefix'), isOn('from-key')),
		limit: order === undefined ? number('limit') : 0,
		revision: number('rev'),
		keys_only: isOn('keys-only'),
		count_only: isOn('count-only'),
	});
	const format = refuseFormat(run, FORMATS);
	if (isOn('count-only') && format !== 'fields') throw bad('--count-only is only for `--write-out=fields`');
	if (isOn('print-value-only') && format !== 'simple') throw bad('print-value-only is only for `--write-out=simple`');
	let kvs = (reply.kvs ?? []) as readonly KeyValue[];
	if (order !== undefined) kvs = [...kvs].sort(order).slice(0, number('limit') || undefined);
	if (format === 'json') yield* run.out.write(replyJson({ ...reply, ...(kvs.length === 0 ? {} : { kvs }) }));
	else if (format === 'simple') {
		for (const kv of kvs) yield* printKeyValue(run.out, kv, isOn('hex'), isOn('print-value-only'));
	} else {
		const fields = kvs.map((kv) => fieldsOfKeyValue(kv)).join('');
		const more = `"More" : ${reply.more === true}\n"Count" : ${reply.count as string}\n`;
		yield* run.out.write(fieldsOfHeader(headerOf(reply), isOn('hex')) + fields + more);
	}
	return 0;
}

type Compare = (a: KeyValue, b: KeyValue) => number;

/** Undefined: as they come, by key. */
function sortOf(order: string, target: string): Compare | undefined {
	const direction = order.toUpperCase();
	if (!['ASCEND', 'DESCEND', ''].includes(direction)) throw bad(`bad sort order ${order}`, EXIT.badFeature);
	const by = target === '' ? 'KEY' : target.toUpperCase();
	const compare = COMPARES.get(by);
	if (compare === undefined) throw bad(`bad sort target ${target}`, EXIT.badFeature);
	if (direction === '' && by === 'KEY') return undefined;
	return direction === 'DESCEND' ? (a, b) => compare(b, a) : compare;
}

const byNumber =
	(of: (kv: KeyValue) => string | undefined): Compare =>
	(a, b) =>
		Number(of(a) ?? 0) - Number(of(b) ?? 0);
const byText =
	(of: (kv: KeyValue) => string | undefined): Compare =>
	(a, b) => {
		const [left, right] = [of(a) ?? '', of(b) ?? ''];
		return left < right ? -1 : left > right ? 1 : 0;
	};
const COMPARES: ReadonlyMap<string, Compare> = new Map([
	['KEY', byText((kv) => decodeUtf8(bytesOf(kv.key)))],
	['VALUE', byText((kv) => kv.value)],
	['CREATE', byNumber((kv) => kv.create_revision)],
	['MODIFY', byNumber((kv) => kv.mod_revision)],
	['VERSION', byNumber((kv) => kv.version)],
]);

function* put(run: CobraRun): Task<number> {
	const { operands, isOn, process } = run;
	const [key, given] = operands;
	const usage = 'put command needs 1 argument and input from stdin or 2 arguments';
	if (key === undefined) throw bad(usage);
	if (isOn('ignore-value') && given !== undefined) {
		throw bad("put command needs only 1 argument when 'ignore-value' is set");
	}
	let value = given === undefined ? new Uint8Array(0) : encodeUtf8(given);
	if (given === undefined && !isOn('ignore-value')) {
		value = new Uint8Array(yield* readAll(process, 0));
		if (value.length === 0) throw bad(usage);
	}
	const reply = yield* ask(run, '/etcdserverpb.KV/Put', '/v3/kv/put', {
		key: base64(key),
		value: encodeBase64(value),
		prev_kv: isOn('prev-kv'),
		ignore_value: isOn('ignore-value'),
		ignore_lease: isOn('ignore-lease'),
		...(/^0*$/.test(run.text('lease')) ? {} : { lease: leaseOf(run.text('lease')) }),
	});
	const format = refuseFormat(run, FORMATS);
	const previous = reply.prev_kv as KeyValue | undefined;
	if (format === 'json') yield* run.out.write(replyJson(reply));
	else if (format === 'simple') {
		yield* run.out.write('OK\n');
		if (previous !== undefined) yield* printKeyValue(run.out, previous, isOn('hex'), false);
	} else {
		const before = previous === undefined ? '' : fieldsOfKeyValue(previous, 'Prev');
		yield* run.out.write(fieldsOfHeader(headerOf(reply), isOn('hex')) + before);
	}
	return 0;
}

const INTERRUPT_MS = 2_000;

function* del(run: CobraRun): Task<number> {
	const { operands, isOn, process } = run;
	const [key, end] = operands;
	if (key === undefined || operands.length > 2) {
		throw bad('del command needs one argument as key and an optional argument as range_end');
	}
	if (isOn('prefix') && isOn('from-key')) throw bad(`\`--prefix\` and \`--from-key\` ${ONE_OF}`);
	if (end !== undefined && (isOn('prefix') || isOn('from-key'))) throw bad(ONE_ARGUMENT);
	if (end !== undefined && !isOn('range')) {
		yield* run.say(
			`Warning: Keys between ${goQuote(key)} and ${goQuote(end)} will be deleted. Please interrupt the command within next 2 seconds to cancel. You can provide \`--range\` flag to avoid the delay.\n`,
		);
		yield* process.sleep(INTERRUPT_MS);
	}
	const reply = yield* ask(run, '/etcdserverpb.KV/DeleteRange', '/v3/kv/deleterange', {
		...rangeOf(key, end, isOn('prefix'), isOn('from-key')),
		prev_kv: isOn('prev-kv'),
	});
	const format = refuseFormat(run, FORMATS);
	const previous = (reply.prev_kvs ?? []) as readonly KeyValue[];
	if (format === 'json') yield* run.out.write(replyJson(reply));
	else if (format === 'simple') {
		yield* run.out.write(`${(reply.deleted as string | undefined) ?? 0}\n`);
		for (const kv of previous) yield* printKeyValue(run.out, kv, isOn('hex'), false);
	} else {
		const deleted = `"Deleted" : ${(reply.deleted as string | undefined) ?? 0}\n`;
		const before = previous.map((kv) => fieldsOfKeyValue(kv, 'Prev')).join('');
		yield* run.out.write(fieldsOfHeader(headerOf(reply), isOn('hex')) + deleted + before);
	}
	return 0;
}

function* compaction(run: CobraRun): Task<number> {
	const [revision] = run.operands;
	if (revision === undefined || run.operands.length !== 1) throw bad('compaction command needs 1 argument');
	if (!/^[-+]?\d+$/.test(revision)) {
		throw bad(`strconv.ParseInt: parsing ${goQuote(revision)}: invalid syntax`, EXIT.error);
	}
	yield* ask(run, '/etcdserverpb.KV/Compact', '/v3/kv/compaction', { revision });
	yield* run.out.write(`compacted revision ${Number(revision)}\n`);
	return 0;
}

interface WatchEvent {
	readonly type?: string;
	readonly kv: KeyValue;
	readonly prev_kv?: KeyValue;
}

/** Differs: neither interactive nor running a command for each event. */
function* watch(run: CobraRun): Task<number> {
	const { operands, isOn, process, number } = run;
	const [key, end] = operands;
	if (key === undefined) throw bad('bad number of arguments');
	if (end !== undefined && isOn('prefix')) throw bad('`range_end` and `--prefix` are mutually exclusive');
	const format = refuseFormat(run, FORMATS);
	const connection = yield* connectionOf(run);
	const config = connection.to(connection.endpoints[0] ?? '', Number.POSITIVE_INFINITY);
	let from = number('rev');
	for (;;) {
		const reply = yield* callEtcd(process, config, '/etcdserverpb.Watch/Watch', '/v3/watch', {
			...rangeOf(key, end, isOn('prefix'), false),
			prev_kv: isOn('prev-kv'),
			...(from === 0 ? {} : { start_revision: from }),
		});
		from = Number(headerOf(reply).revision) + 1;
		if (format === 'json') yield* run.out.write(replyJson(reply));
		else for (const event of reply.events as readonly WatchEvent[]) yield* printEvent(run, format, event);
		yield* run.out.flush();
	}
}

function* printEvent(run: CobraRun, format: string, { type = 'PUT', kv, prev_kv: previous }: WatchEvent): Task<void> {
	if (format === 'fields') {
		const before = previous === undefined ? '' : fieldsOfKeyValue(previous, 'Prev');
		yield* run.out.write(`"Type" : ${type}\n${before}${fieldsOfKeyValue(kv)}`);
		return;
	}
	yield* run.out.write(`${type}\n`);
	if (previous !== undefined) yield* printKeyValue(run.out, previous, run.isOn('hex'), false);
	yield* printKeyValue(run.out, kv, run.isOn('hex'), false);
}

/** Models etcdctl/ctlv3/command {get,put,del,compaction,watch}_command.go. */
export const KV_COMMANDS: readonly CobraCommand[] = [
	{
		use: 'get [options] <key> [range_end]',
		short: 'Gets the key or a range of keys',
		flags: {
			consistency: string('l', 'Linearizable(l) or Serializable(s)'),
			order: string('', 'Order of results; ASCEND or DESCEND (ASCEND by default)'),
			'sort-by': string('', 'Sort target; CREATE, KEY, MODIFY, VALUE, or VERSION'),
			limit: int(0, 'Maximum number of results'),
			prefix: bool(false, 'Get keys with matching prefix'),
			'from-key': bool(false, 'Get keys that are greater than or equal to the given key using byte compare'),
			rev: int(0, 'Specify the kv revision'),
			'keys-only': bool(false, 'Get only the keys'),
			'count-only': bool(false, 'Get only the count'),
			'print-value-only': bool(false, 'Only write values when using the "simple" output format'),
		},
		run: get,
	},
	{
		use: 'put [options] <key> <value> (<value> can also be given from stdin)',
		short: 'Puts the given key into the store',
		flags: {
			lease: string('0', 'lease ID (in hexadecimal) to attach to the key'),
			'prev-kv': bool(false, 'return the previous key-value pair before modification'),
			'ignore-value': bool(false, 'updates the key using its current value'),
			'ignore-lease': bool(false, 'updates the key using its current lease'),
		},
		run: put,
	},
	{
		use: 'del [options] <key> [range_end]',
		short: 'Removes the specified key or range of keys [key, range_end)',
		flags: {
			prefix: bool(false, 'delete keys with matching prefix'),
			'prev-kv': bool(false, 'return deleted key-value pairs'),
			'from-key': bool(false, 'delete keys that are greater than or equal to the given key using byte compare'),
			range: bool(false, 'delete range of keys'),
		},
		run: del,
	},
	{
		use: 'compaction [options] <revision>',
		short: 'Compacts the event history in etcd',
		flags: { physical: bool(false, "'true' to wait for compaction to physically remove all old revisions") },
		run: compaction,
	},
	{
		use: 'watch [options] [key or prefix] [range_end] [--] [exec-command arg1 arg2 ...]',
		short: 'Watches events stream on keys or prefixes',
		flags: {
			prefix: bool(false, 'Watch on a prefix if prefix is set'),
			rev: int(0, 'Revision to start watching'),
			'prev-kv': bool(false, 'get the previous key-value pair before the event happens'),
		},
		run: watch,
	},
];
