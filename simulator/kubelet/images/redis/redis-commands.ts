import { compileGlob } from '../../../machinery/glob.ts';
import type { RedisKeys } from './redis-keys.ts';
import type { Reply } from './resp.ts';

export interface RedisCommand {
	/** That many arguments; below zero, at least one less than its amount. */
	readonly arity: number;
	readonly writes?: boolean;
	readonly run: (keys: RedisKeys, args: readonly string[]) => Reply;
}

export const OK: Reply = { kind: 'simple', text: 'OK' };
export const NIL: Reply = { kind: 'nil' };
export const NOT_INTEGER: Reply = { kind: 'error', text: 'ERR value is not an integer or out of range' };
export const SYNTAX: Reply = { kind: 'error', text: 'ERR syntax error' };
const NO_ROOM: Reply = { kind: 'error', text: "OOM command not allowed when used memory > 'maxmemory'." };
export const integer = (value: number): Reply => ({ kind: 'integer', value });
export const bulk = (text: string | undefined): Reply => (text === undefined ? NIL : { kind: 'bulk', text });
export const list = (texts: readonly (string | undefined)[]): Reply => ({ kind: 'array', items: texts.map(bulk) });

const isInteger = (text: string): boolean => /^-?\d{1,18}$/.test(text);

type Row = readonly [name: string, arity: number, run: RedisCommand['run'], writes?: 'writes'];

function textOf(keys: RedisKeys, key: string): string | undefined {
	return keys.of('string', key)?.text;
}

function setText(
	keys: RedisKeys,
	key: string,
	text: string,
	expiresAtMs: number | undefined | 'keep' = undefined,
): Reply {
	return keys.put(key, { type: 'string', text }, expiresAtMs) ? OK : NO_ROOM;
}

function set(keys: RedisKeys, args: readonly string[]): Reply {
	const [key = '', value = '', ...options] = args;
	let expiresAtMs: number | undefined | 'keep';
	let givesOld = false;
	for (let i = 0; i < options.length; i++) {
		const option = (options[i] as string).toUpperCase();
		const isThere = keys.find(key) !== undefined;
		if (option === 'NX' && isThere) return NIL;
		if (option === 'XX' && !isThere) return NIL;
		if (option === 'GET') givesOld = true;
		else if (option === 'KEEPTTL') expiresAtMs = 'keep';
		else if (/^(?:EX|PX|EXAT|PXAT)$/.test(option)) {
			const amount = Number(options[++i]);
			if (!Number.isInteger(amount) || amount <= 0) return NOT_INTEGER;
			const ms = amount * (option.startsWith('EX') ? 1_000 : 1);
			expiresAtMs = option.endsWith('AT') ? ms : keys.now() + ms;
		} else if (option !== 'NX' && option !== 'XX') return SYNTAX;
	}
	const old = givesOld ? bulk(textOf(keys, key)) : OK;
	const done = setText(keys, key, value, expiresAtMs);
	return done === OK ? old : done;
}

function add(keys: RedisKeys, key: string, by: string, sign: 1 | -1 = 1): Reply {
	const old = textOf(keys, key) ?? '0';
	if (!isInteger(old) || !isInteger(by)) return NOT_INTEGER;
	const value = Number(old) + sign * Number(by);
	setText(keys, key, String(value), 'keep');
	return integer(value);
}

const STRINGS: readonly Row[] = [
	['SET', -3, set, 'writes'],
	['GET', 1, (keys, [key = '']) => bulk(textOf(keys, key))],
	[
		'GETSET',
		2,
		(keys, [key = '', value = '']) => {
			const old = bulk(textOf(keys, key));
			setText(keys, key, value);
			return old;
		},
		'writes',
	],
	[
		'GETDEL',
		1,
		(keys, [key = '']) => {
			const old = bulk(textOf(keys, key));
			keys.delete(key);
			return old;
		},
		'writes',
	],
	[
		'SETNX',
		2,
		(keys, [key = '', value = '']) => integer(keys.find(key) === undefined && setText(keys, key, value) === OK ? 1 : 0),
		'writes',
	],
	['SETEX', 3, (keys, [key = '', seconds = '', value = '']) => set(keys, [key, value, 'EX', seconds]), 'writes'],
	[
		'APPEND',
		2,
		(keys, [key = '', text = '']) => {
			const value = (textOf(keys, key) ?? '') + text;
			setText(keys, key, value, 'keep');
			return integer(value.length);
		},
		'writes',
	],
	['STRLEN', 1, (keys, [key = '']) => integer(textOf(keys, key)?.length ?? 0)],
	[
		'MGET',
		-2,
		(keys, names) =>
			list(
				names.map((key) => {
					const value = keys.find(key);
					return value?.type === 'string' ? value.text : undefined;
				}),
			),
	],
	[
		'MSET',
		-3,
		(keys, args) => {
			for (let i = 0; i + 1 < args.length; i += 2) setText(keys, args[i] as string, args[i + 1] as string);
			return OK;
		},
		'writes',
	],
	['INCR', 1, (keys, [key = '']) => add(keys, key, '1'), 'writes'],
	['DECR', 1, (keys, [key = '']) => add(keys, key, '1', -1), 'writes'],
	['INCRBY', 2, (keys, [key = '', by = '']) => add(keys, key, by), 'writes'],
	['DECRBY', 2, (keys, [key = '', by = '']) => add(keys, key, by, -1), 'writes'],
];

