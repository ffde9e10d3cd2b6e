import type { Shell } from '../state/shell.ts';
import type { Part } from '../syntax/ast.ts';

/** Whether double quotes make a field even if nothing is in them: not when they hold an empty `$@`. */
export function startsField(shell: Shell, parts: readonly Part[]): boolean {
	return !parts.some((part) => isEmptyList(shell, part));
}

function isEmptyList(shell: Shell, part: Part): boolean {
	if (part.type !== 'parameter' || part.length) return false;
	if (part.operation?.type === 'default' && part.operation.operator !== '+') return false;
	if (part.indirect && part.index === undefined) return /(^|\[)@\]?$/.test(shell.variables.get(part.name) ?? '');
	const positional = part.name === '@' && part.index === undefined;
	if (!positional && part.index?.text !== '@') return false;
	// A slice may be empty though its list is not: what is in it starts the field.
	if (part.operation?.type === 'slice') return true;
	if (positional) return shell.positional.length === 0;
	const { variable, index } = shell.variables.resolve(part.name);
	return index !== undefined || (variable?.values().length ?? 0) === 0;
}
