import { AssociativeArray, BUCKETS_CONVERTED, IndexedArray } from './shell-array.ts';

export interface VariableFlags {
	exported: boolean;
	readonly: boolean;
	integer: boolean;
	lower: boolean;
	upper: boolean;
	capitalize: boolean;
	nameref: boolean;
	trace: boolean;
}

/** What a name refers to. `isCircular` where references only lead to each other. */
export interface Resolved {
	readonly name: string;
	readonly index: string | undefined;
	variable: Variable | undefined;
	readonly isCircular?: true;
}

/** One shell variable. Belongs to one shell at a time; a subshell clones what it writes (`owner`). */
export class Variable {
	readonly name: string;
	owner: object;
	/** Undefined: declared without a value (or an array). */
	value: string | undefined;
	indexed: IndexedArray | undefined;
	associative: AssociativeArray | undefined;
	exported = false;
	readonly = false;
	integer = false;
	lower = false;
	upper = false;
	capitalize = false;
	nameref = false;
	trace = false;
	/** Given to one command or call, or a local that began with that. */
	ofCall = false;
	/** What it is when its scope is left is seen outside of it: it was exported or made read-only meanwhile. */
	propagates = false;
	/** A local that was unset: hides the outer one, shows as unset. */
	hidden = false;
	/** Computed at each look; unset makes it ordinary. */
	dynamic: DynamicValue | undefined;
	/** What was computed at the last look: listings show that. */
	seen: readonly string[] | undefined;

	constructor(name: string, owner: object) {
		this.name = name;
		this.owner = owner;
	}

	/** Of OPTIND: where in a word of several options `getopts` goes on. */
	optionOffset = 1;

	clone(owner: object): Variable {
		const copy = new Variable(this.name, owner);
		copy.value = this.value;
		copy.indexed = this.indexed?.copy();
		copy.associative = this.dynamic?.associative ?? this.associative?.copy();
		copy.exported = this.exported;
		copy.readonly = this.readonly;
		copy.integer = this.integer;
		copy.lower = this.lower;
		copy.upper = this.upper;
		copy.capitalize = this.capitalize;
		copy.nameref = this.nameref;
		copy.trace = this.trace;
		copy.hidden = this.hidden;
		copy.ofCall = this.ofCall;
		copy.propagates = this.propagates;
		copy.dynamic = this.dynamic;
		copy.seen = this.seen;
		copy.optionOffset = this.optionOffset;
		return copy;
	}

	get isArray(): boolean {
		return this.indexed !== undefined || this.associative !== undefined || this.dynamic?.values !== undefined;
	}

	/** Whether it has a value, as `-v` and `${x+y}` see it. */
	get isSet(): boolean {
		if (this.dynamic !== undefined) return this.scalar() !== undefined;
		if (this.indexed !== undefined) return this.indexed.get(0) !== undefined;
		if (this.associative !== undefined) return this.associative.get('0') !== undefined;
		return this.value !== undefined;
	}

	/** The value as a scalar: element 0 of an array. */
	scalar(): string | undefined {
		if (this.dynamic !== undefined) return this.#look(this.dynamic)[0];
		if (this.indexed !== undefined) return this.indexed.get(0);
		if (this.associative !== undefined) return this.associative.get('0');
		return this.value;
	}

	#look({ values, get }: DynamicValue): readonly string[] {
		if (values !== undefined) this.seen = values();
		else {
			const value = get();
			this.seen = value === undefined ? [] : [value];
		}
		return this.seen;
	}

	/** All values; a scalar counts as one. */
	values(): readonly string[] {
		if (this.dynamic?.values !== undefined) return this.#look(this.dynamic);
		if (this.indexed !== undefined) return this.indexed.values();
		if (this.associative !== undefined) return this.associative.values();
		const scalar = this.scalar();
		return scalar === undefined ? [] : [scalar];
	}

	/** All subscripts, as `${!x[@]}` lists them. */
	keys(): readonly string[] {
		if (this.dynamic?.values !== undefined) return this.#look(this.dynamic).map((_, index) => String(index));
		if (this.indexed !== undefined) return this.indexed.indices().map(String);
		if (this.associative !== undefined) return this.associative.keys();
		return this.scalar() === undefined ? [] : ['0'];
	}

	/** A value in the case that its attributes ask for. */
	cased(value: string): string {
		if (this.lower) return value.toLowerCase();
		if (this.upper) return value.toUpperCase();
		return this.capitalize ? value.slice(0, 1).toUpperCase() + value.slice(1).toLowerCase() : value;
	}

	/** Makes it an indexed array; what was there becomes element 0. */
	makeIndexed(): IndexedArray {
		if (this.indexed === undefined) {
			this.indexed = new IndexedArray(this.value === undefined ? [] : [this.value]);
			this.value = undefined;
		}
		return this.indexed;
	}

	/** @param existed it was another variable before. */
	makeAssociative(existed: boolean): AssociativeArray {
		if (this.associative === undefined) {
			this.associative = existed ? new AssociativeArray(new Map(), BUCKETS_CONVERTED) : new AssociativeArray();
			if (this.value !== undefined) this.associative.set('0', this.value);
			this.value = undefined;
		}
		return this.associative;
	}

	/** The letters `declare -p` shows, without the dash; '' for none. */
	flagLetters(): string {
		let letters = '';
		if (this.isArray && this.associative === undefined) letters += 'a';
		if (this.associative !== undefined) letters += 'A';
		if (this.integer) letters += 'i';
		if (this.nameref) letters += 'n';
		if (this.readonly) letters += 'r';
		if (this.trace) letters += 't';
		if (this.exported) letters += 'x';
		if (this.capitalize) letters += 'c';
		if (this.lower) letters += 'l';
		if (this.upper) letters += 'u';
		return letters;
	}
}

export interface DynamicValue {
	/** The shell it looks at. */
	readonly host: object;
	/** The same for another shell: a subshell inherits the variable but must see itself. */
	readonly forHost: (host: object) => DynamicValue;
	/** Undefined: unset for now. */
	get(): string | undefined;
	/** Assigning may seed it (RANDOM), be ignored (BASHPID), or make it ordinary (`undefined` here). */
	set?: ((value: string) => void) | undefined;
	/** For associative arrays: the array itself. */
	readonly associative?: AssociativeArray;
	/** For arrays. */
	values?: () => readonly string[];
}
