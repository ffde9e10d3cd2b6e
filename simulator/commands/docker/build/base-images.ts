import { type BuildBase, type BuiltImage, baseOf, scratch } from '../../../hosts/containers/build-base.ts';
import { EngineError } from '../../../hosts/containers/container-request.ts';
import { type PulledImage, pullImage } from '../../../hosts/containers/pull-image.ts';
import type { Task } from '../../../machinery/task.ts';
import { loginFor } from '../logins.ts';
import { fetchImage } from '../verbs/pull.ts';
import type { BuildRequest } from './builder.ts';
import type { Instruction } from './dockerfile.ts';
import { stageNamed } from './plan.ts';
import type { Stage, StageState } from './stage.ts';
import { BuildFailure } from './voice.ts';

/** The images that a build begins with, or takes files from. */
export class BaseImages {
	readonly #request: BuildRequest;
	/** Of BuildKit: what the registries have said. */
	readonly #known = new Map<
		string,
		{ readonly version: BuiltImage; readonly name: string; readonly wasHere: boolean }
	>();

	constructor(request: BuildRequest) {
		this.#request = request;
	}

	/** BuildKit asks for all of them before it begins. Throws BuildFailure. */
	*resolve(): Task<void> {
		const { plan, engine } = this.#request;
		if (engine.kind === 'podman') return;
		for (const stage of plan.needed) {
			if (stage.from === 'scratch' || stageNamed(plan.stages, stage.from, stage) !== undefined) continue;
			yield* this.#metadata(stage.from, stage, stage.fromInstruction);
		}
	}

	*#metadata(from: string, stage: Stage, node: Instruction): Task<void> {
		const { engine, voice, run, alwaysPull } = this.#request;
		const reference = parsed(this.#request, from, node);
		const [name = ''] = engine.images.namesOf(from);
		if (this.#known.has(from)) return;
		yield* voice.metadata(name);
		const local = alwaysPull ? undefined : engine.images.find(from);
		if (local !== undefined) {
			this.#known.set(from, { version: local.version, name, wasHere: true });
			return;
		}
		try {
			const had = new Set(engine.buildBases.list().map((each) => each.version.configDigest));
			const pulled = yield* pullImage(engine, run.process, reference, ignore, {
				store: engine.buildBases,
				login: yield* loginFor(run, reference.registry),
			});
			this.#known.set(from, { version: pulled.version, name, wasHere: had.has(pulled.version.configDigest) });
		} catch (error) {
			if (!(error instanceof EngineError)) throw error;
			const found = engine.catalog.resolve(reference);
			const message =
				found.kind === 'failed' ? found.message.replace(/^.*?failed to resolve image: /, '') : error.message;
			yield* voice.metadataFailed(stage, name, message);
			throw new BuildFailure(`${from}: failed to resolve source metadata for ${name}: ${message}`, node);
		}
	}

	/** What a stage begins with. Throws BuildFailure, Exit. */
	*of(stage: Stage, parent: StageState | undefined): Task<{ content: BuildBase; key: string; created: string }> {
		const { voice } = this.#request;
		if (parent !== undefined) {
			yield* voice.baseReady(stage, { kind: 'stage', name: stage.from, version: undefined, wasHere: true });
			const { stack, config, layers, history, author, key } = parent;
			return { content: { stack, config, layers, history, author }, key, created: '' };
		}
		if (stage.from === 'scratch') {
			yield* voice.baseReady(stage, { kind: 'scratch', name: 'scratch', version: undefined, wasHere: true });
			return { content: scratch(), key: 'scratch', created: '' };
		}
		const { version, name, wasHere } = yield* this.#image(stage.from, stage, stage.fromInstruction);
		yield* voice.baseReady(stage, { kind: 'image', name, version, wasHere });
		return { content: baseOf(this.#request.engine, version), key: version.configDigest, created: version.createdAt };
	}

	/** An image that COPY --from names. */
	*source(name: string, stage: Stage, node: Instruction): Task<BuildBase> {
		const { version } = yield* this.#image(name, stage, node);
		return baseOf(this.#request.engine, version);
	}

	*#image(from: string, stage: Stage, node: Instruction) {
		const { engine, run, alwaysPull } = this.#request;
		if (engine.kind === 'docker') {
			if (!this.#known.has(from)) yield* this.#metadata(from, stage, node);
			return this.#known.get(from) as { version: BuiltImage; name: string; wasHere: boolean };
		}
		parsed(this.#request, from, node);
		const here = alwaysPull ? undefined : engine.images.find(from);
		if (here !== undefined) return { version: here.version, name: here.tags[0] ?? from, wasHere: true };
		const pulled: PulledImage = yield* fetchImage(run, from, 'err');
		return { version: pulled.version, name: pulled.name, wasHere: false };
	}
}

function* ignore(): Task<void> {}

function parsed({ engine }: BuildRequest, name: string, node: Instruction) {
	try {
		return engine.images.parse(name);
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		throw new BuildFailure(
			engine.kind === 'docker'
				? `failed to parse stage name ${JSON.stringify(name)}: ${error.message}`
				: `determining starting point for build: parsing name ${JSON.stringify(name)}: ${error.message}`,
			node,
			engine.kind === 'docker' ? 1 : 125,
		);
	}
}
