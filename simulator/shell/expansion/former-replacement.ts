import type { Shell } from '../state/shell.ts';
import type { ParameterOperation, Part } from '../syntax/ast.ts';

/** A replacement within double quotes as bash took it up to 4.2: quotes in it are characters, and none hides an `&`. */
export function formerReplacement(
	shell: Shell,
	operation: Extract<ParameterOperation, { type: 'replace' }>,
): readonly Part[] | undefined {
	return shell.options.compatibility <= 42 ? operation.formerReplacement : undefined;
}
