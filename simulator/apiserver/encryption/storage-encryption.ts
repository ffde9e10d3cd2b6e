import type { Seal } from '../../machinery/ciphers/seal.ts';
import { sameSeal } from '../../machinery/ciphers/seal.ts';
import { type GroupResource, internalError } from '../../machinery/status.ts';
import type { Entry } from '../../store/entry.ts';
import type { Store } from '../../store/store.ts';
import type { EncryptionRules, Provider } from './encryption-rules.ts';

/** What the API server was told; absent: nothing is encrypted. Other rules may come while it runs. */
export interface EncryptionPort {
	readonly rules: EncryptionRules;
}

/** One resource's values on their way to the store and back. Models apiserver/pkg/storage/value prefixTransformers. */
export class StorageEncryption {
	readonly #port: EncryptionPort | undefined;
	readonly #store: Store;
	readonly #of: GroupResource;

	constructor(port: EncryptionPort | undefined, store: Store, of: GroupResource) {
		this.#port = port;
		this.#store = store;
		this.#of = of;
	}

	/** With what the next version is encrypted. Throws ApiError. */
	seal(): Seal | undefined {
		const first = this.#providers()?.[0];
		if (first?.type === 'kms') throw internalError(KMS_UNREACHABLE);
		return first?.keys?.[0];
	}

	/** Whether a version is stored otherwise than it would be now: writing it is worth it though nothing has changed. */
	isStale(key: string): boolean {
		if (!this.#matters) return false;
		const entry = this.#store.get(key);
		return entry !== undefined && !sameSeal(entry.seal, this.seal());
	}

	/** Throws ApiError for an entry that cannot be decrypted. @returns the same entry. */
	opened(entry: Entry | undefined): Entry | undefined {
		if (!this.#matters || entry === undefined) return entry;
		const problem = this.#problem(entry);
		if (problem !== undefined) throw internalError(problem);
		return entry;
	}

	/** As `opened`, for the entries of a list. Models etcd3 store.processListItem. */
	openedAll<T extends readonly Entry[]>(entries: T): T {
		if (!this.#matters) return entries;
		for (const entry of entries) {
			const problem = this.#problem(entry);
			if (problem !== undefined) {
				throw internalError(`unable to transform key ${JSON.stringify(entry.key)}: ${problem}`);
			}
		}
		return entries;
	}

	get #matters(): boolean {
		return this.#port !== undefined || this.#store.holdsSealed;
	}

	/** Undefined: not encrypted, by no rule. */
	#providers(): readonly Provider[] | undefined {
		return this.#port?.rules.providersOf(this.#of);
	}

	#problem({ seal }: Entry): string | undefined {
		const providers = this.#providers();
		if (providers === undefined) return seal === undefined ? undefined : ENCRYPTED;
		if (seal === undefined) return providers.some(({ type }) => type === 'identity') ? undefined : NO_PREFIX;
		const errors: string[] = [];
		for (const { type, keys = [] } of providers) {
			if (type !== seal.provider) continue;
			const named = keys.filter(({ keyName }) => keyName === seal.keyName);
			if (named.some(({ secret }) => secret === seal.secret)) return undefined;
			const name = type === 'secretbox' ? 'Secretbox' : 'AES';
			const failures = named.map(() => WRONG_KEY[type]);
			errors.push(
				...(failures.length > 0 ? failures : [`no matching key was found for the provided ${name} transformer`]),
			);
		}
		const distinct = [...new Set(errors)];
		return distinct.length > 1 ? `[${distinct.join(', ')}]` : (distinct[0] ?? NO_PREFIX);
	}
}

const ENCRYPTED = 'identity transformer tried to read encrypted data';
const NO_PREFIX = 'no matching prefix found';
/** No plugin listens in any world. Models encryptionconfig kmsv2PluginProbe.getCurrentState. */
const KMS_UNREACHABLE = 'got unexpected nil transformer';
/** Of another key with the same name. */
const WRONG_KEY = {
	aescbc: 'invalid padding on input',
	aesgcm: 'cipher: message authentication failed',
	secretbox: 'output array was not large enough for encryption',
} as const;
