import type { Task } from '../machinery/task.ts';

/** The server's way to what listens in the cluster, for requests that it hands on. */
export interface ProxyPort {
	send(call: ProxyCall): Task<ProxyAnswer>;
}

export interface ProxyCall {
	/** "http://192.168.1.5:80". Of certificates any will do, unless `tls` says otherwise. */
	readonly server: string;
	/** Absent: whoever listens there is believed. */
	readonly tls?: { readonly serverName: string; readonly caPem: string };
	/** Whose certificate the server shows: that for kubelets, or that for extension servers. Absent: none. */
	readonly client?: 'kubelet' | 'front-proxy';
	readonly method: string;
	/** Escaped path and query. */
	readonly target: string;
	/** Names as they are to be written. */
	readonly headers: readonly (readonly [string, string])[];
	readonly body: Uint8Array | undefined;
	readonly timeoutMs?: number;
}

export type ProxyAnswer =
	/** Names of headers in lower case. */
	| {
			readonly kind: 'answered';
			readonly status: number;
			readonly headers: readonly (readonly [string, string])[];
			readonly body: Uint8Array;
	  }
	/** In the words of Go's net/http: "dial tcp 10.96.0.7:443: connect: connection refused". */
	| { readonly kind: 'failed'; readonly detail: string };
