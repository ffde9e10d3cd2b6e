import type { CheckType } from './check-type.ts';

interface Sized {
	/** The most characters, bytes, items or keys that it can have, for estimates; undefined when nobody knows. */
	readonly max?: number;
}

/** What an expression may know of a value. Objects have the fields that are declared and no others. */
export type CelType =
	| ({ readonly kind: 'string' | 'int' | 'double' | 'bool' | 'bytes' | 'timestamp' | 'duration' | 'dyn' } & Sized)
	| ({ readonly kind: 'list'; readonly items: CelType } & Sized)
	| ({ readonly kind: 'map'; readonly values: CelType } & Sized)
	| ({ readonly kind: 'object'; readonly fields: ReadonlyMap<string, CelType> } & Sized)
	| ({ readonly kind: 'optional'; readonly value: CelType } & Sized)
	/** What only functions can look into; its value is given as it is. */
	| ({ readonly kind: 'opaque'; readonly type: CheckType } & Sized);

export const CEL_DYN: CelType = { kind: 'dyn' };
export const CEL_STRING: CelType = { kind: 'string' };

/** No variable may be called so. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set(
	'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
		' ',
	),
);

/** The name under which an expression finds a field; undefined when no name can be. Models apiserver/pkg/cel Escape. */
export function escapeCelName(name: string): string | undefined {
	if (RESERVED_NAMES.has(name)) return `__${name}__`;
	if (/^[a-zA-Z_](?:_?[a-zA-Z0-9])*_?$/.test(name)) return name;
	if (/^$|^[0-9]|[^a-zA-Z0-9_.\-/]/.test(name)) return undefined;
	return name.replace(/__|[-./]/g, (found) => ESCAPES[found] as string);
}

const ESCAPES: { readonly [text: string]: string } = {
	__: '__underscores__',
	'.': '__dot__',
	'-': '__dash__',
	'/': '__slash__',
};

const UNESCAPES = new Map(Object.entries(ESCAPES).map(([text, escaped]) => [escaped, text]));

/** The name of a field that an expression calls so. Models apiserver/pkg/cel Unescape. */
export function unescapeCelName(name: string): string {
	if (!name.includes('__')) return name;
	const keyword = /^__([a-z]+)__$/.exec(name)?.[1];
	if (keyword !== undefined && RESERVED_NAMES.has(keyword)) return keyword;
	return name.replace(/__(?:underscores|dot|dash|slash)__/g, (found) => UNESCAPES.get(found) as string);
}
