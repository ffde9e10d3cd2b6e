import type { Json } from '../../../machinery/meta.ts';
import { isObject, type JsonObject, setOwn } from '../../../machinery/patch/json-object.ts';
import { formatYaml } from '../../../machinery/yaml/format-yaml.ts';
import { CommandError } from '../errors.ts';
import type { FieldSpec } from './kustomization-file.ts';
import type { Resource } from './resource.ts';
import { formatId, isOfKind } from './resource-id.ts';

/** A place that holds a value: a field of an object or an item of a list. */
export interface Slot {
	readonly value: Json;
	readonly set: (value: Json) => void;
}

/**
 * Calls `set` with every place of a resource that a field specification names: lists on the way stand for each of their
 * items. What is missing is made when the specification says so and `create` tells what to make.
 * Models kustomize api/filters/fieldspec Filter.
 */
export function visitField(
	resource: Resource,
	spec: FieldSpec,
	set: (slot: Slot) => void,
	create?: 'map' | 'scalar',
): void {
	const id = resource.currentId();
	if (!isOfKind(id, spec) || resource.object === undefined) return;
	const walk = new FieldWalk(spec.create === true ? create : undefined, set);
	try {
		walk.visit({ value: resource.object, set: () => undefined }, splitPath(spec.path, '/'));
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new CommandError(`considering field '${spec.path}' of object ${formatId(id)}: ${error.message}`);
	}
}

class FieldWalk {
	readonly #create: 'map' | 'scalar' | undefined;
	readonly #set: (slot: Slot) => void;

	constructor(create: 'map' | 'scalar' | undefined, set: (slot: Slot) => void) {
		this.#create = create;
		this.#set = set;
	}

	visit(slot: Slot, path: readonly string[]): void {
		const { value } = slot;
		if (path.length === 0) this.#set(slot);
		else if (value === null) return;
		else if (Array.isArray(value)) this.#visitItems(value, path);
		else if (isObject(value)) this.#visitFields(value, path);
		else throw new CommandError('expected sequence or mapping node');
	}

	#visitItems(list: Json[], path: readonly string[]): void {
		for (let index = 0; index < list.length; index++) {
			try {
				this.visit(itemSlot(list, index), path);
			} catch (error) {
				if (!(error instanceof CommandError)) throw error;
				throw new CommandError(`visit traversal on path: [${path.join(' ')}]: ${error.message}`);
			}
		}
	}

	#visitFields(object: JsonObject, path: readonly string[]): void {
		const part = path[0] as string;
		const isList = part.endsWith('[]');
		const name = isList ? part.slice(0, -2) : part;
		if (name === '') throw new CommandError('cannot set or create an empty field name');
		const present = Object.hasOwn(object, name) && object[name] !== null;
		if (!present && this.#create !== undefined && !isList) {
			setOwn(object, name, path.length > 1 || this.#create === 'map' ? {} : null);
		} else if (!Object.hasOwn(object, name)) {
			return;
		}
		this.visit(fieldSlot(object, name), path.slice(1));
	}
}

export function fieldSlot(object: JsonObject, name: string): Slot {
	return { value: object[name] as Json, set: (value) => setOwn(object, name, value) };
}

export function itemSlot(list: Json[], index: number): Slot {
	const set = (value: Json): void => {
		list[index] = value;
	};
	return { value: list[index] as Json, set };
}

/** Sets a key of the object in a slot. Models kyaml FieldSetter. */
export function setEntry(slot: Slot, key: string, value: Json): void {
	if (isObject(slot.value)) setOwn(slot.value, key, value);
	else throw wrongKind('MappingNode', slot.value);
}

/** Replaces the scalar in a slot. */
export function setScalar(slot: Slot, value: Json): void {
	if (typeof slot.value === 'object' && slot.value !== null) throw wrongKind('ScalarNode', slot.value);
	slot.set(value);
}

export function wrongKind(expected: string, found: Json): CommandError {
	return new CommandError(
		`wrong node kind: expected ${expected} but got ${nodeKind(found)}: node contents:\n${formatYaml(found)}`,
	);
}

export function nodeKind(value: Json): string {
	if (Array.isArray(value)) return 'SequenceNode';
	return isObject(value) ? 'MappingNode' : 'ScalarNode';
}

/** Parts of a path; a delimiter after a backslash belongs to its part. Models kyaml utils.PathSplitter. */
export function splitPath(path: string, delimiter: string): string[] {
	let parts = path.split(delimiter);
	if (parts.length > 1 && parts[0] === '') parts = parts.slice(1);
	const out = [parts[0] as string];
	for (const part of parts.slice(1)) {
		const last = out.at(-1) as string;
		if (last.endsWith('\\')) out[out.length - 1] = `${last.slice(0, -1)}${delimiter}${part}`;
		else out.push(part);
	}
	return out;
}

/** As `splitPath`, and what stands in brackets is one part. Models kyaml utils.SmarterPathSplitter. */
export function splitBracketedPath(path: string): string[] {
	const out: string[] = [];
	const parts = splitPath(path, '.');
	for (let i = 0; i < parts.length; i++) {
		const part = parts[i] as string;
		if (!part.startsWith('[') || part.endsWith(']')) {
			out.push(part);
			continue;
		}
		const bracketed = [part];
		while (i < parts.length - 1) {
			i++;
			bracketed.push(parts[i] as string);
			if ((parts[i] as string).endsWith(']')) break;
		}
		const text = bracketed.join('.');
		out.push(text.includes('=') ? text : text.replace(/^[[\]]+|[[\]]+$/g, ''));
	}
	return out;
}
