/** How keys are named: characters as such, "C-a", "M-f", "M-C-h", "Up", "C-Right"; a sequence has blanks between. */

export const FINALS: { readonly [final: string]: string } = {
	A: 'Up',
	B: 'Down',
	C: 'Right',
	D: 'Left',
	H: 'Home',
	F: 'End',
	Z: 'S-Tab',
};

export const TILDES: { readonly [number: string]: string } = {
	1: 'Home',
	2: 'Insert',
	3: 'Delete',
	4: 'End',
	5: 'PageUp',
	6: 'PageDown',
	7: 'Home',
	8: 'End',
	15: 'F5',
	17: 'F6',
	18: 'F7',
	19: 'F8',
	20: 'F9',
	21: 'F10',
	23: 'F11',
	24: 'F12',
};

/** After `ESC O`. */
export const FUNCTION_FINALS: { readonly [final: string]: string } = { ...FINALS, P: 'F1', Q: 'F2', R: 'F3', S: 'F4' };

export function withModifier(name: string, modifier: string | undefined): string {
	if (name === '' || modifier === undefined) return name;
	const bits = Number(modifier) - 1;
	return `${bits & 4 ? 'C-' : ''}${bits & 2 ? 'M-' : ''}${name}`;
}

/** The name of a byte below 128 that is typed by itself. */
export function plainName(byte: number): string {
	if (byte === 127) return 'C-?';
	if (byte >= 32) return String.fromCharCode(byte);
	return `C-${byte === 0 ? '@' : byte <= 26 ? String.fromCharCode(byte + 96) : String.fromCharCode(byte + 64)}`;
}

/** Names of the keys that send these characters, with blanks between. */
export function sequenceName(text: string): string {
	return keyNames(text).join(' ');
}

/** Names of the keys that send these characters. */
export function keyNames(text: string): string[] {
	const out: string[] = [];
	for (let i = 0; i < text.length; ) {
		const sequence = /^\x1b(?:\[([\d;]*)([A-Za-z~])|O([A-Za-z]))/.exec(text.slice(i));
		const named = sequence === null ? '' : escapeName(sequence[1], sequence[2], sequence[3]);
		if (sequence !== null && named !== '') {
			out.push(named);
			i += sequence[0].length;
		} else if (text[i] === '\x1b' && i + 1 < text.length) {
			out.push(text[i + 1] === '\x1b' ? 'M-Escape' : `M-${plainName(text.charCodeAt(i + 1))}`);
			i += 2;
		} else {
			out.push(plainName(text.charCodeAt(i)));
			i++;
		}
	}
	return out;
}

function escapeName(parameters: string | undefined, final: string | undefined, single: string | undefined): string {
	if (single !== undefined) return FUNCTION_FINALS[single] ?? '';
	const [number, modifier] = (parameters ?? '').split(';');
	if (final === '~') return withModifier(TILDES[number ?? ''] ?? '', modifier);
	return withModifier(FINALS[final ?? ''] ?? '', modifier);
}

/** The characters of a key sequence in an inputrc's notation, without its quotes. Undefined when it is wrong. */
export function decodeSequence(text: string): string {
	let out = '';
	for (let i = 0; i < text.length; i++) {
		const rest = text.slice(i);
		const control = /^\\(?:M-)?\\?C-(\\e|\\.|.)/s.exec(rest) ?? /^\\C-(\\e|\\.|.)/s.exec(rest);
		if (control !== null) {
			const meta = rest.startsWith('\\M-') ? '\x1b' : '';
			out += meta + controlled(control[1] as string);
			i += control[0].length - 1;
			continue;
		}
		if (rest.startsWith('\\M-')) {
			out += '\x1b';
			i += 2;
			continue;
		}
		if (text[i] !== '\\') {
			out += text[i];
			continue;
		}
		const octal = /^\\([0-7]{1,3})/.exec(rest);
		const hex = /^\\x([0-9a-fA-F]{1,2})/.exec(rest);
		if (octal !== null || hex !== null) {
			const code = octal !== null ? Number.parseInt(octal[1] as string, 8) : Number.parseInt(hex?.[1] as string, 16);
			out += String.fromCharCode(code);
			i += (octal ?? hex)?.[0].length as number;
			i--;
			continue;
		}
		i++;
		out += ESCAPES[text[i] ?? ''] ?? text[i] ?? '';
	}
	return out;
}

function controlled(text: string): string {
	if (text === '\\e') return '\x1b';
	const c = text.startsWith('\\') ? text.slice(1) : text;
	return c === '?' ? '\x7f' : String.fromCharCode(c.toUpperCase().charCodeAt(0) & 0x1f);
}

const ESCAPES: { readonly [letter: string]: string } = {
	e: '\x1b',
	a: '\x07',
	b: '\b',
	d: '\x7f',
	f: '\f',
	n: '\n',
	r: '\r',
	t: '\t',
	v: '\v',
};

/** A named key the way an inputrc writes it: `\C-x\C-e`, `\e[A`, `\ef`. */
export function encodeSequence(name: string): string {
	return name
		.split(/ (?=\S)/)
		.map(encodeKey)
		.join('');
}

/** Characters that a macro types, as an inputrc writes them. */
export function encodeText(text: string): string {
	return keyNames(text).map(encodeKey).join('');
}

function encodeKey(name: string): string {
	const direction = Object.entries(FINALS).find(([, key]) => key === name)?.[0];
	if (direction !== undefined) return `\\e[${direction}`;
	const tilde = Object.entries(TILDES).find(([, key]) => key === name)?.[0];
	if (tilde !== undefined) return `\\e[${tilde}~`;
	const modified = /^((?:C-)?(?:M-)?)(Up|Down|Right|Left|Home|End)$/.exec(name);
	if (modified !== null) {
		const modifier = 1 + (modified[1]?.includes('C-') ? 4 : 0) + (modified[1]?.includes('M-') ? 2 : 0);
		return `\\e[1;${modifier}${Object.entries(FINALS).find(([, key]) => key === modified[2])?.[0]}`;
	}
	if (name === 'M-Escape') return '\\e\\e';
	if (name === 'paste') return '\\e[200~';
	if (name.startsWith('M-')) return `\\e${encodeKey(name.slice(2))}`;
	if (name.startsWith('C-')) return `\\${name}`;
	return name === '"' || name === '\\' ? `\\${name}` : name;
}
