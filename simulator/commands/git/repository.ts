import { SystemError } from '../../kernel/process-api.ts';
import { gunzipSlowly } from '../../machinery/deflate/gzip.ts';
import { TarReader } from '../../machinery/tar/tar-reader.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { exists, joinPath } from '../coreutils/copy-tree.ts';
import { readFile } from '../stdio.ts';
import { Exit, type UnixRun } from '../unix-command.ts';
import { type Advertised, fatal, fetchCommit } from './remote.ts';

const FOLDERS = [
	'',
	'/branches',
	'/hooks',
	'/info',
	'/objects',
	'/objects/info',
	'/objects/pack',
	'/refs',
	'/refs/heads',
];
const DESCRIPTION = "Unnamed repository; edit this file 'description' to name the repository.\n";
const CORE = '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n\tlogallrefupdates = true\n';
const PACKED_REFS = '# pack-refs with: peeled fully-peeled sorted \n';

/**
 * A repository on the disk, laid out as git does it.
 * Differs: a pack is the tarball of its commit, the index a list of paths; commits that were not fetched come from the
 * remote when somebody checks them out.
 */
export class Repository {
	readonly top: string;
	readonly #run: UnixRun;

	constructor(run: UnixRun, top: string) {
		this.#run = run;
		this.top = top;
	}

	/** The repository that the working directory is in. @throws Exit */
	static find(run: UnixRun): Repository {
		const { process } = run;
		let folder = process.cwd;
		for (;;) {
			if (exists(process, joinPath(folder, '.git/HEAD'))) return new Repository(run, folder);
			if (folder === '/') throw fatal('not a git repository (or any of the parent directories): .git');
			folder = folder.replace(/\/[^/]*$/, '') || '/';
		}
	}

