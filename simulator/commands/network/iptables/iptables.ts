import type { FilterRefusal, FilterTables } from '../../../kernel/net/filter-tables.ts';
import { BUILT_IN_CHAINS, targetOf } from '../../../kernel/net/filter-tables.ts';
import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { Exit, type UnixRun, unixCommand } from '../../unix-command.ts';
import { chainListing } from './rule-lines.ts';
import { finishDraft, readRuleOption, TARGETS } from './rule-options.ts';
import { HINT, newDraft, type RuleDraft, rulesOfDraft, usageError, VERSION } from './rule-words.ts';

/** Shows and changes the packet filter of the network namespace that it runs in. */
export const iptables = unixCommand({
	name: 'iptables',
	paths: ['/usr/sbin/iptables', '/usr/sbin/iptables-nft', '/usr/sbin/iptables-legacy'],
	size: 224_192,
	*main(run) {
		if (run.args.includes('--version') || run.args.includes('-V')) {
			yield* run.out.write(`iptables ${VERSION}\n`);
			return 0;
		}
		const order = readOrder(run.args);
		const filters = filtersOf(run.process);
		yield* filters.prepare(order.table, () => run.process.tick(PREPARE_STEPS));
		if (order.verb === 'L' || order.verb === 'S') yield* show(run, filters, order);
		else {
			perform(filters, order);
			if (order.verb === 'Z' && order.flags.has('L')) yield* show(run, filters, order);
		}
		return 0;
	},
});

/** Of a few hundred rules. */
export const PREPARE_STEPS = 200;
/** Of chains that are shown. */
const CHAINS_A_TICK = 16;

/** @throws Exit for those who may not. */
export function filtersOf({ credentials, machine }: Process): FilterTables {
	if (!credentials.capabilities.has('NET_ADMIN')) {
		throw new Exit(
			4,
			`iptables ${VERSION}: Could not fetch rule set generation id: Permission denied (you must be root)\n`,
		);
	}
	return machine.filters;
}

export interface Order {
	readonly table: string;
	readonly verb: string;
	readonly chain: string | undefined;
	/** A rule's place, a policy, or a chain's new name. */
	readonly operand: string | undefined;
	readonly draft: RuleDraft;
	readonly flags: ReadonlySet<string>;
}

const LONG_VERBS: Readonly<Record<string, string>> = {
	append: 'A',
	check: 'C',
	delete: 'D',
	'delete-chain': 'X',
	flush: 'F',
	insert: 'I',
	list: 'L',
	'list-rules': 'S',
	new: 'N',
	'new-chain': 'N',
	policy: 'P',
	'rename-chain': 'E',
	replace: 'R',
	zero: 'Z',
};
const LONG_FLAGS: Readonly<Record<string, string>> = {
	numeric: 'n',
	verbose: 'v',
	exact: 'x',
	'line-numbers': 'line-numbers',
	'line-number': 'line-numbers',
	wait: 'w',
};
const VERBS = new Set('ACDFEILNPRSXZ');
const FLAGS = new Set('nvxw46h');

