import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { compareArchive } from './compare-archive.ts';
import { createArchive } from './create-archive.ts';
import { readArchive, testLabel } from './read-archive.ts';
import { TAR_HELP } from './tar-help.ts';
import { LETTERS_WITH_VALUE, TAR_OPTIONS } from './tar-options.ts';
import { archiveName, HINT, type TarRun, usage } from './tar-run.ts';
import { appendToArchive, catenateArchives, deleteMembers } from './update-archive.ts';

const DEFAULTS =
	'--format=gnu -f- -b20 --quoting-style=escape --rmt-command=/usr/sbin/rmt --rsh-command=/usr/bin/rsh\n';

const MODES: Readonly<Partial<Record<keyof typeof TAR_OPTIONS, (run: TarRun) => Task<number>>>> = {
	create: createArchive,
	extract: readArchive,
	list: readArchive,
	append: appendToArchive,
	update: appendToArchive,
	catenate: catenateArchives,
	delete: deleteMembers,
	compare: (run) => compareArchive(run),
	testLabel,
};

/** GNU tar. Differs: there are no volumes, no incremental backups, no devices in archives. */
export const tar = gnuCommand({
	name: 'tar',
	paths: ['/usr/bin/tar'],
	size: 434_744,
	version: `tar (GNU tar) 1.35
Copyright (C) 2023 Free Software Foundation, Inc.
License GPLv3+: GNU GPL version 3 or later <https://gnu.org/licenses/gpl.html>.
This is free software: you are free to change and redistribute it.
There is NO WARRANTY, to the extent permitted by law.

Written by John Gilmore and Jay Fenlason.`,
	help: TAR_HELP,
	options: TAR_OPTIONS,
	usageStatus: 64,
	usageHint: HINT,
	rewrite: withDashes,
	*main(run) {
		const { process, values } = run;
		if (values.showDefaults === true) {
			yield* run.out.write(DEFAULTS);
			return 0;
		}
		const asked = Object.entries(MODES).filter(([key]) => values[key as keyof typeof MODES] === true);
		const [mode] = asked;
		if (mode === undefined) throw usage("You must specify one of the '-Acdtrux', '--delete' or '--test-label' options");
		if (asked.length > 1)
			throw usage("You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option");
		checkWords(run);
		if (process.isatty(values.create === true ? 1 : 0) && archiveName(run) === '-') refuseTerminal(run);
		return yield* mode[1](run);
	},
});

const ORDERS = ['none', 'name', 'inode'];

function checkWords({ values }: TarRun): void {
	if (values.sort !== undefined && !ORDERS.includes(values.sort)) {
		const list = ORDERS.map((each) => `\n  - ‘${each}’`).join('');
		throw new Fatal(`invalid argument ‘${values.sort}’ for ‘--sort’\nValid arguments are:${list}`, 2);
	}
	if (values.startingFile !== undefined && values.create === true)
		throw usage("'--starting-file' cannot be used with '-c'");
}

/** Old style: the first word needs no dash, and the options in it take their values from the words behind it. */
function withDashes(argv: readonly string[]): readonly string[] {
	const [first, ...rest] = argv;
	if (first === undefined || first === '' || first.startsWith('-')) return argv;
	const words: string[] = [];
	for (const letter of first) {
		words.push(`-${letter}`);
		if (!LETTERS_WITH_VALUE.includes(letter)) continue;
		const value = rest.shift();
		if (value === undefined) throw usage(`Old option '${letter}' requires an argument.`);
		words.push(value);
	}
	return [...words, ...rest];
}

function refuseTerminal({ values }: TarRun): never {
	const what = values.create === true ? 'write archive contents to' : 'read archive contents from';
	throw new Fatal(`Refusing to ${what} terminal (missing -f option?)\ntar: Error is not recoverable: exiting now`, 2);
}
