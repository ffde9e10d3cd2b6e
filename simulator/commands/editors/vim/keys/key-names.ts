/**
 * A key is a string: the character that was typed, or a name between angle brackets ("<Up>", "<C-Right>", "<PasteStart>").
 */
export type Key = string;

export const ESCAPE = '\x1b';
export const RETURN = '\r';

export function isNamed(key: Key): boolean {
	return key.length > 2 && key.startsWith('<');
}

/** What stands for a key between angle brackets, in small letters. */
const NAMES: Readonly<Record<string, Key>> = {
	cr: '\r',
	return: '\r',
	enter: '\r',
	nl: '\n',
	newline: '\n',
	lf: '\n',
	esc: '\x1b',
	tab: '\t',
	space: ' ',
	bs: '<BS>',
	backspace: '<BS>',
	del: '<Del>',
	delete: '<Del>',
	lt: '<',
	bar: '|',
	bslash: '\\',
	nul: '\0',
	up: '<Up>',
	down: '<Down>',
	left: '<Left>',
	right: '<Right>',
	home: '<Home>',
	end: '<End>',
	pageup: '<PageUp>',
	pagedown: '<PageDown>',
	insert: '<Insert>',
	ins: '<Insert>',
	nop: '',
	plug: '<Plug>',
	sid: '<SID>',
	cmd: '<Cmd>',
};

/** Keys as map commands write them. `leader` is what <leader> stands for. */
export function parseKeys(text: string, leader = '\\'): Key[] {
	const keys: Key[] = [];
	let at = 0;
	while (at < text.length) {
		const named = text[at] === '<' ? /^<([^<>\s]+|.-<|.->)>/.exec(text.slice(at, at + 40)) : null;
		const key = named === null ? undefined : namedKey(named[1] as string, leader);
		if (named !== null && key !== undefined) {
			keys.push(...key);
			at += named[0].length;
			continue;
		}
		if (text[at] === '\x16' && at + 1 < text.length) at++;
		const char = String.fromCodePoint(text.codePointAt(at) as number);
		keys.push(char);
		at += char.length;
	}
	return keys;
}

function namedKey(name: string, leader: string): Key[] | undefined {
	const lower = name.toLowerCase();
	if (lower === 'leader' || lower === 'localleader') return [...leader];
	const plain = NAMES[lower];
	if (plain !== undefined) return plain === '' ? [] : [plain];
	if (/^f\d+$/.test(lower)) return [`<F${lower.slice(1)}>`];
	const modified = /^([csmad])-(.+)$/i.exec(name);
	if (modified === null) return undefined;
	const modifier = (modified[1] as string).toUpperCase();
	const rest = modified[2] as string;
	const base = rest.length === 1 ? rest : NAMES[rest.toLowerCase()];
	if (base === undefined) return undefined;
	if (modifier === 'C' && base.length === 1) return [base === ' ' || base === '@' ? '\0' : control(base)];
	if (modifier === 'S' && base.length === 1) return base === '\t' ? ['<S-Tab>'] : [base.toUpperCase()];
	const inner = isNamed(base) ? base.slice(1, -1) : base;
	return [`<${modifier === 'A' ? 'M' : modifier}-${inner}>`];
}

export function control(char: string): Key {
	return char === '?' ? '<BS>' : String.fromCharCode(char.toUpperCase().charCodeAt(0) & 0x1f);
}

/** How registers keep keys that are no characters, as termcap names behind \x80. */
const CODES: Readonly<Record<Key, string>> = {
	'<Up>': 'ku',
	'<Down>': 'kd',
	'<Left>': 'kl',
	'<Right>': 'kr',
	'<BS>': 'kb',
	'<Del>': 'kD',
	'<Home>': 'kh',
	'<End>': '@7',
	'<PageUp>': 'kP',
	'<PageDown>': 'kN',
	'<Insert>': 'kI',
	'<S-Tab>': 'kB',
	'<F1>': 'k1',
	'<F2>': 'k2',
	'<F3>': 'k3',
	'<F4>': 'k4',
	'<F5>': 'k5',
	'<F6>': 'k6',
	'<F7>': 'k7',
	'<F8>': 'k8',
	'<F9>': 'k9',
	'<F10>': 'k;',
};
const BY_CODE: ReadonlyMap<string, Key> = new Map(Object.entries(CODES).map(([key, code]) => [code, key]));

export function keysToText(keys: readonly Key[]): string {
	return keys.map((key) => (isNamed(key) ? `\x80${CODES[key] ?? '\xfd`'}` : key)).join('');
}

export function textToKeys(text: string): Key[] {
	const keys: Key[] = [];
	for (let at = 0; at < text.length; ) {
		const named = text[at] === '\x80' ? BY_CODE.get(text.slice(at + 1, at + 3)) : undefined;
		const key = named ?? String.fromCodePoint(text.codePointAt(at) as number);
		keys.push(key);
		at += named === undefined ? key.length : 3;
	}
	return keys;
}

/** As `:map` lists keys. */
export function showKeys(keys: readonly Key[]): string {
	return keys
		.map((key) => {
			if (isNamed(key)) return key;
			const name = { '\r': '<CR>', '\x1b': '<Esc>', '\t': '<Tab>', ' ': '<Space>', '|': '|', '\0': '<C-Space>' }[key];
			if (name !== undefined) return name;
			return key < ' ' ? `<C-${String.fromCharCode(key.charCodeAt(0) + 64)}>` : key;
		})
		.join('');
}
