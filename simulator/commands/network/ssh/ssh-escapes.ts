export type Escape = 'hang-up' | 'help' | 'list' | 'command-line' | 'suspend' | 'background';

const LETTERS: ReadonlyMap<string, Escape> = new Map([
	['.', 'hang-up'],
	['?', 'help'],
	['#', 'list'],
	['C', 'command-line'],
	['\x1a', 'suspend'],
	['&', 'background'],
]);

/** What an escape that only says something prints. Models clientloop.c print_escape_help. */
export function escapeHelp(letter: string): string {
	const lines = [
		['.', 'terminate connection (and any multiplexed sessions)'],
		['B', 'send a BREAK to the remote system'],
		['C', 'open a command line'],
		['R', 'request rekey'],
		['V/v', 'decrease/increase verbosity (LogLevel)'],
		['^Z', 'suspend ssh'],
		['#', 'list forwarded connections'],
		['&', 'background ssh (when waiting for connections to terminate)'],
		['?', 'this message'],
	].map(([key = '', text]) => ` ${letter}${key.padEnd(3)} - ${text}\r\n`);
	const twice = ` ${letter}${letter}   - send the escape character by typing it twice\r\n`;
	return `${letter}?\r\nSupported escape sequences:\r\n${lines.join('')}${twice}(Note that escapes are only recognized immediately after newline.)\r\n`;
}

/** Finds what is typed for ssh itself: the escape character at the start of a line, and what follows it. */
export class EscapeKeys {
	readonly #letter: number | undefined;
	#lineStart = true;
	#escape = false;

	/** @param letter undefined: none. */
	constructor(letter: string | undefined) {
		this.#letter = letter?.charCodeAt(0);
	}

	/** What is to be sent, and what was asked for, in order. */
	filter(data: Uint8Array): readonly (Uint8Array | Escape)[] {
		if (this.#letter === undefined) return [data];
		const found: (Uint8Array | Escape)[] = [];
		let out: number[] = [];
		for (const byte of data) {
			if (this.#escape) {
				this.#escape = false;
				const wish = LETTERS.get(String.fromCharCode(byte));
				if (wish !== undefined) {
					if (out.length > 0) found.push(Uint8Array.from(out));
					out = [];
					found.push(wish);
					this.#lineStart = true;
					continue;
				}
				out.push(this.#letter);
				if (byte === this.#letter) {
					this.#lineStart = false;
					continue;
				}
			} else if (byte === this.#letter && this.#lineStart) {
				this.#escape = true;
				continue;
			}
			this.#lineStart = byte === 13 || byte === 10;
			out.push(byte);
		}
		if (out.length > 0) found.push(Uint8Array.from(out));
		return found;
	}
}
