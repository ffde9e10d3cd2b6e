import {
	type BuildBase,
	type BuiltConfig,
	type BuiltImage,
	imageOf,
	newLayer,
} from '../../../hosts/containers/build-base.ts';
import type { ContainerEngine } from '../../../hosts/containers/container-engine.ts';
import type { Task } from '../../../machinery/task.ts';
import { digestPause } from '../digest-pause.ts';
import type { EngineRun } from '../engine-command.ts';
import { nanoTimeText } from '../words.ts';
import { BaseImages } from './base-images.ts';
import { configured } from './configure.ts';
import type { BuildContext } from './context.ts';
import { copyStep } from './copy-step.ts';
import { DockerfileError, type Instruction, parseDockerfile } from './dockerfile.ts';
import type { Variables } from './expand.ts';
import { ExpansionError, expandWord, splitVariables } from './expand.ts';
import { type BuildPlan, PLATFORM_ARGS, stageNamed } from './plan.ts';
import { runInstruction } from './run-step.ts';
import type { Stage, StageState } from './stage.ts';
import { stepKey } from './step-key.ts';
import { BuildFailure, type BuildVoice, type Step } from './voice.ts';

export interface BuildRequest {
	readonly run: EngineRun;
	readonly engine: ContainerEngine;
	readonly plan: BuildPlan;
	readonly context: BuildContext;
	readonly buildArgs: Variables;
	readonly labels: ReadonlyMap<string, string>;
	readonly noCache: boolean;
	readonly alwaysPull: boolean;
	readonly onHost: boolean;
	/** By id: files of the host. */
	readonly secrets: ReadonlyMap<string, string>;
	readonly voice: BuildVoice;
}

/** What a step has changed in the file system; undefined: nothing, only the configuration. */
export interface StepChange {
	readonly stack: BuildBase['stack'];
	readonly files: Parameters<typeof newLayer>[0];
}

/** What a step of a build counts as. */
const STEP_STEPS = 20;

/** Does what a Dockerfile says, stage by stage. Throws BuildFailure, DockerfileError, EngineError. */
export class Builder {
	readonly request: BuildRequest;
	readonly #states = new Map<Stage, StageState>();
	readonly #bases: BaseImages;

	constructor(request: BuildRequest) {
		this.request = request;
		this.#bases = new BaseImages(request);
	}

	/** @returns the target's image. */
	*build(): Task<BuiltImage> {
		const { plan, voice, labels } = this.request;
		yield* this.#bases.resolve();
		if (plan.needed.some(usesContext)) yield* voice.contextLoads();
		let created = '';
		for (const stage of plan.needed) created = yield* this.#buildStage(stage);
		const state = this.#states.get(plan.target) as StageState;
		if (labels.size > 0) {
			state.config = { ...state.config, labels: new Map([...(state.config.labels ?? []), ...labels]) };
		}
		return imageOf(state, created);
	}

	/** What another stage or an image holds. Throws BuildFailure. */
	*sourceOf(name: string, stage: Stage, node: Instruction): Task<BuildBase> {
		const other = stageNamed(this.request.plan.stages, name, stage);
		if (other !== undefined) return this.#states.get(other) as StageState;
		return yield* this.#bases.source(name, stage, node);
	}

