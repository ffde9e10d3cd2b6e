import { scratch } from '../../../hosts/containers/build-base.ts';
import type { StepMount } from '../../../hosts/containers/build-step.ts';
import { stackOver } from '../../../kernel/files/layer-files.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { readFile } from '../../stdio.ts';
import type { Builder } from './builder.ts';
import { absolute, copiedFiles } from './copy.ts';
import type { Instruction } from './dockerfile.ts';
import { expandWord } from './expand.ts';
import type { StageState } from './stage.ts';
import { BuildFailure } from './voice.ts';

/** What RUN --mount brings into view. Models frontend/dockerfile/instructions ParseMount. */
export function* stepMounts(builder: Builder, state: StageState, node: Instruction): Task<StepMount[]> {
	const mounts: StepMount[] = [];
	for (const [name, text] of node.flags) {
		if (name !== 'mount') continue;
		const fields = new Map(
			text.split(',').map((part): [string, string] => {
				const at = part.indexOf('=');
				return at < 0 ? [part, 'true'] : [part.slice(0, at), expandWord(part.slice(at + 1), builder.variables(state))];
			}),
		);
		const mount = yield* oneMount(builder, state, node, fields);
		if (mount !== undefined) mounts.push(mount);
	}
	return mounts;
}

function* oneMount(
	builder: Builder,
	state: StageState,
	node: Instruction,
	fields: ReadonlyMap<string, string>,
): Task<StepMount | undefined> {
	const { engine } = builder.request;
	const type = fields.get('type') ?? 'bind';
	const asked = fields.get('target') ?? fields.get('dst') ?? fields.get('destination');
	if (type === 'ssh') return undefined;
	if (type === 'secret') return yield* secretMount(builder, node, fields, asked);
	if (asked === undefined) throw new BuildFailure(`target is required`, node);
	const path = absolute(asked, state.config.workingDir ?? '/');
	if (type === 'tmpfs') return { path, tree: engine.machine.createTree(), readOnly: false };
	if (type === 'cache') {
		const id = fields.get('id') ?? path;
		const tree = engine.buildCache.folder(id, () => engine.machine.createTree());
		return { path, tree, readOnly: fields.has('ro') || fields.has('readonly') };
	}
	if (type !== 'bind') throw new BuildFailure(`unsupported mount type ${JSON.stringify(type)}`, node);
	const from = fields.get('from');
	const subPath = fields.get('source') ?? fields.get('src') ?? '/';
	const readOnly = !(fields.has('rw') || fields.has('readwrite'));
	if (from !== undefined) {
		const { stack } = yield* builder.sourceOf(from, state.stage, node);
		return { path, tree: engine.machine.createTree(stack), readOnly, subPath };
	}
	const { stack } = scratch();
	const files = yield* copiedFiles({
		...{ stack, tree: builder.request.context, sources: ['.'], destination: '/', workingDir: '/' },
		...{ owner: undefined, mode: undefined, keepsOwners: false, nowMs: engine.context.loop.now() },
	});
	return { path, tree: engine.machine.createTree(stackOver(stack, files)), readOnly, subPath };
}

function* secretMount(
	{ request }: Builder,
	node: Instruction,
	fields: ReadonlyMap<string, string>,
	asked: string | undefined,
): Task<StepMount | undefined> {
	const { secrets, run, engine } = request;
	const id = fields.get('id') ?? asked?.replace(/^.*\//, '') ?? '';
	const source = secrets.get(id);
	if (source === undefined) {
		if (fields.get('required') !== 'true') return undefined;
		throw new BuildFailure(`secret ${id}: not found`, node);
	}
	try {
		const tree = engine.machine.createTree();
		tree.writeFile('/secret', yield* readFile(run.process, source), { mode: 0o400 });
		return { path: absolute(asked ?? `/run/secrets/${id}`, '/'), tree, readOnly: true, subPath: '/secret' };
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new BuildFailure(`failed to stat ${source}: stat ${source}: no such file or directory`, node);
	}
}
