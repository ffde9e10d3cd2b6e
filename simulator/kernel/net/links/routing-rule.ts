import { covers } from './route-entry.ts';

type Prefix = { readonly base: number; readonly bits: number };

/** Which routing table is asked about which packets. */
export interface RoutingRule {
	readonly priority: number;
	readonly not?: true;
	readonly from?: Prefix;
	readonly to?: Prefix;
	readonly iif?: string;
	readonly oif?: string;
	/** "0x1" or "0x1/0xff". Differs: no packet here has one. */
	readonly mark?: string;
	readonly table: string;
	/** In place of a table. */
	readonly action?: 'blackhole' | 'unreachable' | 'prohibit';
}

export const DEFAULT_RULES: readonly RoutingRule[] = [
	{ priority: 0, table: 'local' },
	{ priority: 32_766, table: 'main' },
	{ priority: 32_767, table: 'default' },
];

/** Models net/core/fib_rules.c fib_rule_match. */
export function ruleApplies(
	{ not, from, to, iif, oif, mark }: RoutingRule,
	target: number,
	source: number | undefined,
	inDevice: string | undefined,
): boolean {
	const matches =
		(from === undefined || from.bits === 0 || (source !== undefined && covers(from, source))) &&
		(to === undefined || covers(to, target)) &&
		(iif === undefined || iif === (inDevice ?? 'lo')) &&
		oif === undefined &&
		mark === undefined;
	return matches !== (not === true);
}