function expire(keys: RedisKeys, key: string, amount: string, toMs: (value: number) => number): Reply {
	if (!isInteger(amount)) return NOT_INTEGER;
	return integer(keys.expireAt(key, toMs(Number(amount))) ? 1 : 0);
}

function left(keys: RedisKeys, key: string, unitMs: number): Reply {
	const at = keys.expiry(key);
	if (at === undefined) return integer(-2);
	return integer(at === Number.POSITIVE_INFINITY ? -1 : Math.ceil((at - keys.now()) / unitMs));
}

const KEYS: readonly Row[] = [
	['DEL', -2, (keys, names) => integer(names.filter((key) => keys.delete(key)).length), 'writes'],
	['UNLINK', -2, (keys, names) => integer(names.filter((key) => keys.delete(key)).length), 'writes'],
	['EXISTS', -2, (keys, names) => integer(names.filter((key) => keys.find(key) !== undefined).length)],
	['EXPIRE', -3, (keys, [key = '', by = '']) => expire(keys, key, by, (value) => keys.now() + value * 1_000), 'writes'],
	['PEXPIRE', -3, (keys, [key = '', by = '']) => expire(keys, key, by, (value) => keys.now() + value), 'writes'],
	['EXPIREAT', -3, (keys, [key = '', at = '']) => expire(keys, key, at, (value) => value * 1_000), 'writes'],
	['PEXPIREAT', -3, (keys, [key = '', at = '']) => expire(keys, key, at, (value) => value), 'writes'],
	['TTL', 1, (keys, [key = '']) => left(keys, key, 1_000)],
	['PTTL', 1, (keys, [key = '']) => left(keys, key, 1)],
	[
		'PERSIST',
		1,
		(keys, [key = '']) => {
			const at = keys.expiry(key);
			return integer(at !== undefined && at !== Number.POSITIVE_INFINITY && keys.expireAt(key, undefined) ? 1 : 0);
		},
		'writes',
	],
	['TYPE', 1, (keys, [key = '']) => ({ kind: 'simple', text: keys.find(key)?.type ?? 'none' })],
	[
		'RENAME',
		2,
		(keys, [from = '', to = '']) => {
			const value = keys.find(from);
			if (value === undefined) return { kind: 'error', text: 'ERR no such key' };
			const at = keys.expiry(from);
			keys.delete(from);
			keys.put(to, value, at === Number.POSITIVE_INFINITY ? undefined : at);
			return OK;
		},
		'writes',
	],
	[
		'KEYS',
		1,
		(keys, [pattern = '*']) => {
			const glob = compileGlob(pattern);
			return list(keys.names().filter((key) => glob.matches(key)));
		},
	],
	[
		'SCAN',
		-2,
		(keys, [, ...options]) => {
			const at = options.findIndex((option) => option.toUpperCase() === 'MATCH');
			const glob = compileGlob(at < 0 ? '*' : (options[at + 1] ?? '*'));
			return { kind: 'array', items: [bulk('0'), list(keys.names().filter((key) => glob.matches(key)))] };
		},
	],
	['RANDOMKEY', 0, (keys) => bulk(keys.names()[0])],
	['DBSIZE', 0, (keys) => integer(keys.names().length)],
	[
		'FLUSHDB',
		-1,
		(keys) => {
			keys.clear();
			return OK;
		},
		'writes',
	],
];

/** By name, in capitals. */
export function commandTable(rows: readonly Row[]): ReadonlyMap<string, RedisCommand> {
	return new Map(rows.map(([name, arity, run, writes]) => [name, { arity, run, writes: writes === 'writes' }]));
}

export type CommandRow = Row;
export const KEY_COMMANDS: readonly Row[] = [...STRINGS, ...KEYS];
