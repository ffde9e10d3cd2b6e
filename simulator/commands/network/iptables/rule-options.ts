import { blocks, type MatchDraft, portRange, type RuleDraft, rangeText, usageError } from './rule-words.ts';

const PROTOCOLS: ReadonlyMap<string, string> = new Map([
	...['tcp', 'udp', 'icmp', 'sctp', 'esp', 'ah', 'udplite', 'dccp', 'gre', 'ipv6-icmp'].map(
		(name) => [name, name] as const,
	),
	['1', 'icmp'],
	['6', 'tcp'],
	['17', 'udp'],
	['132', 'sctp'],
	['icmpv6', 'ipv6-icmp'],
	['4', 'ipencap'],
	['ipip', 'ipencap'],
]);
const ICMP_TYPES: ReadonlyMap<string, number> = new Map([
	['echo-reply', 0],
	['pong', 0],
	['destination-unreachable', 3],
	['redirect', 5],
	['echo-request', 8],
	['ping', 8],
	['time-exceeded', 11],
	['ttl-exceeded', 11],
]);
const STATES = ['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED', 'SNAT', 'DNAT'];
const REJECTS: ReadonlyMap<string, string> = new Map([
	['icmp-net-unreachable', 'icmp-net-unreachable'],
	['net-unreach', 'icmp-net-unreachable'],
	['icmp-host-unreachable', 'icmp-host-unreachable'],
	['host-unreach', 'icmp-host-unreachable'],
	['icmp-proto-unreachable', 'icmp-proto-unreachable'],
	['icmp-port-unreachable', 'icmp-port-unreachable'],
	['port-unreach', 'icmp-port-unreachable'],
	['icmp-net-prohibited', 'icmp-net-prohibited'],
	['icmp-host-prohibited', 'icmp-host-prohibited'],
	['host-prohib', 'icmp-host-prohibited'],
	['icmp-admin-prohibited', 'icmp-admin-prohibited'],
	['tcp-reset', 'tcp-reset'],
]);

/** Reads the words of one rule. `next` takes an option's value. */
export type NextWord = (option: string) => string;

type Option = (draft: RuleDraft, next: NextWord, negated: boolean, option: string) => void;

/** The match that an option belongs to; it is loaded with it where the protocol brings it. */
function match(draft: RuleDraft, name: string): MatchDraft {
	const known = draft.matches.find((each) => each.name === name);
	if (known !== undefined) return known;
	const made: MatchDraft = { name, words: [] };
	draft.matches.push(made);
	return made;
}

/** Options of a match that must have been asked for. @throws Exit */
function loaded(draft: RuleDraft, names: readonly string[], option: string): MatchDraft {
	const found = draft.matches.findLast(({ name }) => names.includes(name));
	if (found === undefined) throw usageError(`unknown option "${option}"`);
	return found;
}

function transport(draft: RuleDraft, option: string): MatchDraft {
	const name = draft.protocol?.name;
	if (name === undefined || !['tcp', 'udp', 'sctp', 'dccp', 'udplite'].includes(name)) {
		throw usageError(`unknown option "${option}"`);
	}
	return match(draft, name);
}

function note(to: MatchDraft, negated: boolean, ...words: readonly string[]): void {
	if (negated) to.words.push('!');
	to.words.push(...words);
}

function onePort(side: 'sourcePorts' | 'destinationPorts', name: string): Option {
	return (draft, next, not, option) => {
		const to = transport(draft, option);
		const range = portRange(next(option));
		draft[side] = { ranges: [range], not };
		note(to, not, name, rangeText(range));
	};
}

function manyPorts(side: 'sourcePorts' | 'destinationPorts' | 'both', name: string): Option {
	return (draft, next, not, option) => {
		const to = loaded(draft, ['multiport'], option);
		const ranges = next(option).split(',').map(portRange);
		if (ranges.length > 15) throw usageError('too many ports specified');
		if (side !== 'both') draft[side] = { ranges, not };
		else draft.destinationPorts = { ranges, not };
		note(to, not, name, ranges.map(rangeText).join(','));
	};
}

