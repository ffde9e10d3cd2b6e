import type { ByteDuplex } from '../http/byte-duplex.ts';
import { ConnectionError } from '../http/byte-duplex.ts';
import { Signal, type Task, type Wait } from '../task.ts';
import { encodeFrame, encodeMessage, encodeWindow, type Frame, type SshMessage } from './ssh-wire.ts';

/** Bytes that may be under way and unread in one direction. */
const WINDOW_BYTES = 262_144;
const PIECE_BYTES = 32_768;

/** What a channel needs of its connection. */
interface Connection {
	readonly post: (callback: () => void) => void;
	send(frame: Uint8Array): void;
	forget(id: number): void;
}

/** A stream of bytes both ways on a connection that there are others on. */
export class SshChannel implements ByteDuplex {
	readonly id: number;
	readonly #connection: Connection;
	readonly #changed: Signal;
	#received: Frame[] = [];
	#room = WINDOW_BYTES;
	/** Whether the other side has agreed; why not. */
	#state: 'asked' | 'open' | 'refused' | 'lost' = 'asked';
	#reason = '';
	#peerFinished = false;
	#finished = false;
	#isClosed = false;
	#isGone = false;
	/** What comes besides bytes: 'exit', 'resize'. */
	onMessage: (message: SshMessage) => void = () => undefined;

	constructor(connection: Connection, id: number) {
		this.#connection = connection;
		this.id = id;
		this.#changed = new Signal(connection.post);
	}

	/** The other side has closed it, or the connection is over. */
	get isLost(): boolean {
		return this.#isGone;
	}

	/** Waits for the other side's word. Undefined: it is open; a text: why it is not. */
	*opened(): Task<string | undefined> {
		while (this.#state === 'asked') yield this.#changed;
		return this.#state === 'open' ? undefined : this.#reason;
	}

	/** Agrees to what the other side has asked for. */
	accept(): void {
		this.#state = 'open';
		this.tell({ is: 'opened' });
	}

	refuse(reason: string): void {
		this.tell({ is: 'refused', reason });
		this.#isClosed = true;
		this.#connection.forget(this.id);
	}

	tell(message: SshMessage): void {
		if (!this.#isClosed) this.#connection.send(encodeMessage(message, this.id));
	}

	/** Bytes have come, or may be sent. */
	take(frame: Frame): void {
		if (frame.type === 'window') {
			this.#room += new DataView(frame.payload.buffer, frame.payload.byteOffset).getUint32(0);
		} else if (!this.#isClosed) this.#received.push(frame);
		this.#changed.wakeAll();
	}

	obey(message: SshMessage): void {
		if (message.is === 'opened') this.#state = 'open';
		else if (message.is === 'refused') {
			this.#state = 'refused';
			this.#reason = message.reason;
			this.#connection.forget(this.id);
		} else if (message.is === 'end-of-input') this.#peerFinished = true;
		else if (message.is === 'close') this.lost();
		else this.onMessage(message);
		this.#changed.wakeAll();
	}

	/** `isLost` from now on. */
	lost(): void {
		if (this.#state === 'asked') this.#state = 'lost';
		this.#peerFinished = true;
		this.#finished = true;
		this.#isGone = true;
		this.#connection.forget(this.id);
		this.#changed.wakeAll();
	}

	/** The next bytes and whose they are; undefined at the end. */
	*frame(): Task<Frame | undefined> {
		for (;;) {
			const frame = this.#received.shift();
			if (frame !== undefined) {
				if (!this.#isClosed) this.#connection.send(encodeWindow(this.id, frame.payload.length));
				return frame;
			}
			if (this.#peerFinished) return undefined;
			yield this.#changed;
		}
	}

	*read(): Task<Uint8Array> {
		return (yield* this.frame())?.payload ?? new Uint8Array(0);
	}

	/** Throws ConnectionError when the other side takes no more. */
	*write(data: Uint8Array, type: 'data' | 'error-data' = 'data'): Task<void> {
		for (let done = 0; done < data.length; ) {
			if (this.#finished || this.#isClosed) throw new ConnectionError('write: broken pipe');
			if (this.#room <= 0) {
				yield this.#changed;
				continue;
			}
			const piece = data.slice(done, done + Math.min(this.#room, PIECE_BYTES));
			done += piece.length;
			this.#room -= piece.length;
			this.#connection.send(encodeFrame(type, piece, this.id));
		}
	}

	/** Has whoever waits look again. */
	wake(): void {
		this.#changed.wakeAll();
	}

	hasData(): boolean {
		return this.#received.length > 0 || this.#peerFinished;
	}

	get readable(): Wait {
		return this.#changed;
	}

	closeWrite(): void {
		if (this.#finished) return;
		this.tell({ is: 'end-of-input' });
		this.#finished = true;
	}

	close(): void {
		if (this.#isClosed) return;
		this.tell({ is: 'close' });
		this.#isClosed = true;
		this.#finished = true;
		this.#peerFinished = true;
		this.#connection.forget(this.id);
		this.#changed.wakeAll();
	}
}
