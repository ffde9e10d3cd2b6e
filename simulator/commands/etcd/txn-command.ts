import { encodeBase64 } from '../../machinery/base64.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { CobraCommand, CobraRun } from '../cobra/cobra.ts';
import { bool } from '../flags.ts';
import { LineReader } from '../stdio.ts';
import { callEtcd } from './etcd-client.ts';
import { EtcdError, EXIT } from './etcd-error.ts';
import { connectionOf } from './etcdctl-flags.ts';
import { prefixEnd } from './kv-commands.ts';
import { leaseOf } from './lease-commands.ts';
import { type KeyValue, printKeyValue, refuseFormat, replyJson } from './replies.ts';

const base64 = (text: string): string => encodeBase64(encodeUtf8(text));

const TARGETS: { readonly [name: string]: readonly [target: string, field: string] } = {
	ver: ['VERSION', 'version'],
	version: ['VERSION', 'version'],
	c: ['CREATE', 'create_revision'],
	create: ['CREATE', 'create_revision'],
	m: ['MOD', 'mod_revision'],
	mod: ['MOD', 'mod_revision'],
	val: ['VALUE', 'value'],
	value: ['VALUE', 'value'],
	lease: ['LEASE', 'lease'],
};
const RESULTS: { readonly [sign: string]: string } = { '=': 'EQUAL', '!=': 'NOT_EQUAL', '>': 'GREATER', '<': 'LESS' };

function bad(message: string): EtcdError {
	return new EtcdError(EXIT.invalidInput, message);
}

/** Models parseCompare. */
function comparison(line: string): object {
	const [, name = '', key = '', sign = '', value = ''] =
		/^\s*(\w+)\s*\("((?:[^"\\]|\\.)*)"\)\s*(\S+)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(line) ?? [];
	const target = TARGETS[name];
	const result = RESULTS[sign];
	if (target === undefined || result === undefined) throw bad(`malformed comparison: ${line}`);
	const [kind, field] = target;
	if (kind !== 'VALUE' && kind !== 'LEASE' && !/^-?\d+$/.test(value)) {
		throw bad(`invalid txn compare request: ${line}`);
	}
	const given = kind === 'VALUE' ? base64(value) : kind === 'LEASE' ? leaseOf(value) : value;
	return { key: base64(key), target: kind, result, [field]: given };
}

/** Words of a line; quotes keep spaces. Models argify. */
function wordsOf(line: string): string[] {
	return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g)].map(
		([, double, single, bare]) => double ?? single ?? bare ?? '',
	);
}

/** Models parseRequestUnion. */
function operation(line: string): object {
	const [verb, ...rest] = wordsOf(line);
	const options = rest.filter((word) => word.startsWith('--'));
	const [key, second] = rest.filter((word) => !word.startsWith('--'));
	const isOn = (name: string): boolean => options.includes(`--${name}`);
	if (key === undefined) throw bad(`invalid txn request: ${line}`);
	const range =
		second !== undefined
			? { range_end: base64(second) }
			: isOn('prefix')
				? { range_end: encodeBase64(prefixEnd(key)) }
				: {};
	switch (verb) {
		case 'put':
		case 'p': {
			if (second === undefined) throw bad(`invalid txn request: ${line}`);
			const lease = options.find((word) => word.startsWith('--lease='))?.slice('--lease='.length);
			return {
				request_put: {
					key: base64(key),
					value: base64(second),
					prev_kv: isOn('prev-kv'),
					...(lease === undefined ? {} : { lease: leaseOf(lease) }),
				},
			};
		}
		case 'get':
		case 'g':
			return { request_range: { key: base64(key), ...range } };
		case 'del':
		case 'd':
			return { request_delete_range: { key: base64(key), ...range, prev_kv: isOn('prev-kv') } };
		default:
			throw bad(`invalid txn request: ${line}`);
	}
}

/** Until an empty line. */
function* section(run: CobraRun, reader: LineReader, title: string): Task<string[]> {
	if (run.isOn('interactive')) {
		yield* run.out.write(`${title}\n`);
		yield* run.out.flush();
	}
	const lines: string[] = [];
	for (;;) {
		const line = yield* reader.next();
		if (line === undefined || line.trim() === '') return lines;
		lines.push(line);
	}
}

interface Response {
	readonly response_range?: { readonly kvs?: readonly KeyValue[] };
	readonly response_put?: { readonly prev_kv?: KeyValue };
	readonly response_delete_range?: { readonly deleted?: string; readonly prev_kvs?: readonly KeyValue[] };
}

/** Models etcdctl/ctlv3/command/txn_command.go txnCommandFunc and simplePrinter.Txn. */
function* txn(run: CobraRun): Task<number> {
	if (run.operands.length > 0) throw new EtcdError(EXIT.badArgs, 'txn command does not accept argument');
	const reader = new LineReader(run.process, 0);
	const compare = (yield* section(run, reader, 'compares:')).map(comparison);
	const success = (yield* section(run, reader, 'success requests (get, put, del):')).map(operation);
	const failure = (yield* section(run, reader, 'failure requests (get, put, del):')).map(operation);
	const connection = yield* connectionOf(run);
	const config = connection.to(connection.endpoints[0] ?? '');
	const reply = yield* callEtcd(run.process, config, '/etcdserverpb.KV/Txn', '/v3/kv/txn', {
		compare,
		success,
		failure,
	});
	if (refuseFormat(run, ['simple', 'json']) === 'json') {
		yield* run.out.write(replyJson(reply));
		return 0;
	}
	yield* run.out.write(reply.succeeded === true ? 'SUCCESS\n' : 'FAILURE\n');
	for (const response of (reply.responses ?? []) as readonly Response[]) yield* printResponse(run, response);
	return 0;
}

function* printResponse(run: CobraRun, response: Response): Task<void> {
	const { response_range: range, response_put: put, response_delete_range: removed } = response;
	const hex = run.isOn('hex');
	yield* run.out.write('\n');
	if (put !== undefined) yield* run.out.write('OK\n');
	if (removed !== undefined) yield* run.out.write(`${removed.deleted ?? 0}\n`);
	const previous = put?.prev_kv === undefined ? [] : [put.prev_kv];
	for (const kv of [...(range?.kvs ?? []), ...previous, ...(removed?.prev_kvs ?? [])]) {
		yield* printKeyValue(run.out, kv, hex, false);
	}
}

export const TXN_COMMAND: CobraCommand = {
	use: 'txn [options]',
	short: 'Txn processes all the requests in one transaction',
	flags: { interactive: bool(false, 'Input transaction in interactive mode', { shorthand: 'i' }) },
	run: txn,
};
