import type { Task } from '../../machinery/task.ts';
import type { FilterTable } from '../packet-filter.ts';
import { type FilteredPacket, type FilterRule, type FilterTarget, ruleMatches } from './filter-rule.ts';

/** The chains that the kernel has hooks for. */
export const BUILT_IN_CHAINS: Readonly<Record<string, readonly string[]>> = {
	filter: ['INPUT', 'FORWARD', 'OUTPUT'],
	nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
	mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
	raw: ['PREROUTING', 'OUTPUT'],
	security: ['INPUT', 'FORWARD', 'OUTPUT'],
};

/** Rules of one namespace, of all tables; more are refused. */
const RULES_MAX = 4_096;
/** How deep chains call each other. */
const DEPTH_MAX = 16;
/** Of a packet that begins a connection. */
const PACKET_BYTES = 60;

export interface FilterEntry {
	readonly text: string;
	packets: number;
	bytes: number;
}

interface OwnEntry extends FilterEntry {
	readonly rule: FilterRule;
}

interface Chain {
	policy: string | undefined;
	policyPackets: number;
	/** In front of what the service proxy has written there, and behind it. */
	head: OwnEntry[];
	tail: OwnEntry[];
}

export interface ShownChain {
	readonly name: string;
	readonly policy: string | undefined;
	readonly policyPackets: number;
	readonly rules: readonly FilterEntry[];
}

/** What was written by hand. Immutable. */
export interface FilterState {
	readonly tables: ReadonlyMap<string, ReadonlyMap<string, Chain>>;
	readonly count: number;
}

/** Why a change is refused. */
export type FilterRefusal =
	| 'no chain'
	| 'no rule'
	| 'exists'
	| 'not empty'
	| 'in use'
	| 'built-in'
	| 'not built-in'
	| 'too far'
	| 'full';

export type FilterVerdict =
	| { readonly kind: 'accept' }
	| { readonly kind: 'drop'; readonly byPolicy?: true }
	| { readonly kind: 'reject'; readonly with: string };

const ACCEPT: FilterVerdict = { kind: 'accept' };

/**
 * The packet filter of one network namespace: what was written by hand, around what the service proxy writes. Only the
 * former is asked about packets; what the latter does is done by its component.
 * Models netfilter and iptables' chains. Differs: rules are asked when a connection begins, not for each packet.
 */
export class FilterTables {
	/** What the service proxy has written. */
	generated: ((table: string) => FilterTable) | undefined;
	/** Makes a table of it in steps: asking for it costs little then. */
	prepareGenerated: ((table: string) => Generator<void, void, void>) | undefined;
	/** Told when rules of the service proxy are thrown away. */
	onGeneratedFlushed: ((table: string) => void) | undefined;
	/** Told when all of them are back. */
	onGeneratedRestored: (() => void) | undefined;
	readonly #tables = new Map<string, Map<string, Chain>>();
	/** "nat KUBE-SERVICES": generated rules that are gone. */
	readonly #flushed = new Set<string>();
	#count = 0;

	/** Whether nothing was written by hand: no packet needs to be asked about. */
	get isUntouched(): boolean {
		return this.#tables.size === 0;
	}

	/** What was written by hand, for a copy of the machine. */
	state(): FilterState {
		const copy = ({ policy, policyPackets, head, tail }: Chain): Chain => {
			const entries = (all: readonly OwnEntry[]): OwnEntry[] => all.map((entry) => ({ ...entry }));
			return { policy, policyPackets, head: entries(head), tail: entries(tail) };
		};
		const tables = [...this.#tables].map(([table, chains]) => {
			return [table, new Map([...chains].map(([name, chain]) => [name, copy(chain)] as const))] as const;
		});
		return { tables: new Map(tables), count: this.#count };
	}

	resume(state: FilterState): void {
		for (const [table, chains] of state.tables) {
			for (const [name, { policy, policyPackets, head, tail }] of chains) {
				const own = this.#chain(table, name);
				Object.assign(own, { policy, policyPackets });
				own.head.push(...head.map((entry) => ({ ...entry })));
				own.tail.push(...tail.map((entry) => ({ ...entry })));
			}
		}
		this.#count = state.count;
	}

	/** A machine that starts again has none. */
	reset(): void {
		this.#tables.clear();
		this.restoreGenerated();
		this.#count = 0;
	}

	/** The service proxy has written all anew. */
	restoreGenerated(): void {
		this.#flushed.clear();
		this.onGeneratedRestored?.();
	}

	/** For who is about to ask: whatever takes long is done in steps. @param pause after each of them. */
	*prepare(table: string, pause: () => Task<void>): Task<void> {
		for (const _ of this.prepareGenerated?.(table) ?? []) yield* pause();
	}

	chains(table: string): readonly ShownChain[] {
		return this.chainNames(table).map((name) => this.shown(table, name));
	}

