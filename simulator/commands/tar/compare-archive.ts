import { errorMessage } from '../../kernel/error-message.ts';
import { type Stat, SystemError } from '../../kernel/process-api.ts';
import type { TarItem } from '../../machinery/tar/tar-reader.ts';
import type { Task } from '../../machinery/task.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { readFile } from '../stdio.ts';
import { shownName } from './listing.ts';
import { MemberReader, openArchive } from './member-reader.ts';
import { readNameList } from './name-list.ts';
import { changeDirectory, type TarRun } from './tar-run.ts';
import { WantedMembers } from './wanted-members.ts';

/** `tar -d`, and with "Verify " before what it lists the check that -W asks for. */
export function* compareArchive(run: TarRun, verb = ''): Task<number> {
	const names = yield* readNameList(run);
	const fd = yield* openArchive(run);
	for (const directory of names.directories) changeDirectory(run, directory);
	const wanted = new WantedMembers(run, verb === '' ? names : { ...names, items: [], excluded: [] });
	const accounts = yield* readAccounts(run.process);
	const comparison = new Comparison(run, wanted, verb, accounts.uids, accounts.gids);
	const isWhole = yield* new MemberReader(run, fd, (item) => comparison.take(item)).readAll();
	const missing = yield* wanted.tellMissing();
	if (missing || !isWhole) {
		yield* run.complain('Exiting with failure status due to previous errors');
		return 2;
	}
	return comparison.differs ? 1 : 0;
}

/** Compared at once, and the steps that it takes. */
const PIECE_BYTES = 65_536;
const PIECE_STEPS = 300;

type Ids = ReadonlyMap<string, number>;

/** Models GNU tar compare.c. */
class Comparison {
	readonly #run: TarRun;
	readonly #wanted: WantedMembers;
	readonly #verb: string;
	readonly #uids: Ids;
	readonly #gids: Ids;
	differs = false;

	constructor(run: TarRun, wanted: WantedMembers, verb: string, uids: Ids, gids: Ids) {
		this.#run = run;
		this.#wanted = wanted;
		this.#verb = verb;
		this.#uids = uids;
		this.#gids = gids;
	}

	*take(item: TarItem): Task<void> {
		const { process, values, out } = this.#run;
		const { name, type } = item.entry;
		if (this.#wanted.take(name) === undefined || type === 'label') return;
		if (values.verbose === true) yield* out.write(`${this.#verb}${shownName(name, values)}\n`);
		const path = values.absolute === true ? name : name.replace(/^\/+/, '');
		let stat: Stat;
		try {
			stat = process.lstat(path);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* this.#run.complain(`${path}: Warning: Cannot stat: ${errorMessage(error.errno)}`);
			this.differs = true;
			return;
		}
		if (type === 'hardlink') return yield* this.#hardLink(path, item, stat);
		if (stat.type !== type) return yield* this.#tell(path, 'File type differs');
		if (type === 'symlink') {
			if (process.readlink(path) !== item.entry.linkName) yield* this.#tell(path, 'Symlink differs');
			return;
		}
		yield* this.#attributes(path, item, stat);
		if (type === 'file') yield* this.#content(path, item, stat);
	}

	*#hardLink(path: string, { entry }: TarItem, stat: Stat): Task<void> {
		const { process } = this.#run;
		const target = process.access(entry.linkName, {}) ? process.lstat(entry.linkName) : undefined;
		if (target?.inode !== stat.inode) yield* this.#tell(path, `Not linked to ${entry.linkName}`);
	}

	*#attributes(path: string, { entry }: TarItem, stat: Stat): Task<void> {
		if ((stat.mode & 0o7777) !== entry.mode) yield* this.#tell(path, 'Mode differs');
		if (entry.type === 'fifo') return;
		if (entry.type === 'directory') return;
		const numeric = this.#run.values.numericOwner === true;
		const uid = numeric ? entry.uid : (this.#uids.get(entry.userName) ?? entry.uid);
		const gid = numeric ? entry.gid : (this.#gids.get(entry.groupName) ?? entry.gid);
		if (stat.uid !== uid) yield* this.#tell(path, 'Uid differs');
		if (stat.gid !== gid) yield* this.#tell(path, 'Gid differs');
		if (Math.floor(stat.mtimeMs / 1000) !== Math.floor(entry.mtimeMs / 1000)) {
			yield* this.#tell(path, 'Mod time differs');
		}
	}

	*#content(path: string, { data, zeros }: TarItem, stat: Stat): Task<void> {
		if (stat.size !== data.length + zeros) return yield* this.#tell(path, 'Size differs');
		const { process } = this.#run;
		try {
			const bytes = yield* readFile(process, path);
			for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
				yield* process.tick(PIECE_STEPS);
				const piece = bytes.subarray(from, from + PIECE_BYTES);
				if (piece.every((byte, at) => byte === (data[from + at] ?? 0))) continue;
				return yield* this.#tell(path, 'Contents differ');
			}
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* this.#run.complain(`${path}: Warning: Cannot open: ${errorMessage(error.errno)}`);
			this.differs = true;
		}
	}

	*#tell(path: string, what: string): Task<void> {
		this.differs = true;
		yield* this.#run.out.write(`${path}: ${what}\n`);
	}
}
