import type { Kind } from '../../api/kind.ts';
import { KindRegistry } from '../../api/kind-registry.ts';
import { KINDS } from '../../api/registry.ts';
import { objectType, typeSchema } from '../../api/schema/schema.ts';
import type { PatchSchema } from '../../machinery/patch/patch-schema.ts';

/** The kinds that kubectl was built with: what it knows without asking a server. Never changed after loading. */
const BUILT_IN = new KindRegistry(KINDS);

export function builtInKind(group: string, version: string, kind: string): Kind | undefined {
	return BUILT_IN.byKind(group, version, kind);
}

/** How patches of a kind merge; undefined for kinds that kubectl was not built with. */
export function patchSchemaOf(group: string, version: string, kind: string): PatchSchema | undefined {
	const builtIn = builtInKind(group, version, kind);
	const root = builtIn === undefined ? undefined : typeSchema(builtIn.schema);
	return root === undefined ? undefined : { root, objectType };
}
