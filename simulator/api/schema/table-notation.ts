import type { TypeSchema } from './schema.ts';

export function parseTable(prefix: string, texts: readonly string[]): ReadonlyMap<string, TypeSchema> {
	throw new Error(`assertion failed: no notation for ${prefix} (${texts.length} texts)`);
}
