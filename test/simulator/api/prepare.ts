import type { Kind } from '../../../simulator/api/kind.ts';
import { KindRegistry } from '../../../simulator/api/kind-registry.ts';
import { KINDS } from '../../../simulator/api/registry.ts';
import { roundTrip } from '../../../simulator/api/schema/round-trip.ts';
import { typeSchema } from '../../../simulator/api/schema/schema.ts';
import { EventLoop } from '../../../simulator/machinery/event-loop.ts';
import { DEFAULT_LIMITS } from '../../../simulator/machinery/limits.ts';
import type { KubeObject } from '../../../simulator/machinery/meta.ts';
import { Random } from '../../../simulator/machinery/random.ts';
import { invalid } from '../../../simulator/machinery/status.ts';
import { parseYamlDocument } from '../../../simulator/machinery/yaml/parse-yaml.ts';

const registry = new KindRegistry(KINDS);
export const NOW_MS = 1_795_165_200_000;

const world = {
	loop: new EventLoop(NOW_MS),
	random: new Random('test'),
	limits: DEFAULT_LIMITS,
	timestamp: () => '2026-11-20T09:00:00Z',
};

export function kindOf(object: KubeObject): Kind {
	const slash = object.apiVersion.indexOf('/');
	const group = slash < 0 ? '' : object.apiVersion.slice(0, slash);
	const kind = registry.byKind(group, object.apiVersion.slice(slash + 1), object.kind);
	if (kind === undefined) throw new Error(`no kind ${object.apiVersion} ${object.kind}`);
	return kind;
}

/** The object of a manifest as the server has it after decoding and defaulting. */
export function decode(yaml: string): KubeObject {
	const object = parseYamlDocument(yaml) as unknown as KubeObject;
	const kind = kindOf(object);
	const schema = typeSchema(kind.schema);
	if (schema === undefined) throw new Error(`no schema ${kind.schema}`);
	const out = roundTrip(object, schema);
	if (kind.namespaced) out.metadata.namespace ??= 'default';
	kind.applyDefaults?.(out);
	return out;
}

/** As stored by a create, without what the server's own code adds (uid, times, managed fields, addresses). */
export function create(yaml: string): KubeObject {
	const object = decode(yaml);
	const kind = kindOf(object);
	object.metadata.uid ??= '7d1f4a0e-0000-4000-8000-000000000000';
	kind.prepareForCreate?.(object, world);
	const schema = typeSchema(kind.schema);
	if (schema === undefined) throw new Error(`no schema ${kind.schema}`);
	return roundTrip(object, schema);
}

/** What the server says of a create; 'valid' when it takes it. */
export function verdictOfCreate(yaml: string): string {
	const object = create(yaml);
	const kind = kindOf(object);
	return verdict(object, kind.validate?.(object) ?? []);
}

/** What the server says of replacing one by the other. */
export function verdictOfUpdate(before: string, after: string): string {
	const old = create(before);
	const kind = kindOf(old);
	old.metadata.resourceVersion = '1';
	old.metadata.creationTimestamp = '2026-11-20T09:00:00Z';
	const object = decode(after);
	object.metadata = {
		...object.metadata,
		uid: old.metadata.uid,
		resourceVersion: '1',
		creationTimestamp: old.metadata.creationTimestamp,
	};
	kind.prepareForUpdate?.(object, old, world);
	return verdict(object, kind.validateUpdate?.(object, old) ?? []);
}

function verdict(object: KubeObject, errors: Parameters<typeof invalid>[2]): string {
	const kind = kindOf(object);
	return errors.length === 0 ? 'valid' : invalid(kind, object.metadata.name, errors).message;
}
