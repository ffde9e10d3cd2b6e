import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { chooseWord } from '../word-choice.ts';
import { askedBackup } from './backup-name.ts';
import { type Attribute, Copier, type CopySettings, parentsOf } from './copier.ts';
import { exists, isDirectory, joinPath } from './copy-tree.ts';
import { pairs } from './target.ts';
import { COREUTILS } from './version.ts';

const options = {
	archive: flag('a', 'archive'),
	attributesOnly: flag('attributes-only'),
	plainBackup: flag('b'),
	backup: mayHaveValue('backup'),
	copyContents: flag('copy-contents'),
	links: flag('d'),
	debug: flag('debug'),
	force: flag('f', 'force'),
	followNamed: flag('H'),
	interactive: flag('i', 'interactive'),
	hardLink: flag('l', 'link'),
	dereference: flag('L', 'dereference'),
	noClobber: flag('n', 'no-clobber'),
	noDereference: flag('P', 'no-dereference'),
	preserve: mayHaveValue('preserve'),
	preserveShort: flag('p'),
	noPreserve: withValue('no-preserve'),
	parents: flag('parents'),
	recursive: flag('R', 'r', 'recursive'),
	reflink: mayHaveValue('reflink'),
	removeDestination: flag('remove-destination'),
	sparse: withValue('sparse'),
	stripSlashes: flag('strip-trailing-slashes'),
	symbolicLink: flag('s', 'symbolic-link'),
	suffix: withValue('S', 'suffix'),
	targetDirectory: withValue('t', 'target-directory'),
	noTargetDirectory: flag('T', 'no-target-directory'),
	update: mayHaveValue('update'),
	updateShort: flag('u'),
	verbose: flag('v', 'verbose'),
	oneFileSystem: flag('x', 'one-file-system'),
	context: flag('Z'),
};

type CpRun = Run<typeof options>;

export const cp = gnuCommand({
	name: 'cp',
	paths: ['/usr/bin/cp'],
	size: 141_832,
	version: `cp ${COREUTILS}`,
	help: `Usage: cp [OPTION]... [-T] SOURCE DEST
  or:  cp [OPTION]... SOURCE... DIRECTORY
  or:  cp [OPTION]... -t DIRECTORY SOURCE...
Copy SOURCE to DEST, or multiple SOURCE(s) to DIRECTORY.

Mandatory arguments to long options are mandatory for short options too.
  -a, --archive                same as -dR --preserve=all
      --attributes-only        don't copy the file data, just the attributes
      --backup[=CONTROL]       make a backup of each existing destination file
  -b                           like --backup but does not accept an argument
      --copy-contents          copy contents of special files when recursive
  -d                           same as --no-dereference --preserve=links
  -f, --force                  if an existing destination file cannot be
                                 opened, remove it and try again
  -i, --interactive            prompt before overwrite
  -H                           follow command-line symbolic links in SOURCE
  -l, --link                   hard link files instead of copying
  -L, --dereference            always follow symbolic links in SOURCE
  -n, --no-clobber             do not overwrite an existing file
  -P, --no-dereference         never follow symbolic links in SOURCE
  -p                           same as --preserve=mode,ownership,timestamps
      --preserve[=ATTR_LIST]   preserve the specified attributes
      --no-preserve=ATTR_LIST  don't preserve the specified attributes
      --parents                use full source file name under DIRECTORY
  -R, -r, --recursive          copy directories recursively
      --reflink[=WHEN]         control clone/CoW copies
      --remove-destination     remove each existing destination file before
                                 attempting to open it
      --sparse=WHEN            control creation of sparse files
      --strip-trailing-slashes  remove any trailing slashes from each SOURCE
  -s, --symbolic-link          make symbolic links instead of copying
  -S, --suffix=SUFFIX          override the usual backup suffix
  -t, --target-directory=DIRECTORY  copy all SOURCE arguments into DIRECTORY
  -T, --no-target-directory    treat DEST as a normal file
      --update[=UPDATE]        which existing files are updated:
                                 UPDATE={all,none,older(default)}
  -u                           equivalent to --update[=older]
  -v, --verbose                explain what is being done
  -x, --one-file-system        stay on this file system
      --help        display this help and exit
      --version     output version information and exit
`,
	options,
	*main(run) {
		const { process, values } = run;
		checkCopying(run);
		const settings = settingsOf(run);
		if (values.hardLink === true && values.symbolicLink === true)
			throw new Fatal('cannot make both hard and symbolic links', 1, true);
		const operands = values.stripSlashes ? run.operands.map((each) => each.replace(/(?<=.)\/+$/, '')) : run.operands;
		const target = { directory: values.targetDirectory, noDirectory: values.noTargetDirectory };
		const copier = new Copier(run, settings);
		const named = new Set<string>();
		if (values.parents) return yield* copyWithParents(run, copier, operands);
		for (const [from, to] of pairs(process, operands, target)) {
			if (named.has(from) && exists(process, from) && !isDirectory(process, from)) {
				yield* run.complain(`warning: source file '${from}' specified more than once`);
				continue;
			}
			named.add(from);
			yield* copier.copy(from, to);
		}
		return copier.status;
	},
});

const WHEN = [['auto'], ['always'], ['never']];
const SPARSE = [['never'], ['auto'], ['always']];

