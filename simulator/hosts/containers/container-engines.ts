import type { FrozenFileSystems, ThawedFileSystems } from '../../kernel/files/file-system-copies.ts';
import type { ContainerEngine, EngineKind } from './container-engine.ts';
import type { EngineSnapshot } from './engine-snapshot.ts';

/** The container engines of a host: `process.port('container-engines')`. None of them is there before somebody uses it. */
export class ContainerEngines {
	readonly #open: (kind: EngineKind, uid: number, root: string) => ContainerEngine;
	#engines: Map<string, ContainerEngine> | undefined;

	constructor(open: (kind: EngineKind, uid: number, root: string) => ContainerEngine) {
		this.#open = open;
	}

	/** Of those that somebody has used. */
	snapshot(copies: FrozenFileSystems): readonly EngineSnapshot[] {
		return [...(this.#engines?.values() ?? [])].map((engine) => engine.snapshot(copies));
	}

	restore(snapshots: readonly EngineSnapshot[], copies: ThawedFileSystems): void {
		for (const snapshot of snapshots) {
			const engine = this.#open(snapshot.kind, snapshot.uid, snapshot.root);
			this.#engines ??= new Map();
			this.#engines.set(`${snapshot.kind} ${snapshot.uid}`, engine);
			engine.restore(snapshot, copies);
		}
	}

	/** @param home of the user, whose storage podman keeps there unless it is root's. */
	get(kind: EngineKind, uid: number, home: string): ContainerEngine {
		const owner = kind === 'docker' ? 0 : uid;
		const key = `${kind} ${owner}`;
		const known = this.#engines?.get(key);
		if (known !== undefined) return known;
		const root =
			kind === 'docker'
				? '/var/lib/docker'
				: owner === 0
					? '/var/lib/containers/storage'
					: `${home}/.local/share/containers/storage`;
		const engine = this.#open(kind, owner, root);
		this.#engines ??= new Map();
		this.#engines.set(key, engine);
		return engine;
	}
}
