import { safeInHtml } from '../../machinery/format-json.ts';
import { formatJsonInSteps } from '../../machinery/format-json-in-steps.ts';
import { concatBytes } from '../../machinery/http/byte-reader.ts';
import type { KubeList, KubeObject } from '../../machinery/meta.ts';
import { isLarge, resting } from '../../machinery/rest.ts';
import { runToCompletion, type Task, type Wait } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { formatYamlInSteps } from '../../machinery/yaml/format-in-steps.ts';
import type { Table } from '../output/table.ts';
import type { ApiResponse, WatchEvent } from '../request.ts';

/**
 * The bytes of a response's body. Models apimachinery/pkg/runtime/serializer/json.
 * @param texts metadata and items that have been encoded before.
 */
export function encodeBody(
	body: NonNullable<ApiResponse['body']>,
	style: BodyStyle,
	texts: EncodedTexts = new WeakMap(),
): Uint8Array {
	return runToCompletion(encodeBodyInSteps(body, style, texts, undefined));
}

/** The same with a rest after every so many bytes. */
export function* encodeBodyInSteps(
	body: NonNullable<ApiResponse['body']>,
	style: BodyStyle,
	texts: EncodedTexts,
	rest: Wait | undefined,
): Task<Uint8Array> {
	if (body instanceof Uint8Array) return body;
	if (typeof body === 'string') return encodeUtf8(body);
	if (style === 'compact' && isTable(body)) return yield* encodeTable(body, texts, rest);
	if (style === 'compact' && isTypedList(body)) return yield* encodeList(body, texts, rest);
	const value = withBareItems(body);
	const pause = (): Task<void> => resting(rest);
	if (style === 'compact') {
		const isSmall = rest === undefined || !isLarge(value);
		const text = isSmall ? toJson(value) : yield* formatJsonInSteps(value, { keepOrder: true }, pause);
		return encodeUtf8(`${text}\n`);
	}
	if (style === 'yaml') return encodeUtf8(yield* formatYamlInSteps(value, pause));
	if (rest === undefined || !isLarge(value)) return encodeUtf8(toJson(value, 2));
	return encodeUtf8(yield* formatJsonInSteps(value, { indent: '  ', keepOrder: true }, pause));
}

const BYTES_A_STEP = 262_144;

export type BodyStyle = 'compact' | 'pretty' | 'yaml';

/** One event of a watch, as a line of JSON. */
export function encodeEvent({ type, object }: WatchEvent): Uint8Array {
	return encodeUtf8(`${toJson({ type, object })}\n`);
}

/**
 * JSON of stored metadata, and of stored objects without their kind: neither ever changes, and lists are asked for again and again, mostly unchanged. Models
 * the cached encodings of apiserver/pkg/storage/cacher.
 */
export type EncodedTexts = WeakMap<object, Uint8Array>;

function isTable(body: object): body is Table {
	const { kind, rows } = body as Partial<Table>;
	return kind === 'Table' && rows !== undefined && rows.length > 0;
}

function* encodeTable(table: Table, texts: EncodedTexts, rest: Wait | undefined): Task<Uint8Array> {
	const first = table.rows[0]?.object ?? {};
	// All rows are of one kind.
	const { kind, apiVersion } = first as { readonly kind?: unknown; readonly apiVersion?: unknown };
	const start = `${toJson({ kind, apiVersion }).slice(0, -1)},"metadata":`;
	const parts = [encodeUtf8(toJson({ ...table, rows: [] }).slice(0, -']}'.length))];
	// What lies between one row's metadata and the next one's.
	let between = '';
	let bytes = 0;
	for (const { cells, object } of table.rows) {
		between += `{"cells":${toJson(cells)},"object":`;
		if (isPartial(object)) {
			const metadata = metadataText(object.metadata, texts);
			parts.push(encodeUtf8(between + start), metadata);
			between = '}},';
			bytes += metadata.length;
		} else {
			const text = toJson(object);
			between += `${text}},`;
			bytes += text.length;
		}
		if (bytes < BYTES_A_STEP) continue;
		bytes = 0;
		yield* resting(rest);
	}
	parts.push(encodeUtf8(`${between.slice(0, -1)}]}\n`));
	return concatBytes(parts);
}

function* encodeList(list: KubeList, texts: EncodedTexts, rest: Wait | undefined): Task<Uint8Array> {
	const itemKind = list.kind.slice(0, -'List'.length);
	const parts = [encodeUtf8(toJson({ ...list, items: [] }).slice(0, -']}'.length))];
	let bytes = 0;
	for (const item of list.items) {
		if (parts.length > 1) parts.push(COMMA);
		const text = item.kind === itemKind ? yield* bareText(item, texts, rest) : yield* textOf(item, rest);
		parts.push(text);
		bytes += text.length;
		if (bytes < BYTES_A_STEP) continue;
		bytes = 0;
		yield* resting(rest);
	}
	parts.push(LIST_END);
	return concatBytes(parts);
}

const COMMA = encodeUtf8(',');
const LIST_END = encodeUtf8(']}\n');

function* bareText(item: KubeObject, texts: EncodedTexts, rest: Wait | undefined): Task<Uint8Array> {
	let text = texts.get(item);
	if (text === undefined) {
		text = yield* textOf(bare(item), rest);
		texts.set(item, text);
	}
	return text;
}

function* textOf(value: object, rest: Wait | undefined): Task<Uint8Array> {
	if (rest === undefined || !isLarge(value)) return encodeUtf8(toJson(value));
	return encodeUtf8(yield* formatJsonInSteps(value, { keepOrder: true }, () => resting(rest)));
}

/** Made of stored metadata and nothing else. */
function isPartial(object: object | null): object is { readonly metadata: object } {
	return (object as { readonly kind?: unknown } | null)?.kind === 'PartialObjectMetadata';
}

function metadataText(metadata: object, texts: EncodedTexts): Uint8Array {
	let text = texts.get(metadata);
	if (text === undefined) {
		text = encodeUtf8(toJson(metadata));
		texts.set(metadata, text);
	}
	return text;
}

/** As Go's encoder writes it: safe inside HTML. */
function toJson(value: object | null, indent?: number): string {
	return safeInHtml(JSON.stringify(value, undefined, indent));
}

/** Items of typed lists are written without their own kind, since the list's says it. */
function withBareItems(body: object): object {
	if (!isTypedList(body)) return body;
	const itemKind = body.kind.slice(0, -'List'.length);
	return { ...body, items: body.items.map((item) => (item.kind === itemKind ? bare(item) : item)) };
}

/** Those of PartialObjectMetadata say what each of them is. */
function isTypedList(body: object): body is KubeList {
	const { kind, items } = body as { kind?: unknown; items?: unknown };
	// Those of custom resources have sorted keys, and their items are whole.
	if (Object.keys(body)[0] === 'apiVersion') return false;
	return (
		typeof kind === 'string' && kind.endsWith('List') && kind !== 'PartialObjectMetadataList' && Array.isArray(items)
	);
}

function bare(item: KubeObject): object {
	return { ...item, kind: undefined, apiVersion: undefined };
}
