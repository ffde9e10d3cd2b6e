/** Ends the run: "Error: " and the text, with etcd's exit status. Models etcd's pkg/cobrautl ExitWithError. */
export class EtcdError extends Error {
	readonly status: number;
	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}

/** Exit statuses. Models etcd's pkg/cobrautl/error.go. */
export const EXIT = {
	error: 1,
	badConnection: 2,
	invalidInput: 3,
	badFeature: 4,
	interrupted: 5,
	badArgs: 128,
} as const;
