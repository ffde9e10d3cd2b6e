/**
 * An Error that does not know where it was made. Recording the stack costs more than most system calls; what is
 * thrown as ordinary control flow (a path that does not exist, a connection refused) is never asked for it.
 */
export class StacklessError implements Error {
	readonly name: string;
	readonly message: string;

	constructor(name: string, message: string) {
		this.name = name;
		this.message = message;
	}

	toString(): string {
		return `${this.name}: ${this.message}`;
	}
}
Object.setPrototypeOf(StacklessError.prototype, Error.prototype);
