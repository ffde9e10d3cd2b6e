import { packFiles } from '../../commands/helm/chart/save-chart.ts';
import { mustParseTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import type { Page } from '../addon.ts';
import type { ChartRelease, ChartSource, ChartText } from './chart-source.ts';

/** A repository of charts, as it is known. */
export interface ChartRepository {
	readonly url: string;
	readonly charts: readonly ChartSource[];
}

/** Its index, and an archive of every version. */
export function repositoryPages({ url, charts }: ChartRepository): readonly Page[] {
	const archives = charts.flatMap((chart) =>
		chart.versions.map((release) => ({
			url: archiveUrl(url, chart, release),
			bytes: () => archiveOf(chart, release),
			type: 'application/x-tar',
		})),
	);
	return [{ url: `${url}/index.yaml`, text: () => indexOf(url, charts), type: 'text/yaml' }, ...archives];
}

function archiveUrl(url: string, { name }: ChartSource, { version }: ChartRelease): string {
	return `${url}/${name}-${version}.tgz`;
}

export function metadataOf(chart: ChartSource, { version, appVersion }: ChartRelease): object {
	const { name, description, home, keywords, kubeVersion, dependencies = [] } = chart;
	return {
		apiVersion: 'v2',
		appVersion,
		...(dependencies.length > 0 && {
			dependencies: dependencies.map((each) => ({
				...(each.condition !== undefined && { condition: each.condition }),
				name: each.chart.name,
				repository: each.repository,
				...(each.tags !== undefined && { tags: each.tags }),
				version: each.range ?? each.chart.versions[0]?.version,
			})),
		}),
		description,
		home,
		...(keywords.length > 0 && { keywords }),
		...(kubeVersion !== undefined && { kubeVersion }),
		name,
		type: chart.type ?? 'application',
		version,
	};
}

/** Differs: no digests, and all charts were made by one hand. */
function indexOf(url: string, charts: readonly ChartSource[]): string {
	const entries = charts.map((chart) => [
		chart.name,
		chart.versions.map((release) => ({
			...metadataOf(chart, release),
			created: `${release.date}T12:00:00Z`,
			urls: [archiveUrl(url, chart, release)],
		})),
	]);
	return formatYaml({
		apiVersion: 'v1',
		entries: Object.fromEntries(entries),
		generated: '2026-03-01T00:00:00Z',
	} as never);
}

function filesOf(chart: ChartSource, release: ChartRelease): readonly ChartText[] {
	const children = (chart.dependencies ?? []).flatMap((each) => {
		const [newest] = each.chart.versions;
		if (newest === undefined) throw new Error(`assertion failed: ${each.chart.name} has a version`);
		return filesOf(each.chart, newest).map(([path, text]): ChartText => [`charts/${each.chart.name}/${path}`, text]);
	});
	return [['Chart.yaml', formatYaml(metadataOf(chart, release) as never)], ...chart.files(release), ...children];
}

export function archiveOf(chart: ChartSource, release: ChartRelease): Uint8Array {
	const files = filesOf(chart, release).map(([path, text]) => ({
		name: `${chart.name}/${path}`,
		data: encodeUtf8(text),
	}));
	return packFiles(files, mustParseTime(`${release.date}T12:00:00Z`));
}
