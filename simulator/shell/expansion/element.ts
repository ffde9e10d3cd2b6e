import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import type { Variable } from '../state/variable.ts';

/** How a subscript of an indexed array becomes a number. Handed in: arithmetic itself reads elements. */
export type EvaluateIndex = (shell: Shell, text: string) => number;

/** Before a key that must not be taken for "all elements"; no text of a shell holds it. */
const KEY_MARK = '\0';

export function asKey(subscript: string): string {
	return KEY_MARK + subscript;
}

function plainKey(subscript: string): string {
	return subscript.startsWith(KEY_MARK) ? subscript.slice(1) : subscript;
}

/** `written[subscript]`, `written` perhaps a reference; undefined when it is unset. The subscript is expanded already. */
export function readElement(
	shell: Shell,
	written: string,
	subscript: string,
	evaluate: EvaluateIndex,
): string | undefined {
	const { name, variable } = shell.variables.resolve(written);
	if (variable === undefined) {
		checkedIndex(shell, name, subscript, undefined, evaluate);
		return undefined;
	}
	if (variable.associative !== undefined) {
		if (subscript === '') shell.warnings.push(`${name}: bad array subscript`);
		return variable.associative.get(plainKey(subscript));
	}
	const index = checkedIndex(shell, name, subscript, variable, evaluate);
	// The subscript may have assigned to it.
	const now = shell.variables.resolve(name).variable;
	if (index === undefined || now === undefined) return undefined;
	if (now.dynamic?.values !== undefined) return now.dynamic.values()[index];
	if (now.indexed !== undefined) return now.indexed.get(index);
	return index === 0 || index === -1 ? now.scalar() : undefined;
}

function checkedIndex(
	shell: Shell,
	name: string,
	subscript: string,
	variable: Variable | undefined,
	evaluate: EvaluateIndex,
): number | undefined {
	const index = evaluate(shell, subscript);
	if (index >= 0) return index;
	const size = variable?.indexed === undefined ? (variable?.values().length ?? 0) : variable.indexed.last + 1;
	if (size + index < 0) {
		shell.warnings.push(`${name}: bad array subscript`);
		return undefined;
	}
	return size + index;
}

/**
 * `name[subscript]=value`. Makes an indexed array of what was a scalar or nothing. Throws ShellFailure.
 * @param shown the element as messages name it.
 * @param isMissing nothing stands between the brackets; what is empty only once it is expanded is 0.
 */
export function writeElement(
	shell: Shell,
	name: string,
	subscript: string,
	value: string,
	append: boolean,
	evaluate: EvaluateIndex,
	shown = `${name}[${subscript}]`,
	isMissing = false,
): void {
	const variable = shell.variables.writable(name);
	if (variable.associative !== undefined) {
		if (subscript === '') throw new ShellFailure(`${shown}: bad array subscript`);
		const key = plainKey(subscript);
		const before = variable.associative.get(key) ?? '';
		variable.associative.set(key, shell.variables.converted(variable, before, value, append));
		return;
	}
	if (subscript === '@' || subscript === '*' || isMissing) {
		throw new ShellFailure(`${shown}: bad array subscript`);
	}
	let index = evaluate(shell, subscript);
	if (name === 'PATH') shell.variables.pathVersion++;
	const array = variable.makeIndexed();
	if (index < 0) index += array.last + 1;
	if (index < 0) throw new ShellFailure(`${shown}: bad array subscript`);
	const before = array.get(index) ?? '';
	array.set(index, shell.variables.converted(variable, before, value, append));
}
