import type { BuiltImage } from '../../../hosts/containers/build-base.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { humanSize } from '../words.ts';
import type { BuildContext } from './context.ts';
import { rawWords } from './dockerfile.ts';
import { expandKnown } from './expand.ts';
import { buildKitHistory } from './history-text.ts';
import type { BuildPlan } from './plan.ts';
import type { ProgressLog } from './progress-log.ts';
import type { Stage, StageState } from './stage.ts';
import type { BuildVoice, StageBase, Step } from './voice.ts';

const COUNTED: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR']);

/** BuildKit's progress. Models util/progress/progressui, frontend/dockerfile/dockerfile2llb's step names. */
export class BuildKitVoice implements BuildVoice {
	readonly log: ProgressLog;
	readonly #context: () => BuildContext;
	readonly #counts = new Map<Stage, { done: number; total: number }>();
	#plan: BuildPlan | undefined;
	#contextId = 0;
	#stepId = 0;
	readonly createdBy = buildKitHistory;

	constructor(log: ProgressLog, context: () => BuildContext) {
		this.log = log;
		this.#context = context;
	}

	comment(): string {
		return 'buildkit.dockerfile.v0';
	}

	/** @param bytes of the Dockerfile. */
	*definition(name: string, bytes: number): Task<void> {
		const id = yield* this.log.begin(`[internal] load build definition from ${name}`);
		yield* this.log.sub(id, `transferring dockerfile: ${humanSize(bytes + 31, 4)}`);
		yield* this.log.end(id);
	}

	*metadata(name: string): Task<void> {
		const id = yield* this.log.begin(`[internal] load metadata for ${name}`);
		this.#stepId = id;
		this.log.closesLater(id);
	}

	*metadataFailed(_stage: Stage, _name: string, message: string): Task<void> {
		yield* this.log.fail(this.#stepId, message);
	}

	/** @param bytes of the .dockerignore file; 2: there is none. */
	*ignoreFile(bytes: number): Task<void> {
		yield* this.log.closeOpen();
		const id = yield* this.log.begin('[internal] load .dockerignore');
		yield* this.log.sub(id, `transferring context: ${humanSize(bytes, 4)}`);
		yield* this.log.end(id);
	}

	*contextLoads(): Task<void> {
		yield* this.#readyForSteps();
		this.#contextId = yield* this.log.begin('[internal] load build context');
		yield* this.log.sub(this.#contextId, `transferring context: ${humanSize(this.#context().sentBytes(), 4)}`);
		yield* this.log.end(this.#contextId);
	}

	#ignoreBytes = 2;
	#isReady = false;

	/** What the .dockerignore file takes. */
	set ignoreBytes(bytes: number) {
		this.#ignoreBytes = bytes;
	}

	*#readyForSteps(): Task<void> {
		if (this.#isReady) return;
		this.#isReady = true;
		yield* this.ignoreFile(this.#ignoreBytes);
	}

	*stageBegins(plan: BuildPlan, stage: Stage): Task<void> {
		yield* this.#readyForSteps();
		this.#plan = plan;
		const total = 1 + stage.instructions.filter(({ name }) => COUNTED.has(name)).length;
		this.#counts.set(stage, { done: 0, total });
	}

	*pulled(): Task<void> {}

	*baseReady(stage: Stage, base: StageBase): Task<void> {
		const counts = this.#counts.get(stage) as { done: number; total: number };
		counts.done++;
		// Another stage's last step goes on, nothing is nothing: neither has a line of its own.
		if (base.kind !== 'image') {
			counts.done--;
			counts.total--;
			return;
		}
		const digest = base.version !== undefined && !base.name.includes('@') ? `@${base.version.digest}` : '';
		const id = yield* this.log.begin(`${this.#label(stage)}FROM ${base.name}${digest}`);
		if (base.wasHere) yield* this.log.end(id, true);
		else {
			yield* this.log.sub(id, `resolve ${base.name}${digest}`);
			yield* this.log.end(id);
		}
	}

	#label(stage: Stage): string {
		const { done, total } = this.#counts.get(stage) as { done: number; total: number };
		const plan = this.#plan as BuildPlan;
		const name = plan.stages.length === 1 ? '' : `${stage.name === '' ? `stage-${stage.index}` : stage.name} `;
		return `[${name}${String(done).padStart(String(total).length)}/${total}] `;
	}

	*begins(step: Step): Task<void> {
		if (!COUNTED.has(step.node.name)) return;
		const counts = this.#counts.get(step.stage) as { done: number };
		counts.done++;
		this.#stepId = yield* this.log.begin(`${this.#label(step.stage)}${stepText(step)}`);
	}

	*output(_stream: 'stdout' | 'stderr', data: Uint8Array): Task<void> {
		yield* this.log.output(this.#stepId, decodeUtf8(data));
	}

	*done(step: Step, _state: StageState, cached: boolean): Task<void> {
		if (COUNTED.has(step.node.name)) yield* this.log.end(this.#stepId, cached);
	}

	*failed(_step: Step, message: string): Task<void> {
		yield* this.log.fail(this.#stepId, message);
	}

	*finished(image: BuiltImage, names: readonly string[]): Task<void> {
		const id = yield* this.log.begin('exporting to image');
		yield* this.log.sub(id, 'exporting layers');
		yield* this.log.sub(id, `writing image ${image.configDigest}`);
		for (const name of names) yield* this.log.sub(id, `naming to ${name}`);
		yield* this.log.end(id);
	}
}

/** The step as the progress shows it: here-documents by their name. */
function stepText({ node, variables }: Step): string {
	const flags = node.flags.map(([flag, value]) => `--${flag}${value === 'true' && flag === 'link' ? '' : `=${value}`}`);
	const rest =
		node.name === 'RUN' && node.words === undefined
			? node.rest
			: node.words === undefined
				? rawWords(node).join(' ')
				: `[${node.words.join(', ')}]`;
	if (node.heredocs.length > 0 && node.name === 'RUN') {
		const [first] = node.heredocs;
		const line = (first?.content ?? '').split('\n')[0] ?? '';
		return `RUN <<${first?.name} (${line}...)`;
	}
	return expandKnown([node.name, ...flags, rest].join(' '), variables);
}
