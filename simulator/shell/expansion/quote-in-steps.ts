import { DEFAULT_LIMITS } from '../../machinery/limits.ts';
import { tooLarge } from '../state/control-flow.ts';
import { ansiQuote, backslashQuote, hasControls, singleQuote, TRACE_SPECIAL, traceQuote } from './quote.ts';

/** So many characters at once: less than a millisecond's, whatever they become. */
const PIECE = 16_384;

/** As `reusable`; between its steps others can have their turn. Throws ShellFailure when it becomes too long. */
export function* reusableInSteps(text: string): Generator<undefined, string, void> {
	if (text.length > PIECE) yield;
	return hasControls(text) ? yield* inPieces(text, ansiQuote, "$'", "'") : yield* inPieces(text, singleQuote, "'", "'");
}

/** As `traceQuote`, in steps. */
export function* traceQuoteInSteps(text: string): Generator<undefined, string, void> {
	if (text.length <= PIECE) return traceQuote(text);
	yield;
	if (TRACE_SPECIAL.test(text)) return yield* inPieces(text, singleQuote, "'", "'");
	return hasControls(text) ? yield* inPieces(text, ansiQuote, "$'", "'") : text;
}

/** As `backslashQuote`, in steps. */
export function* backslashQuoteInSteps(text: string): Generator<undefined, string, void> {
	if (text.length <= PIECE) return backslashQuote(text);
	yield;
	if (hasControls(text)) return yield* inPieces(text, ansiQuote, "$'", "'", Number.POSITIVE_INFINITY);
	const out: string[] = [];
	for (let at = 0; at < text.length; ) {
		const end = pieceEnd(text, at);
		// What a tilde becomes is decided by the character before it.
		const before = text.slice(Math.max(0, at - 1), at);
		const taken = before === '' ? 0 : backslashQuote(before).length;
		out.push(backslashQuote(before + text.slice(at, end)).slice(taken));
		at = end;
		yield;
	}
	return out.join('');
}

/** @param quote takes each character alone, and puts all between `open` and `close`. */
function* inPieces(
	text: string,
	quote: (text: string) => string,
	open: string,
	close: string,
	lengthMax = DEFAULT_LIMITS.shellValueBytes,
): Generator<undefined, string, void> {
	if (text.length <= PIECE) return quote(text);
	const out = [open];
	let length = open.length;
	for (let at = 0; at < text.length; ) {
		const end = pieceEnd(text, at);
		// A quote that stands alone is written in another way: nothing here stands alone.
		const quoted = quote(`x${text.slice(at, end)}`).slice(open.length + 1, -close.length);
		out.push(quoted);
		length += quoted.length;
		if (length > lengthMax) throw tooLarge(length);
		at = end;
		yield;
	}
	out.push(close);
	return out.join('');
}

/** No character is cut. */
function pieceEnd(text: string, at: number): number {
	const end = at + PIECE;
	const last = text.charCodeAt(end - 1);
	return end < text.length && last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}
