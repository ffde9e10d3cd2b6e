import { errorMessage } from '../../kernel/error-message.ts';
import type { SystemError } from '../../kernel/process-api.ts';

/**
 * Why runc could not execute a command, in its words and Go's os/exec's.
 * @param command argv[0].
 */
export function execFailure(command: string, error: SystemError): string {
	const quoted = JSON.stringify(command);
	if (!command.includes('/') && error.errno === 'ENOENT') return `exec: ${quoted}: executable file not found in $PATH`;
	switch (error.errno) {
		case 'ENOENT':
			return `exec: ${quoted}: stat ${command}: no such file or directory`;
		case 'ENOTDIR':
			return `exec: ${quoted}: stat ${command}: not a directory`;
		case 'EISDIR':
			return `exec: ${quoted}: is a directory`;
		case 'EACCES':
			return `exec: ${quoted}: permission denied`;
		case 'ENOEXEC':
			return `exec ${command}: exec format error`;
		case 'EAGAIN':
			return 'error starting setns process: fork/exec /proc/self/exe: resource temporarily unavailable';
		default:
			return `exec: ${quoted}: ${errorMessage(error.errno).toLowerCase()}`;
	}
}

/** What the container was to see could not be mounted. */
export class MountError extends Error {}

/** As containerd reports that a container's task could not be created. */
export function createFailure(command: string, error: SystemError | MountError): string {
	const why = error instanceof MountError ? error.message : execFailure(command, error);
	return `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${why}: unknown`;
}

/** As containerd reports that a command could not be started in a running container. */
export function execInContainerFailure(command: string, execId: string, error: SystemError): string {
	return `failed to exec in container: failed to start exec "${execId}": OCI runtime exec failed: exec failed: unable to start container process: ${execFailure(command, error)}: unknown`;
}
