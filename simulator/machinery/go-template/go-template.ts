import { KUBECTL_FUNCTIONS } from './functions.ts';
import { TemplateError } from './nodes.ts';
import { TemplateSet } from './template-set.ts';

/** A Go template over JSON values, with text/template's functions and kubectl's `exists` and `base64decode`. */
export class GoTemplate {
	readonly #name: string;
	readonly #set: TemplateSet;

	/** @param name stands in messages ("output" in kubectl). @throws TemplateError */
	constructor(name: string, text: string, options: { readonly missingKeyIsError?: boolean } = {}) {
		const missingKey = options.missingKeyIsError === true ? 'error' : 'invalid';
		this.#name = name;
		this.#set = new TemplateSet(name, { functions: KUBECTL_FUNCTIONS, missingKey });
		this.#set.parse(name, text);
	}

	/** What it prints; on an error, what it had printed before comes with the error. */
	execute(data: unknown): { output: string; error: TemplateError | undefined } {
		let output = '';
		try {
			this.#set.execute(this.#name, data, (text) => {
				output += text;
			});
		} catch (error) {
			if (!(error instanceof TemplateError)) throw error;
			return { output, error };
		}
		return { output, error: undefined };
	}
}