	/** @returns when what has been made was made: cached steps keep their time. */
	*#buildStage(stage: Stage): Task<string> {
		const { plan, voice, engine } = this.request;
		yield* this.request.run.process.tick(STEP_STEPS);
		yield* voice.stageBegins(plan, stage);
		const parent = stageNamed(plan.stages, stage.from, stage);
		const parentState = parent === undefined ? undefined : (this.#states.get(parent) as StageState);
		const base = yield* this.#bases.of(stage, parentState);
		const state: StageState = { ...base.content, stage, key: base.key, args: new Map(), ownCommand: false };
		this.#states.set(stage, state);
		let created = base.created;
		const triggers = state.config.onBuild ?? [];
		if (triggers.length > 0) state.config = { ...state.config, onBuild: undefined };
		const inherited = triggers.flatMap((text) => onBuildInstruction(text, stage));
		for (const node of [...inherited, ...stage.instructions]) {
			// Each step looks at all that the ones before it have set.
			const { env, labels } = state.config;
			yield* this.request.run.process.tick(STEP_STEPS + env.length + (labels?.size ?? 0));
			try {
				created = (yield* this.#step(state, node)) ?? created;
			} catch (error) {
				if (!(error instanceof ExpansionError)) throw error;
				throw new BuildFailure(`failed to process ${JSON.stringify(node.rest)}: ${error.message}`, node);
			}
		}
		if (created === '') created = nanoTimeText(engine.context.loop.now());
		return created;
	}

	/** @returns when its result was made. */
	*#step(state: StageState, node: Instruction): Task<string> {
		const { voice, engine, noCache } = this.request;
		const variables = this.variables(state);
		if (node.name === 'ARG') this.#declare(state, node);
		if (node.name === 'MAINTAINER') state.author = expandWord(node.rest, variables);
		const config = configured(state.config, node, variables, state.ownCommand);
		if (node.name === 'CMD') state.ownCommand = true;
		const step: Step = { stage: state.stage, node, text: node.text, variables };
		yield* voice.begins(step);
		const isFolder = node.name === 'WORKDIR';
		const work =
			config === undefined
				? yield* this.#prepare(state, step)
				: { key: `${node.name} ${JSON.stringify(describe(config))}`, argv: [], run: undefined };
		const key = stepKey(`${state.key}\n${work.key}`);
		const cached = noCache ? undefined : engine.buildCache.get(key);
		const after = config ?? state.config;
		let created = cached?.created;
		if (cached !== undefined) {
			state.stack = cached.stack;
			state.layers = cached.layers === undefined ? state.layers : [...state.layers, ...cached.layers];
			state.history = [...state.history, cached.history];
		} else {
			const change =
				work.run !== undefined ? yield* work.run() : isFolder ? yield* copyStep.folder(this, state, after) : undefined;
			created = nanoTimeText(engine.context.loop.now());
			const layer =
				change === undefined ? undefined : yield* newLayer(change.files, digestPause(this.request.run.process));
			const history = {
				created,
				createdBy: voice.createdBy(step, { ...state, config: after }, work.argv),
				comment: voice.comment(step, state),
				empty: layer === undefined,
			};
			const layers = layer === undefined ? undefined : [layer];
			if (change !== undefined) state.stack = change.stack;
			if (layers !== undefined) state.layers = [...state.layers, ...layers];
			state.history = [...state.history, history];
			engine.buildCache.set(key, { stack: state.stack, layers, history, created });
		}
		state.config = after;
		state.key = key;
		yield* voice.done(step, state, cached !== undefined);
		return created as string;
	}

	/** What RUN, COPY and ADD will do, and what says whether it has been done before. */
	*#prepare(
		state: StageState,
		step: Step,
	): Task<{ key: string; argv: readonly string[]; run: () => Task<StepChange> }> {
		const { node } = step;
		if (node.name === 'RUN') return runInstruction(this, state, step);
		return yield* copyStep.prepare(this, state, step);
	}

	/** Environment and declared ARGs; the environment wins. */
	variables(state: StageState): Variables {
		return new Map([...state.args, ...state.config.env]);
	}

	#declare(state: StageState, node: Instruction): void {
		const { buildArgs, plan } = this.request;
		for (const [name, value] of splitVariables(node.rest)) {
			const fallback = value === undefined ? plan.globals.get(name) : expandWord(value, this.variables(state));
			const given = buildArgs.get(name) ?? PLATFORM_ARGS.find(([each]) => each === name)?.[1] ?? fallback;
			if (given !== undefined) state.args.set(name, given);
		}
	}
}

function usesContext({ instructions }: Stage): boolean {
	return instructions.some(
		({ name, flags, heredocs, rest }) =>
			(name === 'COPY' || name === 'ADD') &&
			!flags.some(([flag]) => flag === 'from') &&
			(heredocs.length === 0 || rest.split(/\s+/).some((word) => !word.startsWith('<<'))),
	);
}

function onBuildInstruction(text: string, stage: Stage): readonly Instruction[] {
	try {
		const [, node] = parseDockerfile(`FROM scratch\n${text}\n`);
		return node === undefined
			? []
			: [{ ...node, line: stage.fromInstruction.line, lastLine: stage.fromInstruction.lastLine }];
	} catch (error) {
		if (error instanceof DockerfileError) return [];
		throw error;
	}
}

function describe(config: BuiltConfig): unknown {
	return { ...config, labels: [...(config.labels ?? [])] };
}
