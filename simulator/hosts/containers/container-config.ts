import type { ContainerConfig, ContainerMount } from '../../kubelet/runtime/container-record.ts';
import type { ImageVersion } from '../../kubelet/runtime/image.ts';
import type { ContainerEngine } from './container-engine.ts';
import type { ContainerRequest } from './container-request.ts';
import type { EngineMount } from './engine-container.ts';

/** What the runtime is told of a container. */
export function containerConfig({
	engine,
	request,
	image,
	id,
	name,
	mounts,
	hostsFile,
}: {
	readonly engine: ContainerEngine;
	readonly request: ContainerRequest;
	readonly image: ImageVersion;
	readonly id: string;
	readonly name: string;
	readonly mounts: readonly EngineMount[];
	readonly hostsFile: string;
}): ContainerConfig {
	const { entrypoint, command } = request;
	const cleared = entrypoint !== undefined && entrypoint.length === 1 && entrypoint[0] === '';
	const bound: ContainerMount[] = mounts
		.filter(({ type }) => type !== 'tmpfs')
		.map(({ source, target, readOnly }) => ({ hostPath: source, containerPath: target, readOnly }));
	engine.machine.root.writeFile(hostsFile, '');
	return {
		id,
		name,
		attempt: 0,
		image: image.configDigest,
		command: entrypoint === undefined ? undefined : cleared ? [] : entrypoint,
		args: command.length === 0 ? undefined : command,
		env: [...(engine.kind === 'podman' ? [['container', 'podman'] as const] : []), ...request.env],
		workingDir: request.workingDir,
		mounts: [{ hostPath: hostsFile, containerPath: '/etc/hosts', readOnly: request.readOnly }, ...bound],
		logPath: `${engine.root}/containers/${id}/${id}-json.log`,
		stdin: request.stdin,
		stdinOnce: true,
		tty: request.tty,
		user: request.user,
		stopSignal: request.stopSignal,
		runAsUser: undefined,
		runAsGroup: undefined,
		supplementalGroups: request.groups,
		strictGroups: false,
		privileged: request.privileged,
		capabilitiesAdd: request.capAdd,
		capabilitiesDrop: request.capDrop,
		noNewPrivileges: request.noNewPrivileges,
		readOnlyRoot: request.readOnly,
		memoryLimitBytes: request.memoryBytes,
		cpuLimitMillicores: request.cpuMillicores,
		annotations: new Map(),
		terminationMessageFile: undefined,
	};
}
