/** Who wants to know of changes below a path of one tree (a kubelet its manifests, `tail -f` its file). */
export class TreeWatchers {
	readonly #post: (callback: () => void) => void;
	#watchers: { path: string; onChange: (path: string) => void }[] | undefined;

	/** @param post the event loop's: watchers run from the loop, after whoever made the change. */
	constructor(post: (callback: () => void) => void) {
		this.#post = post;
	}

	add(path: string, onChange: (path: string) => void): () => void {
		const watcher = { path, onChange };
		this.#watchers ??= [];
		this.#watchers.push(watcher);
		return () => {
			this.#watchers = this.#watchers?.filter((other) => other !== watcher);
		};
	}

	notify(path: string): void {
		if (this.#watchers === undefined) return;
		for (const watcher of this.#watchers) {
			if (!isBelow(path, watcher.path)) continue;
			this.#post(() => {
				if (this.#watchers?.includes(watcher)) watcher.onChange(path);
			});
		}
	}
}

/** Whether `path` is `above` or inside it. */
export function isBelow(path: string, above: string): boolean {
	return path === above || above === '/' || path.startsWith(`${above}/`);
}
