import { type Process, type Stat, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { reasonOf } from '../launch.ts';
import { Exit, type UnixRun } from '../unix-command.ts';
import type { Entry } from './file-list.ts';
import type { FilterRules } from './filter-rules.ts';
import { withCommas } from './list-entries.ts';
import type { Kept, RsyncOptions } from './rsync-options.ts';

const CHUNK = 65_536;

/** Brings a destination to what the list says, and tells of it. Models generator.c, receiver.c, delete.c. */
export class Transfer {
	readonly #run: UnixRun;
	readonly #process: Process;
	readonly #options: RsyncOptions;
	readonly #kept: Kept;
	readonly #rules: FilterRules;
	readonly #isDry: boolean;
	/** Folders whose times are set at the end, deepest last. */
	readonly #folders: (readonly [entry: Entry, path: string])[] = [];
	readonly #created: Stat['type'][] = [];
	readonly #count = { deleted: 0, sent: 0, literal: 0, literalBytes: 0, named: 0 };
	#status = 0;
	/** The destination itself is new. */
	#isNew = false;

	constructor(run: UnixRun, options: RsyncOptions, kept: Kept, rules: FilterRules) {
		this.#run = run;
		this.#process = run.process;
		this.#options = options;
		this.#kept = kept;
		this.#rules = rules;
		this.#isDry = options.values.dryRun === true;
	}

	/** @returns the exit status. */
	*run(entries: readonly Entry[], destination: string, sources: number): Task<number> {
		const { values } = this.#options;
		const speaks = this.#says();
		if (speaks && this.#kept.recursive) {
			yield* this.#tell(values.pruneEmpty === true ? 'building file list ... done' : 'sending incremental file list');
		}
		const place = yield* this.#place(entries, destination, sources);
		for (const { name, isSkipped } of entries) {
			if (isSkipped !== true) continue;
			const isThere = values.ignoreExisting === true && this.#stat(joined(place.path, name)) !== undefined;
			if (!isThere) yield* this.#tell(`skipping non-regular file "${name}"`);
		}
		const total = entries.length;
		const order = countingOrder(entries);
		const kept = entries
			.filter(({ name, stat }) => this.#isWanted(name, stat, entries))
			.filter(({ isSkipped }) => isSkipped !== true);
		for (const entry of kept) {
			yield* this.#process.tick();
			const to = place.isFolder ? joined(place.path, entry.name) : place.path;
			if (entry.stat.type === 'directory') yield* this.#folder(entry, to);
			else if (entry.stat.type === 'symlink') yield* this.#link(entry, to);
			else yield* this.#file(entry, to, total - (order.get(entry) as number) - 1, total);
		}
		if (!this.#isDry) for (const [entry, path] of [...this.#folders].reverse()) this.#stamp(entry, path, true);
		if (values.stats === true) yield* this.#statistics(entries);
		if ((speaks && values.verbose === true) || values.stats === true) yield* this.#summary(entries);
		return this.#status;
	}

	/** -v, --progress and their like; -q is silence. */
	#says(): boolean {
		const { values } = this.#options;
		return values.quiet !== true && (values.verbose === true || this.#showsProgress());
	}

	#showsProgress(): boolean {
		return this.#options.values.progress === true || this.#options.values.partialProgress === true;
	}

	*#tell(text: string): Task<void> {
		if (this.#options.values.quiet !== true) yield* this.#run.out.write(`${text}\n`);
	}

	*#place(
		entries: readonly Entry[],
		destination: string,
		sources: number,
	): Task<{ readonly path: string; readonly isFolder: boolean }> {
		const path = destination.replace(/(.)\/+$/, '$1');
		const there = this.#stat(path);
		if (there?.type === 'directory') return { path, isFolder: true };
		const isSingle = sources === 1 && entries.length <= 1 && entries[0]?.stat.type !== 'directory';
		if (isSingle && !destination.endsWith('/')) return { path, isFolder: false };
		if (there !== undefined) {
			throw new Exit(
				3,
				`ERROR: destination must be a directory when copying more than 1 file\nrsync error: errors selecting input/output files, dirs (code 3) at main.c(777) [Receiver=3.2.7]\n`,
			);
		}
		const count = this.#isDry ? 1 : this.#makePlace(path);
		this.#isNew = this.#options.values.makePath !== true;
		if (this.#says() || this.#options.values.itemize === true) {
			yield* this.#tell(count > 1 ? `created ${count} directories for ${path}` : `created directory ${path}`);
		}
		return { path, isFolder: true };
	}

	/** @returns how many folders that took. */
	#makePlace(path: string): number {
		if (this.#options.values.makePath === true) return this.#makeFolders(path);
		this.#makeFolder(path);
		return 1;
	}

	#makeFolder(path: string): void {
		try {
			this.#process.mkdir(path, 0o777);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const number = error.errno === 'ENOENT' ? 2 : 13;
			throw new Exit(
				11,
				`rsync: [Receiver] mkdir "${this.#full(path)}" failed: ${reasonOf(error)} (${number})\nrsync error: error in file IO (code 11) at main.c(787) [Receiver=3.2.7]\n`,
			);
		}
	}

	#makeFolders(path: string): number {
		let count = 1;
		for (let slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
			if (this.#stat(path.slice(0, slash)) !== undefined) continue;
			this.#makeFolder(path.slice(0, slash));
			count++;
		}
		this.#makeFolder(path);
		return count;
	}

	#full(path: string): string {
		return path.startsWith('/') ? path : `${this.#process.cwd}/${path}`;
	}

	#stat(path: string): Stat | undefined {
		try {
			return this.#process.lstat(path);
		} catch (error) {
			if (error instanceof SystemError) return undefined;
			throw error;
		}
	}

	/** --max-size, --min-size and -m take files and empty folders away. */
	#isWanted(name: string, stat: Stat, entries: readonly Entry[]): boolean {
		const { values } = this.#options;
		if (stat.type === 'file') {
			if (values.maxSize !== undefined && stat.size > bytesOf(values.maxSize)) return false;
			if (values.minSize !== undefined && stat.size < bytesOf(values.minSize)) return false;
		}
		if (values.pruneEmpty !== true || stat.type !== 'directory' || name === '.') return true;
		return entries.some((each) => each.stat.type !== 'directory' && each.name.startsWith(`${name}/`));
	}

	/** "cd+++++++++ d/", or "d/" alone. */
	*#name(code: string, entry: Entry): Task<void> {
		const { values } = this.#options;
		const isFolder = entry.stat.type === 'directory';
		const shown = `${entry.name}${isFolder ? '/' : ''}${entry.target === undefined ? '' : ` -> ${entry.target}`}`;
		this.#count.named++;
		if (values.itemize === true) yield* this.#tell(`${code} ${shown}`);
		else if (this.#says()) yield* this.#tell(shown);
	}

	/** The letters of what differs besides contents: "..t.p…". */
	#changes(
		{ stat }: Entry,
		there: Stat,
	): { readonly t: boolean; readonly p: boolean; readonly o: boolean; readonly g: boolean } {
		const isRoot = this.#process.credentials.uid === 0;
		const isTimed = this.#kept.times && !(stat.type === 'directory' && this.#options.values.omitDirTimes === true);
		return {
			t: isTimed && stat.type !== 'symlink' && Math.floor(stat.mtimeMs / 1000) !== Math.floor(there.mtimeMs / 1000),
			p: this.#kept.perms && stat.type !== 'symlink' && (stat.mode & 0o7777) !== (there.mode & 0o7777),
			o: this.#kept.owner && isRoot && stat.uid !== there.uid,
			g: this.#kept.group && stat.gid !== there.gid,
		};
	}

	*#folder(entry: Entry, to: string): Task<void> {
		const { values } = this.#options;
		const there = this.#stat(to);
		if (entry.name === '.' && this.#isNew) {
			this.#created.push(entry.stat.type);
			yield* this.#name('cd+++++++++', entry);
			if (!this.#isDry) this.#folders.push([entry, to]);
			return;
		}
		if (there?.type === 'directory') {
			const deletes = values.delete === true || values.deleteExcluded === true;
			if (deletes && this.#kept.recursive) yield* this.#clear(entry, to);
			const { t, p, o, g } = this.#changes(entry, there);
			if (t || p || o || g) {
				yield* this.#name(`.d..${t ? 't' : '.'}${p ? 'p' : '.'}${o ? 'o' : '.'}${g ? 'g' : '.'}...`, entry);
			}
			this.#folders.push([entry, to]);
			return;
		}
		if (values.existing === true) return;
		this.#created.push(entry.stat.type);
		yield* this.#name('cd+++++++++', entry);
		if (this.#isDry) return;
		if (there !== undefined) this.#process.unlink(to);
		this.#process.mkdir(to, (entry.stat.mode & 0o777) | 0o700);
		this.#folders.push([entry, to]);
	}

	/** Deletes what the source does not have, the last first. */
	*#clear(entry: Entry, to: string): Task<void> {
		const names = new Set(this.#process.readdir(entry.from));
		for (const name of [...this.#process.readdir(to)].sort().reverse()) {
			const own = entry.name === '.' ? name : `${entry.name}/${name}`;
			const path = joined(to, name);
			const isFolder = this.#stat(path)?.type === 'directory';
			const isExcluded = this.#rules.excludes(own, isFolder);
			if (isExcluded ? this.#options.values.deleteExcluded !== true : names.has(name)) continue;
			yield* this.#delete(path, own, isFolder);
		}
	}

	*#delete(path: string, name: string, isFolder: boolean): Task<void> {
		yield* this.#process.tick();
		if (isFolder) {
			for (const each of [...this.#process.readdir(path)].sort().reverse()) {
				const below = joined(path, each);
				yield* this.#delete(below, `${name}/${each}`, this.#stat(below)?.type === 'directory');
			}
		}
		this.#count.deleted++;
		const shown = `${name}${isFolder ? '/' : ''}`;
		if (this.#options.values.itemize === true) yield* this.#tell(`*deleting   ${shown}`);
		else if (this.#says()) yield* this.#tell(`deleting ${shown}`);
		if (this.#isDry) return;
		if (isFolder) this.#process.rmdir(path);
		else if (this.#options.values.backup === true) this.#setAside(path, name);
		else this.#process.unlink(path);
	}

	*#link(entry: Entry, to: string): Task<void> {
		const there = this.#stat(to);
		const isSame = there?.type === 'symlink' && this.#process.readlink(to) === entry.target;
		if (isSame || (there === undefined && this.#options.values.existing === true)) return;
		if (there === undefined) this.#created.push(entry.stat.type);
		yield* this.#name(there === undefined ? 'cL+++++++++' : 'cLc.t......', entry);
		if (this.#isDry) return;
		if (there !== undefined) this.#process.unlink(to);
		this.#process.symlink(entry.target as string, to);
	}

	*#file(entry: Entry, to: string, left: number, total: number): Task<void> {
		const { values } = this.#options;
		const there = this.#stat(to);
		const isFile = there?.type === 'file';
		if (there === undefined ? values.existing === true : values.ignoreExisting === true) return;
		if (isFile && values.update === true && there.mtimeMs > entry.stat.mtimeMs) return;
		const content = isFile ? yield* this.#isChanged(entry, to, there) : true;
		const { t, p, o, g } = isFile ? this.#changes(entry, there) : { t: false, p: false, o: false, g: false };
		if (content) {
			if (there === undefined) this.#created.push(entry.stat.type);
			const c = values.checksum === true ? 'c' : '.';
			const s = isFile && entry.stat.size !== there.size ? 's' : '.';
			const time = this.#kept.times ? (t ? 't' : '.') : 'T';
			const code = `>f${c}${s}${time}${p ? 'p' : '.'}${o ? 'o' : '.'}${g ? 'g' : '.'}...`;
			yield* this.#name(isFile ? code : '>f+++++++++', entry);
			yield* this.#copy(entry, to, there, left, total);
		} else if (t || p || o || g) {
			yield* this.#name(`.f..${t ? 't' : '.'}${p ? 'p' : '.'}${o ? 'o' : '.'}${g ? 'g' : '.'}...`, entry);
			if (!this.#isDry) this.#stamp(entry, to, false);
		}
		if (values.remove === true && !this.#isDry) this.#process.unlink(entry.from);
	}

	/** Whether contents are taken to differ: by size and time, unless more is asked for. */
	*#isChanged(entry: Entry, to: string, there: Stat): Task<boolean> {
		const { values } = this.#options;
		if (values.ignoreTimes === true || entry.stat.size !== there.size) return true;
		if (values.sizeOnly === true) return false;
		if (values.checksum !== true) {
			return Math.floor(entry.stat.mtimeMs / 1000) !== Math.floor(there.mtimeMs / 1000);
		}
		const [a, b] = [
			yield* this.#process.open(entry.from, { read: true }),
			yield* this.#process.open(to, { read: true }),
		];
		try {
			for (;;) {
				const left = yield* this.#process.read(a, CHUNK);
				const right = yield* this.#process.read(b, CHUNK);
				if (left.length !== right.length || left.some((byte, index) => byte !== right[index])) return true;
				if (left.length === 0) return false;
			}
		} finally {
			this.#process.close(a);
			this.#process.close(b);
		}
	}

	*#copy(entry: Entry, to: string, there: Stat | undefined, left: number, total: number): Task<void> {
		this.#count.sent++;
		this.#count.literalBytes += entry.stat.size;
		if (this.#isDry) return;
		try {
			yield* this.#write(entry, to, there);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			this.#status = 23;
			yield* this.#run.say(
				`rsync: [sender] send_files failed to open "${this.#full(entry.from)}": ${reasonOf(error)} (13)\n`,
			);
			return;
		}
		if (this.#showsProgress() && this.#options.values.quiet !== true) {
			const line = `\r${withCommas(entry.stat.size).padStart(15)} 100%    0.00kB/s    0:00:00`;
			yield* this.#run.out.write(`${line}  ${line} (xfr#${this.#count.sent}, to-chk=${left}/${total})\n`);
		}
	}

	/** The new file takes the old one's place when it is whole. */
	*#write(entry: Entry, to: string, there: Stat | undefined): Task<void> {
		const slash = to.lastIndexOf('/') + 1;
		const fresh = `${to.slice(0, slash)}.${to.slice(slash)}.rsync~`;
		const source = yield* this.#process.open(entry.from, { read: true });
		try {
			const mode = there?.type === 'file' && !this.#kept.perms ? there.mode & 0o7777 : entry.stat.mode & 0o777;
			const target = yield* this.#process.open(fresh, { write: true, create: true, truncate: true }, mode);
			for (
				let data = yield* this.#process.read(source, CHUNK);
				data.length > 0;
				data = yield* this.#process.read(source, CHUNK)
			) {
				yield* this.#process.write(target, data);
			}
			this.#process.close(target);
		} finally {
			this.#process.close(source);
		}
		if (there?.type === 'file' && this.#options.values.backup === true) this.#setAside(to, entry.name);
		else if (there !== undefined && there.type !== 'file') this.#process.unlink(to);
		this.#process.rename(fresh, to);
		this.#stamp(entry, to, false);
	}

	#setAside(path: string, name: string): void {
		const { backupDir, suffix = backupDir === undefined ? '~' : '' } = this.#options.values;
		if (backupDir === undefined) {
			this.#process.rename(path, `${path}${suffix}`);
			return;
		}
		const kept = joined(backupDir, `${name}${suffix}`);
		const folder = kept.slice(0, kept.lastIndexOf('/'));
		if (this.#stat(folder) === undefined) this.#makeFolders(folder);
		this.#process.rename(path, kept);
	}

	/** Gives it the owner, permissions and times that are kept. */
	#stamp({ stat }: Entry, path: string, isFolder: boolean): void {
		const isRoot = this.#process.credentials.uid === 0;
		const uid = this.#kept.owner && isRoot ? stat.uid : -1;
		const gid = this.#kept.group ? stat.gid : -1;
		try {
			if (uid >= 0 || gid >= 0) this.#process.chown(path, uid, gid);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
		if (this.#kept.perms) this.#process.chmod(path, stat.mode & 0o7777);
		const isTimed = this.#kept.times && !(isFolder && this.#options.values.omitDirTimes === true);
		if (isTimed) this.#process.utimes(path, stat.mtimeMs, stat.mtimeMs);
	}

	*#statistics(entries: readonly Entry[]): Task<void> {
		const { deleted, sent, literalBytes } = this.#count;
		const [out, back] = this.#traffic(entries);
		const size = totalSize(entries);
		yield* this.#tell(
			`\nNumber of files: ${counted(entries.map(({ stat }) => stat.type))}\nNumber of created files: ${counted(this.#created)}\nNumber of deleted files: ${withCommas(deleted)}\nNumber of regular files transferred: ${withCommas(sent)}\nTotal file size: ${withCommas(size)} bytes\nTotal transferred file size: ${withCommas(literalBytes)} bytes\nLiteral data: ${withCommas(this.#isDry ? 0 : literalBytes)} bytes\nMatched data: 0 bytes\nFile list size: 0\nFile list generation time: 0.001 seconds\nFile list transfer time: 0.000 seconds\nTotal bytes sent: ${withCommas(out)}\nTotal bytes received: ${withCommas(back)}`,
		);
	}

	/** What the two sides would have said to each other, about. */
	#traffic(entries: readonly Entry[]): readonly [sent: number, received: number] {
		const list = entries.reduce((sum, { name, target = '' }) => sum + 18 + name.length + target.length, 40);
		const data = this.#isDry ? 0 : this.#count.literalBytes + this.#count.sent * 36;
		return [list + data + this.#count.named * 3, 15 + this.#count.sent * 19 + this.#count.named * 5];
	}

	*#summary(entries: readonly Entry[]): Task<void> {
		const [sent, received] = this.#traffic(entries);
		const size = totalSize(entries);
		const shown = (number: number): string =>
			this.#options.values.human === true ? humanSize(number) : withCommas(number);
		const rate = (sent + received) / 0.5;
		const perSecond = this.#options.values.human === true && rate >= 1000 ? humanSize(rate) : `${withCommas(rate)}.00`;
		const dry = this.#isDry ? ' (DRY RUN)' : '';
		const speedup = (size / (sent + received)).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',');
		yield* this.#tell(
			`\nsent ${shown(sent)} bytes  received ${shown(received)} bytes  ${perSecond} bytes/sec\ntotal size is ${shown(size)}  speedup is ${speedup}${dry}`,
		);
	}
}

/** "9 (reg: 4, dir: 4, link: 1)". */
function counted(types: readonly Stat['type'][]): string {
	const parts = (
		[
			['reg', 'file'],
			['dir', 'directory'],
			['link', 'symlink'],
		] as const
	)
		.map(([name, type]) => [name, types.filter((each) => each === type).length] as const)
		.filter(([, count]) => count > 0);
	const kinds = parts.map(([name, count]) => `${name}: ${withCommas(count)}`).join(', ');
	return `${withCommas(types.length)}${kinds === '' ? '' : ` (${kinds})`}`;
}

/** The order in which files are counted: a folder's entries one after another, then those of its folders. */
function countingOrder(entries: readonly Entry[]): ReadonlyMap<Entry, number> {
	const parents = new Map<string, Entry[]>();
	for (const entry of entries) {
		const slash = entry.name.lastIndexOf('/');
		const parent = slash < 0 ? '' : entry.name.slice(0, slash);
		const siblings = parents.get(parent);
		if (siblings === undefined) parents.set(parent, [entry]);
		else siblings.push(entry);
	}
	return new Map([...parents.values()].flat().map((entry, index) => [entry, index]));
}

function totalSize(entries: readonly Entry[]): number {
	return entries.reduce((sum, { stat }) => sum + (stat.type === 'directory' ? 0 : stat.size), 0);
}

function joined(folder: string, name: string): string {
	if (name === '.') return folder;
	return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** "1.5M" of --max-size: powers of 1024. */
function bytesOf(text: string): number {
	const [, number = '0', unit = ''] = /^([\d.]+)([kmgt]?)/i.exec(text) ?? [];
	return Number(number) * 1024 ** ' kmgt'.indexOf(unit === '' ? ' ' : unit.toLowerCase());
}

/** -h: powers of 1000. */
function humanSize(number: number): string {
	let value = number;
	for (const unit of ['', 'K', 'M', 'G']) {
		if (value < 1000 || unit === 'G') return unit === '' ? String(value) : `${value.toFixed(2)}${unit}`;
		value /= 1000;
	}
	return String(number);
}
