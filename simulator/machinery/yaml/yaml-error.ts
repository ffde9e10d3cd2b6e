/** A document that cannot be read, in go-yaml's words: "yaml: line 5: did not find expected key". */
export class YamlError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'YamlError';
	}
}

/** Where something is, as the scanner counts: lines and columns from 0. */
export interface Mark {
	readonly index: number;
	readonly line: number;
	readonly column: number;
}

/**
 * The line in a message is not what one expects: the scanner's own complaints count from one, the parser's
 * are one less, and a problem on the first line borrows the line of what contains it.
 * Models go.yaml.in/yaml/v2 parser.fail
 */
export function scannerError(problem: string, at: Mark, context: Mark): YamlError {
	return located(problem, at.line === 0 ? context.line : at.line + 1);
}

export function parserError(problem: string, at: Mark, context: Mark | undefined): YamlError {
	return located(problem, at.line !== 0 ? at.line : (context?.line ?? 0));
}

function located(problem: string, line: number): YamlError {
	return new YamlError(line === 0 ? `yaml: ${problem}` : `yaml: line ${line}: ${problem}`);
}
