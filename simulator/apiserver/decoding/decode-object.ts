import type { CustomKind, Kind } from '../../api/kind.ts';
import { checkTypesInSteps, DecodeError } from '../../api/schema/check-types.ts';
import { roundTrip, roundTripInSteps } from '../../api/schema/round-trip.ts';
import { type TypeSchema, typeSchema } from '../../api/schema/schema.ts';
import { apiVersionOf, type KubeObject } from '../../machinery/meta.ts';
import { resting } from '../../machinery/rest.ts';
import { badRequest } from '../../machinery/status.ts';
import { runToCompletion, type Task, type Wait } from '../../machinery/task.ts';
import type { FieldValidation } from '../request/options.ts';
import type { ApiRequest } from '../request.ts';
import { type RawBody, readBody, UnreadableBody } from './read-body.ts';
import { readCustom } from './read-custom.ts';

/** A kind of body: a registered kind, or one that only occurs in requests (Eviction, Binding, DeleteOptions). */
export interface BodyKind {
	readonly group: string;
	readonly version: string;
	readonly kind: string;
	readonly schema: string;
	readonly custom?: CustomKind;
}

/**
 * The object in a request's body: checked against its type, unknown fields dropped (refused or warned of, as
 * `validation` says), fields in order, defaults not yet applied. A fresh object. Throws ApiError.
 * Models apiserver/pkg/endpoints/handlers createHandler's decoding and transformDecodeError.
 */
export function decodeObject(
	request: ApiRequest,
	kind: BodyKind,
	validation: FieldValidation,
	warnings: string[],
): KubeObject {
	return runToCompletion(decodeInSteps(request, kind, { validation, warnings }));
}

/** The same of a body that may be large. */
export function* decodeInSteps(request: ApiRequest, kind: BodyKind, how: Decoding): Task<KubeObject> {
	const raw = yield* readRaw(request, kind, how.rest);
	yield* resting(how.rest);
	return yield* convertRaw(raw, kind, how);
}

/** How a body is read. */
export interface Decoding {
	readonly validation: FieldValidation;
	readonly warnings: string[];
	readonly rest?: Wait | undefined;
}

/** The same for a value that is no request's body. */
export function decodeValue(
	value: unknown,
	kind: BodyKind,
	validation: FieldValidation,
	warnings: string[],
): KubeObject {
	return runToCompletion(decodeValueInSteps(value, kind, { validation, warnings }));
}

/** The same of a value that may be large (the result of a patch). */
export function* decodeValueInSteps(value: unknown, kind: BodyKind, how: Decoding): Task<KubeObject> {
	// Of an object nobody quotes the text.
	const text = isPlain(value) ? '' : JSON.stringify(value);
	return yield* convertRaw({ value, strictErrors: [], text }, kind, how);
}