	chainNames(table: string): readonly string[] {
		const names = new Set([
			...(BUILT_IN_CHAINS[table] ?? []),
			...(this.generated?.(table).chains.keys() ?? []),
			...(this.#tables.get(table)?.keys() ?? []),
		]);
		return [...names];
	}

	/** One chain, be there one or not. */
	shown(table: string, name: string): ShownChain {
		const chain = this.#tables.get(table)?.get(name);
		const isBuiltIn = BUILT_IN_CHAINS[table]?.includes(name) === true;
		return {
			name,
			policy: isBuiltIn ? (chain?.policy ?? 'ACCEPT') : undefined,
			policyPackets: chain?.policyPackets ?? 0,
			rules: [...(chain?.head ?? []), ...this.#generatedRules(table, name), ...(chain?.tail ?? [])],
		};
	}

	#generatedRules(table: string, chain: string): FilterEntry[] {
		if (this.generated === undefined || this.#flushed.has(`${table} ${chain}`)) return [];
		const rules = this.generated(table).rules.get(chain) ?? [];
		const left =
			this.#flushed.size === 0 ? rules : rules.filter((text) => !this.#flushed.has(`${table} ${chain} ${text}`));
		return left.map((text) => ({ text, packets: 0, bytes: 0 }));
	}

	has(table: string, chain: string): boolean {
		return (
			BUILT_IN_CHAINS[table]?.includes(chain) === true ||
			this.#tables.get(table)?.has(chain) === true ||
			this.generated?.(table).chains.has(chain) === true
		);
	}

	/** @param at from 1; undefined: behind all others. */
	add(table: string, name: string, rule: FilterRule, at?: number): FilterRefusal | undefined {
		if (!this.has(table, name)) return 'no chain';
		if (this.#count >= RULES_MAX) return 'full';
		const chain = this.#chain(table, name);
		const entry = { rule, text: rule.text, packets: 0, bytes: 0 };
		const between = this.#generatedRules(table, name).length;
		const all = chain.head.length + between + chain.tail.length;
		if (at === undefined) chain.tail.push(entry);
		else if (at > all + 1) return 'too far';
		else if (at - 1 <= chain.head.length) chain.head.splice(at - 1, 0, entry);
		else chain.tail.splice(Math.max(0, at - 1 - chain.head.length - between), 0, entry);
		this.#count++;
		return undefined;
	}

	/** @param which its text, or its place from 1. */
	remove(table: string, name: string, which: string | number): FilterRefusal | undefined {
		if (!this.has(table, name)) return 'no chain';
		const found = this.shown(table, name).rules;
		const at = typeof which === 'number' ? which - 1 : found.findIndex(({ text }) => text === which);
		const entry = found[at];
		if (entry === undefined) return typeof which === 'number' ? 'too far' : 'no rule';
		const chain = this.#chain(table, name);
		const before = chain.head.length + chain.tail.length;
		chain.head = chain.head.filter((each) => each !== entry);
		chain.tail = chain.tail.filter((each) => each !== entry);
		if (chain.head.length + chain.tail.length < before) this.#count--;
		else {
			this.#flushed.add(`${table} ${name} ${entry.text}`);
			this.onGeneratedFlushed?.(table);
		}
		return undefined;
	}

	contains(table: string, name: string, text: string): boolean {
		return this.shown(table, name).rules.some((rule) => rule.text === text);
	}

	/** A rule of the service proxy that was thrown away is there again. False: it is none of its. */
	takeBack(table: string, name: string, text: string): boolean {
		if (this.generated?.(table).rules.get(name)?.includes(text) !== true) return false;
		this.#flushed.delete(`${table} ${name}`);
		this.#flushed.delete(`${table} ${name} ${text}`);
		if (this.#flushed.size === 0) this.onGeneratedRestored?.();
		return true;
	}

	/** @param name undefined: every chain. */
	flush(table: string, name: string | undefined): FilterRefusal | undefined {
		if (name !== undefined && !this.has(table, name)) return 'no chain';
		for (const each of name === undefined ? this.chainNames(table) : [name]) {
			const chain = this.#tables.get(table)?.get(each);
			if (chain !== undefined) {
				this.#count -= chain.head.length + chain.tail.length;
				chain.head = [];
				chain.tail = [];
			}
			if (this.#generatedRules(table, each).length === 0) continue;
			this.#flushed.add(`${table} ${each}`);
			this.onGeneratedFlushed?.(table);
		}
		this.#forgetEmpty(table);
		return undefined;
	}

	addChain(table: string, name: string): FilterRefusal | undefined {
		if (this.has(table, name)) return 'exists';
		this.#chain(table, name);
		return undefined;
	}

	/** @param name undefined: all that are empty and in no use. */
	removeChain(table: string, name: string | undefined): FilterRefusal | undefined {
		const own = this.#tables.get(table);
		if (name !== undefined) {
			if (BUILT_IN_CHAINS[table]?.includes(name) === true) return 'built-in';
			if (!this.has(table, name)) return 'no chain';
			if (this.shown(table, name).rules.length > 0) return 'not empty';
			if (this.#usedChains(table).has(name)) return 'in use';
			own?.delete(name);
			this.#forgetEmpty(table);
			return undefined;
		}
		const used = this.#usedChains(table);
		for (const each of [...(own?.keys() ?? [])]) {
			const { head = [], tail = [] } = own?.get(each) ?? {};
			const isEmpty = BUILT_IN_CHAINS[table]?.includes(each) !== true && head.length + tail.length === 0;
			if (isEmpty && !used.has(each)) own?.delete(each);
		}
		this.#forgetEmpty(table);
		return undefined;
	}

	setPolicy(table: string, name: string, policy: string): FilterRefusal | undefined {
		if (BUILT_IN_CHAINS[table]?.includes(name) !== true) return this.has(table, name) ? 'not built-in' : 'no chain';
		this.#chain(table, name).policy = policy;
		this.#forgetEmpty(table);
		return undefined;
	}

	zero(table: string): void {
		for (const chain of this.#tables.get(table)?.values() ?? []) {
			chain.policyPackets = 0;
			for (const entry of [...chain.head, ...chain.tail]) {
				entry.packets = 0;
				entry.bytes = 0;
			}
		}
	}

	/** What becomes of a packet at a hook. */
	judge(table: string, name: string, packet: FilteredPacket): FilterVerdict {
		const chain = this.#tables.get(table)?.get(name);
		if (chain === undefined) return ACCEPT;
		this.#looks = 0;
		const target = this.#walk(table, name, packet, 0);
		if (target !== undefined) {
			if (target.name === 'DROP') return { kind: 'drop' };
			if (target.name === 'REJECT') return { kind: 'reject', with: target.rejectWith ?? 'icmp-port-unreachable' };
			return ACCEPT;
		}
		chain.policyPackets++;
		return chain.policy === 'DROP' ? { kind: 'drop', byPolicy: true } : ACCEPT;
	}

	/** Where a packet is sent on to instead. */
	translate(name: string, packet: FilteredPacket): FilterTarget | undefined {
		this.#looks = 0;
		const target = this.#walk('nat', name, packet, 0);
		return target?.name === 'DNAT' || target?.name === 'REDIRECT' ? target : undefined;
	}

	/** As whose packet it goes out. */
	translateSource(packet: FilteredPacket): FilterTarget | undefined {
		this.#looks = 0;
		const target = this.#walk('nat', 'POSTROUTING', packet, 0);
		return target?.name === 'MASQUERADE' || target?.name === 'SNAT' ? target : undefined;
	}

	#looks = 0;

	/** The target that ends the walk. */
	#walk(table: string, name: string, packet: FilteredPacket, depth: number): FilterTarget | undefined {
		const chain = this.#tables.get(table)?.get(name);
		if (chain === undefined || depth > DEPTH_MAX) return undefined;
		for (const list of [chain.head, chain.tail]) {
			for (const entry of list) {
				if (++this.#looks > LOOKS_MAX) return undefined;
				if (!ruleMatches(entry.rule, packet)) continue;
				entry.packets++;
				entry.bytes += PACKET_BYTES;
				const { target } = entry.rule;
				if (target === undefined) continue;
				if (target.name === 'RETURN') return undefined;
				if (TERMINAL.has(target.name)) return target;
				const ended = this.#walk(table, target.name, packet, depth + 1);
				if (ended !== undefined || target.isGoto === true) return ended;
			}
		}
		return undefined;
	}

	/** What rules jump or go to. */
	#usedChains(table: string): ReadonlySet<string> {
		const used = new Set<string>();
		for (const { rules } of this.chains(table)) for (const rule of rules) used.add(targetOf(rule));
		return used;
	}

	#chain(table: string, name: string): Chain {
		let chains = this.#tables.get(table);
		if (chains === undefined) {
			chains = new Map();
			this.#tables.set(table, chains);
		}
		let chain = chains.get(name);
		if (chain === undefined) {
			chain = { policy: undefined, policyPackets: 0, head: [], tail: [] };
			chains.set(name, chain);
		}
		return chain;
	}

	/** A table without anything of its own costs nothing again. */
	#forgetEmpty(table: string): void {
		const own = this.#tables.get(table);
		if (own === undefined) return;
		for (const [name, { policy, head, tail }] of own) {
			const isBuiltIn = BUILT_IN_CHAINS[table]?.includes(name) === true;
			if (isBuiltIn && head.length + tail.length === 0 && (policy ?? 'ACCEPT') === 'ACCEPT') own.delete(name);
		}
		if (own.size === 0) this.#tables.delete(table);
	}
}

/** Rules that one packet is compared with: chains that call two others each would be gone through for ever. */
const LOOKS_MAX = 20_000;

const TERMINAL = new Set(['ACCEPT', 'DROP', 'REJECT', 'DNAT', 'SNAT', 'MASQUERADE', 'REDIRECT', 'QUEUE', 'NFQUEUE']);

/** The last word of a rule that ends with "-j TARGET" or "-g TARGET"; '' of others. */
export function targetOf({ text }: FilterEntry): string {
	const at = text.lastIndexOf(' ') + 1;
	const option = text.slice(Math.max(0, at - 3), at);
	return option === '-j ' || option === '-g ' ? text.slice(at) : '';
}
