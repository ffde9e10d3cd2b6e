import type { Seal } from '../../machinery/ciphers/seal.ts';
import type { GroupResource } from '../../machinery/status.ts';

export interface Provider {
	readonly type: Seal['provider'] | 'identity' | 'kms';
	/** The first encrypts, all decrypt. Absent for those that have none. */
	readonly keys?: readonly Seal[];
}

/** Which providers encrypt and decrypt which resource. Immutable. */
export class EncryptionRules {
	/** By "resource.group", "*.group", "*." or "*.*". */
	readonly #providers: ReadonlyMap<string, readonly Provider[]>;

	constructor(providers: ReadonlyMap<string, readonly Provider[]>) {
		this.#providers = providers;
	}

	/** Undefined: nobody has said anything of it. Models encryptionconfig transformerFromOverrides. */
	providersOf({ group, resource }: GroupResource): readonly Provider[] | undefined {
		return (
			this.#providers.get(`${resource}.${group}`) ?? this.#providers.get(`*.${group}`) ?? this.#providers.get('*.*')
		);
	}
}
