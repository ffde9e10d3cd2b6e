import { SERVER_LIMITS } from './limits.ts';

interface Way {
	/** Sent, and not yet said to be drawn. */
	bytes: number;
	/** Output has been left out: the terminal must be redrawn when there is room. */
	skipping: boolean;
	/** The screen has been asked for and is not here yet: what is drawn meanwhile asks for no second one. */
	asked: boolean;
}

/**
 * Flow control of terminal output. The world cannot be told to wait (that would be an input that no journal has), so
 * a page that cannot keep up misses output and is given the whole screen when it has caught up.
 */
export class OutputWindow {
	readonly #ways = new Map<string, Way>();

	/** @param redraw asks for a "screen" of the terminal. */
	constructor(private readonly redraw: (terminal: string) => void) {}

	/** Whether `bytes` more may be sent now. */
	admits(terminal: string, bytes: number): boolean {
		const way = this.#way(terminal);
		if (way.skipping) return false;
		if (way.bytes + bytes > SERVER_LIMITS.outputWindowBytes) {
			way.skipping = true;
			this.#redrawWhenRoom(terminal, way);
			return false;
		}
		way.bytes += bytes;
		return true;
	}

	/** The page has drawn that much. */
	drawn(terminal: string, bytes: number): void {
		const way = this.#way(terminal);
		way.bytes = Math.max(0, way.bytes - bytes);
		if (way.skipping) this.#redrawWhenRoom(terminal, way);
	}

	/** A whole screen is on its way; what follows it is new. */
	redrawn(terminal: string, bytes: number): void {
		const way = this.#way(terminal);
		way.skipping = false;
		way.asked = false;
		way.bytes += bytes;
	}

	clear(): void {
		this.#ways.clear();
	}

	#redrawWhenRoom(terminal: string, way: Way): void {
		if (way.asked || way.bytes > SERVER_LIMITS.outputWindowBytes / 4) return;
		way.asked = true;
		this.redraw(terminal);
	}

	#way(terminal: string): Way {
		let way = this.#ways.get(terminal);
		if (way === undefined) {
			way = { bytes: 0, skipping: false, asked: false };
			// A client may say "drawn" of terminals that do not exist.
			if (this.#ways.size < 4 * SERVER_LIMITS.terminals) this.#ways.set(terminal, way);
		}
		return way;
	}
}
