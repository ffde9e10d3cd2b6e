import { jsonEqual } from '../json-equal.ts';
import type { Json } from '../meta.ts';
import { resting } from '../rest.ts';
import { runToCompletion, type Task, type Wait } from '../task.ts';
import { copyJson, isObject, type JsonObject, ownValue, setOwn } from './json-object.ts';
import { PatchError } from './patch-error.ts';

/** What all copies of one patch may add. Models apiserver/pkg/server JSONPatchMaxCopyBytes. */
const MAX_COPIED_BYTES = 3 * 1024 * 1024;

/** Fields as the patch has them; nothing of them is checked yet. */
export type JsonPatchOperation = { readonly [field: string]: Json };

type Container = Json[] | JsonObject;

interface Place {
	readonly container: Container;
	/** A key of the object, or what should be an index of the list. */
	readonly key: string;
}

/** Throws PatchError `format` when the patch is no list of operations. Models json-patch DecodePatch. */
export function decodeJsonPatch(patch: Json): readonly JsonPatchOperation[] {
	if (patch === null) return [];
	if (!Array.isArray(patch)) throw cannotUnmarshal(patch, 'Patch');
	return patch.map((operation) => {
		if (operation === null) return {};
		if (!isObject(operation)) throw cannotUnmarshal(operation, 'Operation');
		return operation;
	});
}

function cannotUnmarshal(found: Json, type: string): PatchError {
	return new PatchError('format', `json: cannot unmarshal ${typeName(found)} into Go value of type jsonpatch.${type}`);
}

function typeName(value: Json): string {
	if (Array.isArray(value)) return 'array';
	return typeof value === 'boolean' ? 'bool' : typeof value;
}

/**
 * Applies RFC 6902 operations to a copy of `document`, with what the server's library makes of them: negative indexes
 * count from the end, and `replace` makes a field that its object lacks. Throws PatchError: `format` when the patch is
 * no list of operations, `content` when one fails (then none has been applied).
 * Models gopkg.in/evanphx/json-patch.v4 Patch.Apply.
 */
export function applyJsonPatch(document: Json, patch: Json): Json {
	return runToCompletion(applyJsonPatchInSteps(document, patch, undefined));
}

/** `applyJsonPatch` with a rest after every few operations, and after every large copy. */
export function* applyJsonPatchInSteps(document: Json, patch: Json, rest: Wait | undefined): Task<Json> {
	const patching = new JsonPatching(copyJson(document));
	let [operations, copied] = [0, 0];
	for (const operation of decodeJsonPatch(patch)) {
		patching.apply(operation);
		if (++operations % OPERATIONS_A_STEP !== 0 && patching.copied - copied < COPIED_A_STEP) continue;
		copied = patching.copied;
		yield* resting(rest);
	}
	return patching.document;
}

const OPERATIONS_A_STEP = 500;
const COPIED_A_STEP = 131_072;

class JsonPatching {
	document: Json;
	/** Bytes that have been copied inside the document. */
	copied = 0;

	constructor(document: Json) {
		this.document = document;
	}

	apply(operation: JsonPatchOperation): void {
		const { op } = operation;
		switch (op) {
			case 'add': {
				const path = plainPathOf(operation, op);
				const place = this.#find(path);
				if (place === undefined)
					throw failure(`add operation does not apply: doc is missing path: "${path}": ${MISSING}`);
				within(`error in add for path: '${path}'`, () => addAt(place, givenValue(operation)));
				return;
			}
			case 'remove': {
				const path = plainPathOf(operation, op);
				const place = this.#find(path);
				if (place === undefined)
					throw failure(`remove operation does not apply: doc is missing path: "${path}": ${MISSING}`);
				within(`error in remove for path: '${path}'`, () => removeAt(place));
				return;
			}
			case 'replace':
				this.#replace(pathOf(operation, op), givenValue(operation));
				return;
			case 'test':
				this.#test(pathOf(operation, op), operation.value ?? null);
				return;
			case 'move':
				this.#move(operation);
				return;
			case 'copy':
				this.#copy(operation);
				return;
			default:
				throw failure(`Unexpected kind: ${typeof op === 'string' ? op : 'unknown'}`);
		}
	}

