import { checkTypes, DecodeError } from '../../../api/schema/check-types.ts';
import { typeSchema } from '../../../api/schema/schema.ts';
import { SettingsError } from './settings-error.ts';

/** What a configuration may be. */
export interface SettingsScheme {
	/** Where the real server keeps it: "k8s.io/apiserver/pkg/…/config.go:31". */
	readonly name: string;
	readonly kinds: readonly {
		readonly apiVersion: string;
		readonly kind: string;
		/** Of `api/schema/server-configuration.ts`. */
		readonly schema: string;
	}[];
}

/**
 * A configuration of one of the scheme's kinds, its fields checked as the real server's strict decoder does.
 * Throws SettingsError. Models apimachinery/pkg/runtime/serializer with EnableStrict.
 */
export function decodeSettings<T extends object>(document: unknown, { name, kinds }: SettingsScheme): Partial<T> {
	if (typeof document !== 'object' || document === null || Array.isArray(document)) {
		throw new SettingsError("couldn't get version/kind; json parse error: unexpected end of JSON input");
	}
	const { kind = '', apiVersion = '' } = document as { kind?: unknown; apiVersion?: unknown };
	if (kind === '') throw new SettingsError(`Object 'Kind' is missing in '${JSON.stringify(document)}'`);
	if (apiVersion === '') throw new SettingsError(`Object 'apiVersion' is missing in '${JSON.stringify(document)}'`);
	const found = kinds.find((each) => each.kind === kind && each.apiVersion === apiVersion);
	if (found === undefined) {
		const quoted = [kind, apiVersion, name].map((each) => JSON.stringify(each));
		throw new SettingsError(`no kind ${quoted[0]} is registered for version ${quoted[1]} in scheme ${quoted[2]}`);
	}
	const type = typeSchema(found.schema);
	if (type === undefined) throw new Error(`assertion failed: no schema ${found.schema}`);
	const unknown = unknownFields(document, type);
	if (unknown.length > 0) {
		throw new SettingsError(`strict decoding error: ${unknown.map((path) => `unknown field "${path}"`).join(', ')}`);
	}
	return document as Partial<T>;
}

function unknownFields(document: object, type: Parameters<typeof checkTypes>[1]): string[] {
	try {
		return checkTypes(document, type);
	} catch (error) {
		if (error instanceof DecodeError) throw new SettingsError(error.message);
		throw error;
	}
}
