import { formatLayout, GoTime } from '../../../machinery/sprig/go-time.ts';
import { plainJson } from '../../../machinery/sprig/plain-json.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatYaml } from '../../../machinery/yaml/format-yaml.ts';
import type { HelmSession } from '../helm-session.ts';
import type { Release } from '../release/release.ts';
import { releaseJson } from '../release/release-json.ts';
import { coalesceValues } from '../values/coalesce.ts';
import { type Format, writeValue } from './output.ts';

export interface StatusOptions {
	readonly showAll?: boolean;
	readonly showDescription?: boolean;
	readonly showMetadata?: boolean;
	readonly hideNotes?: boolean;
	/** What `--show-resources` tells, formatted. */
	readonly resources?: string;
	/** `helm status` leaves the chart out. */
	readonly withoutChart?: boolean;
}

/** "Fri Nov 21 09:00:00 2025". */
export function ansicTime(ms: number): string {
	return formatLayout(new GoTime(ms), 'Mon Jan _2 15:04:05 2006');
}

/** What a user is told of a release. Models cmd/helm statusPrinter. */
export function* writeStatus(
	helm: HelmSession,
	release: Release,
	format: Format,
	options: StatusOptions = {},
): Task<void> {
	if (format !== 'table') {
		yield* writeValue(helm, format, releaseJson(release, options.withoutChart !== true));
		return;
	}
	const { info, chart } = release;
	const out = [
		`NAME: ${release.name}\n`,
		`LAST DEPLOYED: ${ansicTime(info.lastDeployedMs)}\n`,
		`NAMESPACE: ${release.namespace}\n`,
		`STATUS: ${info.status}\n`,
		`REVISION: ${release.version}\n`,
	];
	if (options.showMetadata === true) {
		const { name, version, appVersion } = chart.metadata;
		out.push(`CHART: ${name}\nVERSION: ${version}\nAPP_VERSION: ${appVersion}\n`);
	}
	if (options.showDescription === true) out.push(`DESCRIPTION: ${info.description}\n`);
	if (options.resources !== undefined && options.resources !== '') out.push(`RESOURCES:\n${options.resources}\n`);
	out.push(testText(release));
	if (options.showAll === true) {
		const computed = yield* coalesceValues(chart, release.config, helm);
		out.push(`USER-SUPPLIED VALUES:\n${formatYaml(plainJson(release.config))}\n`);
		out.push(`COMPUTED VALUES:\n${formatYaml(plainJson(computed))}\n`);
	}
	if (info.description.toLowerCase() === 'dry run complete' || options.showAll === true) {
		out.push('HOOKS:\n');
		for (const { path, manifest } of release.hooks) out.push(`---\n# Source: ${path}\n${manifest}\n`);
		out.push(`MANIFEST:\n${release.manifest}\n`);
	}
	if (options.hideNotes !== true && info.notes !== '') out.push(`NOTES:\n${info.notes.trim()}\n`);
	yield* helm.out(out.join(''));
}

function testText({ hooks }: Release): string {
	const tests = hooks.filter(({ events }) => events.includes('test'));
	if (tests.length === 0) return 'TEST SUITE: None\n';
	return tests
		.filter(({ lastRun }) => lastRun.startedAtMs !== undefined)
		.map(({ name, lastRun }) => {
			const time = (ms: number | undefined): string => (ms === undefined ? 'Mon Jan  1 00:00:00 0001' : ansicTime(ms));
			return `TEST SUITE:     ${name}\nLast Started:   ${time(lastRun.startedAtMs)}\nLast Completed: ${time(lastRun.completedAtMs)}\nPhase:          ${lastRun.phase}\n`;
		})
		.join('');
}