	#replace(path: string, value: Json): void {
		if (path === '') {
			if (!isContainer(value)) throw failure('replace operation value must be object or array: %!w(<nil>)');
			this.document = value;
			return;
		}
		const place = this.#find(path);
		if (place === undefined)
			throw failure(`replace operation does not apply: doc is missing path: ${path}: ${MISSING}`);
		const { container, key } = place;
		if (!Array.isArray(container)) {
			setOwn(container, key, value);
			return;
		}
		const index = within(
			() => `replace operation does not apply: doc is missing key: ${path}: ${MISSING}`,
			() => indexOf(container, key),
		);
		container[index] = value;
	}

	#test(path: string, value: Json): void {
		if (path === '') {
			if (!jsonEqual(this.document, value)) throw failure('testing value  failed: test failed');
			return;
		}
		const place = this.#find(path);
		if (place === undefined) throw failure(`test operation does not apply: is missing path: ${path}: ${MISSING}`);
		const found = within(`error in test for path: '${path}'`, () => valueAt(place));
		if (!jsonEqual(found, value)) throw failure(`testing value ${path} failed: test failed`);
	}

	#move(operation: JsonPatchOperation): void {
		const from = fromOf(operation, 'move');
		const source = this.#find(from);
		if (source === undefined)
			throw failure(`move operation does not apply: doc is missing from path: ${from}: ${MISSING}`);
		const value = within(`error in move for path: '${source.key}'`, () => {
			const found = valueAt(source);
			removeAt(source);
			return found;
		});
		const path = pathOf(operation, 'move');
		const target = this.#find(path);
		if (target === undefined)
			throw failure(`move operation does not apply: doc is missing destination path: ${path}: ${MISSING}`);
		within(`error in move for path: '${path}'`, () => addAt(target, value));
	}

	#copy(operation: JsonPatchOperation): void {
		const from = fromOf(operation, 'copy');
		const source = this.#find(from);
		if (source === undefined)
			throw failure(`copy operation does not apply: doc is missing from path: ${from}: ${MISSING}`);
		const found = within(`error in copy for from: '${from}'`, () => valueAt(source));
		const path = plainPathOf(operation, 'copy');
		const target = this.#find(path);
		if (target === undefined)
			throw failure(`copy operation does not apply: doc is missing destination path: ${path}: ${MISSING}`);
		this.copied += JSON.stringify(found).length;
		if (this.copied > MAX_COPIED_BYTES) {
			throw failure(
				`Unable to complete the copy, the accumulated size increase of copy is ${this.copied}, exceeding the limit ${MAX_COPIED_BYTES}`,
			);
		}
		within('error while adding value during copy', () => addAt(target, copyJson(found)));
	}

	/** What holds the path's last part; undefined when a part on the way is not there. */
	#find(path: string): Place | undefined {
		const parts = path.split('/');
		if (parts.length < 2) return undefined;
		let at: Json | undefined = this.document;
		for (const part of parts.slice(1, -1)) at = isContainer(at) ? stepInto(at, unescapePart(part)) : undefined;
		return isContainer(at) ? { container: at, key: unescapePart(parts.at(-1) as string) } : undefined;
	}
}

const MISSING = 'missing value';

function failure(message: string): PatchError {
	return new PatchError('content', message);
}

/** What fails in `step` is told after `context`; a function's text takes the failure's place. */
function within<T>(context: string | (() => string), step: () => T): T {
	try {
		return step();
	} catch (error) {
		if (!(error instanceof PatchError)) throw error;
		throw failure(typeof context === 'string' ? `${context}: ${error.message}` : context());
	}
}

function pathOf(operation: JsonPatchOperation, op: string): string {
	return textOf(operation.path, `${op} operation failed to decode path`, `operation missing path field: ${MISSING}`);
}

/** Of the operations that do not say what the path lacks. */
function plainPathOf({ path }: JsonPatchOperation, op: string): string {
	if (typeof path === 'string') return path;
	throw failure(`${op} operation failed to decode path: ${MISSING}`);
}

function fromOf(operation: JsonPatchOperation, op: string): string {
	return textOf(operation.from, `${op} operation failed to decode from`, `operation, missing from field: ${MISSING}`);
}

function textOf(value: Json | undefined, context: string, absent: string): string {
	if (typeof value === 'string') return value;
	if (value === undefined || value === null) throw failure(`${context}: ${absent}`);
	throw failure(`${context}: json: cannot unmarshal ${typeName(value)} into Go value of type string`);
}

function givenValue({ value }: JsonPatchOperation): Json {
	return copyJson(value ?? null);
}

function isContainer(value: Json | undefined): value is Container {
	return Array.isArray(value) || isObject(value);
}

function stepInto(container: Container, key: string): Json | undefined {
	if (!Array.isArray(container)) return ownValue(container, key);
	return /^[-+]?\d+$/.test(key) ? container.at(Number(key)) : undefined;
}

/** A key that an object lacks is null to all that ask. */
function valueAt({ container, key }: Place): Json {
	if (!Array.isArray(container)) return ownValue(container, key) ?? null;
	return container[indexOf(container, key)] as Json;
}

function addAt({ container, key }: Place, value: Json): void {
	if (!Array.isArray(container)) setOwn(container, key, value);
	else if (key === '-') container.push(value);
	else {
		const index = within(`value was not a proper array index: '${key}'`, () => parseIndex(key));
		container.splice(indexWithin(index, container.length + 1), 0, value);
	}
}

function removeAt({ container, key }: Place): void {
	if (Array.isArray(container)) container.splice(indexOf(container, key), 1);
	else if (Object.hasOwn(container, key)) delete container[key];
	else throw failure(`Unable to remove nonexistent key: ${key}: ${MISSING}`);
}

/** Of an item that is there; negative ones count from the end. */
function indexOf(list: readonly Json[], key: string): number {
	return indexWithin(parseIndex(key), list.length);
}

function parseIndex(key: string): number {
	const refused = (why: string): PatchError => failure(`strconv.Atoi: parsing ${JSON.stringify(key)}: ${why}`);
	if (!/^[-+]?\d+$/.test(key)) throw refused('invalid syntax');
	const number = BigInt(key.replace(/^\+/, ''));
	if (BigInt.asIntN(64, number) !== number) throw refused('value out of range');
	return Number(number);
}

function indexWithin(index: number, length: number): number {
	if (index >= length || index < -length)
		throw failure(`Unable to access invalid index: ${index}: invalid index referenced`);
	return index < 0 ? index + length : index;
}

function unescapePart(token: string): string {
	return token.replace(/~[01]/g, (part) => (part === '~1' ? '/' : '~'));
}
