import { type UnixRun, unixCommand } from '../unix-command.ts';
import { UTIL_LINUX } from './version.ts';

const HELP = `
Usage:
 getopt <optstring> <parameters>
 getopt [options] [--] <optstring> <parameters>
 getopt [options] -o|--options <optstring> [options] [--] <parameters>

Parse command options.

Options:
 -a, --alternative             long options may begin with one dash
 -l, --longoptions <longopts>  the long options
 -n, --name <progname>         who complains
 -o, --options <optstring>     the short options
 -q, --quiet                   do not complain
 -Q, --quiet-output            do not print
 -s, --shell <shell>           quote for this shell
 -T, --test                    exit with 4
 -u, --unquoted                do not quote

 -h, --help                    display this help
 -V, --version                 display version

For more details see getopt(1).
`;

interface Plan {
	name: string;
	short: string | undefined;
	readonly long: Map<string, 'none' | 'required' | 'optional'>;
	alternative: boolean;
	quiet: boolean;
	silent: boolean;
	quoted: boolean;
	csh: boolean;
}

/** util-linux's getopt: what scripts sort their arguments with. */
export const getopt = unixCommand({
	name: 'getopt',
	paths: ['/usr/bin/getopt'],
	size: 22_840,
	*main(run) {
		const plan: Plan = {
			name: 'getopt',
			short: undefined,
			long: new Map(),
			alternative: false,
			quiet: false,
			silent: false,
			quoted: true,
			csh: false,
		};
		const { args } = run;
		if (args.length === 0) return yield* refuse(run, 'missing optstring argument');
		if (!(args[0] as string).startsWith('-')) {
			plan.quoted = OLD_SYNTAX_QUOTES;
			plan.short = args[0];
			return yield* parse(run, plan, args.slice(1));
		}
		let at = 0;
		for (; at < args.length; at++) {
			const word = args[at] as string;
			if (word === '--') {
				at++;
				break;
			}
			if (!word.startsWith('-') || word === '-') break;
			const match = /^(?:-([aqQTuhV])|-([lnos])(.*)|--([a-z-]+)(?:=(.*))?)$/s.exec(word);
			const key = match?.[1] ?? match?.[2] ?? LONG[match?.[4] ?? ''];
			if (key === undefined) {
				const shown = word.startsWith('--')
					? `unrecognized option '${word}'`
					: `invalid option -- '${word.slice(1, 2)}'`;
				return yield* refuse(run, shown);
			}
			let value = match?.[5] ?? (match?.[3] === '' ? undefined : match?.[3]);
			if ('lnos'.includes(key) && value === undefined) value = args[++at];
			if ('lnos'.includes(key) && value === undefined)
				return yield* refuse(run, `option requires an argument -- '${key}'`);
			if (key === 'h' || key === 'V') {
				yield* run.out.write(key === 'h' ? HELP : `getopt from ${UTIL_LINUX}\n`);
				return 0;
			}
			if (key === 'T') return 4;
			apply(plan, key, value ?? '');
		}
		let rest = args.slice(at);
		if (plan.short === undefined) {
			if (rest[0] === undefined) return yield* refuse(run, 'missing optstring argument');
			plan.short = rest[0];
			rest = rest.slice(1);
			if (rest[0] === '--') rest = rest.slice(0);
		}
		return yield* parse(run, plan, rest);
	},
});

/** Of the old syntax nothing is quoted. */
const OLD_SYNTAX_QUOTES = false;

const LONG: Readonly<Record<string, string>> = {
	alternative: 'a',
	longoptions: 'l',
	long: 'l',
	name: 'n',
	options: 'o',
	quiet: 'q',
	'quiet-output': 'Q',
	shell: 's',
	test: 'T',
	unquoted: 'u',
	help: 'h',
	version: 'V',
};

function apply(plan: Plan, key: string, value: string): void {
	if (key === 'a') plan.alternative = true;
	else if (key === 'q') plan.quiet = true;
	else if (key === 'Q') plan.silent = true;
	else if (key === 'u') plan.quoted = false;
	else if (key === 'n') plan.name = value;
	else if (key === 'o') plan.short = value;
	else if (key === 's') plan.csh = /csh$/.test(value);
	else if (key === 'l') {
		for (const word of value.split(/[ ,\t\n]+/).filter((each) => each !== '')) {
			const name = word.replace(/:+$/, '');
			plan.long.set(name, word.endsWith('::') ? 'optional' : word.endsWith(':') ? 'required' : 'none');
		}
	}
}

function* refuse(run: UnixRun, text: string) {
	yield* run.say(`getopt: ${text}\nTry 'getopt --help' for more information.\n`);
	return 2;
}

