import type { JournalEntry, JournalInput, Task, World, WorldOptions } from '../../../simulator/sandbox/world-api.ts';
import { type Comparison, REPLICAS_MAX } from '../worker-protocol.ts';

interface Replica {
	readonly world: World;
	/** Journal entries in it. */
	length: number;
}

/**
 * Copies of worlds that live in other workers, for the checks that try something out: such a check may take a
 * second, which no one else's keystroke should wait for.
 */
export class Replicas {
	readonly #replicas = new Map<string, Replica>();

	constructor(private readonly create: (options: WorldOptions) => World) {}

	/**
	 * Brings the copy of `sandbox` to where its journal and clock are; undefined when it lacks the first `from` entries.
	 * `journal` has the entries after those.
	 */
	at(
		sandbox: string,
		options: WorldOptions,
		from: number,
		journal: readonly JournalEntry[],
		nowMs: number,
	): World | undefined {
		let replica = this.#replicas.get(sandbox);
		if (replica === undefined || replica.length !== from || replica.world.now() > (journal[0]?.atMs ?? nowMs)) {
			this.#replicas.delete(sandbox);
			if (from !== 0) return undefined;
			replica = { world: this.create(options), length: 0 };
		}
		// Last in the order of use.
		this.#replicas.delete(sandbox);
		for (const entry of journal) {
			replica.world.run(Math.max(entry.atMs, replica.world.now()));
			const { atMs: _, ...event } = entry;
			replica.world.apply(event as JournalInput);
			replica.length++;
		}
		replica.world.run(Math.max(nowMs, replica.world.now()));
		this.#replicas.set(sandbox, replica);
		for (const oldest of this.#replicas.keys()) {
			if (this.#replicas.size <= REPLICAS_MAX) break;
			this.#replicas.delete(oldest);
		}
		return replica.world;
	}

	forget(sandbox: string): void {
		this.#replicas.delete(sandbox);
	}
}

/** What the probes of `tasks` find in `world`, which they leave as it is. A step is a probe. */
export function* probe(world: World, tasks: readonly Task[]): Generator<void, Record<string, TaskResults>> {
	const results = yield* world.gradeSteps(tasks);
	return Object.fromEntries(results.map(({ id, checks }) => [id, [...checks]]));
}

/** What `task` looks at in the student's `world`, beside `model` after the `solution`, which must be a new world. */
export function compare(world: World, model: World, task: Task, solution: string): Comparison[] {
	model.runScript({ name: 'solution.sh', script: `cd /root\n${solution}` });
	const mine = new Map(world.subjects(task).map(({ title, text }) => [title, text]));
	return model.subjects(task).map(({ title, text }) => ({ title, mine: mine.get(title) ?? null, model: text ?? null }));
}

type TaskResults = ReturnType<World['grade']>[number]['checks'][number][];
