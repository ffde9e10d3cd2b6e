import { gunzip } from '../../../machinery/deflate/gzip.ts';
import { InflateError } from '../../../machinery/deflate/inflate-error.ts';
import { TarError, TarReader } from '../../../machinery/tar/tar-reader.ts';
import { HelmError } from '../helm-error.ts';
import type { ChartFile } from './chart.ts';

/** Files of a packaged chart, without the directory that they stand in. @throws HelmError. Models loader LoadArchiveFiles. */
export function readArchive(archive: Uint8Array): ChartFile[] {
	const files: ChartFile[] = [];
	for (const { entry, data } of entriesOf(archive)) {
		if (entry.type !== 'file') continue;
		const parts = entry.name.replaceAll('\\', '/').split('/');
		if (parts.includes('..')) throw new HelmError('chart illegally references parent directory');
		const name = parts.slice(1).join('/');
		if (name === '') throw new HelmError('chart illegally contains content outside the base directory');
		files.push({ name, data });
	}
	if (files.length === 0) throw new HelmError('no files in chart archive');
	return files;
}

function entriesOf(archive: Uint8Array): ReturnType<TarReader['feed']> {
	try {
		return new TarReader().feed(gunzip(archive));
	} catch (error) {
		if (error instanceof InflateError) throw new HelmError(`gzip: ${error.message}`);
		if (error instanceof TarError) throw new HelmError(error.message);
		throw error;
	}
}