function quoted(text: string, plan: Plan): string {
	if (!plan.quoted) return text;
	const escaped = text.replaceAll("'", "'\\''");
	return `'${plan.csh ? escaped.replaceAll('!', "'\\!'").replaceAll('\n', '\\n') : escaped}'`;
}

function* parse(run: UnixRun, plan: Plan, words: readonly string[]) {
	const parser = new OptionWords(plan, words, (run.process.env.get('POSIXLY_CORRECT') ?? '') !== '');
	parser.run();
	if (!plan.quiet) for (const problem of parser.problems) yield* run.say(`${plan.name}: ${problem}\n`);
	if (!plan.silent) {
		const out = [...parser.options, '--', ...parser.operands.map((word) => quoted(word, plan))];
		yield* run.out.write(` ${out.join(' ')}\n`);
	}
	return parser.problems.length > 0 ? 1 : 0;
}

class OptionWords {
	readonly options: string[] = [];
	readonly operands: string[] = [];
	readonly problems: string[] = [];
	readonly #plan: Plan;
	readonly #words: readonly string[];
	readonly #stops: boolean;
	readonly #inOrder: boolean;
	readonly #short: string;
	#at = 0;

	constructor(plan: Plan, words: readonly string[], posix: boolean) {
		this.#plan = plan;
		this.#words = words;
		const short = plan.short as string;
		this.#stops = short.startsWith('+') || posix;
		this.#inOrder = short.startsWith('-');
		this.#short = short.replace(/^[-+]/, '');
	}

	run(): void {
		for (; this.#at < this.#words.length; this.#at++) {
			const word = this.#words[this.#at] as string;
			if (word === '--') {
				this.operands.push(...this.#words.slice(this.#at + 1));
				return;
			}
			if (!word.startsWith('-') || word === '-') {
				if (this.#stops) {
					this.operands.push(...this.#words.slice(this.#at));
					return;
				}
				if (this.#inOrder) this.options.push(quoted(word, this.#plan));
				else this.operands.push(word);
			} else if (word.startsWith('--')) this.#long(word.slice(2), '--');
			else if (this.#plan.alternative && this.#knows(word.slice(1))) this.#long(word.slice(1), '-');
			else this.#cluster(word.slice(1));
		}
	}

	#knows(text: string): boolean {
		const name = text.split('=')[0] as string;
		return (
			[...this.#plan.long.keys()].some((each) => each.startsWith(name)) &&
			!(name.length === 1 && this.#short.includes(name))
		);
	}

	#long(text: string, dashes: string): void {
		const equals = text.indexOf('=');
		const name = equals < 0 ? text : text.slice(0, equals);
		const inline = equals < 0 ? undefined : text.slice(equals + 1);
		const { long } = this.#plan;
		const found = long.has(name) ? [name] : [...long.keys()].filter((each) => each.startsWith(name));
		if (found.length !== 1) {
			const list = found.map((each) => ` '${dashes}${each}'`).join('');
			this.problems.push(
				found.length === 0
					? `unrecognized option '${dashes}${name}'`
					: `option '${dashes}${name}' is ambiguous; possibilities:${list}`,
			);
			return;
		}
		const [full] = found as [string];
		const kind = long.get(full);
		if (kind === 'none') {
			if (inline !== undefined) this.problems.push(`option '${dashes}${full}' doesn't allow an argument`);
			else this.options.push(`--${full}`);
		} else if (kind === 'optional') this.options.push(`--${full}`, quoted(inline ?? '', this.#plan));
		else {
			const value = inline ?? this.#words[++this.#at];
			if (value === undefined) this.problems.push(`option '${dashes}${full}' requires an argument`);
			else this.options.push(`--${full}`, quoted(value, this.#plan));
		}
	}

	#cluster(letters: string): void {
		for (let index = 0; index < letters.length; index++) {
			const letter = letters[index] as string;
			const place = letter === ':' ? -1 : this.#short.indexOf(letter);
			if (place < 0) {
				this.problems.push(`invalid option -- '${letter}'`);
				continue;
			}
			if (this.#short[place + 1] !== ':') {
				this.options.push(`-${letter}`);
				continue;
			}
			const rest = letters.slice(index + 1);
			if (this.#short[place + 2] === ':') this.options.push(`-${letter}`, quoted(rest, this.#plan));
			else {
				const value = rest === '' ? this.#words[++this.#at] : rest;
				if (value === undefined) this.problems.push(`option requires an argument -- '${letter}'`);
				else this.options.push(`-${letter}`, quoted(value, this.#plan));
			}
			return;
		}
	}
}
