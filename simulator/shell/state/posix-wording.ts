/** What bash's builtins complain of, and how dash's say it: always with status 2. */
const WORDING: readonly { readonly of: RegExp; readonly said: string }[] = [
	{ of: /^(\w+): (?:cannot unset: )?readonly variable$/, said: '$1: is read only' },
	{ of: /^-?(-.): invalid option$/, said: 'Illegal option $1' },
	{ of: /^(.*): (?:numeric argument required|(?:shift|loop) count out of range)$/s, said: 'Illegal number: $1' },
	{ of: /^(.*): octal number out of range$/s, said: 'Illegal number: $1' },
	{ of: /^`(.*)': invalid symbolic mode (?:operator|character)$/s, said: 'Illegal mode: $1' },
	{ of: /^`(.*)': not a pid or valid job spec$/s, said: 'Illegal number: $1' },
	{ of: /^(%.*): no such job$/s, said: 'No such job: $1' },
	{ of: /^no job control$/, said: 'No current job' },
	{ of: /^`(.*)': not a valid identifier$/s, said: '$1: bad variable name' },
	{ of: /^.*: invalid number$/s, said: 'bad number' },
];

/** A builtin's complaint in dash's words; undefined where both say the same. */
export function posixWording(message: string): string | undefined {
	const found = WORDING.find(({ of }) => of.test(message));
	if (found === undefined) return undefined;
	return message.replace(found.of, found.said);
}
