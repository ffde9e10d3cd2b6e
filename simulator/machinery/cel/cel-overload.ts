import {
	BOOL,
	BYTES,
	type CheckType,
	DOUBLE,
	DURATION,
	DYN,
	INT,
	listOf,
	mapOf,
	NULL,
	optionalTypeOf,
	STRING,
	TIMESTAMP,
	typeOfType,
	typeParam,
	UINT,
} from './check-type.ts';

/** One meaning of a function: what it takes, what it gives. Models cel-go common/decls OverloadDecl. */
export interface CelOverload {
	readonly id: string;
	readonly name: string;
	/** It is called on its first argument. */
	readonly isMember: boolean;
	readonly args: readonly CheckType[];
	readonly result: CheckType;
	readonly params: readonly string[];
	call(...args: readonly never[]): unknown;
}

export type CelFunctions = ReadonlyMap<string, readonly CelOverload[]>;

/** The id, then the types: "string.(int) string" is called on a string, "(A, list(A)) bool" is not. */
export type OverloadRow = readonly [id: string, types: string, call: (...args: never[]) => unknown];

/**
 * The meanings of functions.
 * @param types that signatures may name besides the language's own.
 */
export function declareFunctions(
	rows: { readonly [name: string]: readonly OverloadRow[] },
	types: { readonly [name: string]: CheckType } = {},
): CelFunctions {
	const functions = new Map<string, CelOverload[]>();
	for (const [name, overloads] of Object.entries(rows)) {
		functions.set(
			name,
			overloads.map(([id, signature, call]) => ({ id, name, call, ...new Signature(signature, types).read() })),
		);
	}
	return functions;
}

/** Those of several libraries. */
export function joinFunctions(...libraries: readonly CelFunctions[]): CelFunctions {
	const all = new Map<string, readonly CelOverload[]>();
	for (const library of libraries) {
		for (const [name, overloads] of library) all.set(name, [...(all.get(name) ?? []), ...overloads]);
	}
	return all;
}

const TYPES: { readonly [name: string]: CheckType } = {
	...{ bool: BOOL, int: INT, uint: UINT, double: DOUBLE, string: STRING, bytes: BYTES, null: NULL, dyn: DYN },
	...{ timestamp: TIMESTAMP, duration: DURATION },
};

class Signature {
	readonly #words: readonly string[];
	readonly #types: { readonly [name: string]: CheckType };
	readonly #params = new Set<string>();
	#at = 0;

	constructor(text: string, types: { readonly [name: string]: CheckType }) {
		this.#words = text.match(/[A-Za-z]+|[.(),]/g) ?? [];
		this.#types = types;
	}

	read(): Pick<CelOverload, 'isMember' | 'args' | 'result' | 'params'> {
		const args: CheckType[] = [];
		const isMember = this.#words[0] !== '(';
		if (isMember) {
			args.push(this.#type());
			this.#at++;
		}
		this.#at++;
		while (this.#words[this.#at] !== ')') {
			args.push(this.#type());
			if (this.#words[this.#at] === ',') this.#at++;
		}
		this.#at++;
		const result = this.#type();
		return { isMember, args, result, params: [...this.#params] };
	}

	#type(): CheckType {
		const name = this.#words[this.#at++] as string;
		if (/^[A-Z]$/.test(name)) {
			this.#params.add(name);
			return typeParam(name);
		}
		const generic = name === 'list' || name === 'map' || name === 'optional' || name === 'type';
		if (!generic) return this.#types[name] ?? TYPES[name] ?? unknownType(name);
		this.#at++;
		const first = this.#type();
		let second = first;
		if (name === 'map') {
			this.#at++;
			second = this.#type();
		}
		this.#at++;
		if (name === 'list') return listOf(first);
		if (name === 'map') return mapOf(first, second);
		return name === 'optional' ? optionalTypeOf(first) : typeOfType(first);
	}
}

function unknownType(name: string): never {
	throw new Error(`assertion failed: no type ${name}`);
}
