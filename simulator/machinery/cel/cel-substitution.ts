import { type CheckType, DYN, sameType, typeOfType } from './check-type.ts';

/** What type parameters stand for, as far as is known. Models cel-go checker/mapping.go and types.go. */
export class Substitution {
	readonly #known: Map<string, CheckType>;

	constructor(known: ReadonlyMap<string, CheckType> = new Map()) {
		this.#known = new Map(known);
	}

	/** What is known when one type can be assigned to another, else undefined. */
	assign(to: CheckType, from: CheckType): Substitution | undefined {
		return this.assignAll([to], [from]);
	}

	assignAll(to: readonly CheckType[], from: readonly CheckType[]): Substitution | undefined {
		const next = new Substitution(this.#known);
		return next.#assignableAll(to, from) ? next : undefined;
	}

	/** A type with everything filled in that is known. @param open what to make of parameters that are not. */
	apply(type: CheckType, open: 'keep' | 'dyn'): CheckType {
		const found = this.#find(type);
		if (found !== undefined) return this.apply(found, open);
		if (type.kind === 'param') return open === 'dyn' ? DYN : type;
		if (type.params.length === 0) return type;
		const params = type.params.map((each) => this.apply(each, open));
		return type.kind === 'type' ? typeOfType(params[0]) : { ...type, params };
	}

	#find(type: CheckType): CheckType | undefined {
		return type.kind === 'param' ? this.#known.get(type.name) : undefined;
	}

	#assignableAll(a: readonly CheckType[], b: readonly CheckType[]): boolean {
		return a.length === b.length && a.every((each, index) => this.#assignable(each, b[index] as CheckType));
	}

	#assignable(a: CheckType, b: CheckType): boolean {
		if (b.kind === 'param') {
			const { valid, known } = this.#substitutes(a, b);
			if (valid) return true;
			if (known) return false;
		}
		if (a.kind === 'param') return this.#substitutes(b, a).valid;
		if (isDynOrError(a) || isDynOrError(b)) return true;
		if (a.kind === 'null') return isNullable(b);
		if (b.kind === 'null') return isNullable(a);
		switch (a.kind) {
			case 'type':
				return b.kind === 'type';
			case 'opaque':
			case 'list':
			case 'map':
				return a.kind === b.kind && a.name === b.name && this.#assignableAll(a.params, b.params);
			default:
				return a.kind === b.kind && a.name === b.name;
		}
	}

	/** Whether a type can be what a parameter stands for. */
	#substitutes(type: CheckType, param: CheckType): { readonly valid: boolean; readonly known: boolean } {
		if (sameType(type, param)) return { valid: true, known: true };
		const before = this.#find(param);
		if (before !== undefined) {
			if (sameType(type, before)) return { valid: true, known: true };
			if (!this.#assignable(type, before)) return { valid: false, known: true };
			const general = mostGeneral(type, before);
			if (!this.#occurs(param, general)) this.#known.set(param.name, general);
			return { valid: true, known: true };
		}
		if (this.#occurs(param, type)) return { valid: false, known: false };
		this.#known.set(param.name, type);
		return { valid: true, known: false };
	}

	#occurs(param: CheckType, within: CheckType): boolean {
		if (sameType(param, within)) return true;
		if (within.kind === 'param') {
			const found = this.#find(within);
			return found !== undefined && this.#occurs(param, found);
		}
		return within.params.some((each) => this.#occurs(param, each));
	}
}

export function isDynOrError({ kind }: CheckType): boolean {
	return kind === 'dyn' || kind === 'error';
}

function isNullable({ kind }: CheckType): boolean {
	return kind === 'null' || kind === 'opaque' || kind === 'struct' || kind === 'duration' || kind === 'timestamp';
}

/** The more general of two types that go together. */
export function mostGeneral(a: CheckType, b: CheckType): CheckType {
	return isLessSpecific(a, b) ? a : b;
}

function isLessSpecific(a: CheckType, b: CheckType): boolean {
	if (a.kind === 'dyn' || a.kind === 'param') return true;
	if (b.kind === 'dyn' || b.kind === 'param' || a.kind !== b.kind) return false;
	if (a.kind === 'type') return true;
	return (
		a.name === b.name &&
		a.params.length === b.params.length &&
		a.params.every((each, index) => isLessSpecific(each, b.params[index] as CheckType))
	);
}
