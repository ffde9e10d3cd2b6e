import { encodeUtf8 } from '../utf8.ts';
import { type CelExpr, literal } from './cel-ast.ts';
import type { CelIssues } from './cel-issues.ts';
import type { Token } from './cel-lexer.ts';

const INT_MAX = 2n ** 63n - 1n;
const UINT_MAX = 2n ** 64n - 1n;

/** What a token stands for. */
export function literalOf({ kind, text, at }: Token, issues: CelIssues): CelExpr {
	switch (kind) {
		case 'true':
		case 'false':
			return literal(at, kind === 'true');
		case 'null':
			return literal(at, null);
		case 'NUM_INT': {
			const negative = text.startsWith('-');
			const size = BigInt(negative ? text.slice(1) : text);
			if (size <= (negative ? INT_MAX + 1n : INT_MAX)) return literal(at, negative ? -size : size);
			issues.add(at, 'invalid int literal');
			return literal(at, 0n);
		}
		case 'NUM_UINT': {
			const value = BigInt(text.slice(0, -1));
			if (value > UINT_MAX) issues.add(at, 'invalid uint literal');
			return literal(at, { uint: value });
		}
		case 'NUM_FLOAT': {
			const value = Number(text);
			if (!Number.isFinite(value)) issues.add(at, 'invalid double literal');
			return literal(at, value);
		}
		case 'BYTES':
			return literal(at, bytesOf(text.slice(1)));
		default:
			return literal(at, textOf(text));
	}
}

interface Quoted {
	readonly isRaw: boolean;
	readonly body: string;
}

function unquoted(text: string): Quoted {
	const isRaw = /^[rR]/.test(text);
	const quoted = isRaw ? text.slice(1) : text;
	const length = /^("""|''')/.test(quoted) && quoted.length >= 6 ? 3 : 1;
	return { isRaw, body: quoted.slice(length, -length) };
}

const SIMPLE: { readonly [letter: string]: string } = {
	...{ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
};
const ESCAPE = /\\(?:([0-3][0-7]{2})|[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g;

function textOf(text: string): string {
	const { isRaw, body } = unquoted(text);
	if (isRaw) return body;
	return body.replace(ESCAPE, (_, octal?: string, hex?: string, short?: string, long?: string, simple?: string) => {
		if (simple !== undefined) return SIMPLE[simple] ?? simple;
		const code = octal === undefined ? Number.parseInt(hex ?? short ?? long ?? '0', 16) : Number.parseInt(octal, 8);
		return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
	});
}

/** Octal and hexadecimal escapes are bytes, the others characters. */
function bytesOf(text: string): Uint8Array {
	const { isRaw, body } = unquoted(text);
	if (isRaw) return encodeUtf8(body);
	const out: number[] = [];
	let at = 0;
	for (const match of body.matchAll(ESCAPE)) {
		out.push(...encodeUtf8(body.slice(at, match.index)));
		const [whole, octal, hex] = match;
		if (octal !== undefined) out.push(Number.parseInt(octal, 8));
		else if (hex !== undefined) out.push(Number.parseInt(hex, 16));
		else out.push(...encodeUtf8(textOf(`"${whole}"`)));
		at = match.index + whole.length;
	}
	out.push(...encodeUtf8(body.slice(at)));
	return Uint8Array.from(out);
}
