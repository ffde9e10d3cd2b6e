import { LimitError } from '../../machinery/limit-error.ts';
import { compileRe2 } from '../../machinery/regexp.ts';

/** Whether a check's pattern is found in a text of the student's. One that is too long to look at holds nothing. */
export function patternMatches(pattern: string, text: string): boolean {
	try {
		return compileRe2(pattern).test(text);
	} catch (error) {
		if (error instanceof LimitError) return false;
		throw error;
	}
}
