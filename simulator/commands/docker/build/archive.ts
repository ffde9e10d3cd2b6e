import { FileData } from '../../../kernel/files/file-data.ts';
import type { LayerFile } from '../../../kernel/files/layer-files.ts';
import { fileOfEntry } from '../../../kernel/files/layer-tar.ts';
import { gunzip, isGzip } from '../../../machinery/deflate/gzip.ts';
import { TarError, TarReader } from '../../../machinery/tar/tar-reader.ts';

/** The files of an archive, below a folder; undefined when it is none. ADD unpacks what tar can read. */
export function unpackedArchive(data: FileData, folder: string): readonly LayerFile[] | undefined {
	let bytes = data.readAll();
	if (isGzip(bytes)) bytes = gunzip(bytes);
	const reader = new TarReader();
	const files = new Map<string, LayerFile>();
	try {
		for (const { entry, data: content } of reader.feed(bytes)) {
			const file = fileOfEntry(entry, FileData.of(content), (path) => files.get(path)?.data);
			if (file !== undefined) files.set(file.path, file);
		}
	} catch (error) {
		if (error instanceof TarError) return undefined;
		throw error;
	}
	if (files.size === 0) return undefined;
	const prefix = folder === '/' ? '' : folder;
	return [...files.values()].map((file) => ({ ...file, path: prefix + file.path }));
}
