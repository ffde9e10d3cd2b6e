import { runStep, type StepMount } from '../../../hosts/containers/build-step.ts';
import { EngineError } from '../../../hosts/containers/container-request.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import type { Builder, StepChange } from './builder.ts';
import { commandWords } from './configure.ts';
import { absolute } from './copy.ts';
import { stepMounts } from './run-mounts.ts';
import type { StageState } from './stage.ts';
import { stepKey } from './step-key.ts';
import { BuildFailure, type Step } from './voice.ts';

/** What RUN does. */
export function runInstruction(
	builder: Builder,
	state: StageState,
	step: Step,
): { key: string; argv: readonly string[]; run: () => Task<StepChange> } {
	const { node } = step;
	const { config, args } = state;
	const [document] = node.heredocs;
	// "RUN <<EOF" alone is a script for the shell; with a command before it, that command's input.
	const isScript = document !== undefined && /^<<-?['"]?[\w.-]+['"]?$/.test(node.rest);
	const argv = isScript
		? scriptWords(document.content, config.shell)
		: document === undefined
			? commandWords(node, config)
			: commandWords({ words: undefined, rest: `${node.rest}\n${document.content}${document.name}` }, config);
	const env = [...config.env, ...[...args].filter(([name]) => !config.env.some(([each]) => each === name))];
	const key = stepKey(JSON.stringify(['RUN', argv, env, config.user, config.workingDir, node.flags]));
	return { key, argv, run: () => execute(builder, state, step, argv, env) };
}

/** A script that names its interpreter is run by it. */
function scriptWords(script: string, shell: readonly string[] | undefined): readonly string[] {
	const interpreter = /^#!\s*(\S+)\s*(.*)\n/.exec(script);
	if (interpreter !== null) {
		return [interpreter[1] as string, ...(interpreter[2] === '' ? [] : [interpreter[2] as string]), '-c', script];
	}
	return [...(shell ?? ['/bin/sh', '-c']), script];
}

function* execute(
	builder: Builder,
	state: StageState,
	step: Step,
	argv: readonly string[],
	env: readonly (readonly [string, string])[],
): Task<StepChange> {
	const { engine, voice, onHost, run } = builder.request;
	const { config, stack } = state;
	const pieces: { stream: 'stdout' | 'stderr'; data: Uint8Array }[] = [];
	const pump = (): Task<void> => passOn(builder, pieces);
	const mounts: readonly StepMount[] = yield* stepMounts(builder, state, step.node);
	const host = step.node.flags.some(([name, value]) => name === 'network' && value === 'host');
	try {
		const result = yield* runStep(engine, {
			stack,
			argv,
			env,
			cwd: absolute(config.workingDir ?? '/', '/'),
			user: config.user ?? '',
			onHost: onHost || host,
			onOutput: (stream, data) => pieces.push({ stream, data }),
			pump,
			mounts,
			client: run.process,
		});
		if (result.exitCode !== 0) {
			const command = argv.join(' ');
			const message =
				engine.kind === 'docker'
					? `process ${JSON.stringify(command)} did not complete successfully: exit code: ${result.exitCode}`
					: `building at STEP ${JSON.stringify(step.text)}: while running runtime: exit status ${result.exitCode}`;
			yield* voice.failed(step, message);
			throw new BuildFailure(message, step.node, engine.kind === 'docker' ? 1 : result.exitCode);
		}
		return result;
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		const message =
			engine.kind === 'docker'
				? error.message
						.replace(
							/^failed to create task for container: failed to create shim task: OCI runtime create failed: /,
							'',
						)
						.replace(/: unknown$/, '')
				: `building at STEP ${JSON.stringify(step.text)}: while running runtime: exit status 1`;
		if (engine.kind === 'podman') {
			yield* voice.output(
				'stderr',
				encodeUtf8(
					`error running container: from ${engine.kind === 'podman' ? '/usr/bin/crun' : ''} creating container for ${JSON.stringify(argv)}: ${error.message}\n`,
				),
			);
		}
		yield* voice.failed(step, message);
		throw new BuildFailure(message, step.node, 1);
	}
}

function* passOn(builder: Builder, pieces: { stream: 'stdout' | 'stderr'; data: Uint8Array }[]): Task<void> {
	for (let piece = pieces.shift(); piece !== undefined; piece = pieces.shift()) {
		yield* builder.request.voice.output(piece.stream, piece.data);
	}
}
