/** One end of a connection or the sender of a datagram. */
export interface Endpoint {
	readonly address: string;
	readonly port: number;
}

/** What sockets need of their world: its schedule. */
export interface SocketClock {
	post(callback: () => void): void;
	after(delayMs: number, callback: () => void): { cancel(): void };
	/** Numbers that name sockets ("socket:[17]"). */
	nextSocketId(): number;
}
