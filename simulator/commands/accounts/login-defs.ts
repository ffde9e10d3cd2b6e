import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { readFile } from '../stdio.ts';

/** What holds where /etc/login.defs says nothing. */
const DEFAULTS: ReadonlyMap<string, string> = new Map([
	['UID_MIN', '1000'],
	['UID_MAX', '60000'],
	['SYS_UID_MIN', '101'],
	['GID_MIN', '1000'],
	['GID_MAX', '60000'],
	['SYS_GID_MIN', '101'],
	['PASS_MAX_DAYS', '99999'],
	['PASS_MIN_DAYS', '0'],
	['PASS_WARN_AGE', '7'],
	['UMASK', '022'],
	['USERGROUPS_ENAB', 'yes'],
	['CREATE_HOME', 'no'],
]);

export type LoginDefinitions = ReadonlyMap<string, string>;

/** /etc/login.defs: words by their names. @param overrides of -K, "UID_MIN=5000". Throws SystemError. */
export function* readLoginDefinitions(process: Process, overrides: readonly string[] = []): Task<LoginDefinitions> {
	const found = new Map(DEFAULTS);
	for (const line of (yield* textAt(process, '/etc/login.defs')).split('\n')) {
		const [, name, value = ''] = /^\s*([A-Z_]+)\s+"?([^"\s]*)/.exec(line) ?? [];
		if (name !== undefined) found.set(name, value);
	}
	for (const each of overrides) found.set(each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1));
	return found;
}

/** From where to where numbers are given; system accounts' end where others begin. */
export function idRange(definitions: LoginDefinitions, kind: 'UID' | 'GID', isSystem: boolean): [number, number] {
	const number = (name: string): number => Number(definitions.get(name));
	if (!isSystem) return [number(`${kind}_MIN`), number(`${kind}_MAX`)];
	const last = definitions.get(`SYS_${kind}_MAX`);
	return [number(`SYS_${kind}_MIN`), last === undefined ? number(`${kind}_MIN`) - 1 : Number(last)];
}

/** How a new home is to be read. */
export function homeMode(definitions: LoginDefinitions): number {
	const mode = definitions.get('HOME_MODE');
	return mode === undefined ? 0o777 & ~Number.parseInt(definitions.get('UMASK') ?? '022', 8) : Number.parseInt(mode, 8);
}

/** '' of a file that is not there. Throws SystemError. */
export function* textAt(process: Process, path: string): Task<string> {
	try {
		return decodeUtf8(yield* readFile(process, path));
	} catch (error) {
		if (error instanceof SystemError && error.errno === 'ENOENT') return '';
		throw error;
	}
}
