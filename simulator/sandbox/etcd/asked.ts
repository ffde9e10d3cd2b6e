import { Base64Error, decodeBase64 } from '../../machinery/base64.ts';
import type { Comparison, Operation } from './etcd-transactions.ts';

/** A request in the form of etcd's JSON gateway; numbers may come as texts. */
export interface Asked {
	readonly key?: string;
	readonly range_end?: string;
	readonly value?: string;
	readonly limit?: string | number;
	readonly revision?: string | number;
	readonly start_revision?: string | number;
	readonly keys_only?: boolean;
	readonly count_only?: boolean;
	readonly prev_kv?: boolean;
	readonly ignore_value?: boolean;
	readonly ignore_lease?: boolean;
	/** Of a put: the lease that the key goes with. */
	readonly lease?: string | number;
	readonly ID?: string | number;
	readonly TTL?: string | number;
	readonly keys?: boolean;
	readonly targetID?: string | number;
	readonly peerURLs?: readonly string[];
	readonly isLearner?: boolean;
	readonly compare?: readonly Comparison[];
	readonly success?: readonly Operation[];
	readonly failure?: readonly Operation[];
	/** Of an alarm; absent: GET. */
	readonly action?: 'GET' | 'ACTIVATE' | 'DEACTIVATE';
}

type Check = (value: unknown) => boolean;

const isBytes: Check = (value) => {
	if (typeof value !== 'string') return false;
	try {
		decodeBase64(value);
		return true;
	} catch (error) {
		if (error instanceof Base64Error) return false;
		throw error;
	}
};
const isInteger: Check = (value) =>
	typeof value === 'number' ? Number.isSafeInteger(value) : typeof value === 'string' && /^-?\d{1,20}$/.test(value);
const isBoolean: Check = (value) => typeof value === 'boolean';
const isText: Check = (value) => typeof value === 'string';
const listOf =
	(check: Check): Check =>
	(value) =>
		Array.isArray(value) && value.every(check);
const isObject: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** One of a transaction's: what is in it is a request or a comparison again. */
const isPart: Check = (value) => isObject(value) && wrongField(value as object) === undefined;

const REQUEST: Check = (value) => isPart(value);

const FIELDS: ReadonlyMap<string, Check> = new Map([
	...['key', 'range_end', 'value'].map((name) => [name, isBytes] as const),
	...['limit', 'revision', 'start_revision', 'lease', 'ID', 'TTL', 'targetID'].map(
		(name) => [name, isInteger] as const,
	),
	...['version', 'create_revision', 'mod_revision'].map((name) => [name, isInteger] as const),
	...['keys_only', 'count_only', 'prev_kv', 'ignore_value', 'ignore_lease', 'keys', 'isLearner'].map(
		(name) => [name, isBoolean] as const,
	),
	...['action', 'target', 'result'].map((name) => [name, isText] as const),
	...['request_range', 'request_put', 'request_delete_range'].map((name) => [name, REQUEST] as const),
	...['compare', 'success', 'failure'].map((name) => [name, listOf(isPart)] as const),
	['peerURLs', listOf(isText)],
]);

function wrongField(value: object): string | undefined {
	return Object.entries(value).find(([name, field]) => FIELDS.get(name)?.(field) === false)?.[0];
}

/** What is in a request's body, or which field of it cannot be. Throws SyntaxError for what is no JSON. */
export function readAsked(text: string): Asked | string {
	const value: unknown = JSON.parse(text || '{}');
	if (!isObject(value)) return 'syntax error';
	const wrong = wrongField(value as object);
	return wrong === undefined ? (value as Asked) : `invalid value for field ${wrong}`;
}
