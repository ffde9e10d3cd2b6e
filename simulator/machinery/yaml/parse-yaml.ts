import { DEFAULT_LIMITS } from '../limits.ts';
import type { Json } from '../meta.ts';
import type { Task } from '../task.ts';
import { resolveScalar } from './resolve-scalar.ts';
import type { Token, TokenType } from './scanner.ts';
import { Scanner } from './scanner.ts';
import { splitDocuments } from './split-documents.ts';
import type { Mark } from './yaml-error.ts';
import { parserError, YamlError } from './yaml-error.ts';

/**
 * Every document of a YAML 1.1 stream as JSON values, as kubectl and the kubelet read manifests: documents are
 * cut at lines of "---", and those that hold nothing are left out.
 * @throws YamlError with go-yaml's message; line numbers count from the document's own first line.
 */
export function parseYaml(text: string): Json[] {
	return splitDocuments(text)
		.map(parseYamlDocument)
		.filter((document) => document !== null);
}

/** The first document of `text` as a JSON value; null for an empty text. Models sigs.k8s.io/yaml YAMLToJSON. */
export function parseYamlDocument(text: string): Json {
	return finish(new Parser(text).document(false));
}

/** As `parseYamlDocument`, for texts that a user can make long: `pause` is called after every few hundred nodes. */
export function* parseYamlInSteps(text: string, pause: (nodes: number) => Task<void>): Task<Json> {
	return yield* inSteps(new Parser(text).document(false), pause);
}

function* inSteps(steps: Steps<Json>, pause: (nodes: number) => Task<void>): Task<Json> {
	for (;;) {
		const { done, value } = steps.next();
		if (done) return value;
		yield* pause(NODES_A_STEP);
	}
}

/** As `parseYaml`, for texts that a user can make long. */
export function* parseYamlStreamInSteps(text: string, pause: (nodes: number) => Task<void>): Task<Json[]> {
	const found: Json[] = [];
	for (const document of splitDocuments(text)) {
		const value = yield* parseYamlInSteps(document, pause);
		if (value !== null) found.push(value);
		yield* pause(1);
	}
	return found;
}

/** As `parseYamlDocument`, and refuses a key that a mapping has twice, as YAMLToJSONStrict does. */
export function parseYamlDocumentStrict(text: string): Json {
	return finish(new Parser(text).document(true));
}

/** As `parseYamlDocumentStrict`, for texts that a user can make long. */
export function* parseYamlStrictInSteps(text: string, pause: (nodes: number) => Task<void>): Task<Json> {
	return yield* inSteps(new Parser(text).document(true), pause);
}

/** As `parseYamlDocument` by the rules of go-yaml v3: "yes", "on", "n" and their like are strings. */
export function parseYamlDocumentCore(text: string): Json {
	return finish(new Parser(text, true).document(false));
}

/** Differs: Go takes 10,000. Each level is several frames of a generator, on threads with 1 MB of stack too. */
const NESTING_MAX = 400;
const ALIASED_NODES_MAX = 400_000;

/** Parsing that stops after every `NODES_A_STEP` nodes. */
type Steps<T> = Generator<void, T>;
const NODES_A_STEP = 256;

function finish<T>(steps: Steps<T>): T {
	for (;;) {
		const { done, value } = steps.next();
		if (done) return value;
	}
}

type Mapping = { [key: string]: Json };

class Parser {
	readonly #scanner: Scanner;
	readonly #anchors = new Map<string, Json>();
	readonly #openAnchors = new Set<string>();
	readonly #duplicates: string[] = [];
	readonly #keyLines = new Map<object, Map<string, number>>();
	#depth = 0;
	#nodes = 0;
	#aliased = 0;
	#strict = false;
	readonly #core: boolean;

	constructor(text: string, core = false) {
		this.#scanner = new Scanner(text);
		this.#core = core;
	}

