import { applyPatch, type Operation } from 'rfc6902';
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
		const moved = { ...operation, path: `/document${safePath(operation.path)}` } as Operation;
		if ('from' in moved) moved.from = `/document${safePath(moved.from)}`;
		if ('value' in moved) moved.value = copy(moved.value as Json, toSafe);
		checkAgainst(root, operation);
		const [failure] = applyPatch(root, [moved]);
		if (failure === null || failure === undefined) continue;
		throw new PatchError('content', describeFailure(operation, failure.name));
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

/** rfc6902 lets `add` and `remove` run past the end of a list; the server's library refuses. */
function checkAgainst(root: { document: Json }, operation: Operation): void {
	if (operation.op !== 'remove' && operation.op !== 'replace' && operation.op !== 'add') return;
	const tokens = operation.path.split('/').slice(1);
	const last = tokens.pop();
	if (last === undefined) return;
	let at: Json | undefined = root.document;
	for (const token of tokens) {
		const key = toSafe(token.replace(/~1/g, '/').replace(/~0/g, '~'));
		at = Array.isArray(at) ? at[Number(key)] : isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
	}
	if (!Array.isArray(at) || (last === '-' && operation.op === 'add')) return;
	const index = /^\d+$/.test(last) ? Number(last) : -1;
	if (index < 0 || index > at.length - (operation.op === 'add' ? 0 : 1)) {
		throw new PatchError('content', `${operation.op} operation does not apply: doc is missing path: ${operation.path}`);
	}
}

function describeFailure(operation: Operation, failure: string): string {
	if (failure === 'TestError') return `testing path ${operation.path} failed: test failed`;
	return `${operation.op} operation does not apply: doc is missing path: ${operation.path}: missing value`;
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
