import { gzip } from '../../../machinery/deflate/gzip.ts';
import { encodeTarEntry, tarTrailer } from '../../../machinery/tar/tar-format.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { formatYaml } from '../../../machinery/yaml/format-yaml.ts';
import { lockJson, metadataJson } from '../release/release-json.ts';
import type { Chart, ChartFile } from './chart.ts';

/** A chart's files as a package holds them. Models helm.sh/helm/v3/pkg/chartutil writeTarContents. */
function packagedFiles(chart: Chart, prefix: string): ChartFile[] {
	const base = `${prefix}${chart.name}`;
	const files: ChartFile[] = [{ name: `${base}/Chart.yaml`, data: chartYaml(chart) }];
	if (chart.lock !== undefined && chart.metadata.apiVersion === 'v2') {
		files.push({ name: `${base}/Chart.lock`, data: encodeUtf8(formatYaml(lockJson(chart.lock))) });
	}
	for (const file of chart.raw) if (file.name === 'values.yaml') files.push({ ...file, name: `${base}/values.yaml` });
	if (chart.schema !== undefined) files.push({ name: `${base}/values.schema.json`, data: chart.schema });
	for (const { name, data } of [...chart.templates, ...chart.files]) files.push({ name: `${base}/${name}`, data });
	for (const child of chart.dependencies) files.push(...packagedFiles(child, `${base}/charts/`));
	return files;
}

export function chartYaml(chart: Chart): Uint8Array {
	return encodeUtf8(formatYaml(metadataJson(chart.metadata)));
}

/** A .tgz of the chart. */
export function packChart(chart: Chart, nowMs: number): Uint8Array {
	return packFiles(packagedFiles(chart, ''), nowMs);
}

/** A .tgz of files. */
export function packFiles(files: readonly ChartFile[], nowMs: number): Uint8Array {
	const parts = files.map(({ name, data }) =>
		encodeTarEntry(
			{ name, type: 'file', mode: 0o644, uid: 0, gid: 0, userName: '', groupName: '', mtimeMs: nowMs, linkName: '' },
			data,
		),
	);
	const length = parts.reduce((sum, part) => sum + part.length, 0);
	const trailer = tarTrailer(length, 2);
	const out = new Uint8Array(length + trailer.length);
	let at = 0;
	for (const part of parts) {
		out.set(part, at);
		at += part.length;
	}
	return gzip(out);
}
