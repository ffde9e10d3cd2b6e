import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeLossless } from '../../machinery/utf8.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { readAll, readFile } from '../stdio.ts';
import { PATCH_HELP } from './patch-help.ts';
import { PATCH_OPTIONS, type PatchRun, trouble } from './patch-options.ts';
import { PatchSession } from './patch-session.ts';
import { MalformedPatch, type PatchForm, readPatch } from './read-patch.ts';

const VERSION = `GNU patch 2.7.6
Copyright (C) 2003, 2009-2012 Free Software Foundation, Inc.
Copyright (C) 1988 Larry Wall

License GPLv3+: GNU GPL version 3 or later <https://gnu.org/licenses/gpl.html>.
This is free software: you are free to change and redistribute it.
There is NO WARRANTY, to the extent permitted by law.

Written by Larry Wall and Paul Eggert`;

/** Differs: no ed scripts, no --ifdef, no --merge, no git renames, no times of files. */
export const patch = gnuCommand({
	name: 'patch',
	paths: ['/usr/bin/patch'],
	size: 187_008,
	help: PATCH_HELP,
	version: VERSION,
	options: PATCH_OPTIONS,
	usageStatus: 2,
	usageHint: "patch: Try 'patch --help' for more information.",
	main: (run) => main(run),
});

/** Models patch.c main: 0 all is well, 1 hunks were left out, 2 trouble. */
function* main(run: PatchRun): Task<number> {
	const { values, operands, process } = run;
	if (values.version === true) {
		yield* run.out.write(`${VERSION}\n`);
		return 0;
	}
	checkNumbers(run);
	if (operands.length > 2) throw new Fatal(`${operands[2]}: extra operand`, 2, true);
	if (values.directory !== undefined) {
		try {
			process.chdir(values.directory);
		} catch (error) {
			throw trouble(`Can't change to directory ${values.directory} : ${reasonOf(error)}`);
		}
	}
	const text = yield* patchText(run, operands[1] ?? values.input ?? '-');
	try {
		const patches = readPatch(text, wantedForm(run));
		if (patches.length === 0 && text.trim() !== '') throw trouble('Only garbage was found in the patch input.');
		const session = new PatchSession(run, operands[0]);
		for (const each of patches) yield* session.file(each);
		return session.status;
	} catch (error) {
		if (error instanceof MalformedPatch) throw trouble(`${error.message}`);
		throw error;
	}
}

function checkNumbers({ values }: PatchRun): void {
	for (const [what, text] of [
		['strip count', values.strip],
		['fuzz factor', values.fuzz],
	] as const) {
		if (text !== undefined && !/^-?\d+$/.test(text)) throw trouble(`${what} ${text} is not a number`);
	}
}

function wantedForm({ values }: PatchRun): PatchForm | undefined {
	if (values.unified === true) return 'unified';
	if (values.context === true) return 'context';
	return values.normal === true ? 'normal' : undefined;
}

function* patchText({ process }: PatchRun, name: string): Task<string> {
	if (name === '-') return decodeLossless(yield* readAll(process, 0));
	try {
		return decodeLossless(yield* readFile(process, name));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw trouble(`Can't open patch file ${name} : ${reasonOf(error)}`);
	}
}
