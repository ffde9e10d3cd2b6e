import { Fatal, type Run } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';

export const PATCH_OPTIONS = {
	strip: withValue('p', 'strip'),
	fuzz: withValue('F', 'fuzz'),
	blanks: flag('l', 'ignore-whitespace'),
	context: flag('c', 'context'),
	normal: flag('n', 'normal'),
	unified: flag('u', 'unified'),
	forward: flag('N', 'forward'),
	reverse: flag('R', 'reverse'),
	input: withValue('i', 'input'),
	output: withValue('o', 'output'),
	rejects: withValue('r', 'reject-file'),
	removeEmpty: flag('E', 'remove-empty-files'),
	backup: flag('b', 'backup'),
	backupMismatch: flag('backup-if-mismatch'),
	noBackupMismatch: flag('no-backup-if-mismatch'),
	versionControl: withValue('V', 'version-control'),
	prefix: withValue('B', 'prefix'),
	basePrefix: withValue('Y', 'basename-prefix'),
	suffix: withValue('z', 'suffix'),
	batch: flag('t', 'batch'),
	force: flag('f', 'force'),
	quiet: flag('s', 'quiet', 'silent'),
	verbose: flag('verbose'),
	dryRun: flag('dry-run'),
	posix: flag('posix'),
	directory: withValue('d', 'directory'),
	rejectFormat: withValue('reject-format'),
	binary: flag('binary'),
	readOnly: withValue('read-only'),
	version: flag('v', 'version'),
};

export type PatchRun = Run<typeof PATCH_OPTIONS>;

/** "patch: **** …": it ends there. */
export function trouble(text: string): Fatal {
	return new Fatal(`**** ${text}`, 2);
}
