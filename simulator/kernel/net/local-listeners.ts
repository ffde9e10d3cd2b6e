import type { Task } from '../../machinery/task.ts';
import type { FileNode } from '../files/file-system.ts';
import { locateNode, type PathContext } from '../files/path-calls.ts';
import { makeNode } from '../files/path-changes.ts';
import { permits, WRITE } from '../files/permissions.ts';
import type { Caller } from '../open-files/open-file.ts';
import { SystemError } from '../process-api.ts';
import type { SocketClock } from './endpoint.ts';
import { LocalListener } from './local-listener.ts';
import type { LocalSocket } from './local-socket.ts';

/** Models sizeof(sun_path), which holds the final zero too. */
const PATH_BYTES_MAX = 107;

/** Who listens under which file of a machine: wherever the file shows, its name leads there. */
export class LocalListeners {
	readonly #clock: SocketClock;
	#byNode: Map<FileNode, LocalListener> | undefined;

	constructor(clock: SocketClock) {
		this.#clock = clock;
	}

	/** Makes the file. EADDRINUSE when there is one of this name, EINVAL for a name that is too long. Models unix_bind. */
	listen(context: PathContext, path: string, backlog: number): LocalListener {
		requirePath(path);
		try {
			makeNode(context, path, 'socket', 0o777);
		} catch (error) {
			if (error instanceof SystemError && error.errno === 'EEXIST') throw new SystemError('EADDRINUSE');
			throw error;
		}
		const { node } = locateNode(context, path, false);
		this.#byNode ??= new Map();
		const listener = new LocalListener(path, backlog, this.#clock, () => this.#byNode?.delete(node));
		this.#byNode.set(node, listener);
		return listener;
	}

	/** ENOENT, EACCES without the right to write, ECONNREFUSED where nobody listens. Models unix_stream_connect. */
	*connect(context: PathContext, caller: Caller, path: string): Task<LocalSocket> {
		requirePath(path);
		for (;;) {
			const { node } = locateNode(context, path);
			if (!permits(context.credentials, node, WRITE)) throw new SystemError('EACCES');
			const listener = this.#byNode?.get(node);
			if (listener === undefined) throw new SystemError('ECONNREFUSED');
			if (!listener.isFull) return listener.connect();
			yield* caller.pause(listener.changed);
		}
	}
}

function requirePath(path: string): void {
	if (path === '' || path.length > PATH_BYTES_MAX) throw new SystemError('EINVAL');
}
