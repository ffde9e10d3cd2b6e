import type { SpdyHeaders } from './header-block.ts';

/** A frame of SPDY/3.1. Stream ids: odd ones are the client's. */
export type SpdyFrame =
	| { readonly kind: 'syn-stream'; readonly stream: number; readonly fin: boolean; readonly headers: SpdyHeaders }
	| {
			readonly kind: 'syn-reply' | 'headers';
			readonly stream: number;
			readonly fin: boolean;
			readonly headers: SpdyHeaders;
	  }
	| { readonly kind: 'rst-stream'; readonly stream: number; readonly status: number }
	| { readonly kind: 'settings'; readonly values: readonly { readonly id: number; readonly value: number }[] }
	/** Odd ids are the client's; whoever gets the other side's sends it back. */
	| { readonly kind: 'ping'; readonly id: number }
	/** The sender takes no more streams. */
	| { readonly kind: 'goaway'; readonly lastStream: number; readonly status: number }
	| { readonly kind: 'window-update'; readonly stream: number; readonly bytes: number }
	/** From the wire: as much of a frame as was there; `fin` comes with the last of it. */
	| { readonly kind: 'data'; readonly stream: number; readonly fin: boolean; readonly data: Uint8Array };

/** Numbers that RST_STREAM gives as its reason. */
export const RESET = { protocolError: 1, refusedStream: 3, cancel: 5 } as const;

/** Numbers that GOAWAY gives as its reason. */
export const GOAWAY = { ok: 0, protocolError: 1 } as const;
