import type { Process } from '../../kernel/process-api.ts';
import { Fatal } from '../gnu-command.ts';

/** How what would be overwritten is kept. */
export interface BackupSettings {
	readonly control: 'none' | 'simple' | 'existing' | 'numbered';
	readonly suffix: string;
}

const CONTROLS: ReadonlyMap<string, BackupSettings['control']> = new Map([
	['none', 'none'],
	['off', 'none'],
	['simple', 'simple'],
	['never', 'simple'],
	['existing', 'existing'],
	['nil', 'existing'],
	['numbered', 'numbered'],
	['t', 'numbered'],
]);

/** Options of the programs that make backups. */
export interface BackupOptions {
	readonly backup?: string | true | undefined;
	readonly plainBackup?: true | undefined;
	readonly suffix?: string | undefined;
}

/** Undefined where no option asks for a backup: a suffix asks too. Throws Fatal. */
export function askedBackup(
	process: Process,
	{ backup, plainBackup, suffix }: BackupOptions,
): BackupSettings | undefined {
	if (backup === undefined && plainBackup === undefined && suffix === undefined) return undefined;
	return readBackupSettings(process, backup, suffix);
}

/** What --backup and --suffix say, else the environment. Models gnulib backupfile.c. Throws Fatal. */
export function readBackupSettings(
	process: Process,
	control: string | true | undefined,
	suffix?: string,
): BackupSettings {
	const ending = suffix ?? (process.env.get('SIMPLE_BACKUP_SUFFIX') || '~');
	const asked = typeof control === 'string' ? control : process.env.get('VERSION_CONTROL');
	if (asked === undefined || asked === '') return { control: 'existing', suffix: ending };
	const names = [...CONTROLS.keys()];
	const found = CONTROLS.get(asked) ?? unique(names.filter((name) => name.startsWith(asked)));
	if (found !== undefined) return { control: found, suffix: ending };
	const what = typeof control === 'string' ? 'backup type' : '$VERSION_CONTROL';
	throw new Fatal(
		`invalid argument ‘${asked}’ for ‘${what}’\nValid arguments are:\n  - ‘none’, ‘off’\n  - ‘simple’, ‘never’\n  - ‘existing’, ‘nil’\n  - ‘numbered’, ‘t’`,
		1,
		true,
	);
}

function unique(names: readonly string[]): BackupSettings['control'] | undefined {
	const controls = new Set(names.map((name) => CONTROLS.get(name)));
	return controls.size === 1 ? [...controls][0] : undefined;
}

/** The name to move `path` to; undefined when none is to be made. */
export function backupName(process: Process, path: string, { control, suffix }: BackupSettings): string | undefined {
	if (control === 'none') return undefined;
	if (control === 'simple') return path + suffix;
	const last = highestNumber(process, path);
	return control === 'numbered' || last > 0 ? `${path}.~${last + 1}~` : path + suffix;
}

/** Of the numbered backups that are there; 0 when there are none. */
function highestNumber(process: Process, path: string): number {
	const slash = path.lastIndexOf('/');
	const name = path.slice(slash + 1);
	let highest = 0;
	for (const each of process.readdir(slash < 0 ? '.' : path.slice(0, slash + 1))) {
		if (!each.startsWith(`${name}.~`)) continue;
		const number = /^(\d+)~$/.exec(each.slice(name.length + 2))?.[1];
		if (number !== undefined) highest = Math.max(highest, Number(number));
	}
	return highest;
}
