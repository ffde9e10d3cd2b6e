/** An expression that is wrong whatever its variables hold; the message is cel-go's. */
export class CelCompileError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'CelCompileError';
	}
}

/** What went wrong with these values ("no such key: x"). */
export class CelEvaluationError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'CelEvaluationError';
	}
}

/** The expression has cost more than it may. */
export class CelCostError extends Error {
	constructor() {
		super('operation cancelled: actual cost limit exceeded');
		this.name = 'CelCostError';
	}
}
