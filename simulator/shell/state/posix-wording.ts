/** What bash's builtins complain of, and how dash's say it: always with status 2. */
const WORDING: readonly { readonly of: RegExp; readonly said: string }[] = [
	{ of: /^(\w+): (?:cannot unset: )?readonly variable$/, said: '$1: is read only' },
	{ of: /^-?(-.): invalid option$/, said: 'Illegal option $1' },
	{ of: /^(.*): (?:numeric argument required|(?:shift|loop) count out of range)$/s, said: 'Illegal number: $1' },
	{ of: /^(.*): octal number out of range$/s, said: 'Illegal number: $1' },
	{ of: /^`(.*)': invalid symbolic mode (?:operator|character)$/s, said: 'Illegal mode: $1' },
	{ of: /^`(.*)': not a pid or valid job spec$/s, said: 'Illegal number: $1' },
	{ of: /^(%.*): no such job$/s, said: 'No such job: $1' },
	{ of: /^(Illegal option -o .*)$/s, said: '$1' },
	{ of: /^(.*: bad variable name)$/s, said: '$1' },
	{ of: /^no job control$/, said: 'No current job' },
	{ of: /^`(.*)': not a valid identifier$/s, said: '$1: bad variable name' },
	{ of: /^.*: invalid number$/s, said: 'bad number' },
];

/** Where busybox's shell says it otherwise. */
const BUSYBOX_WORDING: typeof WORDING = [
	{ of: /^-?([-+].): invalid option$/, said: 'illegal option $1' },
	{ of: /^(-.): option requires an argument$/, said: 'no arg for $1 option' },
	{ of: /^Illegal option (-.*)$/, said: 'illegal option $1' },
	{ of: /^(%.*): no such job$/s, said: '$1: no such job' },
	{ of: /^.*: invalid number$/s, said: 'invalid count' },
	{ of: /^.*: invalid timeout specification$/s, said: 'invalid timeout' },
	{ of: /^.*: invalid file descriptor specification$/s, said: 'invalid file descriptor' },
];

/** A builtin's complaint in the words of busybox's shell; undefined where those are bash's. */
export function busyboxWording(message: string): string | undefined {
	const found = BUSYBOX_WORDING.find(({ of }) => of.test(message));
	return found === undefined ? posixWording(message) : message.replace(found.of, found.said);
}

/** A builtin's complaint in dash's words; undefined where both say the same. */
export function posixWording(message: string): string | undefined {
	const found = WORDING.find(({ of }) => of.test(message));
	if (found === undefined) return undefined;
	return message.replace(found.of, found.said);
}

/** Builtins whose wrong use ends dash, unless `command` runs them. */
export const ENDS_DASH: ReadonlySet<string> = new Set(
	'break continue exit export readonly return set shift trap unset'.split(' '),
);
