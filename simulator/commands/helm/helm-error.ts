/** Ends the command: `Error: ` and the message go to stderr. */
export class HelmError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'HelmError';
	}
}

/** "context: message", as Go's errors.Wrap joins them. */
export function wrapError(error: unknown, context: string): HelmError {
	if (error instanceof Error) return new HelmError(`${context}: ${error.message}`);
	throw error;
}
