import { newDict } from '../../../machinery/sprig/define.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { HelmError, wrapError } from '../helm-error.ts';
import { Chart, type ChartFile } from './chart.ts';
import { readArchive } from './load-archive.ts';
import { lockOf, metadataOf, validateMetadata } from './metadata.ts';
import { readValues, readYaml } from './read-yaml.ts';

/** A chart from its files, with what stands in charts/. @throws HelmError. Models helm.sh/helm/v3/pkg/chart/loader LoadFiles. */
export function loadFiles(files: readonly ChartFile[]): Chart {
	const chartYaml = files.find(({ name }) => name === 'Chart.yaml');
	const requirements = files.find(({ name }) => name === 'requirements.yaml');
	if (chartYaml === undefined) throw new HelmError('Chart.yaml file is missing');
	const document = within('cannot load Chart.yaml', () => readYaml(textOf(chartYaml)));
	const required = requirements && within('cannot load requirements.yaml', () => readYaml(textOf(requirements)));
	const older = (required as { dependencies?: unknown } | undefined)?.dependencies;
	const metadata = within('cannot load Chart.yaml', () => metadataOf(document, older));
	const chart = new Chart(metadata, newDict());
	chart.raw = files;
	const parts = new Map<string, ChartFile[]>();
	for (const file of files) sortIn(chart, file, parts);
	validateMetadata(metadata);
	const children: Chart[] = [];
	for (const name of [...parts.keys()].sort()) {
		const child = loadChild(chart, name, parts.get(name) as ChartFile[]);
		if (child !== undefined) children.push(child);
	}
	chart.setDependencies(children);
	return chart;
}

function textOf({ data }: ChartFile): string {
	return decodeUtf8(data);
}

function within<T>(context: string, read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (error instanceof HelmError) throw wrapError(error, context);
		throw error;
	}
}

function sortIn(chart: Chart, file: ChartFile, parts: Map<string, ChartFile[]>): void {
	const { name } = file;
	if (name === 'Chart.yaml' || name === 'requirements.yaml') return;
	if (name === 'Chart.lock' || name === 'requirements.lock') {
		chart.lock = within(`cannot load ${name}`, () => lockOf(readYaml(textOf(file))));
	} else if (name === 'values.yaml') {
		chart.values = within('cannot load values.yaml', () => readValues(textOf(file)));
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

function loadChild(chart: Chart, name: string, files: readonly ChartFile[]): Chart | undefined {
	if (/^[_.]/.test(name)) return undefined;
	const [first] = files;
	if (name.endsWith('.tgz') && first?.name === name) {
		return within(`error unpacking subchart ${name} in ${chart.name}`, () => loadFiles(readArchive(first.data)));
	}
	const inner = files
		.filter((file) => file.name.includes('/'))
		.map((file) => ({ name: file.name.slice(name.length + 1), data: file.data }));
	if (inner.length === 0) return undefined;
	return within(`error unpacking subchart ${name} in ${chart.name}`, () => loadFiles(inner));
}