function states(match: readonly string[], name: string): Option {
	return (draft, next, not, option) => {
		const to = loaded(draft, match, option);
		const asked = next(option)
			.split(',')
			.map((each) => each.toUpperCase());
		const wrong = asked.find((each) => !STATES.includes(each));
		if (wrong !== undefined) throw usageError(`Bad ${name === '--state' ? 'state' : 'ctstate'} "${wrong}"`);
		const names = STATES.filter((each) => asked.includes(each));
		draft.states = { names, not };
		note(to, not, name, names.join(','));
	};
}

/** Matches on what packets here do not have. @param holds whether such a match is true of all of them. */
function other(matches: readonly string[], holds: boolean, count = 1): Option {
	return (draft, next, not, option) => {
		const to = loaded(draft, matches, option);
		const values = Array.from({ length: count }, () => quoted(next(option)));
		note(to, not, option, ...values);
		if (holds === not) draft.neverMatches = true;
	};
}

function targetOption(targets: readonly string[], take: (draft: RuleDraft, value: string) => string): Option {
	return (draft, next, _, option) => {
		if (draft.target === undefined || !targets.includes(draft.target)) throw usageError(`unknown option "${option}"`);
		draft.targetWords.push(option, take(draft, next(option)));
	};
}

function quoted(word: string): string {
	return /^[^\s"'\\]+$/.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`;
}

function destination(draft: RuleDraft, value: string): string {
	const [address = '', port] = value.split(':');
	if (address !== '') draft.toAddress = address.replace(/-.*/, '');
	if (port !== undefined) draft.toPort = portRange(port.replace('-', ':'))[0];
	return value;
}

const OPTIONS: ReadonlyMap<string, Option> = new Map<string, Option>([
	['--dport', onePort('destinationPorts', '--dport')],
	['--sport', onePort('sourcePorts', '--sport')],
	['--dports', manyPorts('destinationPorts', '--dports')],
	['--sports', manyPorts('sourcePorts', '--sports')],
	['--ports', manyPorts('both', '--ports')],
	['--state', states(['state'], '--state')],
	['--ctstate', states(['conntrack'], '--ctstate')],
	[
		'--icmp-type',
		(draft, next, not, option) => {
			if (draft.protocol?.name !== 'icmp') throw usageError(`unknown option "${option}"`);
			const text = next(option);
			const type = ICMP_TYPES.get(text) ?? (/^\d+$/.test(text) ? Number(text) : undefined);
			if (type === undefined && text !== 'any') throw usageError(`Unknown ICMP type \`${text}'`);
			if (type !== undefined) draft.icmpType = { type, not };
			note(match(draft, 'icmp'), not, '--icmp-type', type === undefined ? 'any' : String(type));
		},
	],
	[
		'--syn',
		(draft, _, not, option) => {
			note(transport(draft, option), not, '--tcp-flags', 'FIN,SYN,RST,ACK', 'SYN');
			draft.states ??= { names: ['NEW'], not };
		},
	],
	[
		'--tcp-flags',
		(draft, next, not, option) => {
			const [mask, set] = [next(option), next(option)];
			note(transport(draft, option), not, '--tcp-flags', mask, set);
			if (set === 'SYN') draft.states ??= { names: ['NEW'], not };
			else if (set !== 'NONE' || mask !== 'ALL') draft.neverMatches = true;
		},
	],
	[
		'--comment',
		(draft, next, not, option) => note(loaded(draft, ['comment'], option), not, '--comment', quoted(next(option))),
	],
	['--limit', other(['limit'], true)],
	['--limit-burst', other(['limit'], true)],
	['--mac-source', other(['mac'], false)],
	['--mark', other(['mark', 'connmark'], false)],
	['--uid-owner', other(['owner'], false)],
	['--gid-owner', other(['owner'], false)],
	['--src-range', other(['iprange'], false)],
	['--dst-range', other(['iprange'], false)],
	['--src-type', other(['addrtype'], false)],
	['--dst-type', other(['addrtype'], false)],
	['--match-set', other(['set'], false, 2)],
	['--string', other(['string'], false)],
	['--algo', other(['string'], true)],
	['--seconds', other(['recent'], false)],
	['--hitcount', other(['recent'], false)],
	['--probability', other(['statistic'], true)],
	['--mode', other(['statistic'], true)],
	['--connlimit-above', other(['connlimit'], false)],
	['--to-destination', targetOption(['DNAT'], destination)],
	['--to-source', targetOption(['SNAT'], destination)],
	['--to-ports', targetOption(['REDIRECT', 'MASQUERADE'], (draft, value) => redirected(draft, value))],
	['--log-prefix', targetOption(['LOG'], (_, value) => quoted(value))],
	['--log-level', targetOption(['LOG'], (_, value) => LEVELS.get(value) ?? value)],
	['--set-xmark', targetOption(['MARK'], (_, value) => value)],
	['--set-mark', targetOption(['MARK'], (_, value) => value)],
	[
		'--reject-with',
		(draft, next, _, option) => {
			if (draft.target !== 'REJECT') throw usageError(`unknown option "${option}"`);
			const text = next(option);
			const kind = REJECTS.get(text);
			if (kind === undefined) throw usageError(`unknown reject type "${text}"`);
			draft.rejectWith = kind;
		},
	],
]);

const LEVELS: ReadonlyMap<string, string> = new Map(
	['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'].map((name, level) => [name, String(level)]),
);

const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
	['--destination-port', '--dport'],
	['--source-port', '--sport'],
	['--destination-ports', '--dports'],
	['--source-ports', '--sports'],
	['--to-port', '--to-ports'],
	['--to', '--to-destination'],
	['--protocol', '-p'],
	['--proto', '-p'],
	['--source', '-s'],
	['--src', '-s'],
	['--destination', '-d'],
	['--dst', '-d'],
	['--in-interface', '-i'],
	['--out-interface', '-o'],
	['--jump', '-j'],
	['--goto', '-g'],
	['--match', '-m'],
]);

