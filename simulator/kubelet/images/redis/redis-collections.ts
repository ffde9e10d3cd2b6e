import { bulk, type CommandRow, integer, list, NIL, NOT_INTEGER, OK, SYNTAX } from './redis-commands.ts';
import type { RedisKeys } from './redis-keys.ts';
import type { Reply } from './resp.ts';

// Lists, hashes, sets and sorted sets.

function items(keys: RedisKeys, key: string): readonly string[] {
	return keys.of('list', key)?.items ?? [];
}

function push(keys: RedisKeys, [key = '', ...values]: readonly string[], atFront: boolean): Reply {
	const old = items(keys, key);
	const next = atFront ? [...[...values].reverse(), ...old] : [...old, ...values];
	keys.put(key, { type: 'list', items: next });
	return integer(next.length);
}

function pop(keys: RedisKeys, [key = '', count]: readonly string[], atFront: boolean): Reply {
	const old = items(keys, key);
	const amount = count === undefined ? 1 : Number(count);
	if (!Number.isInteger(amount) || amount < 0)
		return { kind: 'error', text: 'ERR value is out of range, must be positive' };
	const taken = atFront ? old.slice(0, amount) : old.slice(Math.max(0, old.length - amount)).reverse();
	if (taken.length > 0) {
		keys.put(key, {
			type: 'list',
			items: atFront ? old.slice(amount) : old.slice(0, Math.max(0, old.length - amount)),
		});
	}
	if (count === undefined) return bulk(taken[0]);
	return taken.length === 0 ? NIL : list(taken);
}

function move(keys: RedisKeys, from: string, to: string, [taking, putting]: readonly boolean[]): Reply {
	const taken = pop(keys, [from], taking === true);
	if (taken.kind === 'bulk') push(keys, [to, taken.text], putting === true);
	return taken;
}

function listMove(keys: RedisKeys, [from = '', to = '', ...sides]: readonly string[]): Reply {
	const ends = sides.map((side) => side.toUpperCase());
	if (ends.some((end) => end !== 'LEFT' && end !== 'RIGHT')) return SYNTAX;
	return move(
		keys,
		from,
		to,
		ends.map((end) => end === 'LEFT'),
	);
}

/** Takes out that many of a value: from the front, for a negative number from the back, for 0 all. */
function listRemove(keys: RedisKeys, [key = '', amount = '0', value = '']: readonly string[]): Reply {
	if (!/^-?\d+$/.test(amount)) return NOT_INTEGER;
	const old = items(keys, key);
	const places = old.flatMap((item, index) => (item === value ? [index] : []));
	const count = Number(amount);
	const gone = new Set(count === 0 ? places : count > 0 ? places.slice(0, count) : places.slice(count));
	if (gone.size > 0) keys.put(key, { type: 'list', items: old.filter((_, index) => !gone.has(index)) });
	return integer(gone.size);
}

/** From and to as Redis counts them: both ends belong, negative ones from the end. */
function range<T>(all: readonly T[], from: string, to: string): readonly T[] {
	const at = (text: string): number => (Number(text) < 0 ? all.length + Number(text) : Number(text));
	return all.slice(Math.max(0, at(from)), at(to) + 1);
}

const LISTS: readonly CommandRow[] = [
	['LPUSH', -3, (keys, args) => push(keys, args, true), 'writes'],
	['RPUSH', -3, (keys, args) => push(keys, args, false), 'writes'],
	['LPOP', -2, (keys, args) => pop(keys, args, true), 'writes'],
	['RPOP', -2, (keys, args) => pop(keys, args, false), 'writes'],
	['LMOVE', 4, listMove, 'writes'],
	['RPOPLPUSH', 2, (keys, [from = '', to = '']) => move(keys, from, to, [false, true]), 'writes'],
	['LREM', 3, listRemove, 'writes'],
	['LLEN', 1, (keys, [key = '']) => integer(items(keys, key).length)],
	['LRANGE', 3, (keys, [key = '', from = '0', to = '-1']) => list(range(items(keys, key), from, to))],
	['LINDEX', 2, (keys, [key = '', at = '0']) => bulk(items(keys, key).at(Number(at)))],
	[
		'LTRIM',
		3,
		(keys, [key = '', from = '0', to = '-1']) => {
			const old = items(keys, key);
			if (old.length > 0) keys.put(key, { type: 'list', items: range(old, from, to) });
			return OK;
		},
		'writes',
	],
];

function fields(keys: RedisKeys, key: string): Map<string, string> {
	return new Map(keys.of('hash', key)?.fields);
}

function hashSet(keys: RedisKeys, [key = '', ...pairs]: readonly string[]): number {
	const hash = fields(keys, key);
	let added = 0;
	for (let i = 0; i + 1 < pairs.length; i += 2) {
		if (!hash.has(pairs[i] as string)) added++;
		hash.set(pairs[i] as string, pairs[i + 1] as string);
	}
	keys.put(key, { type: 'hash', fields: hash });
	return added;
}

