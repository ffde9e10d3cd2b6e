/** A patch that cannot be read or does not fit its object; the message is the server's or kubectl's. */
export class PatchError extends Error {
	/** `format`: the patch itself is malformed (400). `content`: it does not apply to this object (422). */
	readonly fault: 'format' | 'content';
	constructor(fault: 'format' | 'content', message: string) {
		super(message);
		this.name = 'PatchError';
		this.fault = fault;
	}
}
