import { EvaluationError } from './cel-js.ts';

/** What a function of the library throws for arguments that it cannot work with. */
export function celFault(message: string): Error {
	return new EvaluationError({ code: 'function_error', message });
}
