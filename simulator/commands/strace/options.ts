import { Exit } from '../unix-command.ts';

export interface StraceOptions {
	readonly pids: readonly number[];
	readonly command: readonly string[];
	readonly follows: boolean;
	readonly counts: boolean;
	readonly quiet: boolean;
	readonly output: string | undefined;
	/** How many -t were given. */
	readonly times: number;
	readonly stringMax: number;
	readonly isWanted: (call: string) => boolean;
	/** What is printed instead of tracing. */
	readonly answer?: string;
}

const GROUPS: ReadonlyMap<string, string> = new Map([
	[
		'file',
		'open openat mkdir rmdir unlink unlinkat rename renameat2 link linkat symlink symlinkat chmod fchmodat chown fchownat chdir chroot execve newfstatat mount umount2',
	],
	['process', 'execve clone wait4 kill exit_group'],
	['network', 'connect bind listen accept4 sendto socket'],
	['desc', 'open openat read write close dup2 getdents64'],
	['signal', 'kill'],
	['creds', 'setuid setgid'],
]);

const TRY = "Try 'strace -h' for more information.\n";

/** Models strace.c init. */
export function parseStrace(args: readonly string[]): StraceOptions {
	const pids: number[] = [];
	let follows = false;
	let counts = false;
	let quiet = false;
	let output: string | undefined;
	let times = 0;
	let stringMax = 32;
	let isWanted: (call: string) => boolean = () => true;
	let at = 0;
	for (; at < args.length; at++) {
		const word = args[at] as string;
		if (word === '--') {
			at++;
			break;
		}
		if (!/^-./.test(word)) break;
		if (word === '--version' || word === '-V') return { ...NOTHING, answer: 'strace -- version 6.8\n' };
		if (word === '--help' || word === '-h') return { ...NOTHING, answer: HELP };
		const long = LONG.get(word.replace(/=.*$/s, ''));
		const letters = long === undefined ? word.slice(1) : long;
		for (let index = 0; index < letters.length; index++) {
			const letter = letters[index] as string;
			if (!TAKES_VALUE.has(letter)) {
				if (letter === 'f') follows = true;
				else if (letter === 'c' || letter === 'C') counts = true;
				else if (letter === 'q') quiet = true;
				else if (letter === 't') times++;
				else if (!'vyxTirFkZzn'.includes(letter)) throw new Exit(1, `strace: invalid option -- '${letter}'\n${TRY}`);
				continue;
			}
			const inWord =
				long === undefined ? letters.slice(index + 1) : word.includes('=') ? word.replace(/^[^=]*=/s, '') : '';
			const value = inWord === '' ? args[++at] : inWord;
			if (value === undefined) throw new Exit(1, `strace: option requires an argument -- '${letter}'\n${TRY}`);
			if (letter === 'p')
				pids.push(
					...value
						.split(/[\s,]+/)
						.filter((each) => each !== '')
						.map(pidOf),
				);
			else if (letter === 'o') output = value;
			else if (letter === 's') stringMax = Math.min(80, Number.parseInt(value, 10) || 0);
			else if (letter === 'e') isWanted = filterOf(value);
			break;
		}
	}
	const command = args.slice(at);
	if (pids.length === 0 && command.length === 0) {
		throw new Exit(1, `strace: must have PROG [ARGS] or -p PID\n${TRY}`);
	}
	return { pids, command, follows, counts, quiet, output, times, stringMax, isWanted };
}

const NOTHING: StraceOptions = {
	...{ pids: [], command: [], follows: false, counts: false, quiet: false, output: undefined, times: 0, stringMax: 32 },
	isWanted: () => true,
};

const TAKES_VALUE: ReadonlySet<string> = new Set('abEeIOoPpsSuUX');
const LONG: ReadonlyMap<string, string> = new Map([
	['--attach', 'p'],
	['--follow-forks', 'f'],
	['--output', 'o'],
	['--string-limit', 's'],
	['--summary-only', 'c'],
	['--trace', 'e'],
	['--quiet', 'q'],
]);

function pidOf(text: string): number {
	if (!/^\d{1,9}$/.test(text)) throw new Exit(1, `strace: Invalid process id: '${text}'\n${TRY}`);
	return Number(text);
}

/** "kill", "trace=open,openat", "trace=%file", "!read". */
function filterOf(expression: string): (call: string) => boolean {
	const [, kind = 'trace', rest = ''] = /^(?:([a-z]+)=)?(.*)$/s.exec(expression) ?? [];
	if (kind !== 'trace' && kind !== 't') return () => true;
	const negated = rest.startsWith('!');
	const names = new Set(
		rest
			.replace(/^!/, '')
			.split(',')
			.flatMap((name) => {
				const group = GROUPS.get(name.replace(/^%/, ''));
				return group === undefined ? [name] : group.split(' ');
			}),
	);
	if (names.has('all')) return () => !negated;
	return (call) => names.has(call) !== negated;
}

const HELP = `Usage: strace [-cfqtT] [-e EXPR] [-o FILE] [-s STRSIZE] { -p PID... | PROG [ARGS] }
`;
