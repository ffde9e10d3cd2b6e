import type { CompletionFunction } from '../command.ts';
import { DIRECTIVES } from './directives.ts';

/** One of some words. */
export const completeWords = (words: readonly string[]): CompletionFunction =>
	function* (_, toComplete) {
		return { choices: words.filter((word) => word.startsWith(toComplete)), directive: DIRECTIVES.noFileCompletion };
	};

/** For `--subresource`. */
export const completeSubresources: CompletionFunction = completeWords(['status', 'scale', 'resize']);
