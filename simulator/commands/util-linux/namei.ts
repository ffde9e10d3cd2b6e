import type { Process, Stat } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Accounts } from '../coreutils/accounts.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { modeText } from '../coreutils/file-mode.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag } from '../options.ts';
import { UTIL_LINUX } from './version.ts';

const options = {
	mountPoints: flag('x', 'mountpoints'),
	modes: flag('m', 'modes'),
	owners: flag('o', 'owners'),
	long: flag('l', 'long'),
	noSymlinks: flag('n', 'nosymlinks'),
	vertical: flag('v', 'vertical'),
	shortHelp: flag('h'),
};

const HELP = `
Usage:
 namei [options] <pathname>...

Follow a pathname until a terminal point is found.

Options:
 -x, --mountpoints   show mount point directories with a 'D'
 -m, --modes         show the mode bits of each file
 -o, --owners        show owner and group name of each file
 -l, --long          use a long listing format (-m -o -v)
 -n, --nosymlinks    don't follow symlinks
 -v, --vertical      vertical align of modes and owners

 -h, --help          display this help
 -V, --version       display version

For more details see namei(1).
`;

const LETTERS: Readonly<Record<Stat['type'], string>> = {
	file: '-',
	directory: 'd',
	symlink: 'l',
	fifo: 'p',
	socket: 's',
	character: 'c',
	block: 'b',
};
const LINKS_MAX = 40;

interface Row {
	readonly depth: number;
	readonly name: string;
	readonly stat: Stat | undefined;
	readonly path: string;
	/** Where a link leads, or why the name leads nowhere. */
	readonly note: string;
}

/** Follows a path name by name. */
export const namei = gnuCommand({
	name: 'namei',
	paths: ['/usr/bin/namei'],
	size: 31_104,
	version: `namei from ${UTIL_LINUX}`,
	help: HELP,
	options,
	*main(run) {
		if (run.values.shortHelp) {
			yield* run.out.write(HELP);
			return 0;
		}
		if (run.operands.length === 0) throw new Fatal('pathname argument is missing', 1, true);
		const accounts = yield* readAccounts(run.process);
		let status = 0;
		for (const path of run.operands) {
			const rows: Row[] = [];
			if (
				!follow(run.process, path, path.startsWith('/') ? '' : run.process.cwd, 0, rows, run.values.noSymlinks === true)
			)
				status = 1;
			yield* run.out.write(`f: ${path}\n`);
			yield* print(run, rows, accounts);
			if (
				rows.length > LINKS_MAX &&
				rows.every(({ stat }) => stat !== undefined) &&
				rows.some(({ depth }) => depth >= LINKS_MAX)
			)
				yield* run.complain(`${path}: exceeded limit of symlinks`);
		}
		return status;
	},
});

/** False when it ends where nothing is. */
function follow(
	process: Process,
	path: string,
	base: string,
	depth: number,
	rows: Row[],
	noSymlinks: boolean,
): boolean {
	let at = base;
	const names = [...(path.startsWith('/') ? ['/'] : []), ...path.split('/').filter((name) => name !== '')];
	for (const name of names) {
		if (rows.length > LINKS_MAX * 20) return false;
		at = name === '/' ? '/' : `${at === '/' ? '' : at}/${name}`;
		let stat: Stat;
		try {
			stat = process.lstat(at);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			rows.push({ depth, name, stat: undefined, path: at, note: ` - ${reasonOf(error)}` });
			return false;
		}
		const target = stat.type === 'symlink' ? process.readlink(at) : undefined;
		rows.push({ depth, name, stat, path: at, note: target === undefined ? '' : ` -> ${target}` });
		if (target === undefined || noSymlinks) continue;
		if (depth >= LINKS_MAX) return false;
		const folder = at.slice(0, at.lastIndexOf('/')) || '/';
		if (!follow(process, target, target.startsWith('/') ? '' : folder, depth + 1, rows, noSymlinks)) return false;
	}
	return true;
}

function* print({ process, values, out }: Run<typeof options>, rows: readonly Row[], accounts: Accounts): Task<void> {
	const user = ({ uid }: Stat): string => accounts.users.get(uid) ?? String(uid);
	const group = ({ gid }: Stat): string => accounts.groups.get(gid) ?? String(gid);
	const stats = rows.flatMap(({ stat }) => (stat === undefined ? [] : [stat]));
	const widths = [
		Math.max(0, ...stats.map((stat) => user(stat).length)),
		Math.max(0, ...stats.map((stat) => group(stat).length)),
	] as const;
	const [modes, owners, vertical] = [
		values.modes ?? values.long,
		values.owners ?? values.long,
		values.vertical ?? values.long,
	];
	for (const { depth, name, stat, path, note } of rows) {
		const indent = '  '.repeat(depth);
		const letter =
			stat === undefined ? ' ' : isMountPoint(process, path, values.mountPoints === true) ? 'D' : LETTERS[stat.type];
		const mode = stat === undefined ? ' '.repeat(10) : modeText(stat);
		const owner = stat === undefined ? '' : `${user(stat).padEnd(widths[0])} ${group(stat).padEnd(widths[1])}`;
		const head = `${modes ? mode : letter}${owners ? ` ${owner.padEnd(widths[0] + widths[1] + 1)}` : ''} `;
		yield* out.write(`${vertical ? head + indent : ` ${indent}${head}`}${name}${note}\n`);
	}
}

function isMountPoint(process: Process, path: string, asked: boolean): boolean {
	return asked && process.machine.mounts().some(({ target }) => target === path);
}
