import type { BuiltConfig } from '../../../hosts/containers/build-base.ts';
import { contentDigest } from '../../../kernel/files/content-digest.ts';
import { FileData } from '../../../kernel/files/file-data.ts';
import { type LayerFile, nodeAt, stackOver } from '../../../kernel/files/layer-files.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { digestPause } from '../digest-pause.ts';
import { unpackedArchive } from './archive.ts';
import type { Builder, StepChange } from './builder.ts';
import { absolute, copiedFiles, MissingSource, withParents } from './copy.ts';
import { rawWords } from './dockerfile.ts';
import { downloaded } from './download.ts';
import { expandText, expandWord } from './expand.ts';
import { stackTree } from './stack-tree.ts';
import type { StageState } from './stage.ts';
import { BuildFailure, type Step } from './voice.ts';

function* prepare(
	builder: Builder,
	state: StageState,
	step: Step,
): Task<{ key: string; argv: readonly string[]; run: () => Task<StepChange> }> {
	const { node } = step;
	const files = yield* filesOf(builder, state, step);
	const pause = digestPause(builder.request.run.process);
	const lines: string[] = [];
	for (const { path, type, mode, uid, gid, target = '', data } of files) {
		yield* builder.request.run.process.tick();
		const content = data === undefined ? '' : yield* contentDigest(data, pause);
		lines.push(`${type} ${mode} ${uid} ${gid} ${path} ${target} ${content}`);
	}
	const run = (): Task<StepChange> => applied(state, files);
	return { key: `${node.name} ${lines.join('\n')}`, argv: [], run };
}

function* applied(state: StageState, files: readonly LayerFile[]): Task<StepChange> {
	return { stack: stackOver(state.stack, files), files };
}

/** WORKDIR makes its directory. */
function* folder(builder: Builder, state: StageState, config: BuiltConfig): Task<StepChange> {
	const path = config.workingDir ?? '/';
	if (nodeAt(state.stack, path) !== undefined) return { stack: state.stack, files: [] };
	const nowMs = builder.request.engine.context.loop.now();
	const owner = ownerOf(state, config.user ?? '');
	const own: LayerFile = { path, type: 'directory', mode: 0o755, uid: 0, gid: 0, ...owner, mtimeMs: nowMs };
	const files = withParents(state.stack, [own], undefined, nowMs);
	return { stack: stackOver(state.stack, files), files };
}

export const copyStep = { prepare, folder };

