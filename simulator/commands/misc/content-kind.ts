import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { packedKind } from './packed-kind.ts';

/** What a content is, in words, its MIME type and how it is encoded. */
export interface ContentKind {
	readonly text: string;
	readonly mime: string;
	readonly charset: string;
}

const binary = (text: string, mime = 'application/octet-stream'): ContentKind => ({ text, mime, charset: 'binary' });

/** Models the magic of file(1) 5.44 for the kinds that are met here. */
export function contentKind(bytes: Uint8Array): ContentKind {
	const starts = (...magic: readonly number[]): boolean => magic.every((byte, at) => bytes[at] === byte);
	if (bytes.length === 1) return binary('very short file (no magic)');
	if (starts(0x7f, 0x45, 0x4c, 0x46)) {
		if (bytes.length < 20) return binary('ELF');
		return binary(
			'ELF 64-bit LSB pie executable, x86-64, version 1 (SYSV), dynamically linked, interpreter /lib64/ld-linux-x86-64.so.2, for GNU/Linux 3.2.0, stripped',
			'application/x-pie-executable',
		);
	}
	const packed = packedKind(bytes);
	if (packed !== undefined) return packed;
	if (starts(0x50, 0x4b, 3, 4)) return binary('Zip archive data', 'application/zip');
	const picture = pictureKind(bytes);
	if (picture !== undefined) return picture;
	if (bytes.length > 264 && decodeUtf8(bytes.subarray(257, 262)) === 'ustar') {
		return binary(bytes[262] === 0x20 ? 'POSIX tar archive (GNU)' : 'POSIX tar archive', 'application/x-tar');
	}
	const encoding = encodingOf(bytes);
	return encoding === undefined ? binary('data') : textKind(encoding);
}

function pictureKind(bytes: Uint8Array): ContentKind | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const head = String.fromCharCode(...bytes.subarray(0, 16));
	if (head.startsWith('\x89PNG\r\n\x1a\n') && head.slice(12) === 'IHDR' && bytes.length >= 29) {
		const colors: Readonly<Record<number, string>> = {
			0: 'grayscale',
			2: '/color RGB',
			3: ' colormap',
			4: ' gray+alpha',
			6: '/color RGBA',
		};
		const color = colors[bytes[25] as number] ?? '';
		const depth = `${bytes[24]}-bit${color.startsWith('g') ? ' ' : ''}${color}`;
		const size = `${view.getUint32(16)} x ${view.getUint32(20)}`;
		return binary(`PNG image data, ${size}, ${depth}, ${bytes[28] === 1 ? '' : 'non-'}interlaced`, 'image/png');
	}
	if (/^GIF8[79]a/.test(head)) {
		const size = bytes.length < 10 ? '' : ` ${view.getUint16(6, true)} x ${view.getUint16(8, true)}`;
		return binary(`GIF image data, version ${head.slice(3, 6)},${size}`, 'image/gif');
	}
	const pdf = /^%PDF-(\d\.\d)/.exec(head);
	return pdf === null ? undefined : binary(`PDF document, version ${pdf[1]}`, 'application/pdf');
}

interface Encoded {
	readonly name: string;
	readonly charset: string;
	readonly text: string;
}

/** Undefined of what is no text. Models encoding.c. */
function encodingOf(bytes: Uint8Array): Encoded | undefined {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return wide(bytes, 'little');
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return wide(bytes, 'big');
	const isControl = (byte: number): boolean =>
		byte === 127 || (byte < 32 && !(byte >= 7 && byte <= 13 && byte !== 11) && byte !== 27);
	if (bytes.some(isControl)) return undefined;
	const text = decodeUtf8(bytes);
	if (bytes.every((byte) => byte < 128)) return { name: 'ASCII text', charset: 'us-ascii', text };
	// A character that the beginning of a long file cuts in two is no mistake.
	const isWhole =
		encodeUtf8(text.replace(/\ufffd$/, '')).length >= bytes.length - 3 && !text.slice(0, -1).includes('\ufffd');
	if (isWhole) {
		const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
		const name = `Unicode text, UTF-8 ${marked ? '(with BOM) ' : ''}text`;
		return { name, charset: 'utf-8', text: text.replace(/^\ufeff/, '') };
	}
	const latin = String.fromCharCode(...bytes);
	return bytes.some((byte) => byte >= 128 && byte < 160)
		? { name: 'Non-ISO extended-ASCII text', charset: 'unknown-8bit', text: latin }
		: { name: 'ISO-8859 text', charset: 'iso-8859-1', text: latin };
}

function wide(bytes: Uint8Array, order: 'little' | 'big'): Encoded {
	let text = '';
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (let at = 2; at + 1 < bytes.length; at += 2) text += String.fromCharCode(view.getUint16(at, order === 'little'));
	const charset = order === 'little' ? 'utf-16le' : 'utf-16be';
	return { name: `Unicode text, UTF-16, ${order}-endian text`, charset, text };
}

