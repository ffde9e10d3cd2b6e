import { TERMINAL_ENTRIES } from './terminal-entries.ts';

/** true for one that is there or not, a number, or a text that may hold parameters. */
export type Capability = true | number | string;

export interface Terminal {
	readonly longName: string;
	readonly capabilities: ReadonlyMap<string, Capability>;
}

/** The terminal of that name; undefined when nobody knows it. */
export function terminalNamed(name: string): Terminal | undefined {
	if (!Object.hasOwn(TERMINAL_ENTRIES, name)) return undefined;
	const entry = TERMINAL_ENTRIES[name];
	if (entry === undefined) return undefined;
	const base = entry.base === undefined ? undefined : terminalNamed(entry.base);
	const capabilities = new Map(base?.capabilities);
	for (const written of entry.capabilities.trim().split(/\s+/)) {
		const [, each = '', mark = '', value = ''] = /^(\w+)([@#=]?)(.*)$/s.exec(written) ?? [];
		if (mark === '@') capabilities.delete(each);
		else capabilities.set(each, mark === '#' ? Number(value) : mark === '=' ? decoded(value) : true);
	}
	return { longName: entry.longName, capabilities };
}

/** Whether terminfo has a capability of that name, be it one that no terminal here has. */
export function isCapability(name: string): boolean {
	// Differs: of those that none of the terminals has, the ones of function keys and some others are known.
	return /^k(?:f\d\d?|[A-Z]{2,4})$/.test(name) || OTHERS.has(name) || (everyName().has(name) && !EXTENSIONS.has(name));
}

function everyName(): ReadonlySet<string> {
	return new Set(Object.values(TERMINAL_ENTRIES).flatMap((each) => each.capabilities.match(/(?<=\s)\w+/g) ?? []));
}

/** No part of terminfo: to a terminal that has none they are not known. */
const EXTENSIONS: ReadonlySet<string> = new Set(['AX', 'E3', 'XT', 'rmxx', 'smxx']);

const OTHERS: ReadonlySet<string> = new Set(
	'acsc bw da db enacs ff fln hc hd hu if ip is1 is3 kmous ll lm mc0 mc4 mc5 mc5i memu meml mgc ncv os pad pc prot rf rmm rs3 smm tilde u6 u7 u8 u9 ul vt wind wsl xmc xon'.split(
		' ',
	),
);

const ESCAPES: Readonly<Record<string, string>> = {
	E: '\x1b',
	e: '\x1b',
	n: '\n',
	r: '\r',
	t: '\t',
	b: '\b',
	f: '\f',
	s: ' ',
};

/** `^X` and backslashes; the delays that a slow terminal would want are left out. */
function decoded(text: string): string {
	return text.replace(
		/\$<[\d.]+[*/]*>|\\(\d{3})|\\(.)|\^(.)/gs,
		(_, octal?: string, escaped?: string, control?: string) => {
			if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
			if (escaped !== undefined) return ESCAPES[escaped] ?? escaped;
			if (control !== undefined) return control === '?' ? '\x7f' : String.fromCharCode(control.charCodeAt(0) & 31);
			return '';
		},
	);
}
