import { applyPatch, type Operation } from 'rfc6902';
import { jsonEqual } from '../json-equal.ts';
import type { Json } from '../meta.ts';
import { isObject, type JsonObject, setOwn } from './json-object.ts';
import { PatchError } from './patch-error.ts';

const OPERATIONS = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);

/**
 * Applies an RFC 6902 patch to a copy of `document`. Throws PatchError: `format` when it is no list of operations,
 * `content` when one fails (then none has been applied).
 */
export function applyJsonPatch(document: Json, patch: Json): Json {
	const operations = checkedOperations(patch);
	const root = { document: copy(document, toSafe) };
	for (const operation of operations) {
		if (operation.op === 'test') {
			test(root, operation.path, operation.value as Json);
			continue;
		}
		const moved = { ...operation, path: `/document${safePath(operation.path)}` } as Operation;
		if ('from' in moved) moved.from = `/document${safePath(moved.from)}`;
		if ('value' in moved) moved.value = copy(moved.value as Json, toSafe);
		checkAgainst(root, operation);
		const [failure] = applyPatch(root, [moved]);
		if (failure === null || failure === undefined) continue;
		throw new PatchError(
			'content',
			`${operation.op} operation does not apply: doc is missing path: ${operation.path}: missing value`,
		);
	}
	return copy(root.document, fromSafe);
}

function checkedOperations(patch: Json): Operation[] {
	if (!Array.isArray(patch)) {
		throw new PatchError('format', 'json: cannot unmarshal object into Go value of type jsonpatch.Patch');
	}
	return patch.map((operation) => {
		if (!isObject(operation)) {
			const found = Array.isArray(operation) ? 'array' : operation === null ? 'null' : typeof operation;
			throw new PatchError('format', `json: cannot unmarshal ${found} into Go value of type jsonpatch.Operation`);
		}
		if (typeof operation.op !== 'string' || !OPERATIONS.has(operation.op)) {
			throw new PatchError(
				'content',
				`Unexpected kind: ${typeof operation.op === 'string' ? operation.op : 'unknown'}`,
			);
		}
		if (typeof operation.path !== 'string') {
			throw new PatchError('content', `${operation.op} operation failed to decode path: operation missing path field`);
		}
		if (operation.op === 'add' || operation.op === 'replace' || operation.op === 'test') {
			return { ...operation, value: operation.value ?? null } as unknown as Operation;
		}
		return operation as unknown as Operation;
	});
}

/**
 * rfc6902 lets `add` and `remove` run past the end of a list, writes into what has no members and removes the whole
 * document; the server's library refuses.
 */
function checkAgainst(root: { document: Json }, operation: Operation): void {
	if (operation.op === 'test') return;
	const tokens = operation.path.split('/').slice(1);
	const last = tokens.pop();
	const takesAll =
		(operation.op === 'move' && operation.from === '') || (operation.op === 'remove' && last === undefined);
	if (takesAll) throw missingPath(operation);
	if (last === undefined) return;
	const at = valueAt(root.document, tokens);
	if (at === undefined || isObject(at)) return;
	if (!Array.isArray(at)) throw missingPath(operation);
	const { op } = operation;
	if (op === 'move' || op === 'copy' || (last === '-' && op === 'add')) return;
	const index = /^\d+$/.test(last) ? Number(last) : -1;
	if (index < 0 || index > at.length - (op === 'add' ? 0 : 1)) throw missingPath(operation);
}

function missingPath({ op, path }: Operation): PatchError {
	return new PatchError('content', `${op} operation does not apply: doc is missing path: ${path}`);
}

/** Our own, since rfc6902's complaint turns both values into text, which not every value can be. */
function test(root: { document: Json }, path: string, value: Json): void {
	const found = valueAt(root.document, path.split('/').slice(1)) ?? null;
	if (!jsonEqual(found, copy(value, toSafe))) {
		throw new PatchError('content', `testing path ${path} failed: test failed`);
	}
}

function valueAt(document: Json, tokens: readonly string[]): Json | undefined {
	let at: Json | undefined = document;
	for (const token of tokens) {
		const key = toSafe(token.replace(/~1/g, '/').replace(/~0/g, '~'));
		at = Array.isArray(at) ? at[Number(key)] : isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
	}
	return at;
}

/** rfc6902 passes these over wherever they stand in a path. To a document they are keys like any other. */
const UNSAFE = /^(?:__proto__|constructor|prototype)$/;
const SAFE_PREFIX = '\u0000';

function toSafe(key: string): string {
	return UNSAFE.test(key) ? SAFE_PREFIX + key : key;
}

function fromSafe(key: string): string {
	return key.startsWith(SAFE_PREFIX) && UNSAFE.test(key.slice(1)) ? key.slice(1) : key;
}

function safePath(path: string): string {
	return path.split('/').map(toSafe).join('/');
}

function copy(value: Json, rename: (key: string) => string): Json {
	if (Array.isArray(value)) return value.map((item) => copy(item, rename));
	if (!isObject(value)) return value;
	const out: JsonObject = {};
	for (const [key, inner] of Object.entries(value)) {
		if (inner !== undefined) setOwn(out, rename(key), copy(inner, rename));
	}
	return out;
}
