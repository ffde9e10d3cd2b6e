import { hexOf, sha256InSteps } from '../../machinery/sha256.ts';
import type { Task } from '../../machinery/task.ts';
import type { FileData } from './file-data.ts';

/**
 * Of a file's bytes without the zeros at its end, which may be a hole.
 * @param pause called after so many bytes.
 */
export function* contentDigest(data: FileData, pause: (bytes: number) => Task<void>): Task<string> {
	const solid = data.read(0, data.solidBytes);
	let end = solid.length;
	while (end > 0 && solid[end - 1] === 0) end--;
	return hexOf(yield* sha256InSteps(solid.subarray(0, end), pause));
}
