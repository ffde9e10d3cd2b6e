import { CAPABILITY_ATTRIBUTE } from '../../kernel/files/extended-attributes.ts';
import { decodeFileCapabilities, encodeFileCapabilities } from '../../kernel/files/file-capabilities.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { Command } from '../command.ts';
import { reasonOf } from '../launch.ts';
import { readAll } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { ALL_BITS, type CapabilitySets, setsOfText, setsText } from './capability-text.ts';

const SETCAP_USAGE = `usage: setcap [-h] [-q] [-v] [-n <rootid>] (-r|-|<caps>) <filename> [ ... (-r|-|<capsN>) <filenameN> ]

 Note <filename> must be a regular (non-symlink) file.
 -r          remove capability from file
 -           read capability text from stdin
 <capsN>     cap_from_text(3) formatted file capability
 [ Note: capsh --suggest="something..." might help you pick. ]
 -h          this message and exit status 0
 -q          quietly
 -v          validate supplied capability matches file
 -n <rootid> write a user namespace (!= 0) limited capability
 --license   display the license info
`;
const GETCAP_USAGE = `usage: getcap [-h] [-l] [-n] [-r] [-v] <filename> [<filename> ...]

	displays the capabilities on the queried file(s).
`;

/** What a file gives whoever executes it; undefined: nothing is said. */
function setsOf(process: Process, path: string): CapabilitySets | undefined {
	try {
		const found = decodeFileCapabilities(process.getAttribute(path, CAPABILITY_ATTRIBUTE));
		if (found === undefined) return undefined;
		const permitted = found.permitted & ALL_BITS;
		const inheritable = found.inheritable & ALL_BITS;
		return { permitted, inheritable, effective: found.isEffective ? permitted | inheritable : 0n };
	} catch (error) {
		if (error instanceof SystemError && (error.errno === 'ENODATA' || error.errno === 'EOPNOTSUPP')) return undefined;
		throw error;
	}
}

/** libcap's. Differs: there are no user namespaces for -n to be about. */
const setcap = unixCommand({
	name: 'setcap',
	paths: ['/usr/sbin/setcap'],
	size: 22_848,
	*main(run) {
		const { process, args, out } = run;
		let isQuiet = false;
		let isCheck = false;
		const words = [...args];
		if (words.length === 0) throw new Exit(1, SETCAP_USAGE);
		while (words.length > 0) {
			const word = words.shift() as string;
			if (word === '-h') {
				yield* run.say(SETCAP_USAGE);
				return 0;
			}
			if (word === '-q' || word === '-v') {
				isQuiet ||= word === '-q';
				isCheck ||= word === '-v';
				continue;
			}
			if (word === '-n') {
				words.shift();
				continue;
			}
			const path = word === '-r' || word === '-' ? words.shift() : words.shift();
			if (path === undefined) throw new Exit(1, SETCAP_USAGE);
			const text = word === '-' ? yield* typedText(run) : word;
			const wanted = word === '-r' ? undefined : setsOfText(text);
			if (word !== '-r' && wanted === undefined) throw new Exit(1, `fatal error: Invalid argument\n${SETCAP_USAGE}`);
			if (isCheck) {
				const differing = difference(setsOf(process, path), wanted);
				if (differing !== '') {
					if (!isQuiet) yield* out.write(`${path} differs in [${differing}]\n`);
					return 1;
				}
				if (!isQuiet) yield* out.write(`${path}: OK\n`);
			} else yield* change(run, path, wanted);
		}
		return 0;
	},
});

function* typedText({ process, out }: UnixRun): Task<string> {
	yield* out.write('Please enter caps for file [empty line to end]:\n');
	yield* out.flush();
	return decodeUtf8(yield* readAll(process, 0)).replace(/\n\n.*/s, '');
}

function difference(own: CapabilitySets | undefined, wanted: CapabilitySets | undefined): string {
	const none = { permitted: 0n, inheritable: 0n, effective: 0n };
	const [a, b] = [own ?? none, wanted ?? none];
	return `${a.permitted === b.permitted ? '' : 'p'}${a.inheritable === b.inheritable ? '' : 'i'}${a.effective === b.effective ? '' : 'e'}`;
}

function* change({ process }: UnixRun, path: string, wanted: CapabilitySets | undefined): Task<void> {
	if (!process.credentials.capabilities.has('SETFCAP')) {
		throw new Exit(1, 'unable to set CAP_SETFCAP effective capability: Operation not permitted\n');
	}
	try {
		const isFile = process.lstat(path).type === 'file';
		// The effective bit is one for all of a file's.
		const { effective = 0n, permitted = 0n, inheritable = 0n } = wanted ?? {};
		const isWhole = effective === 0n || effective === (permitted | inheritable);
		if (!isFile || !isWhole) throw new Exit(1, `Invalid file '${path}' for capability operation\n`);
		const value =
			wanted === undefined
				? undefined
				: encodeFileCapabilities({ permitted, inheritable, isEffective: effective !== 0n });
		process.setAttribute(path, CAPABILITY_ATTRIBUTE, value);
	} catch (error) {
		if (error instanceof SystemError && error.errno === 'ENODATA') {
			throw new Exit(1, `File '${path}' has no capablity to remove\n`);
		}
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `Failed to set capabilities on file '${path}': ${reasonOf(error)}\n`);
	}
	yield* process.tick();
}

/** Folders within folders. */
const DEPTH_MAX = 256;

const getcap = unixCommand({
	name: 'getcap',
	paths: ['/usr/sbin/getcap'],
	size: 14_648,
	*main(run) {
		const flags = new Set<string>();
		let at = 0;
		for (; run.args[at]?.startsWith('-') && run.args[at] !== '-'; at++) {
			for (const letter of (run.args[at] as string).slice(1)) {
				if (letter === 'h') throw new Exit(0, GETCAP_USAGE);
				if (!'lnrv'.includes(letter)) throw new Exit(1, `getcap: invalid option -- '${letter}'\n${GETCAP_USAGE}`);
				flags.add(letter);
			}
		}
		const paths = run.args.slice(at);
		if (paths.length === 0) throw new Exit(1, GETCAP_USAGE);
		for (const path of paths) yield* show(run, path, flags, 0);
		return 0;
	},
});

function* show(run: UnixRun, path: string, flags: ReadonlySet<string>, depth: number): Task<void> {
	const { process, out } = run;
	yield* process.tick();
	try {
		const { type } = process.lstat(path);
		if (type === 'directory' && flags.has('r') && depth < DEPTH_MAX) {
			for (const name of process.readdir(path))
				yield* show(run, `${path.replace(/\/$/, '')}/${name}`, flags, depth + 1);
			return;
		}
		if (type !== 'file') return;
		const sets = setsOf(process, path);
		if (sets !== undefined) yield* out.write(`${path} ${setsText(sets)}\n`);
		else if (flags.has('v')) yield* out.write(`${path}\n`);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* run.say(`${path} (${reasonOf(error)})\n`);
	}
}

export const FILE_CAPABILITY_COMMANDS: readonly Command[] = [getcap, setcap];
