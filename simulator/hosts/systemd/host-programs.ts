import type { Program } from '../../kernel/process-api.ts';
import { cronProgram } from '../cron/cron-program.ts';
import type { HostExecutable } from '../files/base-system.ts';
import { containerdProgram } from './containerd-program.ts';
import { criDockerdProgram } from './cri-dockerd-program.ts';
import { dockerdProgram } from './dockerd-program.ts';
import { kubeletProgram } from './kubelet-program.ts';
import { sftpServerProgram } from './sftp-server.ts';
import { sshdProgram } from './sshd-program.ts';

/** The daemons of a node: to be placed on its file system and put into the program registry by sandbox. */
export const HOST_PROGRAMS: readonly (HostExecutable & { readonly program: Program })[] = [
	{
		name: 'kubelet',
		paths: ['/usr/bin/kubelet'],
		size: 58_028_324,
		program: kubeletProgram,
	},
	{
		name: 'containerd',
		paths: ['/usr/bin/containerd'],
		size: 44_621_264,
		program: containerdProgram,
	},
	{ name: 'cri-dockerd', paths: [], size: 43_417_600, program: criDockerdProgram },
	{ name: 'dockerd', paths: ['/usr/bin/dockerd'], size: 86_004_528, program: dockerdProgram },
	{ name: 'cron', paths: ['/usr/sbin/cron'], size: 64_032, program: cronProgram },
	{ name: 'sftp-server', paths: ['/usr/lib/openssh/sftp-server'], size: 129_216, program: sftpServerProgram },
	{ name: 'sshd', paths: ['/usr/sbin/sshd'], size: 921_416, program: sshdProgram },
];
