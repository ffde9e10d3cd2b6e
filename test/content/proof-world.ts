import type { Exercise } from '../../app/_lib/content/exercises.ts';
import { GradableWorld } from '../../simulator/sandbox/grading/gradable-world.ts';
import { type Gradable, gradeTasks, needsFork } from '../../simulator/sandbox/grading/grade.ts';
import { type PresetImages, SimulatedWorld } from '../../simulator/sandbox/index.ts';
import { replay } from '../../simulator/sandbox/world.ts';
import type { Check, JournalEntry } from '../../simulator/sandbox/world-api.ts';

/** A check of an exercise, as near misses name it: "task/check". */
export interface NamedCheck {
	readonly name: string;
	readonly check: Check;
}

export function checksOf({ tasks }: Pick<Exercise, 'tasks'>): NamedCheck[] {
	return tasks.flatMap(({ id, checks }) => checks.map((check) => ({ name: `${id}/${check.id}`, check })));
}

/** A script that does not end by then has lost its way: what it has done is graded. */
const SCRIPT_LIMIT_MS = 20 * 60_000;

/**
 * An exercise's world after a script, asked check by check and thrown away. Grades as the product does, but what is
 * asked of a copy that all checks share is asked of the world itself, which spares a replay: first what only looks,
 * then what the copy is for, then the checks that want a copy of their own.
 */
export class ProofWorld {
	readonly exitCode: number;
	readonly #world: SimulatedWorld;
	readonly #images: PresetImages;
	/** Where copies begin, whatever is done to the world later. */
	readonly #journal: readonly JournalEntry[];
	readonly #atMs: number;

	constructor({ id, preset, setup }: Exercise, script: string | undefined, images: PresetImages) {
		this.#images = images;
		this.#world = new SimulatedWorld({ preset, seed: `proof/${id}`, setup }, images);
		const run = { name: 'solution.sh', script: `cd /root\n${script}`, limitMs: SCRIPT_LIMIT_MS };
		this.exitCode = script === undefined ? 0 : this.#world.runScript(run).exitCode;
		this.#journal = [...this.#world.journal];
		this.#atMs = this.#world.now();
	}

	/** The names of the checks that fail, in their order; with `atMost`, looks no further once there are so many. */
	failing(checks: readonly NamedCheck[], atMost = Number.POSITIVE_INFINITY): string[] {
		const failed = new Set<string>();
		const looks = checks.filter(({ check }) => !needsFork(check));
		const shared = checks.filter(({ check }) => needsFork(check) && check.type !== 'fork');
		const own = checks.filter(({ check }) => check.type === 'fork');
		for (const { name, check } of [...looks, ...shared, ...own]) {
			if (failed.size >= atMost) break;
			const [task] = gradeTasks(this.#gradable(check), [{ id: name, points: 1, checks: [check] }]);
			if (task?.passed !== true) failed.add(name);
		}
		return checks.map(({ name }) => name).filter((name) => failed.has(name));
	}

	#gradable({ type }: Check): Gradable {
		const world = new GradableWorld(this.#world);
		const copy = () => replay(this.#world.options, this.#journal, this.#images, this.#atMs);
		return {
			reader: world.reader,
			readFile: (host, path) => world.readFile(host, path),
			allowed: (question) => world.allowed(question),
			fork: () => (type === 'fork' ? new GradableWorld(copy()) : world),
		};
	}
}
