import type { Stat } from '../../../kernel/process-api.ts';

/** What each kind of file is coloured with where LS_COLORS says nothing. Models ls.c's color_indicator. */
const DEFAULTS: readonly (readonly [kind: string, code: string])[] = [
	['lc', '\x1b['],
	['rc', 'm'],
	['rs', '0'],
	['di', '01;34'],
	['ln', '01;36'],
	['pi', '33'],
	['so', '01;35'],
	['bd', '01;33'],
	['cd', '01;33'],
	['su', '37;41'],
	['sg', '30;43'],
	['st', '37;44'],
	['ow', '34;42'],
	['tw', '30;42'],
	['ex', '01;32'],
	['cl', '\x1b[K'],
];

const COLOUR_TERMINALS =
	/^(?:Eterm|ansi|alacritty|.*color.*|con\d.*x\d.*|cons25|console|cygwin|.*direct.*|dtterm|gnome|hurd|jfbterm|konsole|kterm|linux|linux-c|mlterm|putty|rxvt.*|screen.*|st|terminator|tmux.*|vt100|vt220|xterm.*)$/;

/** How names are coloured. */
export class Colours {
	readonly #codes = new Map<string, string>(DEFAULTS);
	/** The last of two that fit wins. */
	readonly #suffixes: [suffix: string, code: string][] = [];
	#used = false;

	/** Undefined on terminals that show none. */
	static of(env: ReadonlyMap<string, string>): Colours | undefined {
		const said = env.get('LS_COLORS') ?? '';
		if (said !== '') return new Colours(said);
		const isKnown = (env.get('COLORTERM') ?? '') !== '' || COLOUR_TERMINALS.test(env.get('TERM') ?? '');
		return isKnown ? new Colours('') : undefined;
	}

	private constructor(text: string) {
		for (const entry of text.split(':')) {
			const equals = entry.indexOf('=');
			if (equals < 1) continue;
			const [key, code] = [entry.slice(0, equals), unescaped(entry.slice(equals + 1))];
			if (key.startsWith('*')) this.#suffixes.unshift([key.slice(1).toLowerCase(), code]);
			else this.#codes.set(key, code);
		}
	}

	/** The name in its colour. @param wraps the terminal's line ends within it: what stands behind is cleared. */
	painted(text: string, kind: string | undefined, wraps: boolean): string {
		const code = kind === undefined ? undefined : kind.startsWith('*') ? kind.slice(1) : this.#codes.get(kind);
		if (code === undefined || /^0*$/.test(code)) return text;
		return `${this.#sequence(code)}${text}${this.#sequence(this.#codes.get('rs') ?? '0')}${wraps ? (this.#codes.get('cl') ?? '') : ''}`;
	}

	/** What goes before the first colour that is written. */
	begun(text: string): string {
		if (this.#used) return text;
		const at = text.indexOf(this.#codes.get('lc') ?? '');
		if (at < 0) return text;
		this.#used = true;
		return text.slice(0, at) + this.#sequence('0') + text.slice(at);
	}

	#sequence(code: string): string {
		return `${this.#codes.get('lc')}${code}${this.#codes.get('rc')}`;
	}

	#has(kind: string): boolean {
		return !/^0*$/.test(this.#codes.get(kind) ?? '');
	}

	/** The kind that a file is painted as. @param isDangling a link that leads nowhere; of a target: what is not there. */
	kindOf(name: string, stat: Stat | undefined, isDangling: boolean): string | undefined {
		if (stat === undefined) return this.#has('mi') ? 'mi' : this.#has('or') ? 'or' : 'ln';
		const { type, mode } = stat;
		switch (type) {
			case 'directory': {
				if ((mode & 0o1002) === 0o1002 && this.#has('tw')) return 'tw';
				if ((mode & 0o002) !== 0 && this.#has('ow')) return 'ow';
				return (mode & 0o1000) !== 0 && this.#has('st') ? 'st' : 'di';
			}
			case 'symlink':
				return isDangling && this.#has('or') ? 'or' : 'ln';
			case 'fifo':
				return 'pi';
			case 'socket':
				return 'so';
			case 'block':
				return 'bd';
			case 'character':
				return 'cd';
			default:
				return this.#fileKind(name, stat);
		}
	}

	/** "ln=target": links are coloured as what they lead to. */
	get paintsTargets(): boolean {
		return this.#codes.get('ln') === 'target';
	}

	/** What a link leads to matters for a colour. */
	get looksAtTargets(): boolean {
		return this.#has('or') || this.#has('mi') || this.paintsTargets;
	}

	#fileKind(name: string, { mode, links }: Stat): string | undefined {
		if ((mode & 0o4000) !== 0 && this.#has('su')) return 'su';
		if ((mode & 0o2000) !== 0 && this.#has('sg')) return 'sg';
		if ((mode & 0o111) !== 0 && this.#has('ex')) return 'ex';
		if (links > 1 && this.#has('mh')) return 'mh';
		const lower = name.toLowerCase();
		const found = this.#suffixes.find(([suffix]) => lower.endsWith(suffix));
		if (found !== undefined) return `*${found[1]}`;
		return this.#has('fi') ? 'fi' : undefined;
	}
}

/** "\\e[", "\\033": as dircolors writes them. */
function unescaped(text: string): string {
	return text
		.replaceAll(/\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|(.))/gs, (_whole, octal?: string, hex?: string, letter = '') => {
			if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
			if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
			const at = 'abefnrtv?_'.indexOf(letter);
			return at < 0 ? letter : ('\x07\b\x1b\f\n\r\t\v\x7f '[at] as string);
		})
		.replaceAll(/\^([?@-_a-z])/g, (_whole, letter: string) =>
			letter === '?' ? '\x7f' : String.fromCharCode(letter.charCodeAt(0) & 0x1f),
		);
}
