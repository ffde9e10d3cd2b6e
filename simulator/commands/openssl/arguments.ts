import { Exit } from '../unix-command.ts';

/** Names of options that stand alone, and of those that take a value; separated by spaces, without their dash. */
export interface OptionNames {
	readonly flags: string;
	readonly values: string;
}

/** What stands on the command line of one of openssl's commands. */
export class Arguments {
	readonly command: string;
	/** In their order; a name without a value stands for itself. */
	readonly given: readonly (readonly [name: string, value: string])[];
	readonly operands: readonly string[];

	constructor(command: string, given: readonly (readonly [string, string])[], operands: readonly string[]) {
		this.command = command;
		this.given = given;
		this.operands = operands;
	}

	has(name: string): boolean {
		return this.given.some(([each]) => each === name);
	}

	/** The last one given. */
	value(name: string): string | undefined {
		return this.given.findLast(([each]) => each === name)?.[1];
	}

	all(name: string): readonly string[] {
		return this.given.filter(([each]) => each === name).map(([, value]) => value);
	}
}

/** Names of message digests, which stand as options. */
export const DIGESTS: ReadonlySet<string> = new Set(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512']);

/** Throws Exit in openssl's words. Models apps/lib/opt.c opt_next. */
export function parseArguments(command: string, { flags, values }: OptionNames, words: readonly string[]): Arguments {
	const alone = new Set(flags.split(/\s+/));
	const valued = new Set(values.split(/\s+/));
	const given: [string, string][] = [];
	const operands: string[] = [];
	for (let at = 0; at < words.length; at++) {
		const word = words[at] as string;
		if (!word.startsWith('-') || word === '-') {
			operands.push(...words.slice(at));
			break;
		}
		if (word === '--') {
			operands.push(...words.slice(at + 1));
			break;
		}
		const [, name = '', inline] = /^--?([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
		if (alone.has(name) || DIGESTS.has(name)) given.push([name, '']);
		else if (!valued.has(name)) {
			const what = DIGEST_COMMANDS.has(command) ? 'Unknown option or message digest' : 'Unknown option';
			throw new Exit(1, `${command}: ${what}: ${name}\n${command}: Use -help for summary.\n`);
		} else if (inline !== undefined) given.push([name, inline]);
		else {
			const next = words[++at];
			if (next === undefined) {
				throw new Exit(1, `${command}: Option ${word} needs a value\n${command}: Use -help for summary.\n`);
			}
			given.push([name, next]);
		}
	}
	return new Arguments(command, given, operands);
}

const DIGEST_COMMANDS: ReadonlySet<string> = new Set(['req', 'x509', 'dgst']);
