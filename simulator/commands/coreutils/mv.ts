import { type Process, type Stat, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { nothing } from '../../machinery/task.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { ask } from './ask.ts';
import { askedBackup, type BackupSettings, backupName } from './backup-name.ts';
import { Copier } from './copier.ts';
import { exists } from './copy-tree.ts';
import { updateKind } from './cp.ts';
import { modeText } from './file-mode.ts';
import { removeTree } from './remove-tree.ts';
import { pairs } from './target.ts';
import { COREUTILS } from './version.ts';

const options = {
	plainBackup: flag('b'),
	backup: mayHaveValue('backup'),
	debug: flag('debug'),
	force: flag('f', 'force'),
	interactive: flag('i', 'interactive'),
	noClobber: flag('n', 'no-clobber'),
	noCopy: flag('no-copy'),
	stripSlashes: flag('strip-trailing-slashes'),
	suffix: withValue('S', 'suffix'),
	targetDirectory: withValue('t', 'target-directory'),
	noTargetDirectory: flag('T', 'no-target-directory'),
	update: mayHaveValue('update'),
	updateShort: flag('u'),
	verbose: flag('v', 'verbose'),
	context: flag('Z', 'context'),
};

type MvRun = Run<typeof options>;

export const mv = gnuCommand({
	name: 'mv',
	paths: ['/usr/bin/mv'],
	size: 137_752,
	version: `mv ${COREUTILS}`,
	help: `Usage: mv [OPTION]... [-T] SOURCE DEST
  or:  mv [OPTION]... SOURCE... DIRECTORY
  or:  mv [OPTION]... -t DIRECTORY SOURCE...
Rename SOURCE to DEST, or move SOURCE(s) to DIRECTORY.

Mandatory arguments to long options are mandatory for short options too.
      --backup[=CONTROL]       make a backup of each existing destination file
  -b                           like --backup but does not accept an argument
  -f, --force                  do not prompt before overwriting
  -i, --interactive            prompt before overwrite
  -n, --no-clobber             do not overwrite an existing file
      --no-copy                do not copy if renaming fails
      --strip-trailing-slashes  remove any trailing slashes from each SOURCE
  -S, --suffix=SUFFIX          override the usual backup suffix
  -t, --target-directory=DIRECTORY  move all SOURCE arguments into DIRECTORY
  -T, --no-target-directory    treat DEST as a normal file
      --update[=UPDATE]        which existing files are updated:
                                 UPDATE={all,none,older(default)}
  -u                           equivalent to --update[=older]
  -v, --verbose                explain what is being done
      --help        display this help and exit
      --version     output version information and exit
`,
	options,
	*main(run) {
		const { process, values } = run;
		let status = 0;
		const backup = askedBackup(process, values);
		if (backup !== undefined && run.values.noClobber) {
			throw new Fatal('options --backup and --no-clobber are mutually exclusive', 1, true);
		}
		const target = { directory: values.targetDirectory, noDirectory: values.noTargetDirectory };
		const operands = values.stripSlashes ? run.operands.map((each) => each.replace(/(?<=.)\/+$/, '')) : run.operands;
		for (const [from, to] of pairs(process, operands, target)) {
			if (!(yield* move(run, from, to, backup))) status = 1;
		}
		return status;
	},
});

/** Whether it went well; what did not has been told. */
function* move(run: MvRun, from: string, to: string, backup: BackupSettings | undefined): Task<boolean> {
	const { process, values } = run;
	let stat: Stat;
	try {
		stat = process.lstat(from);
	} catch (error) {
		yield* run.complainOf(`cannot stat '${from}'`, error);
		return false;
	}
	let note = '';
	if (exists(process, to)) {
		const there = process.lstat(to);
		const problem = obstacle(from, stat, to, there);
		if (problem !== undefined) {
			yield* run.complain(problem);
			return false;
		}
		if (yield* isKept(run, stat, to, there)) return true;
		const aside = backup === undefined ? undefined : backupName(process, to, backup);
		if (aside !== undefined) {
			process.rename(to, aside);
			note = ` (backup: '${aside}')`;
		}
	}
	try {
		process.rename(from, to);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (error.errno === 'EINVAL') {
			yield* run.complain(`cannot move '${from}' to a subdirectory of itself, '${to}'`);
			return false;
		}
		if (error.errno !== 'EXDEV' || values.noCopy) {
			yield* run.complainOf(`cannot move '${from}' to '${to}'`, error);
			return false;
		}
		if (!(yield* acrossDevices(run, from, to))) return false;
		if (values.verbose) yield* run.out.write(`copied '${from}' -> '${to}'${note}\n`);
		return true;
	}
	if (values.verbose) yield* run.out.write(`renamed '${from}' -> '${to}'${note}\n`);
	return true;
}

function obstacle(from: string, stat: Stat, to: string, there: Stat): string | undefined {
	if (there.inode === stat.inode && there.device === stat.device) return `'${from}' and '${to}' are the same file`;
	if (there.type === 'directory' && stat.type !== 'directory') {
		return `cannot overwrite directory '${to}' with non-directory`;
	}
	if (there.type !== 'directory' && stat.type === 'directory') {
		return `cannot overwrite non-directory '${to}' with directory '${from}'`;
	}
	return undefined;
}

/** Whether what is there stays, by the options or by an answer. */
function* isKept(run: MvRun, stat: Stat, to: string, there: Stat): Task<boolean> {
	const { process } = run;
	let how: string = 'ask if unwritable';
	for (const { key, value } of run.given) {
		if (key === 'interactive') how = 'ask';
		else if (key === 'force') how = 'replace';
		else if (key === 'noClobber') how = 'keep';
		else if (key === 'updateShort' || key === 'update') {
			const update = updateKind(value ?? 'older');
			if (update === 'keep' || (update === 'keepNewer' && there.mtimeMs >= stat.mtimeMs)) return true;
		}
	}
	if (how === 'keep') return true;
	if (how === 'replace') return false;
	const writable = isWritable(process, to, there);
	if (how === 'ask') {
		return !(yield* ask(run, writable ? `overwrite '${to}'?` : unwritableQuestion(to, there)));
	}
	if (writable || !process.isatty(0)) return false;
	return !(yield* ask(run, unwritableQuestion(to, there)));
}

function isWritable(process: Process, path: string, { type }: Stat): boolean {
	return type === 'symlink' || process.access(path, { write: true });
}

function unwritableQuestion(path: string, stat: Stat): string {
	const mode = (stat.mode & 0o7777).toString(8).padStart(4, '0');
	return `replace '${path}', overriding mode ${mode} (${modeText(stat).slice(1)})?`;
}

/** Copies, then removes. Whether all of it went well. */
function* acrossDevices(run: MvRun, from: string, to: string): Task<boolean> {
	const copier = new Copier(run, {
		recursive: true,
		follow: 'never',
		preserve: new Set(['mode', 'ownership', 'timestamps', 'links']),
		plainMode: false,
		force: true,
		existing: 'replace',
		removeDestination: true,
		make: 'copy',
		backup: undefined,
		oneFileSystem: false,
		verbose: false,
	});
	yield* copier.copy(from, to);
	if (copier.status !== 0) return false;
	let failed = false;
	const fail = (subject: string, error: unknown): Task<void> => {
		failed = true;
		return run.complainOf(subject, error);
	};
	yield* removeTree(run.process, from, { report: nothing, fail });
	return !failed;
}
