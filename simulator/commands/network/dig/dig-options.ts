import { RECORD_TYPES, type RecordType } from '../../../machinery/dns/dns-message.ts';
import { Exit } from '../../unix-command.ts';

/** One question, and how it is asked and shown. */
export interface DigQuery {
	name: string;
	type: RecordType;
	server: string | undefined;
	port: number;
	short: boolean;
	search: boolean;
	timeoutMs: number;
	tries: number;
	overTcp: boolean;
	recurse: boolean;
	edns: boolean;
	udpBytes: number;
	cookie: boolean;
	dnssecOk: boolean;
	identify: boolean;
	multiline: boolean;
	ttl: boolean;
	ttlUnits: boolean;
	class: boolean;
	microseconds: boolean;
	showQuery: boolean;
	/** Sections that are not shown. */
	hidden: ReadonlySet<string>;
}

const PARTS = ['comments', 'question', 'answer', 'authority', 'additional', 'stats', 'cmd'] as const;

export interface DigRequest {
	readonly queries: readonly DigQuery[];
	/** Whether the words of the command are repeated in front of what goes wrong, and of answers. */
	readonly banner: { readonly ofFailure: boolean; readonly ofAnswer: boolean };
	/** What is wrong and does not matter. */
	readonly warnings: readonly string[];
}

const USAGE = `Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
            {global-d-opt} host [@local-server] {local-d-opt}
            [ host [@local-server] {local-d-opt} [...]]
`;

function invalid(option: string): Exit {
	return new Exit(
		1,
		`Invalid option: ${option}\n${USAGE}\nUse "dig -h" (or "dig -h | more") for complete list of options\n`,
	);
}

export function reverseName(address: string): string {
	return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
}

export function isRecordType(text: string): text is RecordType {
	return Object.hasOwn(RECORD_TYPES, text);
}

function plainQuery(): DigQuery {
	return {
		name: '.',
		type: 'A',
		server: undefined,
		port: 53,
		short: false,
		search: false,
		timeoutMs: 5_000,
		tries: 3,
		overTcp: false,
		recurse: true,
		edns: true,
		udpBytes: 1232,
		cookie: true,
		dnssecOk: false,
		identify: false,
		multiline: false,
		ttl: true,
		ttlUnits: false,
		class: true,
		microseconds: false,
		showQuery: false,
		hidden: new Set(),
	};
}

const CLASSES = new Set(['IN', 'CH', 'HS', 'ANY']);
/** Letters whose value may stand in the next word. */
const VALUED = new Set('bcfkpqtxy');

/**
 * What stands before the first name holds for all of them, what stands behind one for it alone.
 * Models bind9 bin/dig/dig.c parse_args and dash_option.
 */
export function parseDig(args: readonly string[]): DigRequest {
	const usual = plainQuery();
	const queries: DigQuery[] = [];
	const warnings: string[] = [];
	let typeBefore: RecordType | undefined;
	let banner: boolean | undefined;
	const current = (): DigQuery => queries.at(-1) ?? usual;
	const add = (name: string, type?: RecordType): void => {
		banner ??= !usual.short && !usual.hidden.has('cmd');
		queries.push({ ...usual, name, type: type ?? typeBefore ?? usual.type });
		typeBefore = undefined;
	};
	const setType = (text: string): void => {
		const upper = text.toUpperCase();
		if (!isRecordType(upper)) {
			warnings.push(`;; Warning, ignoring invalid type ${text}\n`);
			return;
		}
		if (queries.length === 0) typeBefore = upper;
		else current().type = upper;
	};
	for (let at = 0; at < args.length; at++) {
		const word = args[at] as string;
		if (word.startsWith('@')) current().server = word.slice(1);
		else if (word.startsWith('+')) option(current(), word.slice(1));
		else if (/^-./.test(word)) {
			const letter = word.charAt(1);
			if (/^[46hmruv]$/.test(letter)) {
				if (letter === 'u') current().microseconds = true;
				continue;
			}
			if (!VALUED.has(letter)) throw invalid(word);
			const value = word.length > 2 ? word.slice(2) : (args[++at] ?? '');
			if (letter === 'x') add(reverseName(value), 'PTR');
			else if (letter === 'q') add(value);
			else if (letter === 't') setType(value);
			else if (letter === 'p') {
				if (!/^\d+$/.test(value)) throw new Exit(1, `dig: invalid port number '${value}'\n`);
				current().port = Number(value);
			}
		} else {
			const upper = word.toUpperCase();
			if (isRecordType(upper)) setType(word);
			else if (CLASSES.has(upper)) continue;
			else add(word);
		}
	}
	if (queries.length === 0) add('.', typeBefore ?? 'NS');
	// These two are the last word for all of them, wherever it stood.
	const isShort = lastWord(args, 'short');
	for (const query of queries) query.short = isShort;
	const ofAnswer = !isShort && current().hidden.has('cmd') !== true;
	return { queries, banner: { ofFailure: banner ?? true, ofAnswer: (banner ?? true) && ofAnswer }, warnings };
}

