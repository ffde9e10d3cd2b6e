import type { MachineView } from '../../kernel/process-api.ts';
import { Exit } from '../unix-command.ts';

type Socket = ReturnType<MachineView['sockets']>[number];
type Test = (socket: Socket) => boolean;

/** The words of `ss` that are no options, understood. */
export interface SocketFilter {
	/** The kernel's names of the states that are shown; undefined: as the options have it. */
	readonly states: ReadonlySet<string> | undefined;
	readonly test: Test;
}

const STATES: { readonly [name: string]: readonly string[] } = {
	established: ['ESTABLISHED'],
	'syn-sent': ['SYN_SENT'],
	'syn-recv': ['SYN_RECV'],
	'fin-wait-1': ['FIN_WAIT1'],
	'fin-wait-2': ['FIN_WAIT2'],
	'time-wait': ['TIME_WAIT'],
	closed: ['CLOSE'],
	unconnected: ['UNCONN'],
	'close-wait': ['CLOSE_WAIT'],
	'last-ack': ['LAST_ACK'],
	listening: ['LISTEN'],
	listen: ['LISTEN'],
	closing: ['CLOSING'],
};
const SYNCHRONIZED = ['ESTABLISHED', 'FIN_WAIT1', 'FIN_WAIT2', 'TIME_WAIT', 'CLOSE_WAIT', 'LAST_ACK', 'CLOSING'];
const GROUPS: { readonly [name: string]: readonly string[] } = {
	all: [...SYNCHRONIZED, 'SYN_SENT', 'SYN_RECV', 'LISTEN', 'UNCONN', 'CLOSE'],
	connected: [...SYNCHRONIZED, 'SYN_SENT', 'SYN_RECV'],
	synchronized: SYNCHRONIZED,
	bucket: ['SYN_RECV', 'TIME_WAIT'],
	big: [...SYNCHRONIZED.filter((name) => name !== 'TIME_WAIT'), 'SYN_SENT', 'LISTEN', 'UNCONN', 'CLOSE'],
};

/**
 * `state established '( sport = :80 or dst 10.0.0.0/8 )'`. Models iproute2 misc/ssfilter.y.
 * @param service a service's port. Throws Exit.
 */
export function parseSocketFilter(
	words: readonly string[],
	service: (name: string) => number | undefined,
): SocketFilter {
	let states: Set<string> | undefined;
	let at = 0;
	for (; words[at] === 'state' || words[at] === 'exclude'; at += 2) {
		const name = words[at + 1] ?? '';
		const named = STATES[name] ?? GROUPS[name];
		if (named === undefined) throw new Exit(255, `ss: wrong state name: ${name}\n`);
		if (words[at] === 'state') states = new Set([...(states ?? []), ...named]);
		else {
			states ??= new Set(GROUPS.all);
			for (const each of named) states.delete(each);
		}
	}
	const tokens = words
		.slice(at)
		.join(' ')
		.match(/[()]|[<>!=]=?|&&?|\|\|?|[^\s()<>!=&|]+/g);
	const parser = new FilterParser(tokens ?? [], service);
	return { states, test: tokens === null ? () => true : parser.whole() };
}

class FilterParser {
	readonly #tokens: readonly string[];
	readonly #service: (name: string) => number | undefined;
	#at = 0;

	constructor(tokens: readonly string[], service: (name: string) => number | undefined) {
		this.#tokens = tokens;
		this.#service = service;
	}

	whole(): Test {
		const test = this.#either();
		if (this.#at < this.#tokens.length) this.#refuse();
		return test;
	}

	#refuse(): never {
		throw new Exit(255, 'ss: bison bellows (while parsing filter): "syntax error!" Sorry.\n');
	}

