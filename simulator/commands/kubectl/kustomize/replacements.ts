import type { Json } from '../../../machinery/meta.ts';
import { copyJson, isObject } from '../../../machinery/patch/json-object.ts';
import { compileRe2, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import type { Task } from '../../../machinery/task.ts';
import { parseYamlDocument } from '../../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../../machinery/yaml/yaml-error.ts';
import { CommandError } from '../errors.ts';
import { fieldSlot, itemSlot, type Slot, splitBracketedPath, wrongKind } from './field-path.ts';
import { decodeStruct } from './go-struct.ts';
import type { FieldOptions, Replacement, Selector } from './kustomization-file.ts';
import { REPLACEMENT } from './kustomization-schema.ts';
import type { Loader } from './loader.ts';
import { type Resource, textOf } from './resource.ts';
import { formatId, idFromSelector, isSelectedBy, type ResourceId } from './resource-id.ts';
import { labelMatcher, type ResourceList } from './resource-list.ts';
import type { Transformer } from './transformers.ts';

type Target = NonNullable<Replacement['targets']>[number];
const DEFAULT_PATH = 'metadata.name';

/** The `replacements` field. Models ReplacementTransformer and kustomize api/filters/replacement. */
export function* replacer(loader: Loader, entries: readonly Replacement[]): Task<Transformer> {
	const replacements: Replacement[] = [];
	for (const entry of entries) {
		if ((entry.path ?? '') === '') {
			replacements.push(entry);
			continue;
		}
		if (entry.source !== undefined || (entry.targets ?? []).length > 0)
			throw new CommandError('cannot specify both path and inline replacement');
		replacements.push(...parseReplacements(yield* loader.load(entry.path as string)));
	}
	return (list) => {
		for (const replacement of replacements) replace(list, replacement);
	};
}

function parseReplacements(text: string): Replacement[] {
	let parsed: Json;
	try {
		parsed = parseYamlDocument(text);
	} catch (error) {
		if (!(error instanceof YamlError)) throw error;
		throw new CommandError(`error converting YAML to JSON: ${error.message}`);
	}
	if (Array.isArray(parsed)) return parsed.map((each) => decodeStruct(each, REPLACEMENT) as Replacement);
	if (isObject(parsed)) return [decodeStruct(parsed, REPLACEMENT) as Replacement];
	const found =
		parsed === null
			? 'invalid'
			: typeof parsed === 'boolean'
				? 'bool'
				: typeof parsed === 'number'
					? 'float64'
					: 'string';
	throw new CommandError(`unsupported replacement type encountered within replacement path: ${found}`);
}

function replace(list: ResourceList, replacement: Replacement): void {
	const { source, sourceValue, targets } = replacement;
	if ((source === undefined && sourceValue === undefined) || targets === undefined)
		throw new CommandError('replacements must specify a source and at least one target');
	if (source !== undefined && sourceValue !== undefined)
		throw new CommandError('value and resource selectors are mutually exclusive');
	const value = source === undefined ? (sourceValue as string) : sourceValueOf(list, source);
	for (const target of targets) {
		if (target.select === undefined) throw new CommandError('target must specify resources to select');
		for (const resource of list.resources) {
			if (!resource.isEmpty && isTarget(resource, target, target.select)) copyTo(resource, value, target);
		}
	}
	list.dropEmpty();
}

function sourceValueOf(list: ResourceList, source: NonNullable<Replacement['source']>): Json {
	const found = list.resources.filter((resource) => idsOf(resource).some((id) => isSelectedBy(id, source)));
	if (found.length > 1) throw new CommandError(`multiple matches for selector ${formatSource(source)}`);
	const resource = found[0];
	if (resource === undefined) throw new CommandError(`nothing selected by ${formatSource(source)}`);
	const path = source.fieldPath === undefined || source.fieldPath === '' ? DEFAULT_PATH : source.fieldPath;
	let value: Json | undefined;
	try {
		value = lookUp(resource.object ?? null, splitBracketedPath(path));
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new CommandError(`error looking up replacement source: ${error.message}`);
	}
	if (isMissing(value))
		throw new CommandError(
			`fieldPath \`${path}\` is missing for replacement source ${formatId(idFromSelector(source))}`,
		);
	return refined(value as Json, source.options ?? {});
}

function isMissing(value: Json | undefined): boolean {
	if (value === undefined || value === null) return true;
	return typeof value === 'object' && Object.keys(value).length === 0;
}

function refined(value: Json, { delimiter = '', index = 0 }: FieldOptions): Json {
	if (delimiter === '') return value;
	if (typeof value === 'object') throw new CommandError('delimiter option can only be used with scalar nodes');
	const text = textOf(value);
	const part = text.split(delimiter)[index];
	if (part === undefined) throw new CommandError(`options.index ${index} is out of bounds for value ${text}`);
	return part;
}

function formatSource(source: NonNullable<Replacement['source']>): string {
	const parts = [formatId(idFromSelector(source))];
	if ((source.fieldPath ?? '') !== '') parts.push(source.fieldPath as string);
	const { delimiter = '', index = 0, encoding = '', create = false } = source.options ?? {};
	if (delimiter !== '' || index !== 0 || encoding !== '' || create) {
		const shown = delimiter === '' ? '' : `${delimiter}(${index})`;
		parts.push(`${shown}${encoding}${create ? 'create=true' : ''}`);
	}
	return parts.join(':');
}

function idsOf(resource: Resource): ResourceId[] {
	return [{ ...resource.currentId(), clusterScoped: false }, ...resource.previousIds()];
}

function isTarget(resource: Resource, target: Target, select: Selector): boolean {
	if (!hasLabels(resource, select)) return false;
	const rejects = target.reject ?? [];
	for (const reject of rejects) {
		const bySelector = (reject.annotationSelector ?? '') !== '' || (reject.labelSelector ?? '') !== '';
		if (bySelector && hasLabels(resource, reject)) return false;
	}
	const ids = idsOf(resource);
	if (!ids.some((id) => isSelectedBy(id, select))) return false;
	return !rejects.some((reject) => namesAnything(reject) && ids.some((id) => isSelectedBy(id, reject)));
}

function hasLabels(resource: Resource, selector: Selector): boolean {
	return (
		labelMatcher(selector.annotationSelector)(resource.annotations) &&
		labelMatcher(selector.labelSelector)(resource.labels)
	);
}

function namesAnything({ group, version, kind, name, namespace }: Selector): boolean {
	return [group, version, kind, name, namespace].some((each) => each !== undefined && each !== '');
}

function copyTo(resource: Resource, value: Json, { fieldPaths = [], options = {} }: Target): void {
	const paths = fieldPaths.length === 0 ? [DEFAULT_PATH] : fieldPaths;
	for (const path of paths) {
		const create = options.create === true ? kindOf(value) : undefined;
		const verb = create === undefined ? 'find' : 'find or create';
		const complaint = `unable to ${verb} field ${JSON.stringify(path)} in replacement target`;
		const slots: Slot[] = [];
		const root = { value: resource.object as Json, set: () => undefined };
		try {
			new PathFinder(create, slots).find(root, splitBracketedPath(path));
		} catch (error) {
			if (!(error instanceof CommandError)) throw error;
			throw new CommandError(`${complaint}: ${error.message}`);
		}
		if (slots.length === 0) throw new CommandError(complaint);
		for (const slot of slots) setField(slot, value, options);
	}
}

type NodeKind = 'map' | 'list' | 'scalar';

function kindOf(value: Json): NodeKind {
	if (Array.isArray(value)) return 'list';
	return isObject(value) ? 'map' : 'scalar';
}

function setField(slot: Slot, value: Json, { delimiter = '', index = 0 }: FieldOptions): void {
	let text = textOf(value);
	if (delimiter !== '') {
		if (kindOf(slot.value) !== 'scalar') throw new CommandError('delimiter option can only be used with scalar nodes');
		const parts = textOf(slot.value).split(delimiter);
		if (index < 0) parts.unshift(text);
		else if (index >= parts.length) parts.push(text);
		else parts[index] = text;
		text = parts.join(delimiter);
	}
	if (kindOf(slot.value) !== 'scalar') slot.set(copyJson(value));
	else if (slot.value === null) slot.set(delimiter === '' ? copyJson(value) : text);
	else slot.set(sameType(slot.value, text));
}

/** A scalar keeps its type when it gets another text, if the text can be of that type. */
function sameType(before: Json, text: string): Json {
	if (typeof before === 'number' && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
	if (typeof before === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
	return text;
}

/** Follows a path through one node. Models kyaml PathGetter. */
function lookUp(node: Json, path: readonly string[]): Json | undefined {
	let at: Json | undefined = node;
	for (const raw of path) {
		const part = raw.trim();
		if (part === '') continue;
		if (at === undefined) return undefined;
		if (part === '*') throw new CommandError('wildcard is not supported in PathGetter');
		if (/^[-+]?\d+$/.test(part) || part === '-') at = itemAt(at, part);
		else if (isListIndex(part)) at = matchingItem(at, part);
		else if (at !== null && !isObject(at)) throw wrongKind('MappingNode', at);
		else at = at !== null && Object.hasOwn(at, part) ? at[part] : undefined;
	}
	return at;
}

function itemAt(node: Json, part: string): Json | undefined {
	if (part.startsWith('-') && part !== '-') throw new CommandError(`array index ${Number(part)} cannot be negative`);
	if (!Array.isArray(node)) throw wrongKind('SequenceNode', node);
	return part === '-' ? node.at(-1) : node[Number(part)];
}

function matchingItem(node: Json, part: string): Json | undefined {
	if (!Array.isArray(node)) throw wrongKind('SequenceNode', node);
	const { name, value } = nameAndValue(part);
	if (name === '') return node.find((item) => textOf(item) === value);
	return node.find((item) => isObject(item) && Object.hasOwn(item, name) && textOf(item[name]) === value);
}

function isListIndex(part: string): boolean {
	return part.startsWith('[') && part.endsWith(']');
}

function nameAndValue(part: string): { name: string; value: string } {
	const inner = part.slice(1, -1);
	const equals = inner.indexOf('=');
	if (equals < 0) throw new CommandError(`list path element must contain fieldName=fieldValue for element to match`);
	return { name: inner.slice(0, equals), value: inner.slice(equals + 1) };
}

/** Every place that a path leads to, made where wanted. Models kyaml PathMatcher. */
class PathFinder {
	readonly #create: NodeKind | undefined;
	readonly #slots: Slot[];

	constructor(create: NodeKind | undefined, slots: Slot[]) {
		this.#create = create;
		this.#slots = slots;
	}

	find(slot: Slot, path: readonly string[]): void {
		const [part, ...rest] = path;
		if (part === undefined) this.#slots.push(slot);
		else if (/^\d+$/.test(part)) this.#findItem(slot, part, rest);
		else if (isListIndex(part)) this.#findMatching(slot, part, rest);
		else if (part === '*') this.#findAll(slot, rest);
		else this.#findField(slot, part, rest);
	}

	#findField(slot: Slot, part: string, rest: readonly string[]): void {
		const { value } = slot;
		if (value === null) return;
		if (!isObject(value)) throw wrongKind('MappingNode', value);
		if (!Object.hasOwn(value, part)) {
			if (this.#create === undefined) return;
			fieldSlot(value, part).set(this.#emptyFor(rest[0]));
		}
		this.find(fieldSlot(value, part), rest);
	}

	#findItem(slot: Slot, part: string, rest: readonly string[]): void {
		const list = listIn(slot);
		const index = Number(part);
		if (index === list.length && this.#create !== undefined) list.push(this.#emptyFor(rest[0]));
		if (index >= list.length) throw new CommandError(`index ${index} specified but only ${list.length} elements found`);
		this.find(itemSlot(list, index), rest);
	}

	#findAll(slot: Slot, rest: readonly string[]): void {
		const list = listIn(slot);
		for (let index = 0; index < list.length; index++) this.find(itemSlot(list, index), rest);
	}

	/** What stands for the value is a pattern. */
	#findMatching(slot: Slot, part: string, rest: readonly string[]): void {
		const list = listIn(slot);
		const { name, value } = nameAndValue(part);
		const pattern = patternOf(value);
		const before = this.#slots.length;
		for (let index = 0; index < list.length; index++) {
			const item = list[index] as Json;
			if (name === '') {
				if (pattern.test(textOf(item))) this.#slots.push(itemSlot(list, index));
			} else if (isObject(item) && Object.hasOwn(item, name) && pattern.test(textOf(item[name]))) {
				this.find(itemSlot(list, index), rest);
			}
		}
		if (this.#slots.length > before || this.#create === undefined) return;
		list.push(name === '' ? value : { [name]: value });
		if (name === '') this.#slots.push(itemSlot(list, list.length - 1));
		else this.find(itemSlot(list, list.length - 1), rest);
	}

	#emptyFor(next: string | undefined): Json {
		if (next === undefined) return this.#create === 'map' ? {} : this.#create === 'list' ? [] : null;
		return isListIndex(next) || /^\d+$/.test(next) ? [] : {};
	}
}

function listIn({ value }: Slot): Json[] {
	if (Array.isArray(value)) return value;
	if (value === null) return [];
	throw wrongKind('SequenceNode', value);
}

function patternOf(value: string): { test(text: string): boolean } {
	try {
		return compileRe2(value);
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw new CommandError(`error parsing regexp: ${error.message}: \`${error.fragment}\``);
	}
}
