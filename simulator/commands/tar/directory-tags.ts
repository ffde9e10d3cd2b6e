import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { TarRun } from './tar-run.ts';

const CACHE_TAG = 'CACHEDIR.TAG';
const CACHE_SIGNATURE = 'Signature: 8a477f597d28d172789f06886806bc55';

/** A file that says of its directory: leave out all of it, what is below it, or all but the file itself. */
export interface DirectoryTag {
	readonly name: string;
	readonly kind: 'all' | 'under' | 'contents';
}

const KINDS: Readonly<Record<string, DirectoryTag['kind']>> = {
	excludeTag: 'contents',
	excludeTagUnder: 'under',
	excludeTagAll: 'all',
	excludeCaches: 'contents',
	excludeCachesUnder: 'under',
	excludeCachesAll: 'all',
};

/** Models GNU tar exclist.c check_exclusion_tags. */
export class DirectoryTags {
	readonly #run: TarRun;
	readonly #tags: readonly DirectoryTag[];

	constructor(run: TarRun) {
		this.#run = run;
		this.#tags = run.given.flatMap(({ key, value }) => {
			const kind = KINDS[key];
			return kind === undefined ? [] : [{ kind, name: value ?? CACHE_TAG }];
		});
	}

	/** @param directory with a slash at its end. */
	*of(directory: string): Task<DirectoryTag | undefined> {
		const { process } = this.#run;
		for (const tag of this.#tags) {
			if (!process.access(directory + tag.name, {})) continue;
			if (tag.name !== CACHE_TAG || (yield* this.#isCache(directory + tag.name))) return tag;
		}
		return undefined;
	}

	*#isCache(path: string): Task<boolean> {
		const { process } = this.#run;
		try {
			const fd = yield* process.open(path, { read: true });
			const bytes = yield* process.read(fd, CACHE_SIGNATURE.length);
			process.close(fd);
			return decodeUtf8(bytes) === CACHE_SIGNATURE;
		} catch (error) {
			if (error instanceof SystemError) return false;
			throw error;
		}
	}

	*tell(directory: string, tag: DirectoryTag): Task<void> {
		if (this.#run.values.verbose !== true) return;
		const what = tag.kind === 'all' ? 'directory not dumped' : 'contents not dumped';
		yield* this.#run.complain(`${directory}: contains a cache directory tag ${tag.name}; ${what}`);
	}
}
