import type { Task } from '../../machinery/task.ts';
import { writeElement } from '../expansion/element.ts';
import { expandSubscript } from '../expansion/expand-subscript.ts';
import { evaluateIndex } from '../expansion/parameter.ts';
import { assignArray } from '../interpreter/assignments.ts';
import { complainOf } from '../interpreter/fork.ts';
import { isQuotedArray, quotedArray } from '../interpreter/quoted-array.ts';
import { quoteTrace, trace } from '../interpreter/trace.ts';
import { ShellFailure, saidFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import type { Variable } from '../state/variable.ts';
import { elementName, endOfSubscript } from '../syntax/element-name.ts';
import { type Builtin, type FillArray, isIdentifier, usageError } from './builtin.ts';
import {
	type DeclareKind,
	type DeclareRequest,
	declareFunctions,
	listDeclared,
	printDeclared,
} from './declare-print.ts';

/** Attribute letters and the flags they set. */
const ATTRIBUTES: { readonly [letter: string]: keyof Variable } = {
	i: 'integer',
	l: 'lower',
	n: 'nameref',
	r: 'readonly',
	t: 'trace',
	u: 'upper',
	x: 'exported',
	c: 'capitalize',
};

const LETTERS: Record<DeclareKind, string> = {
	declare: 'aAcfFgiIlnprtux',
	typeset: 'aAcfFgiIlnprtux',
	local: 'aAcfFgiIlnprtux',
	export: 'aAfnp',
	readonly: 'aAfnp',
};

const USAGE: Record<DeclareKind, string> = {
	declare: '[-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]',
	typeset: '[-aAfFgiIlnrtux] name[=value] ... or typeset -p [-aAfFilnrtux] [name ...]',
	local: '[option] name[=value] ...',
	export: '[-fn] [name[=value] ...] or export -p',
	readonly: '[-aAf] [name[=value] ...] or readonly -p',
};

function make(kind: DeclareKind): Builtin {
	return {
		special: kind === 'export' || kind === 'readonly' || kind === 'local',
		declares: true,
		declareList: (shell, options, name, fill) => declareList(shell, kind, options, name, fill),
		run: (shell, args) => run(shell, kind, args),
		usage: USAGE[kind],
	};
}

/**
 * `name=(…)` of a declaration builtin is assigned before that runs, with the attributes that matter to it. What is wrong
 * gives the line up. Models bash subst.c expand_declaration_argument.
 */
function* declareList(
	shell: Shell,
	kind: DeclareKind,
	options: readonly string[],
	name: string,
	fill: FillArray,
): Task<void> {
	if (kind === 'local' && !shell.variables.inFunction) return;
	const on = new Set([...options.join('')].filter((letter) => 'aAcgIilnu'.includes(letter)));
	const append = name.endsWith('+');
	const of = { name: append ? name.slice(0, -1) : name, subscript: undefined, append, value: undefined };
	try {
		yield* declareOne(shell, { kind, on, off: new Set(), args: [] }, of, fill);
	} catch (error) {
		if (!(error instanceof ShellFailure) || error.ofElement || error.reported) throw error;
		if (kind === 'local' && /: readonly variable$/.test(error.message) && !shell.variables.isLocal(of.name)) {
			yield* shell.complain(`${shell.frames.findLast((each) => each.kind === 'function')?.name}: ${error.message}`);
			return;
		}
		const said = error.message.replace(`${kind}: `, '');
		if (!shell.variables.inFunction || !/: cannot convert /.test(said)) {
			throw new ShellFailure(said, error.effect, error.status);
		}
		// In a function the builtin says it once more.
		yield* complainOf(shell, said);
	}
}

export const DECLARE_BUILTINS: Readonly<Record<string, Builtin>> = {
	declare: make('declare'),
	typeset: make('typeset'),
	local: make('local'),
	export: make('export'),
	readonly: make('readonly'),
};

function* run(shell: Shell, kind: DeclareKind, args: readonly string[]): Task<number> {
	if (kind === 'local' && !shell.variables.inFunction) {
		if (!shell.isBash) {
			const status = yield* shell.fail('local', 'not in a function', 2);
			if (shell.mode.dialect === 'ash') throw saidFailure(status);
			return status;
		}
		return yield* shell.fail('local', 'can only be used in a function');
	}
	const on = new Set<string>();
	const off = new Set<string>();
	let i = 0;
	for (; i < args.length; i++) {
		const arg = args[i] as string;
		if (arg === '--') {
			i++;
			break;
		}
		if (!/^[-+]./.test(arg) || (kind === 'local' && !shell.isBash)) break;
		if (kind === 'local' && arg === '-') break;
		for (const letter of arg.slice(1)) {
			if (!LETTERS[kind].includes(letter)) {
				return yield* usageError(shell, kind, `${arg[0]}${letter}: invalid option`, USAGE[kind]);
			}
			(arg[0] === '-' ? on : off).add(letter);
		}
	}
	if (kind === 'export' && on.delete('n')) off.add('x');
	else if (kind === 'export') on.add('x');
	if (kind === 'readonly' && !on.delete('n')) on.add('r');
	const request: DeclareRequest = { kind, on, off, args: args.slice(i) };
	if (on.has('f') || on.has('F')) return yield* declareFunctions(shell, request);
	if (request.args.length === 0) return yield* listDeclared(shell, request);
	if (on.has('p') && kind !== 'export' && kind !== 'readonly') return yield* printDeclared(shell, request);
	let status = 0;
	for (const arg of request.args) {
		if (!(yield* one(shell, request, arg))) status = 1;
	}
	return status;
}

/** One `name`, `name=value` or `name[i]=value`. */
function* one(shell: Shell, request: DeclareRequest, arg: string): Task<boolean> {
	if (request.kind === 'local' && arg === '-') {
		keepOptions(shell);
		return true;
	}
	const parsed = parseDeclared(arg);
	const isForeign = !shell.isBash && parsed?.append === true;
	if (parsed === undefined || isForeign) {
		if (!shell.isBash) yield* shell.fail(request.kind, `${arg.split('=')[0]}: bad variable name`, 2);
		else yield* shell.fail(request.kind, `\`${arg}': not a valid identifier`);
		return false;
	}
	const { name, subscript, value } = parsed;
	if (subscript !== undefined && (request.kind === 'export' || request.kind === 'readonly')) {
		yield* shell.fail(request.kind, `\`${name}[${subscript}]': not a valid identifier`);
		// To assign to one is a wrong assignment.
		shell.misused = value !== undefined;
		return false;
	}
	try {
		return yield* declareOne(shell, request, parsed);
	} catch (error) {
		if (!(error instanceof ShellFailure) || error.effect === 'exit' || error.reported) throw error;
		// A wrong expression gives the line up.
		if (/ \(error token is /.test(error.message)) {
			if (error.ofElement) throw error;
			const failure = new ShellFailure(`${request.kind}: ${error.message}`);
			failure.whole = error.whole;
			throw failure;
		}
		const named = request.kind !== 'export' && request.kind !== 'readonly' && /readonly variable$/.test(error.message);
		const prefix = !named;
		shell.misused = /readonly variable$/.test(error.message);
		if (prefix && shell.isBash) yield* complainOf(shell, error.message);
		else yield* shell.fail(request.kind, error.message);
		return false;
	}
}

function parseDeclared(arg: string): Named | undefined {
	const name = /^[A-Za-z_]\w*/.exec(arg)?.[0];
	if (name === undefined) return undefined;
	const end = arg[name.length] === '[' ? endOfSubscript(arg, name.length) : name.length - 1;
	const rest = end < 0 ? null : /^(\+?)(?:=(.*))?$/s.exec(arg.slice(end + 1));
	if (rest === null) return undefined;
	const subscript = end < name.length ? undefined : arg.slice(name.length + 1, end);
	return { name, subscript, append: rest[1] === '+', value: rest[2] };
}

/** `local -`: the `set` options of now come back when the function returns. */
function keepOptions(shell: Shell): void {
	const frame = shell.frames.findLast((each) => each.kind === 'function');
	if (frame !== undefined) frame.options ??= { ...shell.options.set };
}

interface Named {
	readonly name: string;
	readonly subscript: string | undefined;
	readonly append: boolean;
	readonly value: string | undefined;
}

/** Whether it did: what failed otherwise is thrown, or told. */
function* declareOne(shell: Shell, request: DeclareRequest, of: Named, fill?: FillArray): Task<boolean> {
	const { kind, on, off } = request;
	const referred = shell.variables.resolve(of.name);
	if ((kind === 'export' || kind === 'readonly') && referred.index !== undefined) {
		yield* shell.fail(kind, `\`${referred.name}[${referred.index}]': not a valid identifier`);
		return true;
	}
	const inScope = shell.variables.inFunction && (kind === 'local' || kind === 'declare' || kind === 'typeset');
	const where = on.has('g') ? 'global' : inScope ? 'local' : 'visible';
	const existing = shell.variables.find(of.name);
	// A local is made in the stead of what only a reference of the same function leads to.
	const follows = where === 'visible' || (where === 'local' && shell.variables.isLocal(of.name));
	const target =
		existing?.nameref === true && !on.has('n') && !off.has('n') && follows
			? shell.variables.resolve(of.name).name
			: of.name;
	if (
		where === 'local' &&
		existing?.readonly === true &&
		!shell.variables.isLocal(target) &&
		// One of a calling function may be hidden.
		(shell.variables.isGlobal(existing) || (of.value !== undefined && shell.variables.isTemporary(target)))
	) {
		throw new ShellFailure(`${target}: readonly variable`);
	}
	if (kind === 'export' && off.has('x') && existing === undefined && of.value === undefined) return true;
	// What is seen from outside of the function is only hidden.
	const hides = where === 'local' && !shell.variables.isLocal(of.name);
	if (on.has('n')) checkReference(shell, kind, of, existing, existing?.isArray === true && !hides);
	const wasLocal = shell.variables.isLocal(target);
	const existed = shell.variables.find(target) !== undefined;
	if (target !== of.name && (where === 'local' ? wasLocal : existed)) clearOfReference(shell, request, of.name);
	const variable = shell.variables.declare(target, where);
	const [wasReadonly, wasArray] = [variable.readonly, variable.isArray];
	const changes = of.value !== undefined || fill !== undefined || off.has('r') || off.has('n') || on.has('n');
	if (wasReadonly && changes) {
		throw new ShellFailure(`${of.name}: readonly variable`);
	}
	if (on.has('n') && on.has('i') && of.value !== undefined) {
		// The number that the value is evaluated to is no name, which nothing is said of.
		variable.integer = true;
		if (!existed && where !== 'local') shell.variables.unset(target);
		return false;
	}
	if ((off.has('a') && variable.indexed !== undefined) || (off.has('A') && variable.associative !== undefined)) {
		throw new ShellFailure(`${kind}: ${of.name}: cannot destroy array variables in this way`);
	}
	const inherits = on.has('I') || shell.options.shopt.localvar_inherit;
	if (inherits && where === 'local' && !wasLocal && existing !== undefined) inherit(variable, existing);
	// A local of dash begins with what its name stands for outside.
	if (shell.mode.dialect === 'dash' && where === 'local' && of.value === undefined && !wasLocal) {
		variable.value = existing?.value;
	}
	// A local array does not begin with what was a local before, or was given for the call.
	const emptied = where === 'local' && !inherits && variable.value !== undefined && (on.has('a') || on.has('A'));
	if (emptied) variable.value = undefined;
	makeArray(request, variable, existing !== undefined && (where !== 'local' || inherits));
	if (emptied) (variable.indexed ?? variable.associative ?? { assigned: false }).assigned = true;
	for (const letter of off) setAttribute(variable, letter, false);
	// As in the Korn shell: what a reference is told next is not changed by what its name was before.
	if (on.has('n')) for (const letter of 'iluc') setAttribute(variable, letter, false);
	for (const letter of on) if (letter !== 'r' && letter !== 'x') setAttribute(variable, letter, true);
	if (on.has('r') && of.subscript !== undefined && of.value !== undefined) {
		variable.readonly = true;
		yield* shell.complain(`${of.name}: readonly variable`);
		return false;
	}
	if (of.subscript !== undefined && of.value === undefined && !variable.isArray) variable.makeIndexed();
	const isNew = of.subscript !== undefined && !wasArray && where !== 'local';
	if (fill !== undefined) yield* fill(variable, of.append);
	else if (isQuotedArray(of.value) && (takesList(request, variable, of) || (isNew && isOld(shell)))) {
		yield* fillQuoted(shell, variable, of.value, of.append);
	} else {
		if (isQuotedArray(of.value) && isNew) {
			yield* shell.complain(`warning: ${asWritten(of)}: quoted compound array assignment deprecated`);
		}
		if (kind === 'readonly' || kind === 'export') yield* traceAssigned(shell, of);
		yield* assignValue(shell, variable, of, on.has('n'));
	}
	const exports = shell.variables.exportAll && !off.has('x') && where !== 'local' && !variable.isArray;
	if (on.has('x') || exports) variable.exported = true;
	else if (off.has('x')) variable.exported = false;
	if (on.has('r')) variable.readonly = true;
	if (on.has('x') || on.has('r')) shell.variables.propagate(variable);
	shell.variables.attributesChanged();
	return true;
}

/** A local begins as what it hides, but that it is no reference. */
function inherit(variable: Variable, from: Variable): void {
	const { value, indexed, associative, integer, lower, upper, capitalize, readonly, trace } = from.clone(
		variable.owner,
	);
	Object.assign(variable, { value, indexed, associative, integer, lower, upper, capitalize, readonly, trace });
}

/** `declare +x`, `+t` of a reference take the attribute from it, too. */
function clearOfReference(shell: Shell, { kind, off }: DeclareRequest, name: string): void {
	if (kind === 'export' || kind === 'readonly') return;
	for (const letter of 'xt') {
		if (off.has(letter)) setAttribute(shell.variables.declare(name, 'visible'), letter, false);
	}
}

function* fillQuoted(shell: Shell, variable: Variable, text: string, append: boolean): Task<void> {
	const literal = yield* quotedArray(shell, text);
	try {
		yield* assignArray(shell, variable, literal, append);
	} catch (error) {
		if (error instanceof ShellFailure) error.ofElement = true;
		throw error;
	}
}

/** Up to bash 4.3 `name[subscript]=(…)` made the array of its words. */
function isOld(shell: Shell): boolean {
	return shell.options.compatibility <= 43;
}

/** Whether `(…)` as a value is a list: for arrays, which `export` and `readonly` have to be told. */
function takesList({ kind, on }: DeclareRequest, variable: Variable, { subscript }: Named): boolean {
	if (on.has('a') || on.has('A')) return true;
	return variable.isArray && subscript === undefined && kind !== 'export' && kind !== 'readonly';
}

function asWritten({ name, subscript, append, value }: Named): string {
	return `${name}${subscript === undefined ? '' : `[${subscript}]`}${append ? '+' : ''}=${value}`;
}

/** `set -x` shows what `readonly` and `export` assign once more. Models bash setattr.def do_assignment_no_expand. */
function* traceAssigned(shell: Shell, { name, subscript, append, value }: Named): Task<void> {
	if (!shell.options.set.xtrace || !shell.isBash || value === undefined) return;
	const index = subscript === undefined ? '' : `[${subscript}]`;
	yield* trace(shell, `${name}${index}${append ? '+' : ''}=${value === '' ? '' : quoteTrace(shell, value)}`);
}

/** @param existed what was another variable before is a table of another size. */
function makeArray(request: DeclareRequest, variable: Variable, existed: boolean): void {
	if (request.on.has('A')) {
		if (variable.indexed !== undefined) {
			throw new ShellFailure(`${request.kind}: ${variable.name}: cannot convert indexed to associative array`);
		}
		variable.makeAssociative(existed);
	} else if (request.on.has('a')) {
		if (variable.associative !== undefined) {
			throw new ShellFailure(`${request.kind}: ${variable.name}: cannot convert associative to indexed array`);
		}
		variable.makeIndexed();
	}
}

/** What `-n` refuses before there is a variable. */
function checkReference(
	shell: Shell,
	kind: DeclareKind,
	of: Named,
	existing: Variable | undefined,
	isArray: boolean,
): void {
	const value = of.value ?? (existing?.nameref === true ? undefined : existing?.value);
	if (isArray) throw new ShellFailure(`${kind}: ${of.name}: reference variable cannot be an array`);
	if (value === undefined) return;
	if (of.value === '') throw new ShellFailure(`${kind}: \`': not a valid identifier`);
	if (!isIdentifier(value) && elementName(value) === undefined) {
		throw new ShellFailure(`${kind}: \`${value}': invalid variable name for name reference`);
	}
	if (value !== of.name) return;
	if (!shell.variables.inFunction) {
		throw new ShellFailure(`${kind}: ${of.name}: nameref variable self references not allowed`);
	}
	shell.warnings.push(`${kind}: warning: ${of.name}: circular name reference`);
}

function setAttribute(variable: Variable, letter: string, on: boolean): void {
	const name = ATTRIBUTES[letter];
	if (name === undefined) return;
	if (on && (letter === 'l' || letter === 'u' || letter === 'c')) {
		variable.lower = false;
		variable.upper = false;
		variable.capitalize = false;
	}
	Object.assign(variable, { [name]: on });
}

function* assignValue(shell: Shell, variable: Variable, of: Named, nameref: boolean): Task<void> {
	if (of.value === undefined) return;
	if (nameref) {
		variable.value = shell.variables.convert(variable, of.value);
		if (shell.variables.exportAll) variable.exported = true;
		return;
	}
	if (of.subscript !== undefined) {
		const { name, subscript, append } = of;
		const expanded = yield* expandSubscript(shell, name, subscript);
		writeElement(shell, name, expanded, of.value, append, evaluateIndex, `${name}[${subscript}]`, subscript === '');
		return;
	}
	const before = variable.scalar() ?? '';
	const value = of.append ? shell.variables.converted(variable, before, of.value, true) : of.value;
	shell.variables.assign(variable, value);
}
