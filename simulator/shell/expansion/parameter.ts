import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import type { Variable } from '../state/variable.ts';
import type { ParameterPart } from '../syntax/ast.ts';
import { evaluateArithmetic } from './arithmetic.ts';
import { readElement } from './element.ts';

/** What a parameter stands for before any operation: one value, or a list (`$@`, `${a[*]}`). */
export type ParameterValue =
	| { readonly kind: 'scalar'; readonly value: string | undefined }
	| { readonly kind: 'list'; readonly values: readonly string[]; readonly star: boolean };

/** A parameter with its reference followed: where `:=` assigns and `@A` looks. */
export interface Reference {
	readonly name: string;
	/** Expanded subscript. */
	readonly index: string | undefined;
	/** What messages call it: `a[1]`. */
	readonly label: string;
}

/** The parameter that `part` is about, `${!x}` followed. @param index the expanded subscript. */
export function referenceOf(shell: Shell, part: ParameterPart, index: string | undefined): Reference {
	const plain = reference(part.name, index);
	const direct = part.index === undefined ? plain : { ...plain, label: `${part.name}[${part.index.text}]` };
	if (!part.indirect) return direct;
	const variable = shell.variables.find(part.name);
	const target = scalarOf(shell, lookUpValue(shell, direct));
	if (target === undefined) {
		if (variable === undefined && !isSpecial(part.name)) {
			throw new ShellFailure(`${direct.label}: invalid indirect expansion`);
		}
		return { ...NOTHING, label: `!${direct.label}` };
	}
	if (target === '') throw new ShellFailure(': invalid variable name');
	const element = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(target);
	if (element !== null) {
		const [, name = '', written = ''] = element;
		const isKey = shell.variables.resolve(name).variable?.associative !== undefined;
		const subscript = isKey ? shell.interpreter.subscriptText(shell, written, true) : written;
		return { ...reference(name, subscript), label: `!${direct.label}` };
	}
	if (!/^([A-Za-z_]\w*|\d+|[@*#?$!-])$/.test(target)) {
		throw new ShellFailure(`${target}: invalid variable name`);
	}
	return { ...reference(target, undefined), label: `!${direct.label}` };
}

/** What an unset variable refers to: no positional parameter has that number. */
const NOTHING = { name: '-1', index: undefined };

function reference(name: string, index: string | undefined): Reference {
	return { name, index, label: index === undefined ? name : `${name}[${index.replace('\0', '')}]` };
}

function isSpecial(name: string): boolean {
	return !/^[A-Za-z_]/.test(name);
}

export function scalarOf(shell: Shell, value: ParameterValue): string | undefined {
	if (value.kind === 'scalar') return value.value;
	return value.values.length === 0 ? undefined : value.values.join(shell.variables.get('IFS')?.[0] ?? ' ');
}

/** The parameter's value. */
export function lookUpValue(shell: Shell, of: Reference): ParameterValue {
	const { name, index } = of;
	if (index === undefined) {
		if (name === '@' || name === '*') return { kind: 'list', values: shell.positional, star: name === '*' };
		const first = name.charCodeAt(0);
		if (first > 64 && first !== 64) return scalarVariable(shell, name);
		return { kind: 'scalar', value: specialParameter(shell, name) };
	}
	if (index === '@' || index === '*') {
		const { variable, index: element } = shell.variables.resolve(name);
		// Of what a name reference calls an element there is no array.
		return { kind: 'list', values: element === undefined ? (variable?.values() ?? []) : [], star: index === '*' };
	}
	if (shell.variables.find(name)?.nameref === true && shell.variables.resolve(name).index !== undefined) return UNSET;
	return { kind: 'scalar', value: readElement(shell, name, index, evaluateIndex) };
}

function scalarVariable(shell: Shell, name: string): ParameterValue {
	const variable = shell.variables.find(name);
	if (variable === undefined) return UNSET;
	if (!variable.nameref) return { kind: 'scalar', value: variable.scalar() };
	const resolved = shell.variables.resolve(name);
	if (resolved.index === undefined) return { kind: 'scalar', value: resolved.variable?.scalar() };
	const { name: array, index, variable: found } = resolved;
	const isKey = found?.associative !== undefined && index !== '@' && index !== '*';
	return lookUpValue(shell, reference(array, isKey ? shell.interpreter.subscriptText(shell, index, true) : index));
}

const UNSET: ParameterValue = { kind: 'scalar', value: undefined };

/** A wrong subscript gives everything up. Models bash arrayfunc.c array_expand_index. */
export function evaluateIndex(shell: Shell, text: string): number {
	try {
		return Number(evaluateArithmetic(shell, shell.interpreter.subscriptText(shell, text, false)));
	} catch (error) {
		if (error instanceof ShellFailure) Object.assign(error, { whole: true, ofElement: true });
		throw error;
	}
}

/** `$?`, `$1`, … */
export function specialParameter(shell: Shell, name: string): string | undefined {
	switch (name) {
		case '?':
			return String(shell.status);
		case '#':
			return String(shell.positional.length);
		case '$':
			return String(shell.mainPid);
		case '!':
			return shell.lastBackgroundPid === undefined ? undefined : String(shell.lastBackgroundPid);
		case '-':
			if (!shell.isBash) {
				const { interactive, input, dialect } = shell.mode;
				// dash says nothing of -c.
				const command = dialect === 'ash' && input === 'command';
				return shell.options.posixLetters({ interactive, command, stdin: input === 'stdin' });
			}
			return shell.options.letters({
				interactive: shell.mode.interactive,
				command: shell.mode.input === 'command',
				stdin: shell.mode.input === 'stdin',
			});
		case '0':
			return shell.name;
		default:
			return shell.positional[Number(name) - 1];
	}
}

/** The keys for `${!a[@]}`. */
export function keysOf(shell: Shell, name: string): readonly string[] {
	const { variable, index } = shell.variables.resolve(name);
	return index === undefined ? (variable?.keys() ?? []) : [];
}

/** `${#x}`: characters of a scalar, elements of a list. */
export function elementCount(variable: Variable | undefined): number {
	if (variable === undefined) return 0;
	return variable.indexed?.size ?? variable.associative?.size ?? variable.values().length;
}

/** What `set -u` says of a parameter without a value. */
export function unbound(shell: Shell, of: Reference, inBraces: boolean): ShellFailure {
	const label = !inBraces && !/^[A-Za-z_]/.test(of.name) && shell.isBash ? `$${of.name}` : of.label;
	if (!shell.isBash) return new ShellFailure(`${of.name}: parameter not set`, 'exit', 2);
	return new ShellFailure(`${label}: unbound variable`, 'exit', shell.fatalStatus);
}
