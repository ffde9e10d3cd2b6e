import type { Process, ProcessInfo, SignalName } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { LINUX_SIGNALS, signalByName } from '../signal-names.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';

const HELP = `Usage: fuser [-fIMuvw] [-a|-s] [-4|-6] [-c|-m|-n SPACE]
             [-k [-i] [-SIGNAL]] NAME...
       fuser -l
       fuser -V
Show which processes use the named files, sockets, or filesystems.

  -a,--all              display unused files too
  -i,--interactive      ask before killing (ignored without -k)
  -I,--inode            use always inodes to compare files
  -k,--kill             kill processes accessing the named file
  -l,--list-signals     list available signal names
  -m,--mount            show all processes using the named filesystems or
                        block device
  -M,--ismountpoint     fulfill request only if NAME is a mount point
  -n,--namespace SPACE  search in this name space (file, udp, or tcp)
  -s,--silent           silent operation
  -SIGNAL               send this signal instead of SIGKILL
  -u,--user             display user IDs
  -v,--verbose          verbose output
  -w,--writeonly        kill only processes with write access
  -V,--version          display version information
  -4,--ipv4             search IPv4 sockets only
  -6,--ipv6             search IPv6 sockets only
  -                     reset options

  udp/tcp names: [local_port][,[rmt_host][,[rmt_port]]]

`;

interface Settings {
	all: boolean;
	kill: boolean;
	mount: boolean;
	silent: boolean;
	users: boolean;
	verbose: boolean;
	space: string;
	signal: SignalName;
	readonly names: string[];
}

/** psmisc's: who uses a file, a file system or a port. Differs: it never asks before it kills. */
export const fuser = unixCommand({
	name: 'fuser',
	paths: ['/usr/bin/fuser'],
	size: 39_632,
	help: HELP,
	*main(run) {
		const settings = settingsOf(run);
		if (settings === undefined) {
			yield* run.out.write(`${LINUX_SIGNALS.filter((name) => !name.startsWith('RT')).join(' ')}\n`);
			return 0;
		}
		if (settings.names.length === 0) throw new Exit(1, `No process specification given\n${HELP}`);
		const users = (yield* readAccounts(run.process)).users;
		let found = false;
		for (const [at, name] of settings.names.entries()) {
			const uses = usesOf(run, name, settings);
			if (uses === undefined) continue;
			if (uses.length > 0) found = true;
			if (!settings.silent && (uses.length > 0 || settings.all))
				yield* show(run, name, uses, settings, users, at === 0);
			if (settings.kill) for (const { info } of uses) killOne(run.process, info, settings.signal);
		}
		return found ? 0 : 1;
	},
});

/** Undefined: only the names of signals are asked for. */
function settingsOf({ args }: UnixRun): Settings | undefined {
	const out: Settings = {
		all: false,
		kill: false,
		mount: false,
		silent: false,
		users: false,
		verbose: false,
		space: 'file',
		signal: 'KILL',
		names: [],
	};
	for (let at = 0; at < args.length; at++) {
		const word = args[at] as string;
		if (!word.startsWith('-') || word === '-') {
			if (word !== '-') out.names.push(word);
			continue;
		}
		const signal =
			/^-([A-Z]\w+|\d+)$/.exec(word) === null || /^-[46]$/.test(word) ? undefined : signalByName(word.slice(1));
		if (signal !== undefined) {
			out.signal = signal;
			continue;
		}
		for (const letter of word.startsWith('--') ? [LONG[word.slice(2)] ?? '?'] : word.slice(1)) {
			if (letter === 'l') return undefined;
			if (letter === 'a') out.all = true;
			else if (letter === 'k') out.kill = true;
			else if (letter === 'm' || letter === 'c') out.mount = true;
			else if (letter === 's') out.silent = true;
			else if (letter === 'u') out.users = true;
			else if (letter === 'v') out.verbose = true;
			else if (letter === 'n') {
				out.space = args[++at] ?? '';
				if (!['file', 'tcp', 'udp'].includes(out.space)) throw new Exit(1, `Invalid namespace name\n${HELP}`);
			} else if (!'iIMw46fV'.includes(letter)) throw new Exit(1, `${word}: unknown option\n${HELP}`);
		}
	}
	return out;
}

const LONG: { readonly [name: string]: string } = {
	all: 'a',
	interactive: 'i',
	inode: 'I',
	kill: 'k',
	'list-signals': 'l',
	mount: 'm',
	ismountpoint: 'M',
	namespace: 'n',
	silent: 's',
	user: 'u',
	verbose: 'v',
	writeonly: 'w',
	ipv4: '4',
	ipv6: '6',
	version: 'V',
};

