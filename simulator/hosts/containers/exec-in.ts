import type { RunningProcess } from '../../kernel/machine-api.ts';
import { readImageAccounts, resolveContainerUser } from '../../kubelet/runtime/container-user.ts';
import { startExec } from '../../kubelet/runtime/exec.ts';
import { RuntimeError } from '../../kubelet/runtime/runtime-error.ts';
import type { ContainerEngine } from './container-engine.ts';
import { EngineError } from './container-request.ts';
import type { EngineContainer } from './engine-container.ts';
import { startFailure } from './start-failure.ts';

export interface ExecRequest {
	readonly command: readonly string[];
	readonly tty: boolean;
	readonly stdin: boolean;
	readonly env: readonly (readonly [string, string])[];
	/** '': the container's. */
	readonly cwd: string;
	/** '': the container's. */
	readonly user: string;
	readonly privileged: boolean;
	readonly onOutput: (stream: 'stdout' | 'stderr', data: Uint8Array) => void;
	readonly onExit: (exitCode: number) => void;
}

/** Starts a command in a container that runs. Throws EngineError. */
export function startIn(engine: ContainerEngine, container: EngineContainer, request: ExecRequest): RunningProcess {
	const { live } = container;
	try {
		const user =
			request.user === ''
				? undefined
				: resolveContainerUser(readImageAccounts(live.tree), {
						runAsUser: undefined,
						runAsGroup: undefined,
						supplementalGroups: [],
						imageUser: request.user,
						strictGroups: false,
					});
		const { command, tty, stdin, env, cwd, privileged, onOutput, onExit } = request;
		return startExec(engine.runtime, live, { command, tty, stdin, onOutput, onExit, env, cwd, user, privileged });
	} catch (error) {
		if (!(error instanceof RuntimeError)) throw error;
		if (error.message.startsWith('failed to generate'))
			throw new EngineError('invalid', error.message.replace(/^failed to generate container spec: /, ''));
		const message = error.message.replace(/^failed to exec in container: failed to start exec "[0-9a-f]*": /, '');
		throw engine.kind === 'docker'
			? new EngineError(startFailure('docker', message).kind, message)
			: startFailure('podman', message);
	}
}
