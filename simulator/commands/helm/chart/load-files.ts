import { newDict } from '../../../machinery/sprig/define.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { HelmError, wrapError } from '../helm-error.ts';
import { Chart, type ChartFile } from './chart.ts';
import { readArchive } from './load-archive.ts';
import { lockOf, metadataOf, validateMetadata } from './metadata.ts';
import { readLongYaml, readValues } from './read-yaml.ts';

/**
 * A chart from its files, with what stands in charts/. @throws HelmError.
 * @param pause called after so many nodes of YAML. Models helm.sh/helm/v3/pkg/chart/loader LoadFiles.
 */
export function* loadFiles(files: readonly ChartFile[], pause: (nodes: number) => Task<void>): Task<Chart> {
	const chartYaml = files.find(({ name }) => name === 'Chart.yaml');
	const requirements = files.find(({ name }) => name === 'requirements.yaml');
	if (chartYaml === undefined) throw new HelmError('Chart.yaml file is missing');
	const document = yield* within('cannot load Chart.yaml', readLongYaml(textOf(chartYaml), pause));
	const required =
		requirements && (yield* within('cannot load requirements.yaml', readLongYaml(textOf(requirements), pause)));
	const older = (required as { dependencies?: unknown } | undefined)?.dependencies;
	const metadata = yield* within('cannot load Chart.yaml', readMetadata(document, older));
	const chart = new Chart(metadata, newDict());
	chart.raw = files;
	const parts = new Map<string, ChartFile[]>();
	for (const file of files) yield* sortIn(chart, file, parts, pause);
	validateMetadata(metadata);
	const children: Chart[] = [];
	for (const name of [...parts.keys()].sort()) {
		const child = yield* loadChild(chart, name, parts.get(name) as ChartFile[], pause);
		if (child !== undefined) children.push(child);
	}
	chart.setDependencies(children);
	return chart;
}

function textOf({ data }: ChartFile): string {
	return decodeUtf8(data);
}

function* within<T>(context: string, read: Task<T>): Task<T> {
	try {
		return yield* read;
	} catch (error) {
		if (error instanceof HelmError) throw wrapError(error, context);
		throw error;
	}
}

function* sortIn(
	chart: Chart,
	file: ChartFile,
	parts: Map<string, ChartFile[]>,
	pause: (nodes: number) => Task<void>,
): Task<void> {
	const { name } = file;
	if (name === 'Chart.yaml' || name === 'requirements.yaml') return;
	if (name === 'Chart.lock' || name === 'requirements.lock') {
		chart.lock = yield* within(`cannot load ${name}`, readLock(textOf(file), pause));
	} else if (name === 'values.yaml') {
		chart.values = yield* within('cannot load values.yaml', readValues(textOf(file), pause));
	} else if (name === 'values.schema.json') {
		chart.schema = file.data;
	} else if (name.startsWith('templates/')) {
		chart.templates.push(file);
	} else if (name.startsWith('charts/') && !name.endsWith('.prov')) {
		const inner = name.slice('charts/'.length);
		const child = inner.split('/')[0] as string;
		parts.set(child, [...(parts.get(child) ?? []), { name: inner, data: file.data }]);
	} else {
		chart.files.push(file);
	}
}

function* readLock(text: string, pause: (nodes: number) => Task<void>): Task<Chart['lock']> {
	return lockOf(yield* readLongYaml(text, pause));
}

function* loadChild(
	chart: Chart,
	name: string,
	files: readonly ChartFile[],
	pause: (nodes: number) => Task<void>,
): Task<Chart | undefined> {
	if (/^[_.]/.test(name)) return undefined;
	const [first] = files;
	const context = `error unpacking subchart ${name} in ${chart.name}`;
	if (name.endsWith('.tgz') && first?.name === name) {
		return yield* within(context, loadArchive(first.data, pause));
	}
	const inner = files
		.filter((file) => file.name.includes('/'))
		.map((file) => ({ name: file.name.slice(name.length + 1), data: file.data }));
	if (inner.length === 0) return undefined;
	return yield* within(context, loadFiles(inner, pause));
}

function* readMetadata(document: unknown, older: unknown): Task<Chart['metadata']> {
	return metadataOf(document, older);
}

function* loadArchive(archive: Uint8Array, pause: (nodes: number) => Task<void>): Task<Chart> {
	return yield* loadFiles(readArchive(archive), pause);
}
