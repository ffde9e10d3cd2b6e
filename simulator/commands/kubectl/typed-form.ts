import { roundTrip } from '../../api/schema/round-trip.ts';
import { typeSchema } from '../../api/schema/schema.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { builtInKind } from './built-in-kinds.ts';
import { CommandError } from './errors.ts';
import { splitApiVersion } from './resources.ts';

/** An object as kubectl's Go structs hold and print it; undefined for kinds that it was not built with. */
export function typedForm(object: KubeObject): KubeObject | undefined {
	const [group, version] = splitApiVersion(object.apiVersion);
	const kind = builtInKind(group, version, object.kind);
	const schema = kind === undefined ? undefined : typeSchema(kind.schema);
	if (schema === undefined) return undefined;
	const { kind: _kind, apiVersion: _apiVersion, ...fields } = roundTrip(object, schema) as KubeObject;
	return { kind: object.kind, apiVersion: object.apiVersion, ...fields } as KubeObject;
}

/** As `typedForm`; a kind without Go structs is an error, as in commands that only work on built-in kinds. */
export function requireTyped(object: KubeObject): KubeObject {
	const typed = typedForm(object);
	if (typed !== undefined) return typed;
	throw new CommandError(
		`unable to decode "": no kind ${JSON.stringify(object.kind)} is registered for version ${JSON.stringify(object.apiVersion)} in scheme "pkg/scheme/scheme.go:28"`,
	);
}