interface Use {
	readonly info: ProcessInfo;
	/** How it is used: f, F, c, e, r. */
	readonly ways: string;
}

function usesOf({ process }: UnixRun, name: string, { space, mount }: Settings): Use[] | undefined {
	const port = /^([^/]+)\/(tcp|udp)$/.exec(name) ?? (space === 'file' ? null : [name, name, space]);
	if (port !== null) return byPort(process, port[1] as string, port[2] as string);
	let target: { readonly device: number; readonly inode: number };
	try {
		target = process.stat(name);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `Specified filename ${name} does not exist.\n`);
	}
	const matches = (path: string): boolean => {
		try {
			const stat = process.stat(path);
			return stat.device === target.device && (mount || stat.inode === target.inode);
		} catch (error) {
			if (error instanceof SystemError) return false;
			throw error;
		}
	};
	const others = process.machine.processes().filter(({ pid }) => pid !== process.pid);
	return others.flatMap((info) => {
		const folder = `/proc/${info.pid}`;
		const ways = [
			matches(`${folder}/root`) && (mount || !isSame(process, `${folder}/root`, '/')) ? 'r' : '',
			matches(`${folder}/cwd`) ? 'c' : '',
			matches(`${folder}/exe`) ? 'e' : '',
			descriptors(process, folder).some(matches) ? 'f' : '',
		].join('');
		return ways === '' ? [] : [{ info, ways }];
	});
}

function isSame(process: Process, path: string, other: string): boolean {
	try {
		const [a, b] = [process.stat(path), process.stat(other)];
		return a.device === b.device && a.inode === b.inode;
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

function descriptors(process: Process, folder: string): string[] {
	try {
		return process.readdir(`${folder}/fd`).map((fd) => `${folder}/fd/${fd}`);
	} catch (error) {
		if (error instanceof SystemError) return [];
		throw error;
	}
}

/** "8080", "8080,10.0.0.1" or "8080,10.0.0.1,443". */
function byPort(process: Process, text: string, protocol: string): Use[] {
	const [local = '', host = '', port = ''] = text.split(',');
	const pids = new Set(
		process.machine
			.sockets()
			.filter(
				(socket) =>
					socket.protocol === protocol &&
					socket.pid > 0 &&
					(local === '' || socket.local.endsWith(`:${local}`)) &&
					(host === '' || socket.peer.startsWith(`${host}:`)) &&
					(port === '' || socket.peer.endsWith(`:${port}`)),
			)
			.map(({ pid }) => pid),
	);
	return process.machine.processes().flatMap((info) => (pids.has(info.pid) ? [{ info, ways: 'F' }] : []));
}

function killOne(process: Process, { pid }: ProcessInfo, signal: SignalName): void {
	if (pid === process.pid) return;
	try {
		process.kill(pid, signal);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}

const NAME_WIDTH = 20;

/** Numbers go to standard output, all else to standard error: what a script reads are the numbers. */
function* show(
	{ out, say }: UnixRun,
	name: string,
	uses: readonly Use[],
	{ verbose, users: withUsers }: Settings,
	users: ReadonlyMap<number, string>,
	isFirst: boolean,
): Task<void> {
	if (verbose && isFirst) yield* say(`${' '.repeat(NAME_WIDTH)} USER        PID ACCESS COMMAND\n`);
	yield* say(`${name}:`.padEnd(NAME_WIDTH));
	for (const [at, { info, ways }] of uses.entries()) {
		const user = users.get(info.uid) ?? String(info.uid);
		if (verbose) {
			yield* say(`${at === 0 ? '' : ' '.repeat(NAME_WIDTH)} ${user.padEnd(8)} `);
			yield* out.write(String(info.pid).padStart(6));
			yield* out.flush();
			const has = (letter: string): string => (ways.includes(letter) ? letter : '.');
			const access = `${/[fF]/.exec(ways)?.[0] ?? '.'}${has('r')}${has('c')}${has('e')}.`;
			yield* say(` ${access} ${withUsers ? `(${user})` : ''}${info.name}\n`);
		} else {
			yield* out.write(String(info.pid).padStart(6));
			yield* out.flush();
			yield* say(`${ways.replace(/[fF]/, '')}${withUsers ? `(${user})` : ''}`);
		}
	}
	if (!verbose) yield* say('\n');
}
