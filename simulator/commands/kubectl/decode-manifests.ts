import { LimitError } from '../../machinery/limit-error.ts';
import type { Json } from '../../machinery/meta.ts';
import { type JsonStream, parseJsonStreamInSteps } from '../../machinery/parse-json.ts';
import { setOwn } from '../../machinery/patch/json-object.ts';
import { hasManyParts } from '../../machinery/rest.ts';
import { sortInSteps } from '../../machinery/sort-in-steps.ts';
import type { Task } from '../../machinery/task.ts';
import { parseYamlInSteps } from '../../machinery/yaml/parse-yaml.ts';
import { documentsOf } from '../../machinery/yaml/split-documents.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import { CommandError } from './errors.ts';

export interface Manifest {
	/** The file's path, "STDIN" or the URL: messages name it. */
	readonly source: string;
	/** Its fields in the order of their names, at every depth, as kubectl sends and shows them. */
	readonly object: { readonly [field: string]: Json };
}

type VisitManifest = (manifest: Manifest) => Task<void>;
/** Lets others run, after about so many steps of work. */
type Pause = (steps: number) => Task<void>;

/** Characters that are read in a step. */
const STEP_LENGTH = 32;
const DOCUMENT_STEPS = 10;
/** The same of JSON. */
const JSON_STEP_LENGTH = 256;

/**
 * The documents of one source as they are read: `visit` is called with each before the next is parsed, so that
 * what stands before a mistake has been worked on when the mistake is found. What begins like JSON is read as JSON
 * as long as it is; the rest of it may then still be YAML.
 * Models apimachinery/pkg/util/yaml YAMLOrJSONDecoder.
 */
export function* visitManifests(source: string, text: string, visit: VisitManifest, pause: Pause): Task<void> {
	if (!/^[\t\n\v\f\r \u0085\u00a0]*\{/.test(text)) {
		yield* visitYaml(source, text, undefined, { visit, pause });
		return;
	}
	const { values, end, error } = yield* readStream(source, text, pause);
	for (const value of values) yield* visitDocument(source, value, { visit, pause });
	if (error === undefined) return;
	const cut = error.message === 'unexpected end of JSON input';
	if (values.length > 1) throw parseError(source, cut ? 'unexpected EOF' : error.message);
	const complaint = cut ? 'unexpected EOF' : `json: offset ${error.offset}: ${error.message}`;
	yield* visitYaml(source, text.slice(end).replace(/^[^\S\n]*\n?/, ''), complaint, { visit, pause });
}

function* readStream(source: string, text: string, pause: Pause): Task<JsonStream> {
	try {
		return yield* parseJsonStreamInSteps(text, (length) => pause(length / JSON_STEP_LENGTH));
	} catch (error) {
		if (error instanceof LimitError) throw parseError(source, error.message);
		throw error;
	}
}

/** @param blame what is said instead of the first document's own mistake. */
function* visitYaml(source: string, text: string, blame: string | undefined, { visit, pause }: Visiting): Task<void> {
	const documents = documentsOf(text);
	for (let index = 0; ; index++) {
		let value: Json;
		try {
			const document = documents.next().value;
			if (document === undefined) return;
			yield* pause(DOCUMENT_STEPS + document.length / STEP_LENGTH);
			value = yield* parseYamlInSteps(document, (nodes) => pause(2 * nodes));
		} catch (error) {
			if (!(error instanceof YamlError)) throw error;
			const isSeparator = error.message.startsWith('invalid Yaml document separator');
			const because = isSeparator ? error.message : `error converting YAML to JSON: ${error.message}`;
			throw parseError(source, index === 0 ? (blame ?? because) : because);
		}
		yield* visitDocument(source, value, { visit, pause });
	}
}

interface Visiting {
	readonly visit: VisitManifest;
	readonly pause: Pause;
}

function* visitDocument(source: string, value: Json, { visit, pause }: Visiting): Task<void> {
	if (value === null) return;
	yield* visit({ source, object: (yield* inOrder(value, pause)) as Manifest['object'] });
}

/** Models encoding/json's order of a map's keys. */
function* inOrder(value: Json, pause: Pause): Task<Json> {
	if (!hasManyParts(value)) return inOrderAtOnce(value);
	let copied = 0;
	if (Array.isArray(value)) {
		const items: Json[] = [];
		for (const item of value) {
			items.push(yield* inOrder(item, pause));
			if (++copied % PARTS_A_STEP === 0) yield* pause(PARTS_A_STEP);
		}
		return items;
	}
	const object: { [key: string]: Json } = {};
	for (const key of yield* sortInSteps(Object.keys(value as object), compareKeys, pause)) {
		setOwn(object, key, yield* inOrder((value as { [key: string]: Json })[key] as Json, pause));
		if (++copied % PARTS_A_STEP === 0) yield* pause(PARTS_A_STEP);
	}
	return object;
}

/** Values that are put in order between two pauses. */
const PARTS_A_STEP = 64;

function compareKeys(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function inOrderAtOnce(value: Json): Json {
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map(inOrderAtOnce);
	const sorted: [string, Json][] = Object.entries(value)
		.sort(([a], [b]) => compareKeys(a, b))
		.map(([key, inner]) => [key, inOrderAtOnce(inner as Json)]);
	return Object.fromEntries(sorted);
}

function parseError(source: string, message: string): CommandError {
	return new CommandError(`error parsing ${source}: ${message}`);
}
