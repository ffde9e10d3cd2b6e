import type { HereDocumentWarning } from './here-document-reader.ts';

/** A command that does not parse. The interpreter words it as its dialect does. */
export class ShellSyntaxError extends Error {
	readonly problem: SyntaxProblem;
	/** Line in the text that was read, from 1. */
	readonly line: number;
	/** The line's text, which bash repeats. */
	readonly lineText: string;
	/** `$?` afterwards; undefined where bash leaves it as it was. */
	status: number | undefined = 2;
	/** Between `$(` and `)`: a shell that is not interactive ends by it. */
	inSubstitution = false;
	/** What is to be said before. */
	warnings: readonly HereDocumentWarning[] = [];
	constructor(problem: SyntaxProblem, line: number, lineText: string) {
		super('syntax error');
		this.problem = problem;
		this.line = line;
		this.lineText = lineText;
		if (problem.kind === 'message' && problem.repeat === undefined) this.status = undefined;
	}
}

export type SyntaxProblem =
	| { readonly kind: 'unexpected'; readonly token: string; readonly expecting: string; readonly isWord: boolean }
	| {
			readonly kind: 'unterminated';
			readonly looking: string;
			readonly expecting: string;
			/** What bash says next, of a line of the text. */
			readonly more?: readonly { readonly line: number; readonly text: string }[];
	  }
	/** A message of bash's own, or several on lines of their own, or none; without the line repeated unless `repeat`. */
	| { readonly kind: 'message'; readonly text: string; readonly repeat?: string };
