import type { Kind } from '../../../api/kind.ts';
import { checkTypes, DecodeError } from '../../../api/schema/check-types.ts';
import { roundTrip } from '../../../api/schema/round-trip.ts';
import { typeSchema } from '../../../api/schema/schema.ts';
import type { Json, KubeObject } from '../../../machinery/meta.ts';
import { copyJson } from '../../../machinery/patch/json-object.ts';
import { builtInKind } from '../built-in-kinds.ts';
import { CommandError } from '../errors.ts';
import { splitApiVersion } from '../resources.ts';
import { retiredVersion } from './retired-versions.ts';

const SCHEME = 'in scheme "pkg/api/legacyscheme/scheme.go:30"';

/** Kinds that came from another group: these are the internal types, which the error names. */
const INTERNAL_PACKAGES: ReadonlyMap<string, string> = new Map([
	['', 'core'],
	['networking.k8s.io', 'networking'],
	['rbac.authorization.k8s.io', 'rbac'],
	['storage.k8s.io', 'storage'],
	['scheduling.k8s.io', 'scheduling'],
	['coordination.k8s.io', 'coordination'],
	['discovery.k8s.io', 'discovery'],
	['events.k8s.io', 'core'],
	['certificates.k8s.io', 'certificates'],
	['node.k8s.io', 'node'],
	['admissionregistration.k8s.io', 'admissionregistration'],
]);

/**
 * A manifest's object in another version, with the defaults of both. Models kubectl-convert asVersionedObject.
 * Differs: from versions that no server has, never to one of them.
 * @param source the file, which errors name. @param wanted the version asked for; empty: the newest that there is.
 */
export function convertObject(object: KubeObject, source: string, wanted: string): KubeObject {
	const current = atHub(object, source);
	const target = wanted === '' ? current.apiVersion : wanted;
	if (target === current.apiVersion) return typed(current, kindOf(current) as Kind);
	const [group, version] = splitApiVersion(target);
	const kind = builtInKind(group, version, current.kind);
	if (kind === undefined) throw unsuitable(current, target);
	const own = kindOf(current) as Kind;
	const stored = own.storedAs === undefined ? current : own.storedAs.toStored(current);
	if (kind.storedAs === undefined) {
		if (stored.apiVersion !== target) throw unsuitable(current, target);
		return typed(stored, kind);
	}
	const { group: storedGroup, version: storedVersion } = kind.storedAs;
	const storedName = storedGroup === '' ? storedVersion : `${storedGroup}/${storedVersion}`;
	if (stored.apiVersion !== storedName) throw unsuitable(current, target);
	return typed(kind.storedAs.fromStored(stored), kind);
}

/** The object in a version that servers have, its defaults filled in. */
function atHub(object: KubeObject, source: string): KubeObject {
	const retired = retiredVersion(object);
	if (retired === undefined) {
		const kind = kindOf(object);
		if (kind === undefined) throw unregistered(object, source);
		return withDefaults(object, kind, source);
	}
	const copy = copyJson(object as unknown as Json) as Parameters<typeof retired.change>[0];
	retired.change(copy);
	const renamed = { ...(copy as unknown as KubeObject), apiVersion: retired.to };
	return withDefaults(renamed, kindOf(renamed) as Kind, source);
}

function kindOf(object: KubeObject): Kind | undefined {
	const [group, version] = splitApiVersion(object.apiVersion);
	return builtInKind(group, version, object.kind);
}

function withDefaults(object: KubeObject, kind: Kind, source: string): KubeObject {
	refuseWrongTypes(object, kind, source);
	const whole = typed(object, kind);
	kind.applyDefaults?.(whole);
	return whole;
}

function refuseWrongTypes(object: KubeObject, kind: Kind, source: string): void {
	const schema = typeSchema(kind.schema);
	if (schema === undefined) return;
	try {
		checkTypes(object, schema);
	} catch (error) {
		if (!(error instanceof DecodeError)) throw error;
		throw new CommandError(`unable to decode ${JSON.stringify(source)}: ${error.message}`);
	}
}

function typed(object: KubeObject, kind: Kind): KubeObject {
	const schema = typeSchema(kind.schema);
	if (schema === undefined) return object;
	return { ...roundTrip(object, schema), apiVersion: object.apiVersion, kind: object.kind };
}

function unregistered({ apiVersion, kind }: KubeObject, source: string): CommandError {
	return new CommandError(
		`unable to decode ${JSON.stringify(source)}: no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} ${SCHEME}`,
	);
}

function unsuitable({ apiVersion, kind }: KubeObject, target: string): CommandError {
	const [group] = splitApiVersion(apiVersion);
	return new CommandError(
		`${INTERNAL_PACKAGES.get(group) ?? group}.${kind} is not suitable for converting to ${JSON.stringify(target)} ${SCHEME}`,
	);
}
