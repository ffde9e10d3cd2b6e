import type { Task } from '../../../machinery/task.ts';
import type { CompletionFunction, Completions } from '../command.ts';
import { DIRECTIVES } from './directives.ts';

/** One of some words. */
export const completeWords =
	(words: readonly string[]): CompletionFunction =>
	(_, toComplete) =>
		offered(words, toComplete);

function* offered(words: readonly string[], toComplete: string): Task<Completions> {
	return { choices: words.filter((word) => word.startsWith(toComplete)), directive: DIRECTIVES.noFileCompletion };
}

/** For `--subresource`. */
export const completeSubresources: CompletionFunction = completeWords(['status', 'scale', 'resize']);
