import { errorMessage } from '../../kernel/error-message.ts';
import { type Stat, SystemError } from '../../kernel/process-api.ts';
import { deeper } from '../../machinery/descent.ts';
import type { TarEntry } from '../../machinery/tar/tar-format.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { type Output, readAll } from '../stdio.ts';
import type { ArchiveWriter } from './archive-writer.ts';
import { DirectoryTags } from './directory-tags.ts';
import type { EntrySettings } from './entry-settings.ts';
import { listingLine, shownName } from './listing.ts';
import { MemberNames } from './member-names.ts';
import type { NamedItem } from './name-list.ts';
import { type TarRun, verbosity } from './tar-run.ts';

/** Of what an update finds in the archive: when each member was changed last. */
export type KnownTimes = ReadonlyMap<string, number>;

/** Puts files and what is below them into an archive. */
export class FileWalk {
	readonly #run: TarRun;
	readonly #writer: ArchiveWriter;
	readonly #settings: EntrySettings;
	readonly #listing: Output;
	readonly #archive: Stat;
	readonly #known: KnownTimes | undefined;
	readonly #names: MemberNames;
	readonly #tags: DirectoryTags;
	readonly #verbosity: number;
	readonly #columns = { size: 0 };
	/** Files with several names by what they are, and how many of these have been seen. */
	readonly #links = new Map<string, { readonly name: string; readonly path: string; left: number }>();
	/** What --remove-files is to remove, directories after what is in them. */
	readonly #dumped: { readonly path: string; readonly isDirectory: boolean; readonly directory: string }[] = [];
	failed = false;

	constructor(
		run: TarRun,
		writer: ArchiveWriter,
		settings: EntrySettings,
		listing: Output,
		archive: Stat,
		known?: KnownTimes,
	) {
		this.#run = run;
		this.#writer = writer;
		this.#settings = settings;
		this.#listing = listing;
		this.#archive = archive;
		this.#known = known;
		this.#names = new MemberNames(run);
		this.#tags = new DirectoryTags(run);
		this.#verbosity = verbosity(run);
	}

