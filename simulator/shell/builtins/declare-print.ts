import type { Task } from '../../machinery/task.ts';
import { arrayLiteral, LITERAL_STEP } from '../expansion/operations.ts';
import { doubleQuote, posixQuote, quoteIfNeeded } from '../expansion/quote.ts';
import { listedVariables } from '../state/listed-variables.ts';
import type { Shell, ShellFunction } from '../state/shell.ts';
import type { Variable } from '../state/variable.ts';
import { printFunction } from '../syntax/print.ts';

export type DeclareKind = 'declare' | 'typeset' | 'local' | 'export' | 'readonly';

/** What one of them is asked to do. */
export interface DeclareRequest {
	readonly kind: DeclareKind;
	readonly on: ReadonlySet<string>;
	readonly off: ReadonlySet<string>;
	readonly args: readonly string[];
}

/** `declare -f`, `-F`, `export -f`. */
export function* declareFunctions(shell: Shell, request: DeclareRequest): Task<number> {
	if (request.args.length === 0) {
		let out = '';
		for (const name of [...shell.functions.keys()].sort()) {
			const each = shell.functions.get(name);
			if (each === undefined || (request.on.has('x') && !each.exported)) continue;
			out += request.on.has('F')
				? `declare -f${each.exported ? 'x' : ''} ${name}\n`
				: `${printFunction(name, each.definition.body)}\n`;
		}
		return yield* shell.print(request.kind, out);
	}
	let status = 0;
	for (const name of request.args) {
		if (name.includes('=') && request.kind !== 'export' && request.kind !== 'readonly') {
			return yield* shell.fail(request.kind, "cannot use `-f' to make functions");
		}
		const each = shell.functions.get(name);
		if (each !== undefined && request.on.has('r')) {
			shell.functions.set(name, { ...each, readonly: true });
		} else if (each !== undefined && (request.on.has('t') || request.off.has('t'))) {
			shell.functions.set(name, { ...each, traced: request.on.has('t') });
		} else if (each === undefined) {
			status = 1;
			if (request.kind === 'export' || request.kind === 'readonly') {
				yield* shell.fail(request.kind, `${name}: not a function`);
			}
		} else if (request.on.has('x') || request.off.has('x')) {
			shell.functions.set(name, { ...each, exported: request.on.has('x') });
		} else if (request.on.has('F')) yield* shell.print(request.kind, `${name}${whereDefined(shell, each)}\n`);
		else yield* shell.print(request.kind, `${printFunction(name, each.definition.body)}\n`);
	}
	return status;
}

/** `declare -F name` under `shopt -s extdebug`. */
function whereDefined(shell: Shell, { line, source }: ShellFunction): string {
	return shell.options.shopt.extdebug ? ` ${line} ${source}` : '';
}

/** Without names: every variable with the attributes asked for. */
export function* listDeclared(shell: Shell, request: DeclareRequest): Task<number> {
	const { kind, on } = request;
	const letters = [...on].filter((letter) => 'aAilnrtuxc'.includes(letter));
	const local = kind === 'local' ? new Set(shell.variables.localNames()) : undefined;
	const posix = shell.options.set.posix && (kind === 'export' || kind === 'readonly');
	const keepsOptions =
		local !== undefined && shell.frames.findLast((each) => each.kind === 'function')?.options !== undefined;
	let out = keepsOptions ? 'local -\n' : '';
	for (const name of local ?? []) {
		if (shell.isBash && shell.variables.isHidden(name)) out += `declare -- ${name}\n`;
	}
	for (const variable of listedVariables(shell)) {
		if (local !== undefined && !local.has(variable.name)) continue;
		if (!letters.every((letter) => variable.flagLetters().includes(letter))) continue;
		const reusable =
			on.has('p') ||
			letters.length > 0 ||
			kind === 'export' ||
			kind === 'readonly' ||
			(kind === 'local' && shell.isBash);
		if (!shell.isBash)
			out += `${kind} ${variable.name}${variable.isSet ? `=${posixQuote(variable.scalar() as string)}` : ''}\n`;
		else if (reusable && posix)
			out += `${(yield* declaration(shell, variable)).replace(/^declare -(\w+)/, (_, all) => posixHead(kind, all))}\n`;
		else if (reusable) out += `${yield* declaration(shell, variable)}\n`;
		else if (isListed(variable)) out += `${yield* plainAssignment(shell, variable)}\n`;
	}
	if (kind === 'declare' && letters.length === 0 && !on.has('p')) {
		for (const name of [...shell.functions.keys()].sort()) {
			const body = shell.functions.get(name)?.definition.body;
			if (body !== undefined) out += `${printFunction(name, body)}\n`;
		}
	}
	return yield* shell.print(kind, out);
}

/** Whether there is something to show as an assignment. */
export function isListed({ value, indexed, associative, dynamic }: Variable): boolean {
	return value !== undefined || indexed?.assigned === true || associative !== undefined || dynamic !== undefined;
}

/** `export -a`: of the attributes only that of arrays is shown. */
function posixHead(kind: DeclareKind, letters: string): string {
	const array = /[aA]/.exec(letters)?.[0];
	return array === undefined ? kind : `${kind} -${array}`;
}

export function* printDeclared(shell: Shell, request: DeclareRequest): Task<number> {
	let status = 0;
	for (const name of request.args) {
		const variable = shell.variables.find(name);
		if (variable === undefined && shell.variables.isHidden(name))
			yield* shell.print(request.kind, `declare -- ${name}\n`);
		else if (variable === undefined) status = yield* shell.fail(request.kind, `${name}: not found`);
		else yield* shell.print(request.kind, `${yield* declaration(shell, variable)}\n`);
	}
	return status;
}

/** `declare -x name="value"`. */
function* declaration(shell: Shell, variable: Variable): Task<string> {
	const head = `declare -${variable.flagLetters() || '-'} ${variable.name}`;
	if (variable.isArray) {
		const array = variable.indexed ?? variable.associative;
		if (array !== undefined ? !array.assigned : variable.name === 'FUNCNAME' && !variable.isSet) return head;
		return `${head}=${yield* literalOf(shell, variable)}`;
	}
	const value = variable.scalar();
	return value === undefined ? head : `${head}=${doubleQuote(value)}`;
}

/** `name=value` as `set` lists it, in POSIX mode without `$'…'`. */
export function* plainAssignment(shell: Shell, variable: Variable, posix = false): Task<string> {
	const value = variable.isArray ? yield* literalOf(shell, variable) : quoteIfNeeded(variable.scalar() ?? '', posix);
	return `${variable.name}=${value}`;
}

function* literalOf(shell: Shell, variable: Variable): Task<string> {
	const literal = arrayLiteral(variable.keys(), variable.values(), variable.associative !== undefined);
	for (;;) {
		const next = literal.next();
		if (next.done) return next.value;
		yield* shell.process.tick(LITERAL_STEP);
	}
}
