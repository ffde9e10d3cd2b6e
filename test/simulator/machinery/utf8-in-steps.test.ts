import { expect, test } from 'vitest';
import { nothing, runToCompletion } from '../../../simulator/machinery/task.ts';
import { decodeUtf8, decodeUtf8InSteps } from '../../../simulator/machinery/utf8.ts';

const LENGTH = 600_001;

/** What stands at each place: whole characters, ones that are cut off, continuations without a beginning. */
const FILLINGS: readonly (readonly [string, readonly number[]])[] = [
	['ASCII', [0x61]],
	['three bytes a character', [0xea, 0xb0, 0x80]],
	['four bytes a character', [0xf0, 0x9f, 0x98, 0x80]],
	['cut characters', [0xf0, 0x9f, 0x98, 0xe1, 0x80, 0xc3, 0x61]],
	['continuations alone', [0x80]],
	['five in a row behind a beginning', [0xf0, 0x9f, 0x98, 0x80, 0x80, 0x80]],
	['byte order marks', [0xef, 0xbb, 0xbf]],
	['surrogates', [0xed, 0xa0, 0x80]],
];

test.each(FILLINGS)('%s: the same as at once', (_, filling) => {
	const bytes = Uint8Array.from({ length: LENGTH }, (_each, at) => filling[at % filling.length] as number);
	let pauses = 0;
	const text = runToCompletion(
		decodeUtf8InSteps(bytes, () => {
			pauses++;
			return nothing();
		}),
	);
	expect(text === decodeUtf8(bytes)).toBe(true);
	expect(pauses).toBe(5);
});
