import { sha256Hex } from '../../machinery/sha256.ts';
import type { FileData } from './file-data.ts';

/** Of a file's bytes without the zeros at its end, which may be a hole. */
export function contentDigest(data: FileData): string {
	let solid = data.read(0, data.solidBytes);
	let end = solid.length;
	while (end > 0 && solid[end - 1] === 0) end--;
	solid = solid.subarray(0, end);
	return sha256Hex(solid);
}
