import { Exit } from '../unix-command.ts';

export interface LsofRequest {
	/** What follows each -i; '' for all. */
	readonly internet: readonly string[];
	readonly pids: readonly number[];
	readonly users: readonly string[];
	readonly commands: readonly string[];
	readonly states: readonly string[];
	/** With all that lies below. */
	readonly directories: readonly string[];
	readonly files: readonly string[];
	readonly terse: boolean;
	readonly numericHosts: boolean;
	readonly numericPorts: boolean;
	/** All selections must agree. */
	readonly and: boolean;
	/** -U: local sockets. */
	readonly local: boolean;
}

const USAGE = `lsof 4.95.0
 latest revision: https://github.com/lsof-org/lsof
 latest FAQ: https://github.com/lsof-org/lsof/blob/master/00FAQ
 latest (non-formatted) man page: https://github.com/lsof-org/lsof/blob/master/Lsof.8
 usage: [-?abhKlnNoOPRtUvVX] [+|-c c] [+|-d s] [+D D] [+|-E] [+|-e s] [+|-f[gG]]
 [-F [f]] [-g [s]] [-i [i]] [+|-L [l]] [+m [m]] [+|-M] [-o [o]] [-p s]
 [+|-r [t]] [-s [p:s]] [-S [t]] [-T [t]] [-u s] [+|-w] [-x [fl]] [--] [names]
Use the \`\`-h'' option to get more help information.
`;

/** Letters whose value may be absent: what follows is one unless it begins as an option does. */
const MAY_HAVE_VALUE = 'is';
const HAVE_VALUE = 'puc';
const FLAGS = 'tnPalbwRVU';

/** Reads options as lsof's own getopt does: "+D DIR", "-nPi :80", "-iTCP:80". Throws Exit. */
export function lsofRequest(args: readonly string[]): LsofRequest {
	const given = new Map<string, string[]>();
	const files: string[] = [];
	const note = (letter: string, value: string): void => {
		given.set(letter, [...(given.get(letter) ?? []), value]);
	};
	for (let index = 0; index < args.length; index++) {
		const word = args[index] as string;
		if (word === '--') {
			files.push(...args.slice(index + 1));
			break;
		}
		if (!/^[-+]./.test(word)) files.push(word);
		else if (/^\+[dD]/.test(word)) note('D', word.slice(2) || (args[++index] ?? ''));
		else if (cluster(word.slice(1), args[index + 1], note)) index++;
	}
	const list = (letter: string): string[] => (given.get(letter) ?? []).flatMap((text) => text.split(','));
	return {
		internet: given.get('i') ?? [],
		pids: list('p').map(Number),
		users: list('u'),
		commands: given.get('c') ?? [],
		states: list('s').flatMap((text) => (text.includes(':') ? [text.slice(text.indexOf(':') + 1).toUpperCase()] : [])),
		directories: given.get('D') ?? [],
		files,
		terse: given.has('t'),
		numericHosts: given.has('n'),
		numericPorts: given.has('P'),
		and: given.has('a'),
		local: given.has('U'),
	};
}

/** @returns whether `next` was a value. */
function cluster(letters: string, next: string | undefined, note: (letter: string, value: string) => void): boolean {
	for (let at = 0; at < letters.length; at++) {
		const letter = letters[at] as string;
		const rest = letters.slice(at + 1);
		if (HAVE_VALUE.includes(letter)) {
			if (rest === '' && next === undefined) throw new Exit(1, `lsof: no ${letter} value\n${USAGE}`);
			note(letter, rest || (next as string));
			return rest === '';
		}
		if (MAY_HAVE_VALUE.includes(letter)) {
			const follows = rest === '' && next !== undefined && !/^[-+]/.test(next);
			note(letter, follows ? next : rest);
			return follows;
		}
		if (!FLAGS.includes(letter)) throw new Exit(1, `lsof: illegal option character: ${letter}\n${USAGE}`);
		note(letter, '');
	}
	return false;
}
