import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import type { ParameterPart } from '../syntax/ast.ts';
import type { ParameterValue } from './parameter.ts';

export function isPrompt({ operation }: ParameterPart): boolean {
	return operation?.type === 'transform' && operation.operator === 'P';
}

/** The values of `${x@P}`, and what they become. The marks of what takes no room are only for the line editor. */
export function* promptsOf(shell: Shell, value: ParameterValue): Task<ReadonlyMap<string, string>> {
	const out = new Map<string, string>();
	for (const each of value.kind === 'list' ? value.values : [value.value ?? '']) {
		const prompt = yield* shell.interpreter.expandPrompt(shell, each);
		out.set(each, shell.mode.interactive ? prompt : prompt.replace(/[\x01\x02]/g, ''));
	}
	return out;
}

export const NO_PROMPTS: ReadonlyMap<string, string> = new Map();
