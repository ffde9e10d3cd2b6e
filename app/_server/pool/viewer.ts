import type { FrameKind } from '../frames.ts';
import type { ServerMessage } from '../protocol.ts';

/** A page that looks at a world, as the pool sees it: one WebSocket. */
export interface Viewer {
	/** Names the tab across reconnects. */
	readonly client: string;
	/** Who looks. */
	readonly owner: { readonly userId: string };
	send(message: ServerMessage): void;
	frame(kind: FrameKind, terminal: string, data: Uint8Array): void;
	/** The world under it has become another, by a rewind or reset (perhaps in another tab). A snapshot follows. */
	moved(sandbox: string): void;
	close(code: number, reason: string): void;
}
