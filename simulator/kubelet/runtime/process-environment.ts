import type { FileTree } from '../../kernel/machine-api.ts';
import type { ContainerRecord } from './container-record.ts';

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The environment of a container's processes: the image's, over it the Pod's, in the order a process sees them.
 * Models containerd's container spec and runc's HOME.
 */
export function processEnvironment(
	record: ContainerRecord,
	hostname: string,
	imageEnv: readonly (readonly [string, string])[],
): Map<string, string> {
	const env = new Map<string, string>();
	env.set('PATH', imageEnv.find(([name]) => name === 'PATH')?.[1] ?? DEFAULT_PATH);
	env.set('HOSTNAME', hostname);
	if (record.config.tty) env.set('TERM', 'xterm');
	for (const [name, value] of imageEnv) env.set(name, value);
	for (const [name, value] of record.config.env) env.set(name, value);
	if (!env.has('HOME')) env.set('HOME', record.user.home);
	return env;
}

/** runc makes the working directory when the image has none. */
export function rootWorkingDirectory(tree: FileTree, path: string): void {
	if (path !== '/' && tree.list(path) === undefined) tree.mkdir(path, { mode: 0o755 });
}
