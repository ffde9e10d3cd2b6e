import { RateLimit } from '../http/rate-limit.ts';
import { sharedSlot } from '../shared.ts';

/**
 * How often: so much at once, and so much a second after that. By address there is room for a class behind one; by
 * account there is little, but enough that nobody can lock another out for long by guessing.
 */
const RULES = {
	/** Tries to sign in. The pair is an address with an account: who guesses elsewhere does not stop the owner here. */
	'sign-in-address': { burst: 60, perSecond: 1 },
	'sign-in-pair': { burst: 8, perSecond: 1 / 20 },
	'sign-in-account': { burst: 60, perSecond: 1 / 30 },
	'sign-up-address': { burst: 60, perSecond: 1 / 5 },
	'sign-up-account': { burst: 5, perSecond: 1 / 60 },
	/** New guests: a class that opens its first lesson, and opens it again. */
	'guest-address': { burst: 200, perSecond: 2 },
	/** Mails that somebody asks for, by who asks and by who gets them. */
	'mail-address': { burst: 40, perSecond: 1 / 20 },
	'mail-recipient': { burst: 3, perSecond: 1 / 600 },
	/** Links of mails that are followed: nobody can try many. */
	'link-address': { burst: 40, perSecond: 1 / 5 },
	/** The password of somebody who is signed in, before what cannot be undone. */
	'password-account': { burst: 8, perSecond: 1 / 20 },
	'export-account': { burst: 3, perSecond: 1 / 300 },
} as const;

export type LimitKind = keyof typeof RULES;

/** One limit and whom it is counted for. */
export type Limit = readonly [kind: LimitKind, key: string];

/** All limits of accounts, in memory: a restart forgives. */
export class AuthLimits {
	readonly #limits = new Map(
		Object.entries(RULES).map(([kind, { burst, perSecond }]) => [kind, new RateLimit(burst, perSecond)] as const),
	);

	/** Counts one for each; 0 when all allow it, otherwise the whole seconds to wait, and nothing is counted. */
	take(...wanted: readonly Limit[]): number {
		const wait = Math.max(0, ...wanted.map(([kind, key]) => this.#of(kind).waitSeconds(key)));
		if (wait > 0) return Math.ceil(wait);
		for (const [kind, key] of wanted) this.#of(kind).take(key);
		return 0;
	}

	/** After a success: what went before was its owner's mistyping. */
	forgive([kind, key]: Limit): void {
		this.#of(kind).forgive(key);
	}

	#of(kind: LimitKind): RateLimit {
		const limit = this.#limits.get(kind);
		if (limit === undefined) throw new Error(`assertion failed: no limit ${kind}`);
		return limit;
	}
}

const slot = sharedSlot<AuthLimits>('auth-limits');

export function authLimits(): AuthLimits {
	return slot.get();
}

export function shareAuthLimits(limits: AuthLimits): void {
	slot.set(limits);
}
