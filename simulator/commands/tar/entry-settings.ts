import { type Stat, SystemError } from '../../kernel/process-api.ts';
import type { TarEntry } from '../../machinery/tar/tar-format.ts';
import type { Accounts } from '../coreutils/accounts.ts';
import { parseDate } from '../coreutils/date-parse.ts';
import { changedMode } from '../coreutils/file-mode.ts';
import { strftime } from '../strftime.ts';
import { fatal, type TarRun, usage } from './tar-run.ts';

/** Stands for a date that is none. */
const LONG_AGO = Number.NEGATIVE_INFINITY;

/** What options say about the entries of a new archive instead of the files. */
export class EntrySettings {
	readonly #run: TarRun;
	readonly #accounts: Accounts;
	readonly #owner: { readonly id: number; readonly name: string } | undefined;
	readonly #group: { readonly id: number; readonly name: string } | undefined;
	readonly #mtimeMs: number | undefined;
	/** Files that have not changed since are left out: by their data, or by data or status. */
	readonly newerMs: number | undefined;

	private constructor(
		run: TarRun,
		accounts: Accounts,
		dates: { mtime: number | undefined; newer: number | undefined },
	) {
		this.#run = run;
		this.#accounts = accounts;
		this.#owner = named(run.values.owner, accounts.uids, accounts.users, 'user');
		this.#group = named(run.values.group, accounts.gids, accounts.groups, 'group');
		this.#mtimeMs = dates.mtime;
		this.newerMs = dates.newer;
		const { mode } = run.values;
		if (mode !== undefined && changedMode(mode, 0, false, 0) === undefined) throw fatal('Invalid mode given on option');
	}

	/** Throws Fatal; complains about dates that are none. */
	static *read(run: TarRun, accounts: Accounts) {
		const { values } = run;
		const mtime = yield* dateOf(run, values.mtime, '--mtime');
		const after = yield* dateOf(run, values.newer, '--after-date');
		const newer = (yield* dateOf(run, values.newerMtime, '--newer-mtime')) ?? after;
		return new EntrySettings(run, accounts, { mtime, newer });
	}

	isUnchanged(stat: Stat): boolean {
		if (this.newerMs === undefined || stat.type === 'directory') return false;
		return stat.mtimeMs < this.newerMs && (this.#run.values.newer === undefined || stat.ctimeMs < this.newerMs);
	}

	entry(name: string, stat: Stat, type: TarEntry['type'], linkName: string): TarEntry {
		const { values } = this.#run;
		const uid = this.#owner?.id ?? stat.uid;
		const gid = this.#group?.id ?? stat.gid;
		const numeric = values.numericOwner === true;
		const mtimeMs =
			this.#mtimeMs === undefined || (values.clampMtime === true && stat.mtimeMs <= this.#mtimeMs)
				? stat.mtimeMs
				: this.#mtimeMs;
		const isDirectory = stat.type === 'directory';
		return {
			name,
			type,
			mode: values.mode === undefined ? stat.mode : (changedMode(values.mode, stat.mode, isDirectory, 0) as number),
			uid,
			gid,
			userName: numeric ? '' : (this.#owner?.name ?? this.#accounts.users.get(uid) ?? ''),
			groupName: numeric ? '' : (this.#group?.name ?? this.#accounts.groups.get(gid) ?? ''),
			mtimeMs: Number.isFinite(mtimeMs) ? mtimeMs : 0,
			linkName,
		};
	}
}

/** "NAME", "ID", "NAME:ID": a name that nobody has comes with the id of who it is not. */
function named(
	text: string | undefined,
	ids: ReadonlyMap<string, number>,
	names: ReadonlyMap<number, string>,
	what: string,
): { readonly id: number; readonly name: string } | undefined {
	if (text === undefined) return undefined;
	const [name = '', id] = text.split(':');
	if (id !== undefined && !/^\d+$/.test(id))
		throw usage(`${text}: Invalid ${what === 'user' ? 'owner' : 'group'} or ${what} ID`);
	if (/^\+?\d+$/.test(name)) return { id: Number(name), name: names.get(Number(name)) ?? '' };
	const known = ids.get(name);
	return { id: id === undefined ? (known ?? 65_534) : Number(id), name };
}

/** A date, or the time of a file whose name begins like a path. */
function* dateOf(run: TarRun, text: string | undefined, option: string) {
	if (text === undefined) return undefined;
	if (/^[./]/.test(text)) {
		try {
			return run.process.stat(text).mtimeMs;
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* run.complainOf(`${text}: Cannot stat`, error);
			throw fatal('Date sample file not found');
		}
	}
	const parsed = parseDate(text, run.process.now());
	if (parsed === undefined) {
		yield* run.complain(`Substituting -9223372036854775807 for unknown date format ‘${text}’`);
		return LONG_AGO;
	}
	if (option !== '--mtime' && run.values.verbose === true) {
		const shown = strftime('%Y-%m-%d %H:%M:%S', parsed);
		yield* run.complain(`Option ${option}: Treating date '${text}' as ${shown}`);
	}
	return parsed;
}
