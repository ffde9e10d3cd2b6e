import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './admission.ts';
import type { EventLimit } from './settings/event-limits.ts';

/** Those who write more events than they may are told to wait. Models plugin/pkg/admission/eventratelimit. */
export function eventRateLimit(limits: readonly EventLimit[] = []): AdmissionPlugin {
	const enforcers = limits.map((limit) => new Enforcer(limit));
	return {
		name: 'EventRateLimit',
		validate: (attributes, core) => {
			const { kind, operation, dryRun } = attributes;
			if (kind.group !== '' || kind.kind !== 'Event' || dryRun) return undefined;
			if (operation !== 'CREATE' && operation !== 'UPDATE') return undefined;
			const nowMs = core.world.loop.now();
			// Each counts it, whoever else refuses it.
			const refused = enforcers.filter((enforcer) => !enforcer.accept(attributes, nowMs));
			const last = refused.at(-1);
			if (last !== undefined) throw last.refusal(attributes);
			return undefined;
		},
	};
}

const BUCKETS_MAX = 4_096;

interface Bucket {
	tokens: number;
	atMs: number;
}

/** Token buckets, of which the one that was not used for longest goes first. Models limitEnforcer. */
class Enforcer {
	readonly #limit: EventLimit;
	readonly #buckets = new Map<string, Bucket>();

	constructor(limit: EventLimit) {
		this.#limit = limit;
	}

	accept(attributes: AdmissionAttributes, nowMs: number): boolean {
		const key = keyOf(this.#limit, attributes);
		const { qps, burst } = this.#limit;
		const known = this.#buckets.get(key);
		const refilled = known === undefined ? burst : known.tokens + ((nowMs - known.atMs) / 1_000) * qps;
		const tokens = Math.min(burst, refilled);
		this.#buckets.delete(key);
		this.#buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, atMs: nowMs });
		const [oldest] = this.#buckets.keys();
		if (this.#buckets.size > BUCKETS_MAX && oldest !== undefined) this.#buckets.delete(oldest);
		return tokens >= 1;
	}

	refusal(attributes: AdmissionAttributes): ApiError {
		const limited = `limit reached on type ${this.#limit.type} for key ${keyOf(this.#limit, attributes)}`;
		return new ApiError({
			kind: 'Status',
			apiVersion: 'v1',
			metadata: {},
			status: 'Failure',
			message: `Too many requests: ${limited}`,
			reason: 'TooManyRequests',
			code: 429,
		});
	}
}

type EventFields = KubeObject & {
	readonly source?: { readonly component?: string; readonly host?: string };
	readonly involvedObject?: { readonly [field: string]: string | undefined };
};

function keyOf({ type }: EventLimit, { namespace, user, object }: AdmissionAttributes): string {
	switch (type) {
		case 'Server':
			return '';
		case 'Namespace':
			return namespace;
		case 'User':
			return user.name;
		default: {
			const { source, involvedObject: about = {} } = object as EventFields;
			const fields = [about.kind, about.namespace, about.name, about.uid, about.apiVersion];
			return [source?.component, source?.host, ...fields].map((each) => each ?? '').join('');
		}
	}
}
