import { ROOT_CREDENTIALS } from '../../kernel/capabilities.ts';
import type { Machine } from '../../kernel/machine-api.ts';
import type { EventLoop } from '../../machinery/event-loop.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { VolumeError } from './volume-error.ts';

export interface NfsSource {
	readonly server: string;
	readonly path: string;
	readonly readOnly?: boolean;
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Mounts a directory of a server with the node's own tools. Throws VolumeError. Models pkg/volume/nfs SetUpAt and mount-utils doMount. */
export function* mountNfs(
	machine: Machine,
	loop: EventLoop,
	{ server, path, readOnly }: NfsSource,
	mountOptions: readonly string[],
	target: string,
): Task<void> {
	if (machine.root.isMounted(target)) return;
	machine.root.mkdir(target, { mode: 0o750 });
	const options = [...(readOnly === true ? ['ro'] : []), ...mountOptions];
	const args = ['-t', 'nfs', ...(options.length === 0 ? [] : ['-o', options.join(',')]), `${server}:${path}`, target];
	const ended: { status: number | undefined } = { status: undefined };
	const changed = new Signal(loop.post);
	let output = '';
	machine.start({
		argv: ['mount', ...args],
		env: new Map([['PATH', PATH]]),
		cwd: '/',
		credentials: ROOT_CREDENTIALS,
		stdin: 'null',
		searchPath: true,
		onOutput: (_, data) => {
			output += decodeUtf8(data);
		},
		onExit: (result) => {
			ended.status = result.kind === 'exited' ? result.status : 255;
			changed.wakeAll();
		},
	});
	while (ended.status === undefined) yield changed;
	if (ended.status === 0) return;
	const told = [
		`mount failed: exit status ${ended.status}`,
		'Mounting command: mount',
		`Mounting arguments: ${args.join(' ')}`,
		`Output: ${output}`,
	];
	throw new VolumeError(told.join('\n'));
}
