import type { Process } from '../../../kernel/process-api.ts';
import type { NanoBuffer } from './nano-buffer.ts';
import type { HelpEntry } from './nano-keys.ts';
import { MAIN_HELP } from './nano-keys.ts';
import type { NanoOptions } from './nano-options.ts';
import type { NanoScreen } from './nano-screen.ts';

/** How many keys a message stays for. */
const MESSAGE_KEYS = 20;

/** Everything that one running nano knows. */
export class NanoState {
	readonly process: Process;
	readonly options: NanoOptions;
	readonly screen: NanoScreen;
	buffers: NanoBuffer[] = [];
	index = 0;
	message = '';
	#messageKeys = 0;
	help: readonly HelpEntry[] = MAIN_HELP;
	cutbuffer: readonly string[] = [];
	/** The next ^K adds to what was cut. */
	keepCut = false;
	lastSearch = '';
	lastReplace = '';
	searches: string[] = [];
	replacements: string[] = [];
	commands: string[] = [];
	/** There was more than one buffer: the title numbers them from then on. */
	several = false;
	/** What a search has found, until the next key. */
	spotlight: { readonly line: number; readonly from: number; readonly to: number } | undefined;
	done = false;

	constructor(process: Process, options: NanoOptions, screen: NanoScreen) {
		this.process = process;
		this.options = options;
		this.screen = screen;
	}

	get buffer(): NanoBuffer {
		return this.buffers[this.index] as NanoBuffer;
	}

	get tabsize(): number {
		return this.options.tabsize;
	}

	/** Rows that show text. */
	get editRows(): number {
		const helpless = this.options.has('nohelp') || this.screen.rows < 6;
		return Math.max(1, this.screen.rows - (helpless ? 2 : 4) - (this.options.has('emptyline') ? 1 : 0));
	}

	/** Columns of the line numbers. */
	get margin(): number {
		if (!this.options.has('linenumbers')) return 0;
		const wanted = Math.max(2, String(this.buffer.lines.length).length) + 1;
		return wanted > this.screen.columns - 4 ? 0 : wanted;
	}

	say(text: string): void {
		this.message = text;
		this.#messageKeys = this.options.has('quickblank') || this.options.has('constantshow') ? 1 : MESSAGE_KEYS;
	}

	wipe(): void {
		this.message = '';
	}

	/** A key was hit: messages do not stay for ever. */
	countKey(): void {
		if (this.message !== '' && --this.#messageKeys <= 0) this.message = '';
	}
}