	#take(...wanted: readonly string[]): boolean {
		if (!wanted.includes(this.#tokens[this.#at] ?? '')) return false;
		this.#at++;
		return true;
	}

	#either(): Test {
		let test = this.#both();
		while (this.#take('or', '|', '||')) {
			const [left, right] = [test, this.#both()];
			test = (socket) => left(socket) || right(socket);
		}
		return test;
	}

	#both(): Test {
		let test = this.#one();
		for (;;) {
			const next = this.#tokens[this.#at];
			if (!this.#take('and', '&', '&&') && (next === undefined || next === ')' || next === 'or' || /^\|/.test(next))) {
				return test;
			}
			const [left, right] = [test, this.#one()];
			test = (socket) => left(socket) && right(socket);
		}
	}

	#one(): Test {
		if (this.#take('not', '!')) {
			const test = this.#one();
			return (socket) => !test(socket);
		}
		if (this.#take('(')) {
			const test = this.#either();
			if (!this.#take(')')) this.#refuse();
			return test;
		}
		const what = this.#tokens[this.#at++];
		if (what !== undefined && !['sport', 'dport', 'src', 'dst'].includes(what)) {
			if (/^[\d.]+$/.test(what)) return this.#host('peer', '=', what);
			throw new Exit(1, `Error: an inet prefix is expected rather than "${what}".\n${UNPARSED}`);
		}
		const compare = this.#operator();
		const operand = this.#tokens[this.#at++] ?? this.#refuse();
		switch (what) {
			case 'sport':
			case 'dport':
				return this.#port(what === 'sport' ? 'local' : 'peer', compare, operand);
			case 'src':
			case 'dst':
				return this.#host(what === 'src' ? 'local' : 'peer', compare, operand);
			default:
				return this.#refuse();
		}
	}

	#operator(): string {
		const name = this.#tokens[this.#at] ?? '';
		const known = OPERATORS[name];
		if (known === undefined) return '=';
		this.#at++;
		return known;
	}

	#port(side: 'local' | 'peer', compare: string, operand: string): Test {
		const wanted = this.#portNumber(operand.slice(operand.lastIndexOf(':') + 1));
		return (socket) => holds(portOf(socket[side]), compare, wanted);
	}

	#portNumber(text: string): number {
		const number = /^\d+$/.test(text) ? Number(text) : this.#service(text);
		if (number === undefined) throw new Exit(1, `Error: "${text}" does not look like a port.\n${UNPARSED}`);
		return number;
	}

	#host(side: 'local' | 'peer', compare: string, operand: string): Test {
		const [, address = '', length, port] = /^([\d.*]*)(?:\/(\d+))?(?::(.+))?$/.exec(operand) ?? this.#refuse();
		const wantedPort = port === undefined || port === '*' ? undefined : this.#portNumber(port);
		const mask = length === undefined ? 32 : Number(length);
		return (socket) => {
			const text = socket[side];
			const colon = text.lastIndexOf(':');
			const host = address === '' || address === '*' || inNetwork(text.slice(0, colon), address, mask);
			const matches = host && (wantedPort === undefined || portOf(text) === wantedPort);
			return compare === '!=' ? !matches : matches;
		};
	}
}

const UNPARSED = 'Cannot parse dst/src address.\n';

const OPERATORS: { readonly [word: string]: string } = {
	'=': '=',
	'==': '=',
	eq: '=',
	'!=': '!=',
	ne: '!=',
	neq: '!=',
	'>': '>',
	gt: '>',
	'<': '<',
	lt: '<',
	'>=': '>=',
	ge: '>=',
	geq: '>=',
	'<=': '<=',
	le: '<=',
	leq: '<=',
};

function portOf(text: string): number {
	return Number(text.slice(text.lastIndexOf(':') + 1));
}

function holds(value: number, compare: string, wanted: number): boolean {
	switch (compare) {
		case '!=':
			return value !== wanted;
		case '>':
			return value > wanted;
		case '<':
			return value < wanted;
		case '>=':
			return value >= wanted;
		case '<=':
			return value <= wanted;
		default:
			return value === wanted;
	}
}

function inNetwork(text: string, network: string, length: number): boolean {
	const number = (address: string): number => {
		const parts = address.split('.').map(Number);
		return [0, 1, 2, 3].reduce((sum, at) => sum * 256 + (parts[at] ?? 0), 0);
	};
	if (!/^\d+(\.\d+){3}$/.test(text)) return false;
	const size = 2 ** (32 - length);
	return Math.floor(number(text) / size) === Math.floor(number(network) / size);
}
