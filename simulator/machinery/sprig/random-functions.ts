import { encodeBase64 } from '../base64.ts';
import { FunctionError } from '../go-template/functions.ts';
import type { GoInt } from '../go-template/values.ts';
import { GoInt as Int } from '../go-template/values.ts';
import type { Random } from '../random.ts';
import { type Definition, define } from './define.ts';

const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
const LENGTH_MAX = 1_000_000;

/** Models what Masterminds/sprig draws by chance. @param random the world's own. */
export function randomFunctions(random: Random): readonly Definition[] {
	const draw = (count: GoInt, alphabet: string): string => {
		if (count.value < 0 || count.value > LENGTH_MAX)
			throw new FunctionError('runtime error: makeslice: len out of range');
		let out = '';
		for (let i = 0; i < count.value; i++) out += alphabet.charAt(random.below(alphabet.length));
		return out;
	};
	return [
		define('randAlphaNum', ['int'], (count: GoInt) => draw(count, LETTERS + DIGITS)),
		define('randAlpha', ['int'], (count: GoInt) => draw(count, LETTERS)),
		define('randNumeric', ['int'], (count: GoInt) => draw(count, DIGITS)),
		define('randAscii', ['int'], (count: GoInt) => draw(count, PRINTABLE)),
		define('randInt', ['int', 'int'], (low: GoInt, high: GoInt) => {
			if (high.value <= low.value) throw new FunctionError('invalid argument to Intn');
			return new Int(random.between(low.value, high.value - 1));
		}),
		define('randBytes', ['int'], (count: GoInt) => encodeBase64(random.bytes(Math.min(count.value, LENGTH_MAX)))),
		define('uuidv4', [], () => random.uuid()),
		define('shuffle', ['string'], (text: string) => {
			const chars = [...text];
			for (let i = chars.length - 1; i > 0; i--) {
				const j = random.below(i + 1);
				[chars[i], chars[j]] = [chars[j] as string, chars[i] as string];
			}
			return chars.join('');
		}),
	];
}
