import type { Task } from '../../machinery/task.ts';
import type { Run } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';

export const TAR_OPTIONS = {
	create: flag('c', 'create'),
	extract: flag('x', 'extract', 'get'),
	list: flag('t', 'list'),
	file: withValue('f', 'file'),
	directory: withValue('C', 'directory'),
	verbose: flag('v', 'verbose'),
	noMtime: flag('m', 'touch'),
	toStdout: flag('O', 'to-stdout'),
	preserve: flag('p', 'preserve-permissions', 'same-permissions'),
	sameOwner: flag('same-owner'),
	noSameOwner: flag('o', 'no-same-owner'),
	noSamePermissions: flag('no-same-permissions'),
	keepOld: flag('k', 'keep-old-files'),
	overwrite: flag('overwrite'),
	absolute: flag('P', 'absolute-names'),
	dereference: flag('h', 'dereference'),
	strip: withValue('strip-components'),
	exclude: withValue('exclude'),
	gzip: flag('z', 'gzip', 'gunzip', 'ungzip'),
	bzip2: flag('j', 'bzip2'),
	xz: flag('J', 'xz'),
} as const;

export type TarRun = Run<typeof TAR_OPTIONS>;

/** What cannot be done at all: "tar: x: Cannot open: …" and that it ends here. */
export function* fatal(run: TarRun, text: string): Task<number> {
	yield* run.complain(`${text}\ntar: Error is not recoverable: exiting now`);
	return 2;
}

export function archiveName(run: TarRun): string {
	return run.values.file ?? '-';
}
