import { runToCompletion, type Task } from '../task.ts';
import { KUBECTL_FUNCTIONS } from './functions.ts';
import { TemplateError } from './nodes.ts';
import { type Pause, TemplateSet } from './template-set.ts';

export interface GoTemplateOptions {
	readonly missingKeyIsError?: boolean;
	readonly pause?: Pause;
}

export interface Executed {
	readonly output: string;
	readonly error: TemplateError | undefined;
}

/** A Go template over JSON values, with text/template's functions and kubectl's `exists` and `base64decode`. */
export class GoTemplate {
	readonly #name: string;
	readonly #set: TemplateSet;

	/** @param name stands in messages ("output" in kubectl). @throws TemplateError */
	constructor(name: string, text: string, options: GoTemplateOptions = {}) {
		const missingKey = options.missingKeyIsError === true ? 'error' : 'invalid';
		this.#name = name;
		this.#set = new TemplateSet(name, {
			functions: KUBECTL_FUNCTIONS,
			missingKey,
			...(options.pause && { pause: options.pause }),
		});
		this.#set.parse(name, text);
	}

	/** What it prints; on an error, what it had printed before comes with the error. */
	execute(data: unknown): Executed {
		return runToCompletion(this.executeInSteps(data));
	}

	/** The same of a template that pauses. */
	*executeInSteps(data: unknown): Task<Executed> {
		let output = '';
		try {
			yield* this.#set.afresh().execute(this.#name, data, (text) => {
				output += text;
			});
		} catch (error) {
			if (!(error instanceof TemplateError)) throw error;
			return { output, error };
		}
		return { output, error: undefined };
	}
}