	*document(strict: boolean): Steps<Json> {
		this.#strict = strict;
		if (this.#scanner.peek().type === 'stream-end') return null;
		let explicit = false;
		while (this.#next('directive')) {
			const directive = this.#scanner.take();
			if (directive.value.startsWith('%YAML') && !/^%YAML\s+1\.1$/.test(directive.value)) {
				throw parserError('found incompatible YAML document', directive.start, undefined);
			}
			explicit = true;
		}
		if (this.#next('document-start')) this.#scanner.take();
		else if (explicit) throw parserError('did not find expected <document start>', this.#mark(), undefined);
		const value = this.#isEmptyDocument() ? null : yield* this.#node(true, false);
		// What follows is another document's business, but its first token has to be one.
		this.#scanner.peek();
		if (this.#duplicates.length > 0) {
			throw new YamlError(`yaml: unmarshal errors:\n${this.#duplicates.map((line) => `  ${line}`).join('\n')}`);
		}
		return value;
	}

	#isEmptyDocument(): boolean {
		return ['stream-end', 'document-start', 'document-end', 'directive'].includes(this.#scanner.peek().type);
	}

	#next(...types: TokenType[]): boolean {
		return types.includes(this.#scanner.peek().type);
	}

	#mark(): Mark {
		return this.#scanner.peek().start;
	}

	/** @param block whether block collections may stand here. */
	*#node(block: boolean, indentless: boolean): Steps<Json> {
		if (++this.#nodes % NODES_A_STEP === 0) yield;
		if (++this.#depth > NESTING_MAX) throw new YamlError('yaml: exceeded max depth of 10000');
		const value = yield* this.#nodeAtDepth(block, indentless);
		this.#depth--;
		return value;
	}

	*#nodeAtDepth(block: boolean, indentless: boolean): Steps<Json> {
		const scanner = this.#scanner;
		if (this.#next('alias')) return this.#alias(scanner.take());
		const start = this.#mark();
		let anchor: string | undefined;
		let tag: string | undefined;
		while (this.#next('anchor', 'tag')) {
			const property = scanner.peek();
			if (property.type === 'anchor' ? anchor !== undefined : tag !== undefined) break;
			if (property.type === 'anchor') anchor = property.value;
			else tag = property.value;
			scanner.take();
		}
		if (anchor !== undefined) this.#openAnchors.add(anchor);
		const value = yield* this.#content(block, indentless, start, tag, anchor !== undefined);
		if (anchor !== undefined) {
			this.#openAnchors.delete(anchor);
			this.#anchors.set(anchor, value);
		}
		return value;
	}

	*#content(block: boolean, indentless: boolean, start: Mark, tag: string | undefined, anchored: boolean): Steps<Json> {
		const token = this.#scanner.peek();
		if (indentless && token.type === 'block-entry') return yield* this.#indentlessSequence();
		switch (token.type) {
			case 'plain':
			case 'quoted':
				return scalarValue(this.#scanner.take(), tag, this.#core);
			case 'flow-sequence-start':
				return yield* this.#flowSequence();
			case 'flow-mapping-start':
				return yield* this.#flowMapping();
			case 'block-sequence-start':
				if (block) return yield* this.#blockSequence();
				break;
			case 'block-mapping-start':
				if (block) return yield* this.#blockMapping();
				break;
		}
		if (anchored || tag !== undefined) return tag === '!!str' ? '' : null;
		throw parserError('did not find expected node content', token.start, start);
	}

	#alias(token: Token): Json {
		if (this.#openAnchors.has(token.value)) {
			throw new YamlError(`yaml: anchor '${token.value}' value contains itself`);
		}
		const value = this.#anchors.get(token.value);
		if (value === undefined) throw new YamlError(`yaml: unknown anchor '${token.value}' referenced`);
		this.#aliased += countNodes(value, ALIASED_NODES_MAX);
		if (this.#aliased > ALIASED_NODES_MAX) throw new YamlError('yaml: document contains excessive aliasing');
		return value;
	}

	*#blockSequence(): Steps<Json[]> {
		const start = this.#scanner.take().start;
		const items: Json[] = [];
		while (this.#next('block-entry')) {
			this.#scanner.take();
			items.push(this.#next('block-entry', 'block-end') ? null : yield* this.#node(true, false));
		}
		if (!this.#next('block-end')) throw parserError("did not find expected '-' indicator", this.#mark(), start);
		this.#scanner.take();
		return items;
	}

	*#indentlessSequence(): Steps<Json[]> {
		const items: Json[] = [];
		while (this.#next('block-entry')) {
			this.#scanner.take();
			items.push(this.#next('block-entry', 'key', 'value', 'block-end') ? null : yield* this.#node(true, false));
		}
		return items;
	}

	*#blockMapping(): Steps<Mapping> {
		const start = this.#scanner.take().start;
		const mapping = this.#newMapping();
		for (let count = 0; ; count++) {
			refuseTooMany(count);
			if (this.#next('key')) {
				const line = this.#scanner.take().start.line;
				const key = this.#next('key', 'value', 'block-end') ? plainNull : yield* this.#key(true);
				this.#put(mapping, key, yield* this.#blockValue(), line);
			} else if (this.#next('value')) {
				this.#put(mapping, plainNull, yield* this.#blockValue(), this.#mark().line);
			} else if (this.#next('block-end')) {
				this.#scanner.take();
				return mapping;
			} else {
				throw parserError('did not find expected key', this.#mark(), start);
			}
		}
	}

	*#blockValue(): Steps<Json> {
		if (!this.#next('value')) return null;
		this.#scanner.take();
		return this.#next('key', 'value', 'block-end') ? null : yield* this.#node(true, true);
	}

	*#flowSequence(): Steps<Json[]> {
		const start = this.#scanner.take().start;
		const items: Json[] = [];
		for (let first = true; !this.#next('flow-sequence-end'); first = false) {
			if (!first) {
				if (!this.#next('flow-entry')) throw parserError("did not find expected ',' or ']'", this.#mark(), start);
				this.#scanner.take();
				if (this.#next('flow-sequence-end')) break;
			}
			items.push(this.#next('key') ? yield* this.#flowPair() : yield* this.#node(false, false));
		}
		this.#scanner.take();
		return items;
	}

	/** `[a: b]` is a sequence of one mapping of one pair. */
	*#flowPair(): Steps<Mapping> {
		const mapping = this.#newMapping();
		const line = this.#scanner.take().start.line;
		const key = this.#next('value', 'flow-entry', 'flow-sequence-end') ? plainNull : yield* this.#key(false);
		let value: Json = null;
		if (this.#next('value')) {
			this.#scanner.take();
			if (!this.#next('flow-entry', 'flow-sequence-end')) value = yield* this.#node(false, false);
		}
		this.#put(mapping, key, value, line);
		return mapping;
	}

	*#flowMapping(): Steps<Mapping> {
		const start = this.#scanner.take().start;
		const mapping = this.#newMapping();
		for (let count = 0; !this.#next('flow-mapping-end'); count++) {
			refuseTooMany(count);
			if (count > 0) {
				if (!this.#next('flow-entry')) throw parserError("did not find expected ',' or '}'", this.#mark(), start);
				this.#scanner.take();
				if (this.#next('flow-mapping-end')) break;
			}
			const line = this.#mark().line;
			const marked = this.#next('key');
			if (marked) this.#scanner.take();
			const absent = marked && this.#next('value', 'flow-entry', 'flow-mapping-end');
			const key = absent ? plainNull : yield* this.#key(false);
			let value: Json = null;
			if (this.#next('value')) {
				this.#scanner.take();
				if (!this.#next('flow-entry', 'flow-mapping-end')) value = yield* this.#node(false, false);
			}
			this.#put(mapping, key, value, line);
		}
		this.#scanner.take();
		return mapping;
	}

	*#key(block: boolean): Steps<Key> {
		const token = this.#scanner.peek();
		const merge = token.type === 'plain' && token.value === '<<';
		return { value: yield* this.#node(block, false), merge };
	}

	#newMapping(): Mapping {
		const mapping: Mapping = Object.create(null);
		if (this.#strict) this.#keyLines.set(mapping, new Map());
		return mapping;
	}

	#put(mapping: Mapping, key: Key, value: Json, line: number): void {
		if (key.merge) {
			mergeInto(mapping, value);
			return;
		}
		const name = keyText(key.value);
		const lines = this.#keyLines.get(mapping);
		if (lines?.has(name)) {
			this.#duplicates.push(`line ${line + 1}: key ${JSON.stringify(name)} already set in map`);
		}
		lines?.set(name, line);
		mapping[name] = value;
	}
}

/** Whoever goes through a mapping has its keys listed in one go. */
function refuseTooMany(keys: number): void {
	if (keys > KEYS_MAX) throw new YamlError(`yaml: too many keys in a mapping: the limit is ${KEYS_MAX}`);
}

const KEYS_MAX = DEFAULT_LIMITS.objectMembers;

interface Key {
	readonly value: Json;
	readonly merge: boolean;
}

const plainNull: Key = { value: null, merge: false };

/** Models sigs.k8s.io/yaml convertToJSONableObject: what may be a key once it has to be JSON. */
function keyText(key: Json): string {
	if (key === null) throw new YamlError('unsupported map key of type: %!s(<nil>), key: <nil>, value: <nil>');
	if (typeof key === 'object') {
		throw new YamlError(`yaml: invalid map key: ${goSyntax(key)}`);
	}
	return String(key);
}

/** A value as Go's %#v prints it. */
function goSyntax(value: Json): string {
	if (value === null) return 'interface {}(nil)';
	if (typeof value !== 'object') return JSON.stringify(value);
	if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
	const pairs = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${goSyntax(item)}`);
	return `map[interface {}]interface {}{${pairs.join(', ')}}`;
}

function mergeInto(mapping: Mapping, value: Json): void {
	const sources = Array.isArray(value) ? [...value].reverse() : [value];
	for (const source of sources) {
		if (source === null || typeof source !== 'object' || Array.isArray(source)) {
			throw new YamlError('yaml: map merge requires map or sequence of maps as the value');
		}
		for (const [name, item] of Object.entries(source)) if (!(name in mapping)) mapping[name] = item;
	}
}

/** What is a boolean in YAML 1.1 only. */
const OLD_BOOLEAN = /^(?:y|n|yes|no|on|off)$/i;

function scalarValue(token: Token, tag: string | undefined, core: boolean): Json {
	if (core && tag === undefined && token.type === 'plain' && OLD_BOOLEAN.test(token.value)) return token.value;
	if (tag === '!!str' || tag === '!' || tag === '!!binary') return token.value;
	if (token.type === 'quoted' && tag === undefined) return token.value;
	if (tag !== undefined && !['!!int', '!!float', '!!bool', '!!null', '!!timestamp'].includes(tag)) return token.value;
	const resolved = resolveScalar(token.value);
	if (tag === undefined || tagFits(tag, resolved.kind)) {
		if (resolved.kind === 'null') return null;
		if (!('value' in resolved)) return token.value;
		if (typeof resolved.value === 'number' && !Number.isFinite(resolved.value)) {
			throw new YamlError(`json: unsupported value: ${goInfinity(resolved.value)}`);
		}
		return resolved.value;
	}
	throw new YamlError(`yaml: cannot decode ${SHORT_TAGS[resolved.kind]} \`${token.value}\` as a ${tag}`);
}

const SHORT_TAGS = {
	string: '!!str',
	timestamp: '!!timestamp',
	null: '!!null',
	boolean: '!!bool',
	integer: '!!int',
	float: '!!float',
} as const;

function tagFits(tag: string, kind: keyof typeof SHORT_TAGS): boolean {
	return SHORT_TAGS[kind] === tag || (tag === '!!float' && kind === 'integer');
}

function goInfinity(value: number): string {
	if (Number.isNaN(value)) return 'NaN';
	return value > 0 ? '+Inf' : '-Inf';
}

function countNodes(value: Json, max: number): number {
	let count = 0;
	const pending: Json[] = [value];
	while (pending.length > 0 && count <= max) {
		const node = pending.pop() as Json;
		count++;
		if (node !== null && typeof node === 'object') pending.push(...Object.values(node));
	}
	return count;
}
