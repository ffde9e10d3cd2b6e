/** What an expression may know of a value. Objects have the fields that are declared and no others. */
export type CelType =
	| { readonly kind: 'string' | 'int' | 'double' | 'bool' | 'bytes' | 'timestamp' | 'duration' | 'dyn' }
	| { readonly kind: 'list'; readonly items: CelType }
	| { readonly kind: 'map'; readonly values: CelType }
	| { readonly kind: 'object'; readonly fields: ReadonlyMap<string, CelType> }
	| { readonly kind: 'optional'; readonly value: CelType };

export const CEL_DYN: CelType = { kind: 'dyn' };
export const CEL_STRING: CelType = { kind: 'string' };

const RESERVED: ReadonlySet<string> = new Set(
	'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
		' ',
	),
);

/** The name under which an expression finds a field; undefined when no name can be. Models apiserver/pkg/cel Escape. */
export function escapeCelName(name: string): string | undefined {
	if (RESERVED.has(name)) return `__${name}__`;
	const escaped = name
		.replaceAll('__', '__underscores__')
		.replaceAll('.', '__dot__')
		.replaceAll('-', '__dash__')
		.replaceAll('/', '__slash__');
	return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(escaped) ? escaped : undefined;
}