function* filesOf(builder: Builder, state: StageState, step: Step): Task<LayerFile[]> {
	const { node } = step;
	const { context, engine, voice } = builder.request;
	const variables = builder.variables(state);
	const flag = (name: string): string | undefined => {
		const value = node.flags.find(([each]) => each === name)?.[1];
		return value === undefined ? undefined : expandWord(value, variables);
	};
	const words = rawWords(node).map((word) => (word.startsWith('<<') ? word : expandWord(word, variables)));
	const destination = words.at(-1) as string;
	const sources = words.slice(0, -1).filter((word) => !word.startsWith('<<'));
	const from = flag('from');
	const owner = flag('chown') === undefined ? undefined : namedOwner(state, flag('chown') as string, step);
	const mode = flag('chmod') === undefined ? undefined : octalMode(flag('chmod') as string, step);
	const workingDir = state.config.workingDir ?? '/';
	const nowMs = engine.context.loop.now();
	const tree = from === undefined ? context : stackTree((yield* builder.sourceOf(from, state.stage, node)).stack);
	const common = { stack: state.stack, destination, workingDir, owner, mode, nowMs };
	const urls = node.name === 'ADD' ? sources.filter((source) => /^https?:\/\//.test(source)) : [];
	const local = sources.filter((source) => !urls.includes(source));
	const files: LayerFile[] = [];
	try {
		if (local.length > 0) {
			const unpack = node.name === 'ADD' && from === undefined ? unpackedArchive : undefined;
			files.push(
				...(yield* copiedFiles({
					...common,
					tree,
					sources: local,
					keepsOwners: from !== undefined,
					...(unpack && { unpack }),
				})),
			);
		}
		for (const url of urls) files.push(...(yield* remoteFile(builder, step, url, common)));
	} catch (error) {
		if (!(error instanceof MissingSource)) throw error;
		const message = missingText(builder, error.message);
		yield* voice.failed(step, message);
		throw new BuildFailure(
			engine.kind === 'docker' ? `failed to compute cache key: ${message}` : message,
			node,
			engine.kind === 'docker' ? 1 : 125,
		);
	}
	for (const { name, content, expands } of node.heredocs) {
		const text = expands ? expandText(content, variables) : content;
		const path = absolute(
			destination.endsWith('/') || node.heredocs.length > 1 ? `${destination}/${name}` : destination,
			workingDir,
		);
		const own: LayerFile = {
			path,
			type: 'file',
			mode: mode ?? 0o644,
			uid: 0,
			gid: 0,
			...owner,
			mtimeMs: nowMs,
			data: FileData.of(encodeUtf8(text)),
		};
		files.push(...withParents(state.stack, [own], owner, nowMs));
	}
	return files;
}

function* remoteFile(
	builder: Builder,
	step: Step,
	url: string,
	common: {
		stack: StageState['stack'];
		destination: string;
		workingDir: string;
		owner: { uid: number; gid: number } | undefined;
		mode: number | undefined;
		nowMs: number;
	},
): Task<LayerFile[]> {
	const { destination, workingDir, owner, mode, nowMs, stack } = common;
	const name = url.replace(/[?#].*$/, '').replace(/^.*\//, '');
	const isFolder = destination.endsWith('/') || nodeAt(stack, absolute(destination, workingDir))?.type === 'directory';
	const path = absolute(isFolder ? `${destination}/${name}` : destination, workingDir);
	const result = yield* downloaded(builder.request.run, url);
	if (typeof result === 'string') {
		const message =
			builder.request.engine.kind === 'docker' ? result : `building at STEP ${JSON.stringify(step.text)}: ${result}`;
		yield* builder.request.voice.failed(step, message);
		throw new BuildFailure(message, step.node, builder.request.engine.kind === 'docker' ? 1 : 125);
	}
	const own: LayerFile = {
		path,
		type: 'file',
		mode: mode ?? 0o600,
		uid: 0,
		gid: 0,
		...owner,
		mtimeMs: nowMs,
		data: result,
	};
	return withParents(stack, [own], owner, nowMs);
}

function missingText({ request }: Builder, source: string): string {
	const path = source.replace(/^(\.?\/)*/, '/');
	if (request.engine.kind === 'docker') {
		const id = request.engine.random.stream(`ref/${source}`).hex(64);
		return `failed to calculate checksum of ref ${id.slice(0, 25)}::${id.slice(25, 50)}: ${JSON.stringify(path)}: not found`;
	}
	return `building at STEP "COPY ${source}": checking on sources under ${JSON.stringify(request.run.process.cwd)}: copier: stat: ${JSON.stringify(path)}: no such file or directory`;
}

/** "app", "101:101", "app:staff". Names are those of the stage. */
function namedOwner(state: StageState, text: string, step: Step): { uid: number; gid: number } {
	const owner = ownerOf(state, text);
	if (owner !== undefined) return owner;
	const [user = ''] = text.split(':');
	throw new BuildFailure(
		`unable to convert uid/gid chown string to host mapping: can't find uid for user ${user}: no such user: ${user}`,
		step.node,
	);
}

function ownerOf(state: StageState, text: string): { uid: number; gid: number } | undefined {
	if (text === '') return undefined;
	const [user = '', group] = text.split(':');
	const lines = (path: string): string[][] => {
		const data = nodeAt(state.stack, path)?.data;
		return data === undefined
			? []
			: decodeUtf8(data.readAll())
					.split('\n')
					.map((line) => line.split(':'));
	};
	const account = lines('/etc/passwd').find(([name]) => name === user);
	const uid = account !== undefined ? Number(account[2]) : /^\d+$/.test(user) ? Number(user) : undefined;
	if (uid === undefined) return undefined;
	if (group === undefined) return { uid, gid: account !== undefined ? Number(account[3]) : uid };
	const found = lines('/etc/group').find(([name]) => name === group);
	return { uid, gid: found !== undefined ? Number(found[2]) : Number(group) || 0 };
}

function octalMode(text: string, step: Step): number {
	if (/^[0-7]{1,5}$/.test(text)) return Number.parseInt(text, 8);
	throw new BuildFailure(
		`invalid chmod parameter: '${text}'. it should be octal string and between 0 and 07777`,
		step.node,
	);
}