const SCRIPTS: Readonly<Record<string, readonly [text: string, mime: string]>> = {
	bash: ['Bourne-Again shell script', 'text/x-shellscript'],
	sh: ['POSIX shell script', 'text/x-shellscript'],
	dash: ['a /bin/dash script', 'text/plain'],
	python3: ['Python script', 'text/x-script.python'],
	python: ['Python script', 'text/x-script.python'],
	awk: ['awk script', 'text/x-awk'],
};

function textKind({ name, charset, text }: Encoded): ContentKind {
	const kind = (what: string, mime: string): ContentKind => ({ text: what, mime, charset });
	const script = /^#!\s*(\S+)(?:\s+(\S+))?/.exec(text);
	if (script !== null) {
		const program = script[1]?.endsWith('/env') ? (script[2] ?? '') : (script[1] as string);
		const base = program.slice(program.lastIndexOf('/') + 1);
		if (base === 'perl') return kind('Perl script text executable', 'text/x-perl');
		if (base === 'node') return kind(`Node.js script executable, ${name}`, 'application/javascript');
		const [what, mime] = Object.hasOwn(SCRIPTS, base)
			? (SCRIPTS[base] as readonly [string, string])
			: [`a ${program} script`, 'text/plain'];
		return kind(`${what}, ${name} executable`, mime);
	}
	for (const [pattern, what] of KEYS) if (pattern.test(text)) return kind(what, 'text/plain');
	const lines = text.split('\n');
	if (/^\s*[[{]/.test(text)) {
		if (isJson(text)) return kind('JSON text data', 'application/json');
		const whole = lines.filter((line) => line !== '');
		if (whole.length > 1 && whole.every((line) => /^\s*[[{]/.test(line) && isJson(line))) {
			return kind('New Line Delimited JSON text data', 'application/x-ndjson');
		}
	}
	if (isCsv(text)) return kind('CSV text', 'text/csv');
	const [what, mime] = (LANGUAGES.find(([pattern]) => pattern.test(text))?.slice(1) as [string, string]) ?? [
		'',
		'text/plain',
	];
	return kind(`${what === '' ? '' : `${what}, `}${name}${linesText(text, lines)}`, mime);
}

const KEYS: readonly (readonly [RegExp, string])[] = [
	[/^-----BEGIN CERTIFICATE-----/, 'PEM certificate'],
	[/^-----BEGIN CERTIFICATE REQUEST-----/, 'PEM certificate request'],
	[/^-----BEGIN EC PRIVATE KEY-----/, 'PEM EC private key'],
	[/^-----BEGIN RSA PRIVATE KEY-----/, 'PEM RSA private key'],
	[/^-----BEGIN OPENSSH PRIVATE KEY-----/, 'OpenSSH private key'],
	[/^ssh-rsa /, 'OpenSSH RSA public key'],
	[/^ssh-ed25519 /, 'OpenSSH ED25519 public key'],
	[/^ecdsa-sha2-/, 'OpenSSH ECDSA public key'],
];

const LANGUAGES: readonly (readonly [RegExp, string, string])[] = [
	[/^<\?xml version="1\.0"/, 'XML 1.0 document', 'text/xml'],
	[/^\s*<(?:!doctype html|html|head|title|body)\b/i, 'HTML document', 'text/html'],
	[/^--- .*\n\+\+\+ /, 'unified diff output', 'text/x-diff'],
	[/^(?:diff |\*\*\* |Index: )/, 'diff output', 'text/x-diff'],
	[/^#[ \t]*include[ \t]*[<"]/m, 'C source', 'text/x-c'],
	[/^(?:int|void|char|static|struct|func) [^\n(]{0,80}\([^\n)]{0,80}\)\s{0,4}\{/m, 'C source', 'text/x-c'],
];

/** How lines are ended, and what else stands in them. Models ascmagic.c. */
function linesText(text: string, lines: readonly string[]): string {
	const longest = Math.max(...lines.map((line) => line.length));
	let out = longest > 300 ? `, with very long lines (${longest})` : '';
	const ends = [
		/\r\n/.test(text) ? 'CRLF' : '',
		/\r(?!\n)/.test(text) ? 'CR' : '',
		/(?<!\r)\n/.test(text) ? 'LF' : '',
	].filter((each) => each !== '');
	if (ends.length === 0) out += ', with no line terminators';
	else if (ends.join() !== 'LF') out += `, with ${ends.join(', ')} line terminators`;
	if (text.includes('\x1b')) out += ', with escape sequences';
	if (text.includes('\b')) out += ', with overstriking';
	return out;
}

/** Three lines or more with as many commas each, and with one at least. Models is_csv.c. */
function isCsv(text: string): boolean {
	const rows = text.split('\n').slice(0, -1);
	if (rows.length < 3) return false;
	const counts = rows.slice(0, 10).map((row) => row.replace(/"[^"]*"/g, '').split(',').length - 1);
	return counts[0] !== 0 && counts.every((count) => count === counts[0]);
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}