function isPlain(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A fresh, typed copy of an object that an in-process client made. */
export function acceptObject(object: object, type: TypeSchema): KubeObject {
	return roundTrip(object, type) as KubeObject;
}

export function requireType(kind: Pick<BodyKind, 'schema' | 'custom'>): TypeSchema {
	const type = kind.custom?.type ?? typeSchema(kind.schema);
	if (type === undefined) throw new Error(`assertion failed: no schema ${kind.schema}`);
	return type;
}

/** Defaults of a kind, in place. */
export function applyDefaults(kind: Kind, object: KubeObject): void {
	kind.applyDefaults?.(object);
}

/** The body before its type is known. Throws ApiError. */
export function* readRaw(request: ApiRequest, kind: BodyKind, rest?: Wait): Task<RawBody> {
	try {
		return yield* readBody(request, kind, rest);
	} catch (error) {
		if (!(error instanceof UnreadableBody)) throw error;
		throw unrecognized(kind, error.message, error.text);
	}
}

/** What `decodeObject` does once the body has been read. */
export function* convertRaw(raw: RawBody, kind: BodyKind, { validation, warnings, rest }: Decoding): Task<KubeObject> {
	const { value, text } = raw;
	const type = requireType(kind);
	const expected = apiVersionOf(kind.group, kind.version);
	if (text === undefined) {
		const object = value as KubeObject;
		if (kind.custom !== undefined) return (yield* decodeCustom(object, kind, kind.custom, rest)).object;
		if ((object.kind ?? kind.kind) !== kind.kind) throw mismatchedKind(object, kind);
		return withTypeMeta(acceptObject(withoutManagedFields(object), type), expected, kind.kind);
	}
	if (!isPlain(value)) {
		const found =
			value === undefined
				? 'unexpected end of JSON input'
				: `json: cannot unmarshal ${kindOfJson(value)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`;
		throw unrecognized(kind, `couldn't get version/kind; json parse error: ${found}`, text);
	}
	const given = value as { apiVersion?: unknown; kind?: unknown };
	const apiVersion = typeof given.apiVersion === 'string' && given.apiVersion !== '' ? given.apiVersion : expected;
	const kindName = typeof given.kind === 'string' && given.kind !== '' ? given.kind : kind.kind;
	if (kindName !== kind.kind) throw mismatchedKind({ apiVersion, kind: kindName }, kind);
	if (apiVersion !== expected) {
		throw badRequest(
			`the API version in the data (${apiVersion}) does not match the expected API version (${expected})`,
		);
	}
	if (kind.custom !== undefined) {
		const { object, unknown } = yield* decodeCustom({ ...value, apiVersion, kind: kindName }, kind, kind.custom, rest);
		const complaints = unknown.map((path) => `unknown field ${JSON.stringify(path)}`);
		judge([...raw.strictErrors, ...complaints], kind, validation, warnings);
		return object;
	}
	const complaints = yield* typeComplaints(value, type, kind, rest);
	judge([...raw.strictErrors, ...complaints], kind, validation, warnings);
	yield* resting(rest);
	return withTypeMeta((yield* roundTripInSteps(value, type, rest)) as KubeObject, expected, kind.kind);
}

function* decodeCustom(
	value: object,
	kind: BodyKind,
	custom: CustomKind,
	rest: Wait | undefined,
): ReturnType<typeof readCustom> {
	try {
		return yield* readCustom(value, custom, rest);
	} catch (error) {
		if (!(error instanceof DecodeError)) throw error;
		throw cannotBeHandled(kind, kind, error.message);
	}
}

/** Components send back what they have read: the server keeps its own, there is no need to copy them. */
function withoutManagedFields(object: KubeObject): KubeObject {
	if (object.metadata?.managedFields === undefined) return object;
	const { managedFields: _, ...metadata } = object.metadata;
	return { ...object, metadata };
}

function* typeComplaints(
	value: object,
	type: TypeSchema,
	kind: BodyKind,
	rest: Wait | undefined,
): Task<readonly string[]> {
	try {
		return (yield* checkTypesInSteps(value, type, rest)).map((path) => `unknown field ${JSON.stringify(path)}`);
	} catch (error) {
		if (!(error instanceof DecodeError)) throw error;
		throw cannotBeHandled(kind, kind, error.message);
	}
}

function judge(complaints: readonly string[], kind: BodyKind, validation: FieldValidation, warnings: string[]): void {
	if (complaints.length === 0 || validation === 'Ignore') return;
	if (validation === 'Strict') throw cannotBeHandled(kind, kind, `strict decoding error: ${complaints.join(', ')}`);
	warnings.push(...complaints);
}

function mismatchedKind(found: { apiVersion: string; kind: string }, kind: BodyKind): Error {
	const slash = found.apiVersion.lastIndexOf('/');
	const version = found.apiVersion.slice(slash + 1);
	const conversion = `converting (${version}.${found.kind}) to (${kind.group === '' ? 'core' : kind.group.split('.')[0]}.${kind.kind}): unknown conversion`;
	return cannotBeHandled({ kind: found.kind, version }, kind, conversion);
}

function cannotBeHandled(found: { kind: string; version: string }, kind: BodyKind, why: string): Error {
	return badRequest(
		`${found.kind} in version ${JSON.stringify(found.version)} cannot be handled as a ${kind.kind}: ${why}`,
	);
}

function unrecognized(kind: BodyKind, why: string, text: string): Error {
	return badRequest(`the object provided is unrecognized (must be of type ${kind.kind}): ${why} (${summary(text)})`);
}

/** Models apiserver/pkg/endpoints/handlers summarizeData. */
function summary(text: string): string {
	if (text === '') return '<empty>';
	if (text.startsWith('{')) return text.length > 30 ? `${text.slice(0, 30)} ...` : text;
	let hex = '';
	for (const char of text.slice(0, 30)) hex += char.charCodeAt(0).toString(16).padStart(2, '0');
	return text.length > 30 ? `${hex} ...` : hex;
}

function kindOfJson(value: unknown): string {
	if (Array.isArray(value)) return 'array';
	return typeof value === 'boolean' ? 'bool' : typeof value;
}

function withTypeMeta(object: KubeObject, apiVersion: string, kind: string): KubeObject {
	object.kind = kind;
	object.apiVersion = apiVersion;
	return object;
}
