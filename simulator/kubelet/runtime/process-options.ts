import type { RunningProcess, StartOptions } from '../../kernel/machine-api.ts';
import type { SandboxConfig } from './container-record.ts';
import { containerCredentials } from './container-user.ts';
import type { Idle } from './idle.ts';
import type { LiveContainer } from './live-container.ts';

interface Surroundings extends Pick<StartOptions, 'onOutput' | 'onExit'> {
	/** Whose processes it sees. */
	readonly joined: RunningProcess | undefined;
	readonly idle: Idle | undefined;
}

/** How a container's first process is started. */
export function processOptions(
	live: LiveContainer,
	sandbox: SandboxConfig,
	{ joined, onOutput, onExit, idle }: Surroundings,
): StartOptions {
	const { config, user } = live.record;
	return {
		argv: config.command as readonly string[],
		env: live.env,
		cwd: live.cwd,
		credentials: containerCredentials(user, {
			privileged: config.privileged,
			add: config.capabilitiesAdd,
			drop: config.capabilitiesDrop,
			noNewPrivileges: config.noNewPrivileges === true,
		}),
		root: live.tree,
		network: live.network,
		hostname: sandbox.hostname,
		newPidNamespace: joined === undefined && !sandbox.hostPid,
		...(joined === undefined ? {} : { joinPidNamespaceOf: joined }),
		stdin: config.tty ? 'terminal' : config.stdin ? 'pipe' : 'null',
		onOutput,
		onExit,
		searchPath: true,
		group: live.group,
		...(live.confinement && { confinement: live.confinement }),
		...(idle && { idle }),
	};
}
