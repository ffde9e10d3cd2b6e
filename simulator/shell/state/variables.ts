import { DEFAULT_LIMITS } from '../../machinery/limits.ts';
import { ShellFailure, tooLarge, WARNED } from './control-flow.ts';
import type { Scope } from './scope.ts';
import { SharedMap } from './shared-map.ts';
import { type DynamicValue, type Resolved, Variable } from './variable.ts';
import { WATCHED } from './watched-variables.ts';

/** Of values from which on the machine is told. */
const LARGE_LENGTH = 1024 * 1024;

/** Evaluates the value of an integer variable; given by the expansion layer. */
export type EvaluateInteger = (text: string) => string;

/** The variables of one shell: globals and, above them, the scopes of the functions being called (dynamic scoping). */
export class Variables {
	#globals: SharedMap<string, Variable>;
	#scopes: Scope[] = [];
	#owner: object = {};
	#environment: Map<string, string> | undefined;
	readonly #evaluate: EvaluateInteger;
	/** The shell these belong to; dynamic variables look at it. */
	host: object | undefined;
	/** `set -a`: every assignment exports. */
	exportAll = false;
	/** Counts what might have changed PATH. */
	pathVersion = 0;
	/** Told of name references that lead back to themselves. */
	onCircle: ((name: string) => void) | undefined;
	/** Expands the subscript in what a name reference refers to. */
	expandSubscript: (text: string, isKey: boolean) => string = (text) => text;
	/** Told of what variables become that the shell itself looks at. */
	onWatched: ((name: string, value: string | undefined) => void) | undefined;
	/** Told of values that weigh on the machine. */
	onLarge: ((length: number) => void) | undefined;

	constructor(evaluate: EvaluateInteger, globals: SharedMap<string, Variable> = new SharedMap()) {
		this.#evaluate = evaluate;
		this.#globals = globals;
	}

