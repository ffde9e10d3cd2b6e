import { flag, type OptionTable, type ParsedOptions, withValue } from '../options.ts';

const flags = (names: string): ReturnType<typeof flag> => flag(...names.split(' '));

/** What of rsync's options has effect here; others are refused. */
export const RSYNC_OPTIONS = {
	verbose: flags('v verbose'),
	quiet: flags('q quiet'),
	archive: flags('a archive'),
	recursive: flags('r recursive'),
	dirs: flags('d dirs'),
	links: flags('l links'),
	copyLinks: flags('L copy-links'),
	perms: flags('p perms'),
	times: flags('t times'),
	group: flags('g group'),
	owner: flags('o owner'),
	devices: flags('D devices specials'),
	noRecursive: flags('no-recursive no-r'),
	noLinks: flags('no-links no-l'),
	noPerms: flags('no-perms no-p'),
	noTimes: flags('no-times no-t'),
	noGroup: flags('no-group no-g'),
	noOwner: flags('no-owner no-o'),
	noDevices: flags('no-devices no-D no-specials'),
	omitDirTimes: flags('O omit-dir-times'),
	checksum: flags('c checksum'),
	sizeOnly: flags('size-only'),
	ignoreTimes: flags('I ignore-times'),
	update: flags('u update'),
	existing: flags('existing ignore-non-existing'),
	ignoreExisting: flags('ignore-existing'),
	dryRun: flags('n dry-run'),
	remove: flags('remove-source-files'),
	delete: flags('delete del delete-during delete-before delete-after delete-delay'),
	deleteExcluded: flags('delete-excluded'),
	exclude: withValue('exclude'),
	include: withValue('include'),
	excludeFrom: withValue('exclude-from'),
	includeFrom: withValue('include-from'),
	filter: withValue('f', 'filter'),
	maxSize: withValue('max-size'),
	minSize: withValue('min-size'),
	backup: flags('b backup'),
	suffix: withValue('suffix'),
	backupDir: withValue('backup-dir'),
	makePath: flags('mkpath'),
	pruneEmpty: flags('m prune-empty-dirs'),
	itemize: flags('i itemize-changes'),
	human: flags('h human-readable'),
	progress: flags('progress'),
	partialProgress: flags('P'),
	stats: flags('stats'),
	listOnly: flags('list-only'),
	// How it goes, not what comes of it.
	compress: flags('z compress'),
	whole: flags('W whole-file no-whole-file'),
	partial: flags('partial inplace numeric-ids force one-file-system x sparse S fsync no-inc-recursive no-motd'),
	shell: withValue('e', 'rsh'),
	bandwidth: withValue('bwlimit'),
	timeout: withValue('timeout'),
	help: flags('help'),
	version: flags('V version'),
} satisfies OptionTable;

export type RsyncOptions = ParsedOptions<typeof RSYNC_OPTIONS>;

/** What is kept of files. */
export interface Kept {
	readonly recursive: boolean;
	readonly links: boolean;
	readonly perms: boolean;
	readonly times: boolean;
	readonly group: boolean;
	readonly owner: boolean;
}

/** -a is -rlptgoD, and what stands behind it can take parts away. */
export function keptOf({ values }: RsyncOptions): Kept {
	const isArchive = values.archive === true;
	const on = (asked: unknown, refused: unknown): boolean => (isArchive || asked === true) && refused !== true;
	return {
		recursive: on(values.recursive, values.noRecursive),
		links: on(values.links, values.noLinks),
		perms: on(values.perms, values.noPerms),
		times: on(values.times, values.noTimes),
		group: on(values.group, values.noGroup),
		owner: on(values.owner, values.noOwner),
	};
}