/** Reads a command line. @throws Exit */
export function readOrder(args: readonly string[]): Order {
	let table = 'filter';
	let verb: string | undefined;
	let chain: string | undefined;
	let operand: string | undefined;
	const draft = newDraft();
	const flags = new Set<string>();
	let negated = false;
	let at = 0;
	const peek = (): string | undefined => args[at];
	const next = (option: string): string => {
		const value = args[at++];
		if (value === undefined) throw usageError(`option "${option}" requires an argument`);
		return value;
	};
	const setVerb = (letter: string): void => {
		if (verb !== undefined && !(verb === 'L' && letter === 'Z')) {
			throw usageError(`Cannot use -${letter} with -${verb}\n`, true);
		}
		verb ??= letter;
		const takes = (): string | undefined =>
			peek() === undefined || peek()?.startsWith('-') || peek() === '!' ? undefined : args[at++];
		const own = takes();
		if (own === undefined && 'ACDEINPR'.includes(letter)) throw usageError(`option "-${letter}" requires an argument`);
		chain ??= own;
		if ('IDRLP'.includes(letter) || letter === 'E')
			operand = /^\d+$/.test(peek() ?? '') || 'PE'.includes(letter) ? takes() : undefined;
	};
	while (at < args.length) {
		const word = args[at++] as string;
		if (word === '!') {
			negated = true;
			continue;
		}
		if (!word.startsWith('-')) throw usageError(`Bad argument \`${word}'`.replace(/^/, ''), true);
		const [name = '', inline] = word.startsWith('--') ? splitLong(word.slice(2)) : [''];
		if (inline !== undefined) {
			args = [...args.slice(0, at), inline, ...args.slice(at)];
		}
		const long = inline === undefined ? word : `--${name}`;
		if (long === '-t' || long === '--table') table = next('-t');
		else if (LONG_VERBS[name] !== undefined && word.startsWith('--')) setVerb(LONG_VERBS[name]);
		else if (LONG_FLAGS[name] !== undefined && word.startsWith('--')) flags.add(LONG_FLAGS[name]);
		else if (readRuleOption(draft, long, next, negated)) negated = false;
		else if (!word.startsWith('--')) readBundle(word.slice(1), word);
		else throw usageError(`unknown option "${word}"`);
	}
	if (!(table in BUILT_IN_CHAINS)) {
		throw new Exit(
			3,
			`iptables ${VERSION}: can't initialize iptables table \`${table}': Table does not exist (do you need to insmod?)\nPerhaps iptables or your kernel needs to be upgraded.\n`,
		);
	}
	if (verb === undefined) throw new Exit(2, `iptables ${VERSION}: no command specified\n${HINT}`);
	finishDraft(draft);
	return { table, verb, chain, operand, draft, flags };

	function readBundle(letters: string, word: string): void {
		for (let index = 0; index < letters.length; index++) {
			const letter = letters[index] as string;
			if (VERBS.has(letter)) setVerb(letter);
			else if (letter === 't') table = index + 1 < letters.length ? letters.slice(index + 1) : next('-t');
			else if (FLAGS.has(letter)) flags.add(letter);
			else if ('psdiojm'.includes(letter) && index === 0) {
				const rest = letters.slice(1);
				readRuleOption(draft, `-${letter}`, () => rest, negated);
				negated = false;
				return;
			} else throw usageError(`unknown option "${word}"`);
			if (letter === 't') return;
			if (letter === 'w' && /^\d+$/.test(peek() ?? '')) at++;
		}
	}
}