/** What has no effect in files that share nothing is checked all the same. Throws Fatal. */
function checkCopying({ values, given }: CpRun): void {
	for (const { key, value } of given) {
		if (key === 'reflink') chooseWord(value, 'reflink', WHEN);
		if (key === 'sparse') chooseWord(value, 'sparse', SPARSE);
	}
	const clones = values.reflink !== undefined && !/^(?:au|n)/.test(String(values.reflink));
	if (clones && values.sparse !== undefined && !values.sparse.startsWith('au')) {
		throw new Fatal('--reflink can be used only with --sparse=auto', 1, true);
	}
}

/** --parents: the whole name of each goes below the directory. */
function* copyWithParents(run: CpRun, copier: Copier, operands: readonly string[]): Task<number> {
	const { process, values } = run;
	const directory = values.targetDirectory ?? (operands.at(-1) as string);
	if (!isDirectory(process, directory)) throw new Fatal('with --parents, the destination must be a directory', 1, true);
	const sources = values.targetDirectory === undefined ? operands.slice(0, -1) : operands;
	let status = 0;
	for (const source of sources) {
		try {
			for (const parent of parentsOf(source)) {
				const made = joinPath(directory, parent.replace(/^\/+/, ''));
				if (isDirectory(process, made)) continue;
				process.mkdir(made, process.stat(parent).mode & 0o777);
				if (values.verbose) yield* run.out.write(`${parent} -> ${made}\n`);
			}
			yield* copier.copy(source, joinPath(directory, source.replace(/^\/+/, '')));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* run.complainOf(`cannot stat '${source}'`, error);
			status = 1;
		}
	}
	return Math.max(status, copier.status);
}

function settingsOf(run: CpRun): CopySettings {
	const { process, values } = run;
	const recursive = (values.recursive ?? values.archive) === true;
	const make = values.hardLink
		? 'hardLink'
		: values.symbolicLink
			? 'symbolicLink'
			: values.attributesOnly
				? 'attributesOnly'
				: 'copy';
	return {
		recursive,
		follow: followed(run, recursive),
		preserve: preserved(run),
		plainMode: run.given.some(({ key, value }) => key === 'noPreserve' && /\b(?:mode|all)\b/.test(value as string)),
		force: values.force === true,
		existing: existingFiles(run),
		removeDestination: values.removeDestination === true,
		make,
		backup: askedBackup(process, values),
		oneFileSystem: values.oneFileSystem === true,
		verbose: values.verbose === true || values.debug === true,
	};
}

/** The last of -L, -P, -d, -a and -H counts. */
function followed({ given }: CpRun, recursive: boolean): CopySettings['follow'] {
	const kinds: Readonly<Record<string, CopySettings['follow']>> = {
		dereference: 'always',
		noDereference: 'never',
		links: 'never',
		archive: 'never',
		followNamed: 'named',
		hardLink: 'never',
	};
	const last = given.findLast(({ key }) => kinds[key] !== undefined);
	if (last !== undefined) return kinds[last.key] as CopySettings['follow'];
	return recursive ? 'never' : 'always';
}

function existingFiles({ given }: CpRun): CopySettings['existing'] {
	let found: CopySettings['existing'] = 'replace';
	for (const { key, value } of given) {
		if (key === 'interactive') found = 'ask';
		else if (key === 'noClobber') found = 'keep';
		else if (key === 'updateShort') found = found === 'replace' ? 'keepNewer' : found;
		else if (key === 'update') found = updateKind(value ?? 'older');
	}
	return found;
}

/** Throws Fatal. */
export function updateKind(word: string): CopySettings['existing'] {
	const kinds: Readonly<Record<string, CopySettings['existing']>> = {
		all: 'replace',
		none: 'keep',
		older: 'keepNewer',
	};
	const found = Object.hasOwn(kinds, word) ? kinds[word] : undefined;
	if (found !== undefined) return found;
	throw new Fatal(
		`invalid argument ‘${word}’ for ‘--update’\nValid arguments are:\n  - ‘all’\n  - ‘none’\n  - ‘older’`,
		1,
		true,
	);
}

const ALL: readonly Attribute[] = ['mode', 'ownership', 'timestamps', 'links', 'context', 'xattr'];

/** Throws Fatal for an attribute that is none. */
function preserved({ given }: CpRun): ReadonlySet<Attribute> {
	const found = new Set<Attribute>();
	for (const { key, value } of given) {
		if (key === 'archive') for (const each of ALL) found.add(each);
		else if (key === 'links') found.add('links');
		else if (key === 'preserveShort' || (key === 'preserve' && value === undefined)) {
			for (const each of ['mode', 'ownership', 'timestamps'] as const) found.add(each);
		} else if (key === 'preserve' || key === 'noPreserve') {
			for (const each of attributes(value as string, key === 'preserve' ? '--preserve' : '--no-preserve')) {
				if (key === 'preserve') found.add(each);
				else found.delete(each);
			}
		}
	}
	return found;
}

function attributes(list: string, option: string): readonly Attribute[] {
	return list.split(',').flatMap((word) => {
		if (word === 'all') return ALL;
		const found = ALL.find((each) => each === word);
		if (found !== undefined) return [found];
		const valid = ['mode', 'timestamps', 'ownership', 'links', 'context', 'xattr', 'all'].map(
			(each) => `\n  - ‘${each}’`,
		);
		throw new Fatal(`invalid argument ‘${word}’ for ‘${option}’\nValid arguments are:${valid.join('')}`, 1, true);
	});
}
