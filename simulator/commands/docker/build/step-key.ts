import { sha256Hex } from '../../../machinery/sha256.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';

/** What stands for all that a step depends on. */
export function stepKey(text: string): string {
	return sha256Hex(encodeUtf8(text));
}
