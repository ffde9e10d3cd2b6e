import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { isGzip } from '../../../machinery/deflate/gzip.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { goErrno } from '../../kubectl/errors.ts';
import { readFile } from '../../stdio.ts';
import { HelmError } from '../helm-error.ts';
import type { Chart, ChartFile } from './chart.ts';
import { IgnoreRules } from './ignore-rules.ts';
import { readArchive } from './load-archive.ts';
import { loadFiles } from './load-files.ts';

/** The chart of a directory or of a packaged file. @throws HelmError. Models helm.sh/helm/v3/pkg/chart/loader Load. */
export function* loadChart(process: Process, path: string): Task<Chart> {
	return yield* loadFiles(yield* chartFiles(process, path), (nodes) => process.tick(nodes));
}

export function* chartFiles(process: Process, path: string): Task<ChartFile[]> {
	try {
		if (process.stat(path).type === 'directory') return yield* directoryFiles(process, path);
	} catch (error) {
		if (error instanceof SystemError) throw new HelmError(`stat ${path}: ${goErrno(error)}`);
		throw error;
	}
	const data = yield* readChartFile(process, path);
	if (!isGzip(data)) {
		throw new HelmError(`file '${path}' does not appear to be a gzipped archive; got '${contentType(data)}'`);
	}
	return readArchive(data);
}

/** Models net/http DetectContentType, as far as people mistake files for charts. */
function contentType(data: Uint8Array): string {
	const isBinary = data.subarray(0, 512).some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
	return isBinary ? 'application/octet-stream' : 'text/plain; charset=utf-8';
}

function* readChartFile(process: Process, path: string): Task<Uint8Array> {
	try {
		return yield* readFile(process, path);
	} catch (error) {
		if (error instanceof SystemError && error.errno !== 'EINTR') {
			throw new HelmError(`open ${path}: ${goErrno(error)}`);
		}
		throw error;
	}
}

function* directoryFiles(process: Process, path: string): Task<ChartFile[]> {
	const top = path.replace(/\/+$/, '') || '/';
	let ignore = '';
	try {
		ignore = decodeUtf8(yield* readFile(process, `${top}/.helmignore`));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
	const files: ChartFile[] = [];
	yield* walk(process, top, '', new IgnoreRules(ignore), files);
	return files;
}

function* walk(process: Process, top: string, inside: string, rules: IgnoreRules, files: ChartFile[]): Task<void> {
	for (const name of [...process.readdir(`${top}/${inside}`)].sort()) {
		yield* process.tick();
		const path = inside === '' ? name : `${inside}/${name}`;
		const { type } = process.stat(`${top}/${path}`);
		if (rules.ignores(path, type === 'directory')) continue;
		if (type === 'directory') yield* walk(process, top, path, rules, files);
		else if (type !== 'file') {
			throw new HelmError(`cannot load irregular file ${top}/${path} as it has file mode type bits set`);
		} else files.push({ name: path, data: yield* readChartFile(process, `${top}/${path}`) });
	}
}
