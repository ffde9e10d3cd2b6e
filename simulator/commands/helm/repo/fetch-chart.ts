import type { Task } from '../../../machinery/task.ts';
import { HelmError } from '../helm-error.ts';
import type { HelmSession } from '../helm-session.ts';
import { chartUrl, wantedVersion } from './chart-url.ts';
import { download } from './download.ts';
import { type FetchedChart, fetchOciChart } from './oci-registry.ts';

/** The archive of a chart that is somewhere else. @throws HelmError. Models ChartDownloader.DownloadTo. */
export function* fetchChart(helm: HelmSession, name: string): Task<FetchedChart> {
	if (name.startsWith('oci://')) return yield* fetchOciChart(helm, name, wantedVersion(helm));
	const url = yield* chartUrl(helm, name);
	const bytes = yield* download(helm.process, url);
	const file = url
		.replace(/[?#].*/, '')
		.split('/')
		.at(-1);
	if (file === undefined) throw new HelmError(`chart ${JSON.stringify(name)} has no downloadable URLs`);
	return { file, bytes };
}
