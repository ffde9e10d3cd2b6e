import type { Task } from '../../machinery/task.ts';
import { writeElement } from '../expansion/element.ts';
import { expandSubscript } from '../expansion/expand-subscript.ts';
import { evaluateIndex } from '../expansion/parameter.ts';
import type { Shell } from '../state/shell.ts';
import { elementName } from '../syntax/element-name.ts';
import { assigned } from './builtin.ts';

/** Assigns to the variable, or the element, that the builtin was told. What is wrong is said. */
export function* assignNamed(shell: Shell, builtin: string, written: string, value: string): Task<number> {
	const element = elementName(written);
	if (element === undefined) return yield* assigned(shell, builtin, () => shell.variables.set(written, value));
	const { name } = element;
	const subscript = yield* expandSubscript(shell, name, element.subscript);
	return yield* assigned(shell, builtin, () => {
		writeElement(shell, name, subscript, value, false, evaluateIndex, written);
	});
}
