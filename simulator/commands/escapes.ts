/**
 * Decodes backslash escapes as echo -e (`\0nnn` is octal) and printf (`\nnn` is octal) do. `stopped`: at `\c`.
 * Differs: `\xHH` above 127 gives a character, not a byte, because texts are characters here.
 */
export function decodeEscapes(text: string, style: 'echo' | 'printf'): { text: string; stopped: boolean } {
	let out = '';
	for (let at = 0; at < text.length; ) {
		const backslash = text.indexOf('\\', at);
		if (backslash < 0 || backslash === text.length - 1) return { text: out + text.slice(at), stopped: false };
		out += text.slice(at, backslash);
		const letter = text[backslash + 1] as string;
		if (letter === 'c') return { text: out, stopped: true };
		const numeric = numericEscape(text.slice(backslash + 1), style);
		if (numeric !== undefined) {
			out += numeric.text;
			at = backslash + 1 + numeric.length;
			continue;
		}
		out += SIMPLE.get(letter) ?? (style === 'printf' && letter === '"' ? '"' : `\\${letter}`);
		at = backslash + 2;
	}
	return { text: out, stopped: false };
}

const SIMPLE: ReadonlyMap<string, string> = new Map([
	['a', '\x07'],
	['b', '\b'],
	['e', '\x1b'],
	['f', '\f'],
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
	['v', '\v'],
	['\\', '\\'],
]);

function numericEscape(rest: string, style: 'echo' | 'printf'): { text: string; length: number } | undefined {
	const octal = (style === 'echo' ? /^0([0-7]{0,3})/ : /^0?([0-7]{1,3})/).exec(rest);
	if (octal !== null) {
		return { text: String.fromCharCode(Number.parseInt(octal[1] || '0', 8) & 255), length: octal[0].length };
	}
	const hex = /^x([0-9a-fA-F]{1,2})/.exec(rest) ?? /^u([0-9a-fA-F]{4})/.exec(rest) ?? /^U([0-9a-fA-F]{8})/.exec(rest);
	if (hex === null) return undefined;
	const code = Number.parseInt(hex[1] as string, 16);
	return { text: code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code), length: hex[0].length };
}