	/** The same variables for a subshell. Both sides clone what they write from now on. */
	fork(evaluate: EvaluateInteger): Variables {
		const copy = new Variables(evaluate, this.#globals.fork());
		copy.#scopes = this.#scopes.map((scope) => ({ kind: scope.kind, variables: new Map(scope.variables) }));
		copy.exportAll = this.exportAll;
		copy.pathVersion = this.pathVersion;
		copy.#environment = this.#environment;
		this.#owner = {};
		return copy;
	}

	/** The variable itself, even when it is a name reference; undefined when nothing of that name is declared. */
	find(name: string): Variable | undefined {
		for (let i = this.#scopes.length - 1; i >= 0; i--) {
			const found = (this.#scopes[i] as Scope).variables.get(name);
			if (found !== undefined) return found.hidden ? undefined : found;
		}
		const found = this.#globals.get(name);
		return found?.dynamic === undefined ? found : this.#bound(found);
	}

	/** A dynamic variable that looks at this shell. */
	#bound(variable: Variable): Variable {
		const { dynamic } = variable;
		if (dynamic === undefined || dynamic.host === this.host || this.host === undefined) return variable;
		const copy = variable.clone(this.#owner);
		copy.dynamic = dynamic.forHost(this.host);
		copy.associative = copy.dynamic.associative;
		this.#globals.set(variable.name, copy);
		return copy;
	}

	/** Follows name references. A reference to an element gives `index`. */
	resolve(name: string): Resolved {
		let current = name;
		for (let depth = 0; depth < 10; depth++) {
			const variable = this.find(current);
			if (variable === undefined || !variable.nameref || variable.value === undefined || variable.value === '') {
				return { name: current, index: undefined, variable };
			}
			const element = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(variable.value);
			if (element !== null) {
				const target = element[1] as string;
				return { name: target, index: element[2], variable: this.find(target) };
			}
			if (variable.value === current) {
				// A reference of a function to its own name is to the caller's variable.
				const outer = this.#outside(current);
				this.onCircle?.(current);
				return { name: current, index: undefined, variable: outer };
			}
			current = variable.value;
		}
		this.onCircle?.(name);
		return { name, index: undefined, variable: undefined, isCircular: true };
	}

	/** The variable of that name outside the innermost scope that has one. */
	#outside(name: string): Variable | undefined {
		const inner = this.#scopes.findLastIndex((scope) => scope.variables.has(name));
		for (let i = inner - 1; i >= 0; i--) {
			const found = (this.#scopes[i] as Scope).variables.get(name);
			if (found !== undefined) return found;
		}
		return inner >= 0 ? this.#globals.get(name) : undefined;
	}

	/** Scalar value; undefined when unset. */
	get(name: string): string | undefined {
		const variable = this.find(name);
		if (variable === undefined) return undefined;
		if (!variable.nameref) return variable.scalar();
		const resolved = this.resolve(name);
		return resolved.index === undefined
			? resolved.variable?.scalar()
			: this.#element(resolved.variable, resolved.index);
	}

	#element(variable: Variable | undefined, index: string): string | undefined {
		const subscript = this.expandSubscript(index, variable?.associative !== undefined);
		if (variable?.associative !== undefined) return variable.associative.get(subscript);
		return variable?.indexed?.get(Number(this.#evaluate(subscript)));
	}

	/** Assigns a scalar (element 0 of an array). Throws ShellFailure when it is read-only. */
	set(name: string, value: string): void {
		const element = this.#referredElement(name);
		if (element !== undefined) {
			this.#setElement(element.name, element.index, value, false);
			return;
		}
		const variable = this.writable(name, true);
		// What refers to nothing yet is told what to refer to.
		if (variable.nameref && (variable.value ?? '') === '' && !/^[A-Za-z_]\w*(\[.+\])?$/s.test(value)) {
			throw new ShellFailure(`\`${value}': not a valid identifier`);
		}
		this.assign(variable, value);
	}

	/** The element that a name reference leads to. */
	#referredElement(name: string): { name: string; index: string } | undefined {
		if (this.find(name)?.nameref !== true) return undefined;
		const { name: target, index, isCircular } = this.resolve(name);
		if (isCircular === true) throw new ShellFailure(WARNED);
		return index === undefined ? undefined : { name: target, index };
	}

	#setElement(name: string, written: string, value: string, append: boolean): void {
		const variable = this.writable(name);
		const { associative } = variable;
		const subscript = this.expandSubscript(written, associative !== undefined);
		if (associative !== undefined) {
			associative.set(subscript, this.converted(variable, associative.get(subscript) ?? '', value, append));
			return;
		}
		const array = variable.makeIndexed();
		let index = Number(this.#evaluate(subscript));
		if (index < 0) index += array.last + 1;
		if (index < 0) throw new ShellFailure(`${name}[${subscript}]: bad array subscript`);
		array.set(index, this.converted(variable, array.get(index) ?? '', value, append));
	}

	/** `name+=value`: what is there is looked for, which tells of a circle, before it is assigned to. */
	append(name: string, value: string): void {
		const element = this.#referredElement(name);
		if (element !== undefined) {
			this.#setElement(element.name, element.index, value, true);
			return;
		}
		this.resolve(name);
		const variable = this.writable(name, true);
		this.assign(variable, this.converted(variable, variable.scalar() ?? '', value, true));
	}

	/** Makes the reference of that name refer to `target`. Throws ShellFailure when it is read-only. */
	refer(name: string, target: string): void {
		const reference = this.declare(name, 'visible');
		if (reference.readonly) throw new ShellFailure(`${name}: readonly variable`);
		reference.value = this.convert(reference, target);
		if (this.exportAll) reference.exported = true;
	}

	/** Puts `value` into a variable got from `writable`, by its attributes. */
	assign(variable: Variable, value: string): void {
		if (variable.name === 'PATH') this.pathVersion++;
		const converted = this.convert(variable, value);
		if (converted.length > LARGE_LENGTH) this.onLarge?.(converted.length);
		if (converted.length > DEFAULT_LIMITS.shellValueBytes) throw tooLarge(converted.length);
		if (variable.dynamic?.set !== undefined) {
			variable.dynamic.set(converted);
			return;
		}
		variable.dynamic = undefined;
		if (variable.indexed !== undefined) variable.indexed.set(0, converted);
		else if (variable.associative !== undefined) variable.associative.set('0', converted);
		else variable.value = converted;
		variable.optionOffset = 1;
		if (WATCHED.has(variable.name)) this.onWatched?.(variable.name, converted);
		if (variable.exported || this.exportAll) {
			variable.exported = true;
			this.#environment = undefined;
		}
	}

	/** A value as the variable's attributes make it, behind what was there when `append`: a sum where it is an integer. */
	converted(variable: Variable, before: string, value: string, append: boolean): string {
		if (!append) return this.convert(variable, value);
		if (!variable.integer) return this.convert(variable, before + value);
		const sum = BigInt(this.#evaluate(before === '' ? '0' : before)) + BigInt(this.#evaluate(value));
		return String(BigInt.asIntN(64, sum));
	}

	/** A value as the variable's attributes (integer, case) make it. */
	convert(variable: Variable, value: string): string {
		return variable.integer ? this.#evaluate(value) : variable.cased(value);
	}

	/**
	 * The variable to assign to (following references), ours to change; created as a global when there is none.
	 * Throws ShellFailure when it is read-only.
	 */
	writable(name: string, scalar = false): Variable {
		const { name: target, variable: meant } = this.resolve(name);
		// What a function's reference leads to is looked for from where the reference is.
		const within = target === name || !scalar ? -1 : this.#scopes.findLastIndex((scope) => scope.variables.has(name));
		for (let i = within >= 0 ? within : this.#scopes.length - 1; i >= 0; i--) {
			const variables = (this.#scopes[i] as Scope).variables;
			const found = variables.get(target);
			if (found?.nameref === true && found.value === target && meant !== found) continue;
			if (found !== undefined) return this.#own(found, variables);
		}
		const found = this.#globals.get(target);
		if (found !== undefined) return this.#own(this.#bound(found), this.#globals);
		return this.#create(target, this.#globals);
	}

	#create(name: string, where: { set(name: string, variable: Variable): void }): Variable {
		const variable = new Variable(name, this.#owner);
		where.set(name, variable);
		return variable;
	}

	#own(variable: Variable, where: { set(name: string, variable: Variable): void }): Variable {
		if (variable.readonly) throw new ShellFailure(`${variable.name}: readonly variable`);
		return this.#owned(variable, where);
	}

	#owned(variable: Variable, where: { set(name: string, variable: Variable): void }): Variable {
		variable.hidden = false;
		if (variable.exported) this.#environment = undefined;
		if (variable.owner === this.#owner) return variable;
		const copy = variable.clone(this.#owner);
		where.set(variable.name, copy);
		return copy;
	}

	/**
	 * The variable for `declare`: ours to change even when read-only, references not followed. Looked up (or created)
	 * in the function's own scope, in the globals, or wherever it is visible.
	 */
	declare(name: string, where: 'local' | 'global' | 'visible'): Variable {
		this.#environment = undefined;
		const scope = where === 'local' ? this.#scopeOf(name) : undefined;
		if (scope !== undefined) {
			const found = scope.variables.get(name);
			const innermost = this.#scopes.at(-1) as Scope;
			const own = innermost !== scope && innermost.kind === 'temporary' ? innermost : undefined;
			const given = own?.variables.get(name);
			if (found !== undefined && given === undefined) return this.#owned(found, scope.variables);
			const temporary = own === undefined ? this.#temporaryBelow(name) : given;
			// What hides an exported variable is exported.
			const exported = this.find(name)?.exported === true;
			const created = this.#create(name, scope.variables);
			created.exported = exported;
			// A local starts with the value given on the command line that called the function, or before `local`.
			if (temporary !== undefined) {
				created.value = temporary.value;
				created.exported = true;
				created.ofCall = true;
			}
			return created;
		}
		if (where === 'visible') {
			for (let i = this.#scopes.length - 1; i >= 0; i--) {
				const variables = (this.#scopes[i] as Scope).variables;
				const found = variables.get(name);
				if (found !== undefined) return this.#owned(found, variables);
			}
		}
		const found = this.#globals.get(name);
		return found !== undefined ? this.#owned(found, this.#globals) : this.#create(name, this.#globals);
	}

	/** The innermost function's; before it what `eval` or `source` was given for its time, which is as good as a local. */
	#scopeOf(name: string): Scope | undefined {
		return this.#scopes.findLast(({ kind, keeps, variables }) => kind === 'function' || (keeps && variables.has(name)));
	}

	#temporaryBelow(name: string): Variable | undefined {
		const functionIndex = this.#scopes.findLastIndex((scope) => scope.kind === 'function');
		const below = this.#scopes[functionIndex - 1];
		return below?.kind === 'temporary' ? below.variables.get(name) : undefined;
	}

	#functionScope(): Scope | undefined {
		return this.#scopes.findLast((scope) => scope.kind === 'function');
	}

	get inFunction(): boolean {
		return this.#functionScope() !== undefined;
	}

	/** Whether the innermost function has a local of that name. */
	isLocal(name: string): boolean {
		return this.#functionScope()?.variables.has(name) === true;
	}

	/** Whether it is outside of all functions. */
	isGlobal(variable: Variable): boolean {
		return this.#globals.get(variable.name) === variable;
	}

	/** A local that was unset: it hides what has its name outside. */
	isHidden(name: string): boolean {
		return this.#functionScope()?.variables.get(name)?.hidden === true;
	}

	/** Names of the innermost function's locals. */
	localNames(): string[] {
		return [...(this.#functionScope()?.variables.keys() ?? [])];
	}

	/** Removes a variable (following no reference); a local one is only seen to be unset, as is one of a caller if it `staysLocal`. Throws ShellFailure when it is read-only. */
	unset(name: string, staysLocal = false): boolean {
		if (name === 'PATH') this.pathVersion++;
		if (WATCHED.has(name)) this.onWatched?.(name, undefined);
		for (let i = this.#scopes.length - 1; i >= 0; i--) {
			const scope = this.#scopes[i] as Scope;
			const found = scope.variables.get(name);
			if (found === undefined) continue;
			this.#refuseReadonly(found);
			this.#environment = undefined;
			if (scope === this.#functionScope() || (staysLocal && scope.kind === 'function')) {
				const empty = new Variable(name, this.#owner);
				empty.hidden = true;
				scope.variables.set(name, empty);
			} else {
				scope.variables.delete(name);
				// What its function was given for the call is the same variable.
				const below = this.#scopes[i - 1];
				if (scope.kind === 'function' && below?.kind === 'temporary') below.variables.delete(name);
			}
			return true;
		}
		const found = this.#globals.get(name);
		if (found === undefined) return false;
		this.#refuseReadonly(found);
		if (found.exported) this.#environment = undefined;
		this.#globals.delete(name);
		return true;
	}

	#refuseReadonly(variable: Variable): void {
		if (variable.readonly) throw new ShellFailure(`${variable.name}: cannot unset: readonly variable`);
	}

	pushScope(kind: 'function' | 'temporary'): void {
		this.#scopes.push({ kind, variables: new Map() });
	}

	popScope(): void {
		const scope = this.#scopes.pop();
		if (scope === undefined) throw new Error('assertion failed: no scope to leave');
		if (scope.variables.size > 0) this.#environment = undefined;
		if (scope.variables.has('PATH')) this.pathVersion++;
		if (scope.propagates !== true) return;
		for (const variable of scope.variables.values()) if (variable.propagates) this.#giveOut(variable);
	}

	/**
	 * A variable that its function or builtin was given is exported, or made read-only, in there: so it is afterwards.
	 * Models bash variables.c push_temp_var, att_propagate.
	 */
	propagate(variable: Variable): void {
		const scope = this.#scopes.findLast(({ variables }) => variables.get(variable.name) === variable);
		if (!variable.ofCall || scope === undefined || scope.keeps === true) return;
		variable.propagates = true;
		scope.propagates = true;
	}

	/** What the innermost scope holds stays in it. */
	keep(): void {
		(this.#scopes.at(-1) as Scope).keeps = true;
	}

	#giveOut({ name, value, exported, readonly }: Variable): void {
		const scope = this.#scopes.at(-1);
		const table = scope?.variables ?? this.#globals;
		const found = table.get(name);
		const variable = found === undefined ? this.#create(name, table) : this.#owned(found, table);
		if (value !== undefined) this.assign(variable, value);
		variable.exported ||= exported;
		variable.readonly ||= readonly;
		this.#environment = undefined;
		if (scope === undefined) return;
		variable.ofCall = true;
		this.propagate(variable);
	}

	/** The scopes there are, outermost first, to be entered again by `enterScopes`. */
	get scopes(): readonly Scope[] {
		return [...this.#scopes];
	}

	enterScopes(scopes: readonly Scope[]): void {
		for (const scope of scopes.slice(this.#scopes.length)) this.giveScope(scope);
	}

	/** Leaves the innermost scope, which may be given back. */
	takeScope(): Scope {
		const scope = this.#scopes.at(-1);
		this.popScope();
		return scope as Scope;
	}

	/** The innermost scope again, here or in a copy for a subshell. */
	giveScope(scope: Scope): void {
		this.#scopes.push(scope);
		if (scope.variables.has('PATH')) this.pathVersion++;
		this.#environment = undefined;
	}

	/** A variable of the temporary environment of a command: exported, in the innermost scope. */
	setTemporary(name: string, value: string): void {
		const scope = this.#scopes.at(-1);
		if (scope?.kind !== 'temporary') throw new Error('assertion failed: no temporary scope');
		if (this.find(name)?.readonly === true) throw new ShellFailure(`${name}: readonly variable`);
		if (WATCHED.has(name)) this.onWatched?.(name, value);
		const variable = this.#create(name, scope.variables);
		Object.assign(variable, { exported: true, ofCall: true, value });
		this.#environment = undefined;
	}

	/** Whether what is seen of that name was given to a command or function for as long as it runs. */
	isTemporary(name: string): boolean {
		return this.#scopes.findLast((scope) => scope.variables.has(name))?.kind === 'temporary';
	}

	/** Exports what is inherited at start. */
	import(name: string, value: string): void {
		const variable = this.#create(name, this.#globals);
		variable.value = value;
		variable.exported = true;
		this.#environment = undefined;
	}

	defineDynamic(name: string, value: DynamicValue, flags: { readonly?: boolean; integer?: boolean } = {}): void {
		const variable = this.#create(name, this.#globals);
		variable.dynamic = value;
		variable.associative = value.associative;
		variable.readonly = flags.readonly === true;
		variable.integer = flags.integer === true;
	}

	/** The environment for commands: exported variables with values. Not to be changed. */
	environment(): ReadonlyMap<string, string> {
		if (this.#environment !== undefined) return this.#environment;
		const out = new Map<string, string>();
		for (const [name, variable] of this.#globals.entries()) {
			if (variable.exported && variable.value !== undefined) out.set(name, variable.value);
		}
		for (const scope of this.#scopes) {
			for (const [name, variable] of scope.variables) {
				if (variable.exported && variable.value !== undefined) out.set(name, variable.value);
				else if (!variable.exported) out.delete(name);
			}
		}
		this.#environment = out;
		return out;
	}

	/** Every visible variable, sorted by name. */
	visible(): Variable[] {
		const out = new Map<string, Variable>(this.#globals.entries());
		for (const [name, variable] of out) if (variable.dynamic !== undefined) out.set(name, this.#bound(variable));
		for (const scope of this.#scopes) {
			for (const [name, variable] of scope.variables) {
				if (variable.hidden) out.delete(name);
				else out.set(name, variable);
			}
		}
		return [...out.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
	}

	/** A cached environment no longer holds: an attribute was changed from outside. */
	attributesChanged(): void {
		this.#environment = undefined;
	}
}
