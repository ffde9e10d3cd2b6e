import { decodeBase64 } from '../../machinery/base64.ts';
import { type RsaKey, rsaKeyOf } from '../../machinery/x509/rsa-key.ts';
import { TEST_KEYS_1 } from './test-keys-1.ts';
import { TEST_KEYS_2 } from './test-keys-2.ts';

const KEYS: readonly string[] = [...TEST_KEYS_1, ...TEST_KEYS_2];

/** Keys set aside for authorities and service accounts: never given twice. */
const RESERVED = 4;

/**
 * Hands out pre-generated keys in order. Differs: in a cluster of very many nodes leaf certificates share keys,
 * because generating new ones would cost seconds.
 */
export class KeyPool {
	#next = 0;

	take(): RsaKey {
		const index = this.#next++;
		const within = index < KEYS.length ? index : RESERVED + ((index - RESERVED) % (KEYS.length - RESERVED));
		return rsaKeyOf(decodeBase64(KEYS[within] as string));
	}
}
