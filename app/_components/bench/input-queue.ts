/** Bytes of input under way that the journal does not have yet; the server allows twice as many. */
const WINDOW_BYTES = 512 * 1024;

interface Pending {
	readonly seq: number;
	readonly payload: string | Uint8Array<ArrayBuffer>;
	/** Counted against the window: input bytes, nothing for control messages. */
	readonly bytes: number;
	sent: boolean;
}

/**
 * What changes the world and is not acknowledged yet, in order. Survives the connection: after a reconnect, what the
 * journal lacks is sent again. See the protocol in app/_server/README.md, point 2.
 */
export class InputQueue {
	#seq = 0;
	#pending: Pending[] = [];
	#send: ((payload: string | Uint8Array<ArrayBuffer>) => void) | undefined;

	/** The number for the next event. */
	next(): number {
		this.#seq++;
		return this.#seq;
	}

	push(seq: number, payload: string | Uint8Array<ArrayBuffer>, bytes: number): void {
		this.#pending.push({ seq, payload, bytes, sent: false });
		this.#pump();
	}

	/** The connection is open and the world on the other side has everything up to `lastSeq`. */
	connect(lastSeq: number, send: (payload: string | Uint8Array<ArrayBuffer>) => void): void {
		this.#seq = Math.max(this.#seq, lastSeq);
		this.#pending = this.#pending.filter(({ seq }) => seq > lastSeq);
		for (const pending of this.#pending) pending.sent = false;
		this.#send = send;
		this.#pump();
	}

	disconnect(): void {
		this.#send = undefined;
	}

	/** The world under the connection is another one now: nothing that waits belongs to it. */
	drop(): void {
		this.#pending = [];
	}

	acknowledge(seq: number): void {
		this.#pending = this.#pending.filter((pending) => pending.seq > seq);
		this.#pump();
	}

	#pump(): void {
		if (this.#send === undefined) return;
		let underWay = 0;
		for (const pending of this.#pending) {
			underWay += pending.bytes;
			if (underWay > WINDOW_BYTES && pending.bytes > 0) return;
			if (pending.sent) continue;
			pending.sent = true;
			this.#send(pending.payload);
		}
	}
}