function splitLong(text: string): [string, string?] {
	const at = text.indexOf('=');
	return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** Changes what was asked. @throws Exit */
export function perform(filters: FilterTables, order: Order): void {
	const { table, verb, chain, operand, draft } = order;
	const name = chain ?? '';
	switch (verb) {
		case 'A':
		case 'I':
		case 'R':
			change(filters, order);
			return;
		case 'C': {
			requireTarget(filters, table, draft);
			const [rule] = rulesOfDraft(draft);
			if (!filters.has(table, name)) throw noChain(name);
			if (rule !== undefined && filters.contains(table, name, rule.text)) return;
			throw new Exit(1, 'iptables: Bad rule (does a matching rule exist in that chain?).\n');
		}
		case 'D': {
			if (operand === undefined) requireTarget(filters, table, draft);
			const which = operand === undefined ? rulesOfDraft(draft).map(({ text }) => text) : [Number(operand)];
			for (const each of which) settle(filters.remove(table, name, each), name, 'deletion');
			return;
		}
		case 'F':
			settle(filters.flush(table, chain), name);
			return;
		case 'N':
			if (TARGETS.has(name)) throw usageError(`chain name may not clash with target name\n`.trimEnd());
			settle(filters.addChain(table, name), name);
			return;
		case 'X':
			settle(filters.removeChain(table, chain), name);
			return;
		case 'P': {
			if (operand === undefined) throw usageError('-P requires a chain and a policy');
			if (!['ACCEPT', 'DROP'].includes(operand))
				throw new Exit(1, "iptables: Bad policy name. Run `dmesg' for more information.\n");
			settle(filters.setPolicy(table, name, operand), name);
			return;
		}
		case 'Z':
			filters.zero(table);
			return;
		default:
			throw usageError(`unknown option "-${verb}"`);
	}
}

function change(filters: FilterTables, { table, verb, chain: name = '', operand, draft }: Order): void {
	if (!filters.has(table, name)) throw noChain(name);
	requireTarget(filters, table, draft);
	const place = operand === undefined ? 1 : Number(operand);
	if (verb === 'R') settle(filters.remove(table, name, place), name, 'replacement');
	for (const rule of rulesOfDraft(draft)) {
		settle(filters.add(table, name, rule, verb === 'A' ? undefined : place), name, 'insertion');
	}
}

function requireTarget(filters: FilterTables, table: string, { target }: RuleDraft): void {
	if (target === undefined || TARGETS.has(target) || filters.has(table, target)) return;
	throw noChain(target);
}

function noChain(name: string): Exit {
	return usageError(`Chain '${name}' does not exist`);
}

/** @throws Exit */
function settle(refusal: FilterRefusal | undefined, name: string, action = ''): void {
	switch (refusal) {
		case undefined:
			return;
		case 'no chain':
			throw new Exit(1, 'iptables: No chain/target/match by that name.\n');
		case 'no rule':
			throw new Exit(1, 'iptables: Bad rule (does a matching rule exist in that chain?).\n');
		case 'too far':
			throw new Exit(1, `iptables: Index of ${action} too big.\n`);
		case 'exists':
			throw new Exit(1, 'iptables: Chain already exists.\n');
		case 'not empty':
		case 'in use':
			throw new Exit(4, `iptables ${VERSION}:  CHAIN_DEL failed (Device or resource busy): chain ${name}\n`);
		case 'built-in':
			throw new Exit(1, "iptables: Can't delete built-in chain.\n");
		case 'not built-in':
			throw new Exit(1, 'iptables: Bad built-in chain name.\n');
		case 'full':
			throw new Exit(4, `iptables ${VERSION}:  RULE_APPEND failed (No space left on device): rule in chain ${name}\n`);
	}
}

function chainNamesOf(filters: FilterTables, table: string, only: string | undefined): readonly string[] {
	if (only === undefined) return filters.chainNames(table);
	if (filters.has(table, only)) return [only];
	throw new Exit(1, 'iptables: No chain/target/match by that name.\n');
}

function* show({ process, out }: UnixRun, filters: FilterTables, order: Order): Task<void> {
	const { table, chain, verb, operand, flags } = order;
	const names = chainNamesOf(filters, table, chain);
	if (verb === 'S') {
		const heads = names.map((name) => {
			const { policy } = filters.shown(table, name);
			return policy === undefined ? `-N ${name}\n` : `-P ${name} ${policy}\n`;
		});
		yield* out.write(heads.join(''));
	}
	const style = { numeric: flags.has('n'), verbose: flags.has('v'), numbers: flags.has('line-numbers') };
	const only = operand === undefined ? undefined : Number(operand);
	const uses = verb === 'L' && only === undefined ? yield* usesOf(process, filters, table) : NO_USES;
	for (const [index, name] of names.entries()) {
		const shown = filters.shown(table, name);
		if (verb === 'S') yield* out.write(shown.rules.map(({ text }) => `-A ${name} ${text}\n`).join(''));
		else {
			if (index > 0) yield* out.write('\n');
			let lines = 0;
			for (const line of chainListing(shown, uses.get(name) ?? 0, style, only)) {
				yield* out.write(line);
				if (++lines % LINES_A_TICK === 0) yield* process.tick(LINES_A_TICK << LINE_STEPS_LOG2);
			}
		}
		if (index % CHAINS_A_TICK === 0) yield* process.tick(CHAINS_A_TICK + shown.rules.length);
	}
}

/** Rules are taken apart to be listed. */
const LINES_A_TICK = 64;
const LINE_STEPS_LOG2 = 3;

const NO_USES: ReadonlyMap<string, number> = new Map();

/** How many rules go to each chain. */
function* usesOf(process: Process, filters: FilterTables, table: string): Task<ReadonlyMap<string, number>> {
	const uses = new Map<string, number>();
	for (const [index, name] of filters.chainNames(table).entries()) {
		const { rules } = filters.shown(table, name);
		for (const rule of rules) uses.set(targetOf(rule), (uses.get(targetOf(rule)) ?? 0) + 1);
		if (index % CHAINS_A_TICK === 0) yield* process.tick(CHAINS_A_TICK + rules.length);
	}
	return uses;
}
