import type { Chart } from '../../../../simulator/commands/helm/chart/chart.ts';
import { loadFiles } from '../../../../simulator/commands/helm/chart/load-files.ts';
import { readValues } from '../../../../simulator/commands/helm/chart/read-yaml.ts';
import { CapabilitiesObject } from '../../../../simulator/commands/helm/engine/capabilities.ts';
import { localCapabilities } from '../../../../simulator/commands/helm/engine/local-capabilities.ts';
import { renderChart } from '../../../../simulator/commands/helm/engine/render-chart.ts';
import { HelmError } from '../../../../simulator/commands/helm/helm-error.ts';
import { coalesceValues } from '../../../../simulator/commands/helm/values/coalesce.ts';
import { processDependencies } from '../../../../simulator/commands/helm/values/dependencies.ts';
import { parseSet } from '../../../../simulator/commands/helm/values/strvals.ts';
import { type BcryptWork, bcrypt } from '../../../../simulator/machinery/bcrypt/bcrypt.ts';
import { GoInt } from '../../../../simulator/machinery/go-template/values.ts';
import { Random } from '../../../../simulator/machinery/random.ts';
import { type Dict, newDict } from '../../../../simulator/machinery/sprig/define.ts';
import { nothing, runToCompletion, type Task } from '../../../../simulator/machinery/task.ts';
import { mustParseTime } from '../../../../simulator/machinery/timestamp.ts';
import { encodeUtf8 } from '../../../../simulator/machinery/utf8.ts';

export type Files = Readonly<Record<string, string>>;

const NOW = mustParseTime('2026-03-02T09:00:00Z');

export function chartOf(files: Files): Chart {
	const whole = { 'Chart.yaml': 'apiVersion: v2\nname: demo\nversion: 0.1.0\nappVersion: "1.2.3"\n', ...files };
	const parts = Object.entries(whole).map(([name, text]) => ({ name, data: encodeUtf8(text) }));
	return runToCompletion(loadFiles(parts, nothing));
}

/** What each template of a chart becomes, by path, or how it fails. */
export function rendered(files: Files, given = '', sets: readonly string[] = []): string {
	const chart = chartOf(files);
	const values = runToCompletion(readValues(given, nothing));
	for (const set of sets) parseSet(set, values);
	const warnings: string[] = [];
	const merging = { warn: (text: string) => void warnings.push(`${text}\n`), spend: nothing };
	try {
		runToCompletion(processDependencies(chart, values, merging));
		const release = Object.assign(newDict(), {
			Name: 'rel',
			Namespace: 'ns',
			IsInstall: true,
			IsUpgrade: false,
			Revision: new GoInt(1),
			Service: 'Helm',
		});
		const random = new Random('test');
		const top = {
			Values: runToCompletion(coalesceValues(chart, values, merging)),
			Release: release,
			Capabilities: new CapabilitiesObject(localCapabilities('1.35.0', [])),
		};
		const hostCalls = { rsaSha256Sign: never, rsaSha256Verify: never, packageFile: never };
		const keys = {
			now: () => NOW,
			randomUint32: () => random.uint32(),
			hostCalls,
			bcrypt: (work: BcryptWork) => bcrypt(work, nothing),
		};
		const options = { now: () => NOW, random, keys, lint: false, lookup, pause: nothing };
		const out = runToCompletion(renderChart(chart, top, options));
		const paths = [...out.keys()].sort();
		const texts = paths.map((path) => (paths.length === 1 ? out.get(path) : `# ${path}\n${out.get(path)}`));
		return warnings.join('') + texts.join('');
	} catch (error) {
		if (!(error instanceof HelmError)) throw error;
		return `${warnings.join('')}Error: ${error.message}`;
	}
}

function* lookup(): Task<Dict> {
	return newDict();
}

function never(): never {
	throw new Error('no host calls here');
}

/** One template alone. */
export function template(text: string, values = '', sets: readonly string[] = []): string {
	return rendered({ 'templates/t.yaml': text }, values, sets);
}
