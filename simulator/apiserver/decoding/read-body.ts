import { type TypeSchema, typeSchema } from '../../api/schema/schema.ts';
import { resting } from '../../machinery/rest.ts';
import { unsupportedMediaType } from '../../machinery/status.ts';
import type { Task, Wait } from '../../machinery/task.ts';
import { decodeUtf8InSteps } from '../../machinery/utf8.ts';
import { parseYamlInSteps, parseYamlStrictInSteps } from '../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import { messageToJson, readEnvelope } from '../protobuf/decode-protobuf.ts';
import { ProtobufError } from '../protobuf/protobuf-reader.ts';
import type { ApiRequest } from '../request.ts';
import { JsonSyntaxError, parseJsonInSteps } from './parse-json.ts';

/** A request's body as a JSON value, before any type is known. */
export interface RawBody {
	readonly value: unknown;
	/** What strict decoding complains of: `duplicate field "spec.replicas"`. */
	readonly strictErrors: readonly string[];
	/** The bytes' text, for the summary in complaints; undefined for an object of an in-process client. */
	readonly text: string | undefined;
}

/** A body that is not JSON (or YAML) at all; the message says why, as the serializer does. */
export class UnreadableBody extends Error {
	readonly text: string;
	constructor(message: string, text: string) {
		super(message);
		this.name = 'UnreadableBody';
		this.text = text;
	}
}

/** @param rest for between the steps of reading a long one. Throws UnreadableBody, or ApiError for a media type that is not spoken here. */
export function* readBody(
	request: ApiRequest,
	kind: { readonly schema: string },
	rest: Wait | undefined,
): Task<RawBody> {
	const { body } = request;
	if (body === undefined) return { value: undefined, strictErrors: [], text: '' };
	if (!(body instanceof Uint8Array)) return { value: body, strictErrors: [], text: undefined };
	const mediaType = (request.headers.get('content-type') ?? 'application/json').split(';')[0]?.trim().toLowerCase();
	const type = typeSchema(kind.schema);
	if (mediaType === PROTOBUF && type !== undefined) return readProtobuf(body, type);
	if (mediaType === 'application/yaml') return yield* readYaml(yield* textOf(body, rest), rest);
	if (mediaType === 'application/json' || mediaType === '') return yield* readJson(yield* textOf(body, rest), rest);
	// Custom resources have no protobuf.
	const accepted = ['application/json', 'application/yaml', ...(type === undefined ? [] : [PROTOBUF])];
	throw unsupportedMediaType(
		`the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
	);
}

export function textOf(body: Uint8Array, rest: Wait | undefined): Task<string> {
	return decodeUtf8InSteps(body, () => resting(rest));
}

const PROTOBUF = 'application/vnd.kubernetes.protobuf';

/** Typed clients send built-in kinds in protobuf; they become the JSON value that means the same. */
function readProtobuf(bytes: Uint8Array, type: TypeSchema): RawBody {
	try {
		const { apiVersion, kind: name, raw } = readEnvelope(bytes);
		return { value: { kind: name, apiVersion, ...messageToJson(raw, type) }, strictErrors: [], text: '' };
	} catch (error) {
		if (error instanceof ProtobufError) throw new UnreadableBody(error.message, '');
		throw error;
	}
}

function* readJson(text: string, rest: Wait | undefined): Task<RawBody> {
	try {
		const { value, duplicates } = yield* parseJsonInSteps(text, rest);
		return { value, strictErrors: duplicates.map((path) => `duplicate field ${JSON.stringify(path)}`), text };
	} catch (error) {
		if (error instanceof JsonSyntaxError) {
			throw new UnreadableBody(`couldn't get version/kind; json parse error: ${error.message}`, text);
		}
		throw error;
	}
}

function* readYaml(text: string, rest: Wait | undefined): Task<RawBody> {
	const json = text.startsWith('{') ? yield* plainJson(text, rest) : undefined;
	if (json !== undefined) return { value: json, strictErrors: [], text };
	try {
		return { value: yield* parseYamlStrictInSteps(text, () => resting(rest)), strictErrors: [], text };
	} catch (error) {
		if (!(error instanceof YamlError)) throw error;
		try {
			return { value: yield* parseYamlInSteps(text, () => resting(rest)), strictErrors: [error.message], text };
		} catch (second) {
			if (second instanceof YamlError) throw new UnreadableBody(second.message, text);
			throw second;
		}
	}
}

/** kubectl applies JSON, which is YAML that can be read much faster; undefined when there is anything to say of it. */
function* plainJson(text: string, rest: Wait | undefined): Task<unknown> {
	try {
		const { value, duplicates } = yield* parseJsonInSteps(text, rest);
		return duplicates.length === 0 ? value : undefined;
	} catch (error) {
		if (error instanceof JsonSyntaxError) return undefined;
		throw error;
	}
}
