import { jsonEqual } from '../../../machinery/json-equal.ts';
import type { Json } from '../../../machinery/meta.ts';
import { isObject, setOwn } from '../../../machinery/patch/json-object.ts';
import { CommandError } from '../errors.ts';

type Operation = { readonly [field: string]: Json };
type Container = Json[] | { [key: string]: Json };

/** Whether a document can be a list of operations; its complaint otherwise. Models json-patch DecodePatch. */
export function jsonPatchComplaint(patch: Json): string | undefined {
	if (patch === null) return undefined;
	if (!Array.isArray(patch)) {
		const found = isObject(patch) ? 'object' : typeof patch === 'boolean' ? 'bool' : typeof patch;
		return `json: cannot unmarshal ${found} into Go value of type jsonpatch.Patch`;
	}
	const wrong = patch.find((operation) => !isObject(operation) && operation !== null);
	if (wrong === undefined) return undefined;
	const found = Array.isArray(wrong) ? 'array' : typeof wrong === 'boolean' ? 'bool' : typeof wrong;
	return `json: cannot unmarshal ${found} into Go value of type jsonpatch.Operation`;
}

/** Applies operations to a copy of the document. Models evanphx/json-patch v4 Patch.Apply. */
export function patchJson(document: Json, operations: readonly Json[]): Json {
	const patching = new JsonPatching(clone(document));
	for (const operation of operations) patching.apply((operation ?? {}) as Operation);
	return patching.document;
}

class JsonPatching {
	document: Json;

	constructor(document: Json) {
		this.document = document;
	}

	apply(operation: Operation): void {
		const { op } = operation;
		switch (op) {
			case 'add':
				this.#add(pathOf(operation, 'path', 'add'), clone(operation.value ?? null), 'add');
				return;
			case 'remove':
				this.#remove(pathOf(operation, 'path', 'remove'));
				return;
			case 'replace':
				this.#replace(pathOf(operation, 'path', 'replace'), clone(operation.value ?? null));
				return;
			case 'test':
				this.#test(pathOf(operation, 'path', 'test'), operation.value ?? null);
				return;
			case 'move':
			case 'copy':
				this.#transfer(op, operation);
				return;
			default:
				throw new CommandError(`Unexpected kind: ${typeof op === 'string' ? op : 'unknown'}`);
		}
	}

	#add(path: string, value: Json, action: string): void {
		if (path === '') {
			this.document = value;
			return;
		}
		const { container, key } = this.#find(path);
		if (container === undefined)
			throw new CommandError(`${action} operation does not apply: doc is missing path: "${path}": missing value`);
		if (!Array.isArray(container)) {
			setOwn(container, key, value);
			return;
		}
		if (key === '-') {
			container.push(value);
			return;
		}
		const complaint = (text: string): CommandError =>
			new CommandError(`error in ${action} for path: '${path}': ${text}`);
		if (!/^[-+]?\d+$/.test(key))
			throw complaint(
				`value was not a proper array index: '${key}': strconv.Atoi: parsing ${JSON.stringify(key)}: invalid syntax`,
			);
		let index = Number(key);
		if (index > container.length || index < -(container.length + 1))
			throw complaint(`Unable to access invalid index: ${index}: invalid index referenced`);
		if (index < 0) index += container.length + 1;
		container.splice(index, 0, value);
	}

	#remove(path: string): void {
		const { container, key } = this.#find(path);
		if (container === undefined)
			throw new CommandError(`remove operation does not apply: doc is missing path: "${path}": missing value`);
		takeOut(container, key, `error in remove for path: '${path}'`);
	}

	#replace(path: string, value: Json): void {
		if (path === '') {
			this.document = value;
			return;
		}
		const { container, key } = this.#find(path);
		if (container === undefined)
			throw new CommandError(`replace operation does not apply: doc is missing path: ${path}: missing value`);
		// A field that an object has not is made.
		if (Array.isArray(container) && valueAt(container, key) === undefined)
			throw new CommandError(`replace operation does not apply: doc is missing key: ${path}: missing value`);
		if (Array.isArray(container)) container[indexIn(container, key) as number] = value;
		else setOwn(container, key, value);
	}

	#test(path: string, value: Json): void {
		if (path === '') {
			if (jsonEqual(this.document, value)) return;
			throw new CommandError(`testing value ${path} failed: test failed`);
		}
		const { container, key } = this.#find(path);
		if (container === undefined)
			throw new CommandError(`test operation does not apply: is missing path: ${path}: missing value`);
		const found = valueAt(container, key);
		if (found === undefined && value === null) return;
		if (found === undefined || !jsonEqual(found, value))
			throw new CommandError(`testing value ${path} failed: test failed`);
	}

	#transfer(op: 'move' | 'copy', operation: Operation): void {
		const from = pathOf(operation, 'from', op);
		const { container, key } = this.#find(from);
		if (container === undefined)
			throw new CommandError(`${op} operation does not apply: doc is missing from path: ${from}: missing value`);
		const value = valueAt(container, key);
		if (value === undefined)
			throw new CommandError(`error in ${op} for path: '${key}': Unable to get nonexistent key: ${key}: missing value`);
		if (op === 'move') takeOut(container, key, `error in move for path: '${key}'`);
		this.#add(pathOf(operation, 'path', op), op === 'copy' ? clone(value) : value, op);
	}

	/** What holds the path's last part. */
	#find(path: string): { container: Container | undefined; key: string } {
		const parts = path.split('/');
		if (parts.length < 2) return { container: undefined, key: '' };
		let at: Json | undefined = this.document;
		for (const part of parts.slice(1, -1)) at = isContainer(at) ? valueAt(at, unescapedPart(part)) : undefined;
		return { container: isContainer(at) ? at : undefined, key: unescapedPart(parts.at(-1) as string) };
	}
}

function pathOf(operation: Operation, field: 'path' | 'from', op: string): string {
	const path = operation[field];
	if (typeof path === 'string') return path;
	throw new CommandError(`${op} operation failed to decode ${field}: operation missing ${field} field: missing value`);
}

function takeOut(container: Container, key: string, context: string): void {
	if (Array.isArray(container)) {
		const index = indexIn(container, key);
		if (index === undefined || index >= container.length)
			throw new CommandError(`${context}: Unable to access invalid index: ${key}: invalid index referenced`);
		container.splice(index, 1);
		return;
	}
	if (!Object.hasOwn(container, key))
		throw new CommandError(`${context}: Unable to remove nonexistent key: ${key}: missing value`);
	delete container[key];
}

function isContainer(value: Json | undefined): value is Container {
	return Array.isArray(value) || isObject(value);
}

function valueAt(container: Container, key: string): Json | undefined {
	if (!Array.isArray(container)) return Object.hasOwn(container, key) ? container[key] : undefined;
	const index = indexIn(container, key);
	return index === undefined ? undefined : container[index];
}

/** Negative indexes count from the end. */
function indexIn(list: readonly Json[], key: string): number | undefined {
	if (!/^[-+]?\d+$/.test(key)) return undefined;
	const index = Number(key);
	return index < 0 ? index + list.length : index;
}

function unescapedPart(part: string): string {
	return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function clone(value: Json): Json {
	if (Array.isArray(value)) return value.map(clone);
	if (!isObject(value)) return value;
	const out: { [key: string]: Json } = Object.create(null);
	for (const [key, inner] of Object.entries(value)) out[key] = clone(inner);
	return out;
}

/** A copy that shares nothing. */
export const copyJson = clone;