function redirected(draft: RuleDraft, value: string): string {
	draft.toPort = portRange(value.replace('-', ':'))[0];
	return value;
}

const MATCHES = new Set(
	'addrtype comment connlimit connmark conntrack icmp iprange limit mac mark multiport owner recent sctp set state statistic string tcp udp'.split(
		' ',
	),
);
export const TARGETS = new Set(
	'ACCEPT DROP REJECT RETURN LOG DNAT SNAT MASQUERADE REDIRECT MARK CONNMARK NOTRACK TRACE QUEUE NFQUEUE TCPMSS CT'.split(
		' ',
	),
);

/** Reads one option of a rule. False: it is none. @throws Exit */
export function readRuleOption(draft: RuleDraft, given: string, next: NextWord, negated: boolean): boolean {
	const option = OTHER_NAMES.get(given) ?? given;
	switch (option) {
		case '-p': {
			const text = next(given).toLowerCase();
			if (text === 'all' || text === '0') return true;
			const name = PROTOCOLS.get(text);
			if (name === undefined) throw usageError(`unknown protocol "${text}" specified`);
			draft.protocol = { name, not: negated };
			return true;
		}
		case '-s':
			draft.source = blocks(next(given), negated);
			return true;
		case '-d':
			draft.destination = blocks(next(given), negated);
			return true;
		case '-i':
			draft.inDevice = { name: next(given), not: negated };
			return true;
		case '-o':
			draft.outDevice = { name: next(given), not: negated };
			return true;
		case '-m': {
			const name = next(given);
			if (!MATCHES.has(name)) {
				throw usageError(`Couldn't load match \`${name}':No such file or directory\n`);
			}
			match(draft, name);
			return true;
		}
		case '-j':
		case '-g':
			draft.target = next(given);
			draft.isGoto = option === '-g';
			if (draft.target === 'REJECT') draft.rejectWith = 'icmp-port-unreachable';
			return true;
		default: {
			const read = OPTIONS.get(option);
			if (read === undefined) return false;
			read(draft, next, negated, option);
			return true;
		}
	}
}

/** What stands behind the target at the end. */
export function finishDraft(draft: RuleDraft): void {
	if (draft.rejectWith !== undefined && draft.target === 'REJECT') {
		draft.targetWords.push('--reject-with', draft.rejectWith);
	}
}
