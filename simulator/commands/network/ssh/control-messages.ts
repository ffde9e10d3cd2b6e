import { ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import type { Frame } from '../../../machinery/ssh/ssh-wire.ts';
import { encodeFrame } from '../../../machinery/ssh/ssh-wire.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import type { Forward, ForwardKind } from './forward-specs.ts';

/** What clients ask of the one that holds the connection, on its control socket. */
export type ControlRequest =
	| { readonly ask: 'check' | 'exit' | 'stop' | 'session' }
	| { readonly ask: 'forward' | 'cancel'; readonly kind: ForwardKind; readonly forward: Forward };

export interface ControlAnswer {
	readonly pid: number;
	/** Why not. */
	readonly problem?: string;
}

export function encodeControl(message: ControlRequest | ControlAnswer): Uint8Array {
	return encodeFrame('message', encodeUtf8(JSON.stringify(message)));
}

/** Throws ConnectionError. */
export function controlOf<T extends ControlRequest | ControlAnswer>(frame: Frame | undefined): T {
	try {
		if (frame?.type === 'message') return JSON.parse(decodeUtf8(frame.payload)) as T;
	} catch {
		// No message of ours.
	}
	throw new ConnectionError('bad control message');
}