function lastWord(args: readonly string[], name: string): boolean {
	return args.findLast((arg) => arg === `+${name}` || arg === `+no${name}`) === `+${name}`;
}

/** Switches that only change how an answer is asked for or shown in ways that make no difference here. */
const WITHOUT_EFFECT =
	/^(?:aaonly|aaflag|adflag|additional|badcookie|besteffort|cdflag|crypto|dns64prefix|ednsflags|ednsnegotiation|ednsopt|expandaaaa|expire|fail|fuzztime|header-only|https.*|idn|idnin|idnout|ignore|keepalive|keepopen|mapped|nsid|onesoa|opcode|padding|proxy|qid|raflag|rdflag|rrcomments|showallmessages|showbadcookie|showsearch|split|subnet|tcflag|tls.*|topdown|trusted-key|unknownformat|yaml|zflag|domain|ndots)$/;

function option(query: DigQuery, text: string): void {
	const [full = '', value] = text.split('=');
	const isOn = !full.startsWith('no') || full === 'nocookie-value';
	const name = isOn ? full : full.slice(2);
	const shown = (parts: readonly string[], on: boolean): void => {
		const hidden = new Set(query.hidden);
		for (const part of parts) {
			if (on) hidden.delete(part);
			else hidden.add(part);
		}
		query.hidden = hidden;
	};
	const number = (what: string): number => {
		if (value === undefined || !/^\d+$/.test(value))
			throw new Exit(1, `dig: Couldn't parse ${what} '${value ?? ''}': not a valid number\n`);
		return Number(value);
	};
	const part = PARTS.find((each) => each === name);
	if (name === 'all') shown(PARTS, isOn);
	else if (part !== undefined) shown([part], isOn);
	else if (name === 'short') query.short = isOn;
	else if (name === 'search' || name === 'defname') query.search = isOn;
	else if (name === 'time' || name === 'timeout') query.timeoutMs = Math.max(1, number('timeout')) * 1000;
	else if (name === 'tries') query.tries = Math.max(1, number('tries'));
	else if (name === 'retry' || name === 'retries') query.tries = number('retries') + 1;
	else if (name === 'tcp' || name === 'vc') query.overTcp = isOn;
	else if (name === 'recurse' || name === 'rec') query.recurse = isOn;
	else if (name === 'edns') query.edns = isOn;
	else if (name === 'bufsize') query.udpBytes = isOn && value !== undefined ? number('buffer size') : 1232;
	else if (name === 'cookie') query.cookie = isOn;
	else if (name === 'dnssec' || name === 'do') query.dnssecOk = isOn;
	else if (name === 'identify') query.identify = isOn;
	else if (name === 'multiline') query.multiline = isOn;
	else if (name === 'ttlid' || name === 'ttl') query.ttl = isOn;
	else if (name === 'ttlunits') query.ttlUnits = isOn;
	else if (name === 'class' || name === 'cl') query.class = isOn;
	else if (name === 'qr') query.showQuery = isOn;
	else if (name === 'trace' || name === 'nssearch') {
		throw new Exit(1, `dig: +${name} is not supported here\n`);
	} else if (!WITHOUT_EFFECT.test(name)) throw invalid(`+${text}`);
}
