/** What a find expression is made of. Tests and actions carry their arguments as they were written. */
export type FindNode =
	| { readonly kind: 'and' | 'or' | 'list'; readonly left: FindNode; readonly right: FindNode }
	| { readonly kind: 'not'; readonly operand: FindNode }
	| {
			readonly kind: 'test';
			readonly name: string;
			readonly argument: string;
			readonly file?: string;
			readonly variant?: string;
	  }
	| { readonly kind: 'run'; readonly name: string; readonly command: readonly string[]; readonly many: boolean };

export interface FindOptions {
	mindepth: number;
	maxdepth: number;
	depthFirst: boolean;
	oneFileSystem: boolean;
	ignoreReaddirRace: boolean;
	/** Times count from the end of today. */
	fromDayStart: boolean;
	follow: boolean;
	/** Of the `-regex` that comes next. */
	regexType: string;
	/** The file that names where to begin. */
	filesFrom?: string;
}

/** What is wrong with the expression, without "find: ". */
export class FindSyntaxError extends Error {
	/** A word that stands where none should, and the predicate before it: files' names, where a pattern was not quoted. */
	readonly stray: { readonly word: string; readonly after: string } | undefined;
	constructor(message: string, stray?: FindSyntaxError['stray']) {
		super(message);
		this.stray = stray;
	}
}

const ACTIONS = new Set('print print0 printf fprint fprint0 fprintf fls ls delete prune quit'.split(' '));
const ACTIONS_WITHOUT_ARGUMENT = new Set(['print', 'print0', 'ls', 'delete', 'prune', 'quit']);
const TESTS_WITHOUT_ARGUMENT = new Set([
	'empty',
	'true',
	'false',
	'readable',
	'writable',
	'executable',
	'nouser',
	'nogroup',
]);
const TESTS = new Set(
	'name iname path wholename ipath iwholename regex iregex lname ilname type xtype size perm user group uid gid newer anewer cnewer mtime atime ctime mmin amin cmin links inum samefile fstype used'.split(
		' ',
	),
);
const REGEX_TYPES =
	'findutils-default ed emacs gnu-awk grep posix-awk awk posix-basic posix-egrep egrep posix-extended posix-minimal-basic sed'.split(
		' ',
	);
const RUNS = new Set(['exec', 'execdir', 'ok', 'okdir']);

function endsInPercent(format: string): boolean {
	return /(?:^|[^%\\])(?:%%)*%$/s.test(format);
}

/** Models the grammar of find(1): "!", juxtaposition and -a, -o, ",". */
export class FindParser {
	readonly options: FindOptions = {
		mindepth: 0,
		maxdepth: Number.POSITIVE_INFINITY,
		depthFirst: false,
		oneFileSystem: false,
		ignoreReaddirRace: false,
		fromDayStart: false,
		follow: false,
		regexType: 'findutils-default',
	};
	readonly #words: readonly string[];
	#at = 0;
	#hasAction = false;
	#prunes = false;

	constructor(words: readonly string[]) {
		this.#words = words;
	}

