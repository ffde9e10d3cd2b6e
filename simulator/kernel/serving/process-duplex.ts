import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import { ConnectionError } from '../../machinery/http/byte-duplex.ts';
import type { Wait } from '../../machinery/task.ts';
import { type Process, SystemError } from '../process-api.ts';

const READ_BYTES = 65_536;

/** A connected socket of a program as protocols see it. */
export function processDuplex(process: Process, fd: number): ByteDuplex {
	let open = true;
	const broken = (error: unknown, call: string): never => {
		if (error instanceof SystemError && error.errno !== 'EINTR') {
			throw new ConnectionError(`${call}: ${error.errno === 'EPIPE' ? 'broken pipe' : 'connection reset by peer'}`);
		}
		throw error;
	};
	return {
		*read() {
			try {
				return yield* process.read(fd, READ_BYTES);
			} catch (error) {
				return broken(error, 'read');
			}
		},
		*write(data) {
			try {
				yield* process.write(fd, data);
			} catch (error) {
				broken(error, 'write');
			}
		},
		hasData: () => process.readable(fd),
		get readable(): Wait {
			return process.whenReadable(fd);
		},
		closeWrite() {
			process.shutdown(fd, 'write');
		},
		close() {
			if (open) process.close(fd);
			open = false;
		},
	};
}
