import { formatQuantity, parseQuantity, type Quantity } from '../../machinery/quantity.ts';
import type { LimitRange, ResourceQuota } from '../core/types/object.ts';
import type { Description } from './description.ts';
import { sortedKeys } from './metadata.ts';

export const LIMIT_COLUMNS: readonly string[] = [
	'Type',
	'Resource',
	'Min',
	'Max',
	'Default Request',
	'Default Limit',
	'Max Limit/Request Ratio',
];

/** One row a limit and resource; `prefix` stands before each. Differs: resources in name order, not in Go's random one. */
export function describeLimits(description: Description, { spec }: LimitRange, prefix: string): void {
	for (const { type, min, max, defaultRequest, default: limit, maxLimitRequestRatio } of spec.limits) {
		const columns = [min, max, defaultRequest, limit, maxLimitRequestRatio];
		for (const name of sortedKeys(Object.assign({}, ...columns))) {
			description.row(0, `${prefix}${type}`, name, ...columns.map((amounts) => amounts?.[name] ?? '-'));
		}
	}
}

/** "Scopes:" with what they mean; nothing without. */
export function describeScopes(description: Description, { spec }: ResourceQuota, level: number, bullet: string): void {
	const scopes = [...(spec.scopes ?? [])].sort();
	if (scopes.length === 0) return;
	description.field('Scopes', scopes.join(', '), level);
	for (const scope of scopes) {
		const meaning = SCOPE_MEANINGS.get(scope);
		if (meaning !== undefined) description.row(level, `${bullet}${meaning}`);
	}
}

const SCOPE_MEANINGS: ReadonlyMap<string, string> = new Map([
	[
		'Terminating',
		'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
	],
	[
		'NotTerminating',
		'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
	],
	[
		'BestEffort',
		'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
	],
	[
		'NotBestEffort',
		'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
	],
]);

/** What is used, in the family of suffixes of what is allowed. */
export function usedLike(hard: string, used: string): string {
	const allowed = parseQuantity(hard) as Quantity;
	const amount = parseQuantity(used) as Quantity;
	if (allowed.format === amount.format) return used;
	const whole = 1_000_000_000n;
	return formatQuantity({ nanos: ((amount.nanos + whole - 1n) / whole) * whole, format: allowed.format });
}