	/** Without an action of its own the expression prints. */
	parse(): FindNode {
		const print: FindNode = { kind: 'test', name: 'print', argument: '' };
		if (this.#words.length === 0) return print;
		const expression = this.#list();
		if (this.#at < this.#words.length) throw new FindSyntaxError("you have too many ')'");
		return this.#hasAction ? expression : { kind: 'and', left: expression, right: print };
	}

	get prunes(): boolean {
		return this.#prunes;
	}

	#list(): FindNode {
		let left = this.#or();
		while (this.#words[this.#at] === ',') {
			this.#at++;
			left = { kind: 'list', left, right: this.#or() };
		}
		return left;
	}

	#or(): FindNode {
		let left = this.#and();
		while (this.#words[this.#at] === '-o' || this.#words[this.#at] === '-or') {
			const operator = this.#words[this.#at++] as string;
			this.#requireOperand(operator);
			left = { kind: 'or', left, right: this.#and() };
		}
		return left;
	}

	#and(): FindNode {
		let left = this.#not();
		for (;;) {
			const word = this.#words[this.#at];
			if (word === undefined || [')', '-o', '-or', ','].includes(word)) return left;
			if (word === '-a' || word === '-and') {
				this.#at++;
				this.#requireOperand(word);
			}
			left = { kind: 'and', left, right: this.#not() };
		}
	}

	#requireOperand(operator: string): void {
		const next = this.#words[this.#at];
		if (next === undefined) throw new FindSyntaxError(`expected an expression after '${operator}'`);
		if ([')', '-o', '-a', ','].includes(next)) {
			throw new FindSyntaxError(
				`invalid expression; you have used a binary operator '${operator}' with nothing after it.`,
			);
		}
	}

	#not(): FindNode {
		const word = this.#words[this.#at];
		if (word === '!' || word === '-not') {
			this.#at++;
			if (this.#words[this.#at] === undefined) throw new FindSyntaxError(`expected an expression after '${word}'`);
			return { kind: 'not', operand: this.#not() };
		}
		return this.#primary();
	}

	#primary(): FindNode {
		const word = this.#words[this.#at++] as string;
		if (word === '(') {
			if (this.#words[this.#at] === ')')
				throw new FindSyntaxError('invalid expression; empty parentheses are not allowed.');
			if (this.#words[this.#at] === undefined)
				throw new FindSyntaxError(
					"invalid expression; expected to find a ')' but didn't see one. Perhaps you need an extra predicate after '('",
				);
			const inner = this.#list();
			if (this.#words[this.#at] !== ')') {
				throw new FindSyntaxError("invalid expression; I was expecting to find a ')' somewhere but did not see one.");
			}
			this.#at++;
			return inner;
		}
		if (word === ')') throw new FindSyntaxError("invalid expression; you have too many ')'");
		if (word === '-o' || word === '-a' || word === '-or' || word === '-and' || word === ',') {
			throw new FindSyntaxError(
				`invalid expression; you have used a binary operator '${word}' with nothing before it.`,
			);
		}
		if (!word.startsWith('-')) {
			const after = this.#words.slice(0, this.#at - 1).findLast((each) => each.startsWith('-'));
			throw new FindSyntaxError(
				`paths must precede expression: \`${word}'`,
				after === undefined ? undefined : { word, after },
			);
		}
		return this.#predicate(word, word.replace(/^--?/, ''));
	}

	#predicate(word: string, name: string): FindNode {
		if (this.#option(word, name)) return { kind: 'test', name: 'true', argument: '' };
		if (ACTIONS.has(name)) {
			if (name !== 'prune' && name !== 'quit') this.#hasAction = true;
			if (name === 'delete') this.options.depthFirst = true;
			if (name === 'prune') this.#prunes = true;
			const argument = ACTIONS_WITHOUT_ARGUMENT.has(name) ? '' : this.#argument(word);
			if (name.endsWith('printf') && endsInPercent(name === 'fprintf' ? (this.#words[this.#at] ?? '') : argument)) {
				throw new FindSyntaxError('error: % at end of format string');
			}
			// Where it goes, then what.
			if (name === 'fprintf') return { kind: 'test', name, argument: this.#argument(word), file: argument };
			if (/^f(?:print0?|ls)$/.test(name)) return { kind: 'test', name, argument: '', file: argument };
			return { kind: 'test', name, argument };
		}
		if (TESTS_WITHOUT_ARGUMENT.has(name)) return { kind: 'test', name, argument: '' };
		if (TESTS.has(name) || /^newer[aBcm][aBcmt]$/.test(name)) {
			if (name.startsWith('newer') && name !== 'newer' && this.#words[this.#at] === undefined) {
				throw new FindSyntaxError(`The ‘${word}’ test needs an argument`);
			}
			const argument = this.#argument(word);
			// What holds at this place holds for this test.
			const variant = /^i?regex$/.test(name) ? this.options.regexType : this.options.fromDayStart ? 'daystart' : '';
			return { kind: 'test', name, argument, variant };
		}
		if (RUNS.has(name)) return this.#command(word, name);
		if (/^newer..$/.test(name)) throw new FindSyntaxError(`invalid predicate \`${word}'`);
		throw new FindSyntaxError(`unknown predicate \`${word}'`);
	}

	/** Options hold for the whole run, wherever they stand. */
	#option(word: string, name: string): boolean {
		switch (name) {
			case 'maxdepth':
			case 'mindepth': {
				const text = this.#argument(word);
				if (!/^\d+$/.test(text)) {
					throw new FindSyntaxError(`Expected a positive decimal integer argument to ${word}, but got ‘${text}’`);
				}
				this.options[name] = Number(text);
				return true;
			}
			case 'depth':
			case 'd':
				this.options.depthFirst = true;
				return true;
			case 'mount':
			case 'xdev':
				this.options.oneFileSystem = true;
				return true;
			case 'daystart':
				this.options.fromDayStart = true;
				return true;
			case 'follow':
				this.options.follow = true;
				return true;
			case 'files0-from':
				this.options.filesFrom = this.#argument(word);
				return true;
			case 'noleaf':
			case 'warn':
			case 'nowarn':
			case 'ignore_readdir_race':
			case 'noignore_readdir_race':
				return true;
			case 'regextype': {
				const type = this.#argument(word);
				if (!REGEX_TYPES.includes(type)) {
					const known = REGEX_TYPES.map((each) => `‘${each}’`).join(', ');
					throw new FindSyntaxError(`Unknown regular expression type ‘${type}’; valid types are ${known}.`);
				}
				this.options.regexType = type;
				return true;
			}
			default:
				return false;
		}
	}

	#argument(word: string): string {
		const argument = this.#words[this.#at];
		if (argument === undefined) throw new FindSyntaxError(`missing argument to \`${word}'`);
		this.#at++;
		return argument;
	}

	#command(word: string, name: string): FindNode {
		this.#hasAction = true;
		const command: string[] = [];
		for (;;) {
			const next = this.#words[this.#at];
			if (next === undefined) throw new FindSyntaxError(`missing argument to \`${word}'`);
			this.#at++;
			if (next === ';') break;
			if (next === '+' && command.at(-1) === '{}') {
				if (command.filter((each) => each.includes('{}')).length > 1) {
					throw new FindSyntaxError(`Only one instance of {} is supported with ${word} ... +`);
				}
				return { kind: 'run', name, command: command.slice(0, -1), many: true };
			}
			command.push(next);
		}
		if (command.length === 0) throw new FindSyntaxError(`invalid argument \`;' to \`${word}'`);
		return { kind: 'run', name, command, many: false };
	}
}
