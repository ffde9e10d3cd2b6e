import { checkTypes, DecodeError } from '../../api/schema/check-types.ts';
import type { FieldSchema, TypeSchema } from '../../api/schema/schema.ts';
import { typeSchema } from '../../api/schema/schema.ts';
import type { Manifest } from './decode-manifests.ts';
import { CommandError } from './errors.ts';

/**
 * What is wrong with a document before any server is asked: no kind, no version. Throws CommandError. With `validate`
 * false that is left to what decodes it. Models kubectl/pkg/validation paramVerifyingSchema ValidateBytes.
 */
export function validateShape(manifest: Manifest): void {
	const complaints = isList(manifest.object) ? listComplaints(manifest.object) : shapeComplaints(manifest.object);
	if (complaints.length > 0) throw validationError(manifest.source, aggregate(complaints));
}

/** `error validating "web.yaml": error validating data: …`. */
export function validationError(source: string, complaint: string): CommandError {
	return new CommandError(
		`error validating ${JSON.stringify(source)}: error validating data: ${complaint}; if you choose to ignore these errors, turn validation off with --validate=false`,
	);
}

function aggregate(complaints: readonly string[]): string {
	const distinct = [...new Set(complaints)];
	return distinct.length === 1 ? (distinct[0] as string) : `[${distinct.join(', ')}]`;
}

function isObject(value: unknown): value is { readonly [field: string]: unknown } {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: unknown): boolean {
	return isObject(value) && value.apiVersion === 'v1' && value.kind === 'List';
}

/** Models getObjectKind. */
function shapeComplaints(value: unknown): string[] {
	if (!isObject(value)) return ['invalid object to validate'];
	const { apiVersion, kind } = value;
	const complaints: string[] = [];
	if (apiVersion === undefined || apiVersion === null) complaints.push('apiVersion not set');
	else if (typeof apiVersion !== 'string') complaints.push("apiVersion isn't string type");
	else if (!isGroupVersion(apiVersion)) complaints.push(`unexpected GroupVersion string: ${apiVersion}`);
	if (kind === undefined || kind === null) complaints.push('kind not set');
	else if (typeof kind !== 'string') complaints.push("kind isn't string type");
	return complaints;
}

/**
 * The server knows no lists: their items are looked at here. Models schemaValidation validateList.
 * Differs: of the items only what they are is checked, the server says the rest of each.
 */
function listComplaints(list: Manifest['object']): string[] {
	return Array.isArray(list.items) ? list.items.flatMap(shapeComplaints) : ['invalid object to validate'];
}

/** Models ParseGroupVersion. */
function isGroupVersion(text: string): boolean {
	return text.split('/').length <= 2;
}

/**
 * What no client can work with, validated or not: an object without a kind, metadata of other types than metadata
 * has. Throws CommandError. Models unstructured.UnstructuredJSONScheme and cli-runtime metadataValidatingDecoder.
 */
export function decodeShape({ source, object }: Manifest): void {
	const complaint = decodingComplaint(object);
	if (complaint !== undefined) throw new CommandError(`unable to decode ${JSON.stringify(source)}: ${complaint}`);
}

function decodingComplaint(object: unknown): string | undefined {
	if (!isObject(object)) {
		return `json: cannot unmarshal ${jsonKind(object)} into Go value of type unstructured.detector`;
	}
	const { apiVersion, kind } = object;
	const named = typeof kind === 'string' && kind !== '';
	if (!named || (typeof apiVersion === 'string' && !isGroupVersion(apiVersion))) {
		return `Object 'Kind' is missing in '${JSON.stringify(object)}'`;
	}
	try {
		checkTypes(object, metadataOnly());
		return undefined;
	} catch (error) {
		if (error instanceof DecodeError) return error.message;
		throw error;
	}
}

function jsonKind(value: unknown): string {
	if (Array.isArray(value)) return 'array';
	return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** What every object has, by the name that Go's messages give it. */
function metadataOnly(): TypeSchema {
	const pod = typeSchema('io.k8s.api.core.v1.Pod');
	if (pod === undefined) throw new Error('assertion failed: no schema of Pods');
	const fields = ['apiVersion', 'kind', 'metadata'].map((name): [string, FieldSchema] => [
		name,
		pod.fields.get(name) as FieldSchema,
	]);
	return { name: 'metadataOnlyObject', fields: new Map(fields), mapType: 'granular', kinds: [], preserveUnknown: true };
}
