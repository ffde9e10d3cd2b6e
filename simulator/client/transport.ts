import { StacklessError } from '../machinery/stackless-error.ts';
import type { Task, Wait } from '../machinery/task.ts';

/**
 * How a client reaches an API server. In-process components have one that calls the server's handler
 * and never waits; programs in the world have one over a simulated socket. Errors of the way
 * (refused, timed out, certificate) are thrown as `TransportError`; what the server says is a response.
 */
export interface Transport {
	request(request: ClientRequest): Task<ClientResponse>;
	/**
	 * Where the way is a call: wakes when an object of the resource has changed after `revision`, or the server goes.
	 * Undefined when that has happened already.
	 */
	quiet?(
		resource: { readonly group: string; readonly version: string; readonly resource: string },
		revision: string,
	): Wait | undefined;
	/**
	 * Where the way is a call: runs `write`, which changes nothing but times of one object. Informers have the new object
	 * then, and their handlers are not told.
	 * @param skipped it stands for so many updates of the object, see `Beat.skip`.
	 */
	repeat?<T>(write: Task<T>, skipped?: { readonly times: number; readonly writes: number }): Task<T>;
	/** Where the way is a call: whether the server keeps no record of who asked for what. */
	leavesNoTrace?(): boolean;
}

export interface ClientRequest {
	readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
	/** "/apis/apps/v1/namespaces/default/deployments". Encoded by the transport. */
	readonly path: string;
	readonly query?: readonly (readonly [string, string])[];
	/** Lower-case names. */
	readonly headers?: { readonly [name: string]: string };
	/** An object is sent as JSON. The caller must not mutate it afterwards. */
	readonly body?: object | string | Uint8Array;
	/** Ask for the response as it arrives (watch, logs). */
	readonly stream?: boolean;
}

export interface ClientResponse {
	readonly status: number;
	readonly headers: ReadonlyMap<string, string | readonly string[]>;
	/** Decoded JSON when the response is JSON, else text or bytes. The receiver must not mutate it. */
	readonly body: unknown;
	readonly stream?: ClientStream;
}

export interface ClientStream {
	/** A watch event, bytes of a log, undefined while nothing is there, 'end' when over. */
	next(): { type: string; object: unknown } | Uint8Array | undefined | 'end';
	readonly readable: Wait;
	close(): void;
	/**
	 * Of a watch: `take` is given objects of which only times have changed, at once, when no event waits; it says whether
	 * that will do.
	 */
	onRepeat?(take: (object: unknown) => boolean): void;
}

export class TransportError extends StacklessError {
	/** As Go's net/http words it after the URL: "dial tcp 10.0.0.1:6443: connect: connection refused". */
	readonly detail: string;
	constructor(detail: string) {
		super('TransportError', detail);
		this.detail = detail;
	}
}
