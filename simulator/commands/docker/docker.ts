import { unixCommand } from '../unix-command.ts';
import { runEngineProgram } from './engine-program.ts';

/** The client of dockerd, which begins when somebody asks it something. */
export const docker = unixCommand({
	name: 'docker',
	paths: ['/usr/bin/docker'],
	size: 42_537_104,
	main: (run) => runEngineProgram('docker', run),
});

export const podman = unixCommand({
	name: 'podman',
	paths: ['/usr/bin/podman'],
	size: 41_930_032,
	main: (run) => runEngineProgram('podman', run),
});