const HASHES: readonly CommandRow[] = [
	['HSET', -4, (keys, args) => integer(hashSet(keys, args)), 'writes'],
	[
		'HMSET',
		-4,
		(keys, args) => {
			hashSet(keys, args);
			return OK;
		},
		'writes',
	],
	['HGET', 2, (keys, [key = '', field = '']) => bulk(fields(keys, key).get(field))],
	[
		'HMGET',
		-3,
		(keys, [key = '', ...names]) => {
			const hash = fields(keys, key);
			return list(names.map((name) => hash.get(name)));
		},
	],
	['HGETALL', 1, (keys, [key = '']) => list([...fields(keys, key)].flat())],
	['HKEYS', 1, (keys, [key = '']) => list([...fields(keys, key).keys()])],
	['HVALS', 1, (keys, [key = '']) => list([...fields(keys, key).values()])],
	['HLEN', 1, (keys, [key = '']) => integer(fields(keys, key).size)],
	['HEXISTS', 2, (keys, [key = '', field = '']) => integer(fields(keys, key).has(field) ? 1 : 0)],
	[
		'HDEL',
		-3,
		(keys, [key = '', ...names]) => {
			const hash = fields(keys, key);
			const gone = names.filter((name) => hash.delete(name)).length;
			if (gone > 0) keys.put(key, { type: 'hash', fields: hash });
			return integer(gone);
		},
		'writes',
	],
	[
		'HINCRBY',
		3,
		(keys, [key = '', field = '', by = '']) => {
			const old = fields(keys, key).get(field) ?? '0';
			if (!/^-?\d+$/.test(old) || !/^-?\d+$/.test(by)) return NOT_INTEGER;
			hashSet(keys, [key, field, String(Number(old) + Number(by))]);
			return integer(Number(old) + Number(by));
		},
		'writes',
	],
];

function members(keys: RedisKeys, key: string): Set<string> {
	return new Set(keys.of('set', key)?.members);
}

const SETS: readonly CommandRow[] = [
	[
		'SADD',
		-3,
		(keys, [key = '', ...values]) => {
			const all = members(keys, key);
			const before = all.size;
			for (const value of values) all.add(value);
			keys.put(key, { type: 'set', members: all });
			return integer(all.size - before);
		},
		'writes',
	],
	[
		'SREM',
		-3,
		(keys, [key = '', ...values]) => {
			const all = members(keys, key);
			const gone = values.filter((value) => all.delete(value)).length;
			if (gone > 0) keys.put(key, { type: 'set', members: all });
			return integer(gone);
		},
		'writes',
	],
	['SMEMBERS', 1, (keys, [key = '']) => list([...members(keys, key)])],
	['SISMEMBER', 2, (keys, [key = '', value = '']) => integer(members(keys, key).has(value) ? 1 : 0)],
	['SCARD', 1, (keys, [key = '']) => integer(members(keys, key).size)],
];

function scores(keys: RedisKeys, key: string): Map<string, number> {
	return new Map(keys.of('zset', key)?.scores);
}

/** By score, then by name. */
function ranked(keys: RedisKeys, key: string): [string, number][] {
	return [...scores(keys, key)].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : a > b ? 1 : 0));
}

function rangeOfRanked(
	all: readonly [string, number][],
	[, from = '0', to = '-1', option = '']: readonly string[],
): Reply {
	const withScores = option.toUpperCase() === 'WITHSCORES';
	return list(range(all, from, to).flatMap(([member, score]) => (withScores ? [member, String(score)] : [member])));
}

const SORTED_SETS: readonly CommandRow[] = [
	[
		'ZADD',
		-4,
		(keys, [key = '', ...pairs]) => {
			const all = scores(keys, key);
			const before = all.size;
			for (let i = 0; i + 1 < pairs.length; i += 2) {
				const score = Number(pairs[i]);
				if (Number.isNaN(score)) return { kind: 'error', text: 'ERR value is not a valid float' };
				all.set(pairs[i + 1] as string, score);
			}
			if (pairs.length % 2 !== 0) return SYNTAX;
			keys.put(key, { type: 'zset', scores: all });
			return integer(all.size - before);
		},
		'writes',
	],
	[
		'ZINCRBY',
		3,
		(keys, [key = '', by = '', member = '']) => {
			const all = scores(keys, key);
			const score = (all.get(member) ?? 0) + Number(by);
			all.set(member, score);
			keys.put(key, { type: 'zset', scores: all });
			return bulk(String(score));
		},
		'writes',
	],
	['ZSCORE', 2, (keys, [key = '', member = '']) => bulk(scores(keys, key).get(member)?.toString())],
	['ZCARD', 1, (keys, [key = '']) => integer(scores(keys, key).size)],
	['ZRANGE', -4, (keys, args) => rangeOfRanked(ranked(keys, args[0] ?? ''), args)],
	['ZREVRANGE', -4, (keys, args) => rangeOfRanked(ranked(keys, args[0] ?? '').reverse(), args)],
	[
		'ZREM',
		-3,
		(keys, [key = '', ...names]) => {
			const all = scores(keys, key);
			const gone = names.filter((name) => all.delete(name)).length;
			if (gone > 0) keys.put(key, { type: 'zset', scores: all });
			return integer(gone);
		},
		'writes',
	],
];

export const COLLECTION_COMMANDS: readonly CommandRow[] = [...LISTS, ...HASHES, ...SETS, ...SORTED_SETS];
