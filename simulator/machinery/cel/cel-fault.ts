/** What an expression comes to when it cannot be evaluated; `||`, `&&`, `all` and `exists` may do without. */
export class CelFault extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'CelFault';
	}
}

/** What a function throws for arguments that it cannot work with. */
export function celFault(message: string): CelFault {
	return new CelFault(message);
}