	*add(path: string, item: NamedItem, device?: number): Task<void> {
		const { process, values } = this.#run;
		yield* process.tick();
		if (item.excluded.some((pattern) => pattern.matches(path))) return;
		let stat: Stat;
		try {
			stat = values.dereference === true ? process.stat(path) : process.lstat(path);
		} catch (error) {
			yield* this.#fail(path, 'Cannot stat', error);
			return;
		}
		if (stat.inode === this.#archive.inode && stat.device === this.#archive.device && stat.type === 'file') {
			yield* this.#run.complain(`${path}: file is the archive; not dumped`);
			return;
		}
		if (this.#settings.isUnchanged(stat)) {
			if (this.#verbosity > 0) yield* this.#run.complain(`${path}: file is unchanged; not dumped`);
			return;
		}
		if (values.interactive === true && !(yield* this.#confirm('add', path))) return;
		if (stat.type === 'directory') yield* this.#directory(path, stat, item, device);
		else if (stat.type === 'socket') yield* this.#run.complain(`${path}: socket ignored`);
		else if (!this.#isKnown(path, stat)) yield* this.#file(path, stat);
	}

	#isKnown(path: string, stat: Stat): boolean {
		const time = this.#known?.get(this.#names.strip(path).name.replace(/\/+$/, ''));
		return time !== undefined && Math.floor(stat.mtimeMs / 1000) <= Math.floor(time / 1000);
	}

	*#directory(path: string, stat: Stat, item: NamedItem, device: number | undefined): Task<void> {
		const { values } = this.#run;
		const name = path.endsWith('/') ? path : `${path}/`;
		const tag = yield* this.#tags.of(name);
		if (tag?.kind === 'all') {
			yield* this.#tags.tell(name, tag);
			return;
		}
		if (!this.#isKnown(path, stat)) yield* this.#write(name, stat, 'directory', new Uint8Array(0));
		if (values.removeFiles === true) this.#note(path, true);
		if (!item.matching.recursive) return;
		if (values.oneFileSystem === true && device !== undefined && device !== stat.device) {
			if (this.#verbosity > 0) yield* this.#run.complain(`${name}: file is on a different filesystem; not dumped`);
			return;
		}
		if (tag !== undefined) {
			yield* this.#tags.tell(name, tag);
			if (tag.kind === 'contents') yield* deeper(this.add(name + tag.name, item, stat.device));
			return;
		}
		try {
			for (const each of this.#children(path)) yield* deeper(this.add(name + each, item, stat.device));
		} catch (error) {
			yield* this.#fail(path, 'Cannot open', error);
		}
	}

	#children(path: string): readonly string[] {
		const names = this.#run.process.readdir(path);
		if (this.#run.values.sort === 'name') return [...names].sort();
		if (this.#run.values.sort !== 'inode') return names;
		const inode = (name: string): number => this.#run.process.lstat(`${path}/${name}`).inode;
		return [...names].sort((a, b) => inode(a) - inode(b));
	}

	*#file(path: string, stat: Stat): Task<void> {
		const { process, values } = this.#run;
		if (stat.links > 1 && values.hardDereference !== true && stat.type !== 'fifo') {
			const id = `${stat.device}:${stat.inode}`;
			const first = this.#links.get(id);
			if (first !== undefined) {
				first.left--;
				yield* this.#write(path, stat, 'hardlink', new Uint8Array(0), first.name);
				return;
			}
			this.#links.set(id, { name: path, path, left: stat.links - 1 });
		}
		if (stat.type === 'symlink') yield* this.#write(path, stat, 'symlink', new Uint8Array(0), process.readlink(path));
		else if (stat.type === 'fifo') yield* this.#write(path, stat, 'fifo', new Uint8Array(0));
		else {
			const data = yield* this.#content(path);
			if (data !== undefined) yield* this.#write(path, stat, 'file', data);
		}
	}

	*#content(path: string): Task<Uint8Array | undefined> {
		const { process } = this.#run;
		try {
			const fd = yield* process.open(path, { read: true });
			const data = yield* readAll(process, fd);
			process.close(fd);
			return data;
		} catch (error) {
			yield* this.#fail(path, 'Cannot open', error);
			return undefined;
		}
	}

	*#write(path: string, stat: Stat, type: TarEntry['type'], data: Uint8Array, target = ''): Task<void> {
		const { process, values } = this.#run;
		const { name, notice } = this.#names.strip(path);
		if (notice !== undefined) yield* this.#run.complain(notice);
		const link = target === '' ? undefined : this.#names.strip(target, type === 'hardlink' ? 'hardlink' : 'symlink');
		if (link?.notice !== undefined) yield* this.#run.complain(link.notice);
		const entry = this.#settings.entry(name, stat, type, link?.name ?? '');
		if (values.removeFiles === true && type !== 'directory') this.#note(path, false);
		if (this.#verbosity > 0) {
			const shown = { ...entry, name: values.shownNames === true ? name : path };
			const block = this.#writer.position / 512;
			const before = values.blockNumber === true ? `block ${block}: ` : '';
			const sizes = { data, zeros: 0, from: 0, to: 0 };
			yield* this.#listing.write(
				before +
					(this.#verbosity > 1
						? listingLine({ entry: shown, ...sizes }, this.#columns, values)
						: `${shownName(shown.name, values)}\n`),
			);
		}
		yield* this.#writer.put(entry, data);
		yield* process.tick();
	}

	#note(path: string, isDirectory: boolean): void {
		this.#dumped.push({ path, isDirectory, directory: this.#run.process.cwd });
	}

	/** What is left to do and to say when all is in the archive. */
	*finish(): Task<void> {
		const { process, values } = this.#run;
		if (values.checkLinks === true) {
			for (const { path, left } of this.#links.values()) {
				if (left > 0) yield* this.#run.complain(`Missing links to ‘${path}’.`);
			}
		}
		yield* this.#listing.flush();
		for (const { path, isDirectory, directory } of this.#dumped.reverse()) {
			process.chdir(directory);
			try {
				if (isDirectory) process.rmdir(path);
				else process.unlink(path);
			} catch (error) {
				yield* this.#fail(path, isDirectory ? 'Cannot rmdir' : 'Cannot unlink', error);
			}
		}
	}

	*#confirm(verb: string, path: string): Task<boolean> {
		const { process, out } = this.#run;
		yield* out.write(`${verb} ‘${path}’?`);
		yield* out.flush();
		const answer = decodeUtf8(yield* process.read(0, 256));
		return /^[yY]/.test(answer);
	}

	*#fail(path: string, what: string, error: unknown): Task<void> {
		if (!(error instanceof SystemError)) throw error;
		const ignored = this.#run.values.ignoreFailedRead === true;
		yield* this.#run.complain(`${path}: ${ignored ? 'Warning: ' : ''}${what}: ${errorMessage(error.errno)}`);
		if (!ignored) this.failed = true;
	}
}
