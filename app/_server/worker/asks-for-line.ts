/** What a line editor says when it begins: mark pastes. */
const PASTES_MARKED = '\x1b[?2004h';

/** Whether a shell asks for a line in what a terminal shows, so that the command before it has ended. */
export function asksForLine({ buffer, byteOffset, length }: Uint8Array): boolean {
	return Buffer.from(buffer, byteOffset, length).includes(PASTES_MARKED);
}
