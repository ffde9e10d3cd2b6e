import { type AccessList, encodeAccessList, isExtended } from '../../kernel/files/access-list.ts';
import { ACCESS_ATTRIBUTE, DEFAULT_ATTRIBUTE } from '../../kernel/files/extended-attributes.ts';
import type { Stat } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { type Accounts, readAccounts } from '../coreutils/accounts.ts';
import { complaintOf, Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { readAll, readFile } from '../stdio.ts';
import { accessList, walkFiles } from './acl-files.ts';
import { EntryError, EntryReader, entryText, firstWrong, shortText, type WrittenEntry } from './acl-text.ts';
import { type AclStep, changedLists } from './change-lists.ts';
import { ACL_VERSION } from './getfacl.ts';
import { restored } from './restore-lists.ts';

const USAGE = 'Usage: setfacl [-bkndRLP] { -m|-M|-x|-X ... } file ...\n';

const HELP = `setfacl ${ACL_VERSION} -- set file access control lists
${USAGE}  -m, --modify=acl        modify the current ACL(s) of file(s)
  -M, --modify-file=file  read ACL entries to modify from file
  -x, --remove=acl        remove entries from the ACL(s) of file(s)
  -X, --remove-file=file  read ACL entries to remove from file
  -b, --remove-all        remove all extended ACL entries
  -k, --remove-default    remove the default ACL
      --set=acl           set the ACL of file(s), replacing the current ACL
      --set-file=file     read ACL entries to set from file
      --mask              do recalculate the effective rights mask
  -n, --no-mask           don't recalculate the effective rights mask
  -d, --default           operations apply to the default ACL
  -R, --recursive         recurse into subdirectories
  -L, --logical           logical walk, follow symbolic links
  -P, --physical          physical walk, do not follow symbolic links
      --restore=file      restore ACLs (inverse of \`getfacl -R')
      --test              test mode (ACLs are not modified)
  -v, --version           print version and exit
  -h, --help              this help text
`;
const OPTIONS = {
	modify: withValue('m', 'modify'),
	modifyFile: withValue('M', 'modify-file'),
	remove: withValue('x', 'remove'),
	removeFile: withValue('X', 'remove-file'),
	removeAll: flag('b', 'remove-all'),
	removeDefault: flag('k', 'remove-default'),
	set: withValue('set'),
	setFile: withValue('set-file'),
	mask: flag('mask'),
	noMask: flag('n', 'no-mask'),
	default: flag('d', 'default'),
	recursive: flag('R', 'recursive'),
	logical: flag('L', 'logical'),
	physical: flag('P', 'physical'),
	restore: withValue('restore'),
	test: flag('test'),
	version: flag('v', 'version'),
	help: flag('h', 'help'),
} as const;

type SetfaclRun = Run<typeof OPTIONS>;

export const setfacl = gnuCommand({
	name: 'setfacl',
	paths: ['/usr/bin/setfacl'],
	size: 39_504,
	help: HELP,
	version: `setfacl ${ACL_VERSION}`,
	options: OPTIONS,
	usageStatus: 2,
	// What it does not know it does not name.
	rewrite: (argv) => {
		try {
			parseOptions(argv, OPTIONS);
		} catch (error) {
			if (!(error instanceof OptionError)) throw error;
			throw new Fatal('', 2);
		}
		return argv;
	},
	usageHint: `${USAGE}Try \`setfacl --help' for more information.`,
	*main(run) {
		const { values, operands, process, out } = run;
		if (values.help || values.version) {
			yield* out.write(values.help ? HELP : `setfacl ${ACL_VERSION}\n`);
			return 0;
		}
		const accounts = yield* readAccounts(process);
		if (values.restore !== undefined) return yield* restore(run, values.restore, accounts);
		const steps = yield* stepsOf(run, accounts);
		if (operands.length === 0 || steps.length === 0) throw new Fatal('', 2);
		const links = values.physical ? 'physical' : values.logical ? 'logical' : 'named';
		const walk = { isRecursive: values.recursive === true, links } as const;
		const state = { status: 0 };
		for (const path of operands) {
			yield* walkFiles(
				process,
				path,
				walk,
				(each, stat) => changeNoted(run, each, stat, steps, accounts, state),
				(each, error) => {
					state.status = 1;
					return run.complainOf(each, error);
				},
			);
		}
		return state.status;
	},
});

/** What the options ask for, in their order. */
function* stepsOf(run: SetfaclRun, accounts: Accounts): Task<AclStep[]> {
	const steps: AclStep[] = [];
	let promotes = false;
	for (const { key, value = '' } of run.given) {
		const add = (kind: 'modify' | 'remove' | 'set', entries: readonly WrittenEntry[]): void => {
			const own = entries.map((entry) => (promotes ? { ...entry, isDefault: true } : entry));
			if (own.length > 0) steps.push({ kind, entries: own });
		};
		switch (key) {
			case 'default':
				promotes = true;
				break;
			case 'removeAll':
				steps.push({ kind: 'clear' }, { kind: 'clear-default' });
				break;
			case 'removeDefault':
				steps.push({ kind: 'clear-default' });
				break;
			case 'modify':
			case 'remove':
			case 'set':
				if (value === '') throw new Fatal('', 2);
				add(key, written(value, key, accounts));
				break;
			case 'modifyFile':
				add('modify', yield* entriesOfFile(run, value, accounts, true));
				break;
			case 'removeFile':
				add('remove', yield* entriesOfFile(run, value, accounts, false));
				break;
			case 'setFile':
				add('set', yield* entriesOfFile(run, value, accounts, true));
				break;
		}
	}
	return steps;
}

function written(text: string, key: 'modify' | 'remove' | 'set', accounts: Accounts): WrittenEntry[] {
	try {
		return new EntryReader(text, accounts, key !== 'remove').all();
	} catch (error) {
		if (!(error instanceof EntryError)) throw error;
		const option = key === 'set' ? '-set' : key === 'modify' ? 'm' : 'x';
		const why = error.at === undefined ? 'incomplete' : `Invalid argument near character ${error.at}`;
		throw new Fatal(`Option -${option}${error.at === undefined ? ' ' : ': '}${why}`, 2);
	}
}

function* entriesOfFile(
	{ process }: SetfaclRun,
	path: string,
	accounts: Accounts,
	wantsPermissions: boolean,
): Task<WrittenEntry[]> {
	let text: string;
	try {
		text = decodeUtf8(path === '-' ? yield* readAll(process, 0) : yield* readFile(process, path));
	} catch (error) {
		throw new Fatal(complaintOf(path, error), 2);
	}
	return text.split('\n').flatMap((line, at) => {
		try {
			return new EntryReader(line, accounts, wantsPermissions).line() ?? [];
		} catch (error) {
			if (!(error instanceof EntryError)) throw error;
			const where = path === '-' ? 'standard input' : `file ${path}`;
			throw new Fatal(`Invalid argument in line ${at + 1} of ${where}`, 2);
		}
	});
}

function* changeNoted(
	run: SetfaclRun,
	path: string,
	stat: Stat,
	steps: readonly AclStep[],
	accounts: Accounts,
	state: { status: number },
): Task<void> {
	const status = yield* change(run, path, stat, steps, accounts);
	if (status !== 0) state.status = status;
}

/** One file. Models setfacl's do_set. */
function* change(
	run: SetfaclRun,
	path: string,
	stat: Stat,
	steps: readonly AclStep[],
	accounts: Accounts,
): Task<number> {
	const { values, process, out } = run;
	const mask = values.mask ? 'always' : values.noMask ? 'never' : 'usual';
	const after = changedLists(process, path, stat, steps, mask);
	for (const [name, list] of [
		['access', after.access],
		['default', after.default],
	] as const) {
		const wrong = list === undefined || (name === 'default' && list.length === 0) ? undefined : firstWrong(list);
		if (list === undefined || wrong === undefined) continue;
		const text = list.map((entry) => entryText(entry, accounts)).join(',');
		yield* run.complain(`${path}: Malformed ${name} ACL \`${text}': Missing or wrong entry at entry ${wrong + 1}`);
		return 1;
	}
	if ((after.default ?? []).length > 0 && stat.type !== 'directory') {
		if (values.recursive) after.default = undefined;
		else {
			yield* run.complain(`${path}: Only directories can have default ACLs`);
			return 1;
		}
	}
	if (values.test) {
		const own = after.access === undefined ? '*' : shortText(after.access, accounts);
		const handed =
			after.default === undefined || after.default.length === 0 ? '*' : shortText(after.default, accounts, 'd:');
		yield* out.write(`${path}: ${own},${handed}\n`);
		return 0;
	}
	const own = shortText(accessList(process, path, stat), accounts);
	if (after.access !== undefined && shortText(after.access, accounts) !== own)
		setAccess(process, path, stat, after.access);
	if (after.default !== undefined) setDefault(process, path, after.default);
	return 0;
}

function setAccess(process: SetfaclRun['process'], path: string, stat: Stat, list: AccessList): void {
	try {
		process.setAttribute(path, ACCESS_ATTRIBUTE, encodeAccessList(list));
	} catch (error) {
		// Where no lists are kept, one that says no more than a mode is as good as the mode.
		if (!(error instanceof SystemError) || error.errno !== 'EOPNOTSUPP' || isExtended(list)) throw error;
		const [owner, group, other] = list.map(({ permissions }) => permissions) as [number, number, number];
		process.chmod(path, (stat.mode & ~0o777) | (owner << 6) | (group << 3) | other);
	}
}

function setDefault(process: SetfaclRun['process'], path: string, list: AccessList): void {
	if (list.length > 0) {
		process.setAttribute(path, DEFAULT_ATTRIBUTE, encodeAccessList(list));
		return;
	}
	try {
		process.setAttribute(path, DEFAULT_ATTRIBUTE, undefined);
	} catch (error) {
		if (!(error instanceof SystemError) || (error.errno !== 'ENODATA' && error.errno !== 'EOPNOTSUPP')) throw error;
	}
}

/** What `getfacl -R` has printed. */
function* restore(run: SetfaclRun, path: string, accounts: Accounts): Task<number> {
	const { process } = run;
	let text: string;
	try {
		text = decodeUtf8(path === '-' ? yield* readAll(process, 0) : yield* readFile(process, path));
	} catch (error) {
		throw new Fatal(complaintOf(path, error), 2);
	}
	const place = path === '-' ? 'standard input' : path;
	let status = 0;
	for (const file of restored(text, accounts)) {
		yield* process.tick();
		if (file.wrongLine !== undefined) {
			yield* run.complain(`${place}: No filename found in line ${file.wrongLine}, aborting`);
			return 1;
		}
		try {
			const stat = process.stat(file.path);
			const uid = file.uid ?? stat.uid;
			const gid = file.gid ?? stat.gid;
			if (uid !== stat.uid || gid !== stat.gid) process.chown(file.path, uid, gid);
			status ||= yield* change(run, file.path, stat, [{ kind: 'set', entries: file.entries }], accounts);
			if ((file.flags ?? 0) !== stat.mode >> 9) {
				const { mode } = process.stat(file.path);
				process.chmod(file.path, (mode & 0o777) | ((file.flags ?? 0) << 9));
			}
		} catch (error) {
			yield* run.complainOf(file.path, error);
			status = 1;
		}
	}
	return status;
}
