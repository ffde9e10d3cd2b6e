/**
 * What the container runtime answers when it cannot do what the kubelet asks: a gRPC error. Control flow between
 * the two; the kubelet turns it into events and waiting reasons.
 */
export class RuntimeError extends Error {
	/** gRPC code; the kubelet shows it unless it is Unknown. */
	readonly code: 'Unknown' | 'NotFound' | 'DeadlineExceeded' | 'InvalidArgument';
	constructor(message: string, code: RuntimeError['code'] = 'Unknown') {
		super(message);
		this.name = 'RuntimeError';
		this.code = code;
	}

	/** As Go prints the error: the code in front unless it says nothing. */
	override toString(): string {
		return this.code === 'Unknown' ? this.message : `rpc error: code = ${this.code} desc = ${this.message}`;
	}
}
