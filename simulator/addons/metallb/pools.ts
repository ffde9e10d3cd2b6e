import type { Service } from '../../api/core/types/service.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import type { LabelSelectorSpec } from '../../machinery/selectors.ts';
import { labelSelectorFrom } from '../../machinery/selectors.ts';
import { parseIp } from '../../machinery/x509/ip-bytes.ts';

export interface IpAddressPool extends KubeObject {
	spec?: {
		addresses?: string[];
		autoAssign?: boolean;
		avoidBuggyIPs?: boolean;
		serviceAllocation?: {
			priority?: number;
			namespaces?: string[];
			namespaceSelectors?: LabelSelectorSpec[];
			serviceSelectors?: LabelSelectorSpec[];
		};
	};
}

export interface L2Advertisement extends KubeObject {
	spec?: {
		ipAddressPools?: string[];
		ipAddressPoolSelectors?: LabelSelectorSpec[];
		nodeSelectors?: LabelSelectorSpec[];
		interfaces?: string[];
	};
}

/** A pool that is not well-formed, in MetalLB's words. */
export class PoolError extends Error {}

/** First and last address of a range, as numbers. */
type Range = readonly [first: number, last: number];

/** "10.0.0.0/28" or "10.0.0.5-10.0.0.9". Throws PoolError. Models internal/config ParseCIDR. */
export function parseRange(text: string): Range {
	if (text.includes('-')) {
		const [from = '', to = ''] = text.split('-').map((each) => each.trim());
		const [first, last] = [addressNumber(from), addressNumber(to)];
		if (first === undefined) throw new PoolError(`invalid IP range "${text}": invalid start IP "${from}"`);
		if (last === undefined) throw new PoolError(`invalid IP range "${text}": invalid end IP "${to}"`);
		if (last < first) throw new PoolError(`invalid IP range "${text}": start IP "${from}" is after the end IP "${to}"`);
		return [first, last];
	}
	const [base = '', bits = ''] = text.split('/');
	const number = addressNumber(base);
	if (number === undefined || !/^\d+$/.test(bits) || Number(bits) > 32) throw new PoolError(`invalid CIDR "${text}"`);
	const size = 2 ** (32 - Number(bits));
	const first = Math.floor(number / size) * size;
	return [first, first + size - 1];
}

function addressNumber(text: string): number | undefined {
	const bytes = parseIp(text);
	return bytes?.length === 4 ? bytes.reduce((sum, byte) => sum * 256 + byte, 0) : undefined;
}

function addressText(value: number): string {
	return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

/** Why a pool is refused beside the others; undefined when it is not. Models internal/config poolsFor. */
export function poolProblem(pool: IpAddressPool, others: readonly IpAddressPool[]): string | undefined {
	const { name } = pool.metadata;
	const addresses = pool.spec?.addresses ?? [];
	if (addresses.length === 0) return `parsing address pool ${name}: pool has no prefixes defined`;
	for (const text of addresses) {
		let range: Range;
		try {
			range = parseRange(text);
		} catch (error) {
			if (!(error instanceof PoolError)) throw error;
			return `parsing address pool ${name}: invalid CIDR "${text}" in pool "${name}": ${error.message}`;
		}
		for (const other of others) {
			if (other.metadata.name === name) continue;
			for (const known of other.spec?.addresses ?? []) {
				const [first, last] = parseRange(known);
				if (range[0] <= last && first <= range[1]) {
					return `CIDR "${text}" in pool "${name}" overlaps with already defined CIDR "${known}"`;
				}
			}
		}
	}
	return undefined;
}

/** How many addresses of a pool are looked through: more have no users here. */
const LOOKED_THROUGH_MAX = 65_536;

/** The first address of a pool that `isFree`. */
export function freeAddress({ spec }: IpAddressPool, isFree: (address: string) => boolean): string | undefined {
	let looked = 0;
	for (const text of spec?.addresses ?? []) {
		const [first, last] = parseRange(text);
		for (let number = first; number <= last && looked < LOOKED_THROUGH_MAX; number++, looked++) {
			const end = number % 256;
			if (spec?.avoidBuggyIPs === true && (end === 0 || end === 255)) continue;
			const address = addressText(number);
			if (isFree(address)) return address;
		}
	}
	return undefined;
}

export function poolHolds({ spec }: IpAddressPool, address: string): boolean {
	const number = addressNumber(address);
	return (
		number !== undefined &&
		(spec?.addresses ?? []).some((text) => {
			const [first, last] = parseRange(text);
			return number >= first && number <= last;
		})
	);
}

/** Pools that a Service may have an address of without asking for one, in the order they are tried. */
export function poolsFor(
	pools: readonly IpAddressPool[],
	service: Service,
	namespaceLabels: { readonly [key: string]: string } | undefined,
): readonly IpAddressPool[] {
	const pinned = pools.filter(
		(pool) => pool.spec?.serviceAllocation !== undefined && accepts(pool, service, namespaceLabels),
	);
	const priority = (pool: IpAddressPool): number => {
		const given = pool.spec?.serviceAllocation?.priority ?? 0;
		return given === 0 ? Number.POSITIVE_INFINITY : given;
	};
	pinned.sort((a, b) => priority(a) - priority(b));
	const open = pools.filter((pool) => pool.spec?.serviceAllocation === undefined);
	return [...pinned, ...open].filter((pool) => pool.spec?.autoAssign !== false);
}

function accepts(
	{ spec }: IpAddressPool,
	{ metadata }: Service,
	namespaceLabels: { readonly [key: string]: string } | undefined,
): boolean {
	const { namespaces = [], namespaceSelectors = [], serviceSelectors = [] } = spec?.serviceAllocation ?? {};
	const anywhere = namespaces.length === 0 && namespaceSelectors.length === 0;
	const inNamespace =
		anywhere ||
		namespaces.includes(metadata.namespace as string) ||
		namespaceSelectors.some((selector) => labelSelectorFrom(selector).matches(namespaceLabels));
	const ofService =
		serviceSelectors.length === 0 ||
		serviceSelectors.some((selector) => labelSelectorFrom(selector).matches(metadata.labels));
	return inNamespace && ofService;
}

/** Whether an advertisement is about a pool. */
export function advertises({ spec }: L2Advertisement, pool: IpAddressPool): boolean {
	const { ipAddressPools = [], ipAddressPoolSelectors = [] } = spec ?? {};
	if (ipAddressPools.length === 0 && ipAddressPoolSelectors.length === 0) return true;
	return (
		ipAddressPools.includes(pool.metadata.name) ||
		ipAddressPoolSelectors.some((selector) => labelSelectorFrom(selector).matches(pool.metadata.labels))
	);
}
