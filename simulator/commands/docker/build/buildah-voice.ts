import { type BuiltImage, imageOf } from '../../../hosts/containers/build-base.ts';
import type { Task } from '../../../machinery/task.ts';
import type { EngineRun } from '../engine-command.ts';
import { nanoTimeText, shortId } from '../words.ts';
import { buildahHistory } from './history-text.ts';
import type { BuildPlan } from './plan.ts';
import type { Stage, StageState } from './stage.ts';
import type { BuildVoice, Step } from './voice.ts';

/** What podman build says. Models containers/buildah imagebuildah StageExecutor.Execute. */
export class BuildahVoice implements BuildVoice {
	readonly #run: EngineRun;
	readonly #quiet: boolean;
	#plan: BuildPlan | undefined;
	readonly #done = new Map<Stage, number>();
	readonly createdBy = buildahHistory;

	constructor(run: EngineRun, quiet: boolean) {
		this.#run = run;
		this.#quiet = quiet;
	}

	comment({ stage }: Step, state: StageState): string {
		return state.history.length === 0 || this.#done.get(stage) === 2 ? `FROM ${stage.from}` : '';
	}

	*metadata(): Task<void> {}
	*metadataFailed(): Task<void> {}
	*contextLoads(): Task<void> {}
	*pulled(): Task<void> {}

	*stageBegins(plan: BuildPlan, stage: Stage): Task<void> {
		this.#plan = plan;
		this.#done.set(stage, 0);
		const as = stage.name === '' ? '' : ` AS ${stage.name}`;
		yield* this.#announce(stage, `FROM ${stage.from}${as}`);
	}

	*#announce(stage: Stage, text: string): Task<void> {
		const plan = this.#plan as BuildPlan;
		const number = (this.#done.get(stage) ?? 0) + 1;
		this.#done.set(stage, number);
		const where = plan.needed.length > 1 ? `[${plan.needed.indexOf(stage) + 1}/${plan.needed.length}] ` : '';
		if (!this.#quiet) yield* this.#run.out.write(`${where}STEP ${number}/${stage.instructions.length + 1}: ${text}\n`);
		yield* this.#run.out.flush();
	}

	*baseReady(): Task<void> {}

	*begins({ stage, node }: Step): Task<void> {
		const flags = node.flags.map(([name, value]) => `--${name}=${value} `).join('');
		yield* this.#announce(stage, `${node.name} ${flags}${node.rest}`);
	}

	*output(stream: 'stdout' | 'stderr', data: Uint8Array): Task<void> {
		yield* this.#run.out.flush();
		yield* this.#run.process.write(stream === 'stdout' && !this.#quiet ? 1 : 2, data);
	}

	*done({ stage, node }: Step, state: StageState, cached: boolean): Task<void> {
		const plan = this.#plan as BuildPlan;
		const isLast = stage.instructions.at(-1) === node;
		const id = imageOf(state, nanoTimeText(this.#run.process.now())).configDigest;
		if (this.#quiet) return;
		if (cached) yield* this.#run.out.write(`--> Using cache ${id.slice('sha256:'.length)}\n`);
		if (!isLast || stage !== plan.target) yield* this.#run.out.write(`--> ${shortId(id)}\n`);
	}

	*failed(): Task<void> {}

	*finished(image: BuiltImage, names: readonly string[]): Task<void> {
		const id = image.configDigest.slice('sha256:'.length);
		if (!this.#quiet) {
			const [first] = names;
			yield* this.#run.out.write(
				`COMMIT${first === undefined ? '' : ` ${this.#asWritten(first)}`}\n--> ${shortId(id)}\n`,
			);
			for (const name of names) yield* this.#run.out.write(`Successfully tagged ${name}\n`);
		}
		yield* this.#run.out.write(`${id}\n`);
	}

	#asWritten(name: string): string {
		return this.#run.list('tag').find((tag) => name.startsWith(`localhost/${tag}`) || name === tag) ?? name;
	}
}
