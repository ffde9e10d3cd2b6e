import { contentDigest } from '../../../kernel/files/content-digest.ts';
import type { LayerFile } from '../../../kernel/files/layer-files.ts';
import { hexOf, sha256InSteps } from '../../../machinery/sha256.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';

/** One layer of an image. Immutable, and shared by all images that have it. */
export interface ImageLayer {
	/** "sha256:…", of what it holds: the same files are the same layer. */
	readonly diffId: string;
	/** What `docker history` shows. */
	readonly sizeBytes: number;
	/** What a registry moves. */
	readonly compressedBytes: number;
	readonly files: () => readonly LayerFile[];
}

/** @param pause called after so many bytes of files. */
export function* layerOf(files: readonly LayerFile[], pause: (bytes: number) => Task<void>): Task<ImageLayer> {
	const sizeBytes = bytesOf(files);
	return { diffId: yield* layerDigest(files, '', pause), sizeBytes, compressedBytes: sizeBytes, files: () => files };
}

export function bytesOf(files: readonly LayerFile[]): number {
	return files.reduce((sum, { data }) => sum + (data?.size ?? 0), 0);
}

/**
 * Follows from the content alone. Differs: it is the digest of a description of the files and not of their archive, which
 * may be hundreds of megabytes of zeros.
 */
export function* layerDigest(
	files: readonly LayerFile[],
	more: string,
	pause: (bytes: number) => Task<void>,
): Task<string> {
	const lines: string[] = [];
	for (const { path, type, mode, uid, gid, mtimeMs, target = '', data } of files) {
		yield* pause(FILE_BYTES);
		const content = data === undefined ? '' : `${data.size} ${yield* contentDigest(data, pause)}`;
		lines.push(
			`${type} ${mode.toString(8)} ${uid} ${gid} ${Math.floor(mtimeMs / 1000)} ${JSON.stringify(path)} ${target} ${content}\n`,
		);
	}
	return `sha256:${hexOf(yield* sha256InSteps(encodeUtf8(lines.join('') + more), pause))}`;
}

/** What a file without content takes, in bytes that are digested meanwhile. */
const FILE_BYTES = 256;
