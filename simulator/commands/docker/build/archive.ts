import { FileData } from '../../../kernel/files/file-data.ts';
import type { LayerFile } from '../../../kernel/files/layer-files.ts';
import { fileOfEntry } from '../../../kernel/files/layer-tar.ts';
import { tarItems } from '../../../kernel/files/tar-file.ts';
import { gunzip, isGzip } from '../../../machinery/deflate/gzip.ts';

/** The archive itself, out of its compression. */
export function uncompressed(data: FileData): FileData {
	return isGzip(data.read(0, 10)) ? FileData.of(gunzip(data.readAll())) : data;
}

/** The files of an archive, below a folder; undefined when it is none. ADD unpacks what tar can read. */
export function unpackedArchive(data: FileData, folder: string): readonly LayerFile[] | undefined {
	const files = new Map<string, LayerFile>();
	for (const { entry, data: content } of tarItems(uncompressed(data))) {
		const file = fileOfEntry(entry, content, (path) => files.get(path)?.data);
		if (file !== undefined) files.set(file.path, file);
	}
	if (files.size === 0) return undefined;
	const prefix = folder === '/' ? '' : folder;
	return [...files.values()].map((file) => ({ ...file, path: prefix + file.path }));
}