	get isNew(): boolean {
		return !exists(this.#run.process, this.#inside('HEAD'));
	}

	*create(branch: string): Task<void> {
		const { process } = this.#run;
		for (const folder of [...FOLDERS, '/refs/tags']) makeFolder(process, this.#inside(folder.slice(1)));
		if (!this.isNew) return;
		yield* this.write('HEAD', `ref: refs/heads/${branch}\n`);
		yield* this.write('config', CORE);
		yield* this.write('description', DESCRIPTION);
		yield* this.write('info/exclude', '');
	}

	*read(name: string): Task<string | undefined> {
		const path = this.#inside(name);
		if (!exists(this.#run.process, path)) return undefined;
		return decodeUtf8(yield* readFile(this.#run.process, path));
	}

	*write(name: string, content: string | Uint8Array): Task<void> {
		const path = this.#inside(name);
		const folders = name.split('/').slice(0, -1);
		for (let count = 1; count <= folders.length; count++)
			makeFolder(this.#run.process, this.#inside(folders.slice(0, count).join('/')));
		yield* writeWhole(this.#run.process, path, typeof content === 'string' ? encodeUtf8(content) : content);
	}

	*addRemote(name: string, url: string): Task<void> {
		const config = (yield* this.read('config')) ?? CORE;
		if (config.includes(`[remote "${name}"]`)) throw new Exit(3, `error: remote ${name} already exists.\n`);
		const lines = `[remote "${name}"]\n\turl = ${url}\n\tfetch = +refs/heads/*:refs/remotes/${name}/*\n`;
		yield* this.write('config', config + lines);
	}

	/** Remotes and where they are. */
	*remotes(): Task<ReadonlyMap<string, string>> {
		const config = (yield* this.read('config')) ?? '';
		const sections = config.matchAll(/^\[remote "([^"]+)"\]\n(?:\t.*\n)*?\turl = (.*)$/gm);
		return new Map([...sections].map(([, name = '', url = '']) => [name, url]));
	}

	/** What a clone knows of its remote. */
	*packRefs({ head, refs }: Advertised): Task<void> {
		const known = [...refs].flatMap(([name, commit]): [string, string][] => {
			if (name.startsWith('refs/tags/')) return [[name, commit]];
			return name.startsWith('refs/heads/') ? [[name.replace('refs/heads/', 'refs/remotes/origin/'), commit]] : [];
		});
		const lines = known.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, commit]) => `${commit} ${name}\n`);
		yield* this.write('packed-refs', PACKED_REFS + lines.join(''));
		yield* this.write('refs/remotes/origin/HEAD', `ref: ${head.replace('refs/heads/', 'refs/remotes/origin/')}\n`);
	}

	/** Commits by full names. */
	*refs(): Task<ReadonlyMap<string, string>> {
		const packed = ((yield* this.read('packed-refs')) ?? '').matchAll(/^([0-9a-f]{40}) (\S+)$/gm);
		const refs = new Map([...packed].map(([, commit = '', name = '']) => [name, commit]));
		const heads = this.#inside('refs/heads');
		for (const name of exists(this.#run.process, heads) ? this.#run.process.readdir(heads) : [])
			refs.set(`refs/heads/${name}`, ((yield* this.read(`refs/heads/${name}`)) ?? '').trim());
		return refs;
	}

	/** The branch that is checked out ("main"), or the commit. */
	*head(): Task<{ readonly branch?: string; readonly commit?: string }> {
		const text = ((yield* this.read('HEAD')) ?? '').trim();
		const [, branch] = /^ref: refs\/heads\/(.*)$/.exec(text) ?? [];
		if (branch === undefined) return { commit: text };
		const commit = ((yield* this.read(`refs/heads/${branch}`)) ?? '').trim();
		return commit === '' ? { branch } : { branch, commit };
	}

	/** The commit that a name means; undefined when it means none. Models gitrevisions(7), names alone. */
	*resolve(name: string): Task<string | undefined> {
		if (name === 'HEAD') return (yield* this.head()).commit;
		if (name === 'FETCH_HEAD') return /^[0-9a-f]{40}/.exec((yield* this.read('FETCH_HEAD')) ?? '')?.[0];
		const refs = yield* this.refs();
		for (const full of [name, `refs/${name}`, `refs/tags/${name}`, `refs/heads/${name}`, `refs/remotes/${name}`]) {
			const commit = refs.get(full);
			if (commit !== undefined) return commit;
		}
		if (!/^[0-9a-f]{4,40}$/.test(name)) return undefined;
		return [...refs.values()].find((commit) => commit.startsWith(name));
	}

	*store(remote: string, commit: string): Task<Uint8Array> {
		const pack = yield* fetchCommit(this.#run.process, remote, commit);
		yield* this.write(`objects/pack/pack-${commit}.pack`, pack);
		return pack;
	}

	/** Puts a commit's files into the work tree, in place of those of the commit before. Returns how many there are. */
	*checkOut(commit: string): Task<number> {
		const { process } = this.#run;
		const kept = this.#inside(`objects/pack/pack-${commit}.pack`);
		const origin = (yield* this.remotes()).get('origin');
		if (!exists(process, kept) && origin === undefined) throw fatal(`reference is not a tree: ${commit}`);
		const pack = exists(process, kept) ? yield* readFile(process, kept) : yield* this.store(origin as string, commit);
		for (const path of ((yield* this.read('index')) ?? '').split('\n')) this.#remove(path);
		const paths: string[] = [];
		const reader = new TarReader();
		for (const piece of gunzipSlowly(pack)) {
			yield* process.tick();
			for (const { entry, data } of reader.feed(piece)) {
				const path = entry.name.replace(/^[^/]*\//, '');
				if (entry.type !== 'file' || path === '') continue;
				const folders = path.split('/').slice(0, -1);
				for (let count = 1; count <= folders.length; count++)
					makeFolder(process, joinPath(this.top, folders.slice(0, count).join('/')));
				yield* writeWhole(process, joinPath(this.top, path), data, entry.mode & 0o111 ? 0o777 : 0o666);
				paths.push(path);
			}
		}
		yield* this.write('index', `${paths.join('\n')}\n`);
		return paths.length;
	}

	#remove(path: string): void {
		if (path === '') return;
		const { process } = this.#run;
		try {
			process.unlink(joinPath(this.top, path));
			for (let folder = path; folder.includes('/'); ) {
				folder = folder.replace(/\/[^/]*$/, '');
				process.rmdir(joinPath(this.top, folder));
			}
		} catch (error) {
			// Gone already, or a folder in which something is left.
			if (!(error instanceof SystemError)) throw error;
		}
	}

	#inside(name: string): string {
		return joinPath(this.top, name === '' ? '.git' : `.git/${name}`);
	}
}

function makeFolder(process: UnixRun['process'], path: string): void {
	if (!exists(process, path)) process.mkdir(path, 0o777);
}

function* writeWhole(process: UnixRun['process'], path: string, data: Uint8Array, mode = 0o666): Task<void> {
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, mode);
	yield* process.write(fd, data);
	process.close(fd);
}
