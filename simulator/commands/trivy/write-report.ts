import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { newUuid } from '../sbom/made-up-id.ts';
import { readFile } from '../stdio.ts';
import { SEVERITIES, type Severity } from './advisories.ts';
import { cycloneDx } from './cyclonedx.ts';
import { jsonReport, type ReportOptions, tableReport } from './report.ts';
import { type Artifact, type ScanResult, scan } from './scan.ts';
import { spdxDocument, spdxJson, spdxTagValue } from './spdx.ts';
import type { Fail } from './targets.ts';

const FORMATS = ['table', 'json', 'cyclonedx', 'spdx', 'spdx-json'];

/** Filters what was found, and tells it in the format that was asked for. @returns the status. */
export function* writeReport(run: CobraRun, artifact: Artifact, isScanned: boolean, fail: Fail): Task<number> {
	const severities = run.list('severity').map((each) => each.toUpperCase());
	const unknown = severities.find((each) => !SEVERITIES.includes(each as Severity));
	if (unknown !== undefined) return yield* fail(run, `flag error: report flag error: unknown severity: ${unknown}`);
	const format = run.text('format');
	if (!FORMATS.includes(format)) {
		return yield* fail(run, `flag error: report flag error: unknown format: ${format}`);
	}
	const wanted = new Set(severities as Severity[]);
	const results = isScanned ? yield* filtered(run, artifact, wanted) : [];
	const options: ReportOptions = {
		createdAt: formatTime(run.process.now()),
		severities: wanted,
		listsAllPackages: run.isOn('list-all-pkgs') || format === 'json',
	};
	yield* write(run, textOf(run, artifact, results, options));
	return results.some(({ findings }) => findings.length > 0) ? run.number('exit-code') : 0;
}

function* filtered(run: CobraRun, artifact: Artifact, wanted: ReadonlySet<Severity>): Task<readonly ScanResult[]> {
	const older = run.flags.changed.has('vuln-type') ? run.list('vuln-type') : run.list('pkg-types');
	const ignored = yield* ignoredIds(run);
	const results = yield* scan(artifact, new Set(older), (steps) => run.process.tick(steps));
	return results.map((each) => ({
		...each,
		findings: each.findings.filter(
			({ id, severity, fixedVersion }) =>
				wanted.has(severity) && !ignored.has(id) && (fixedVersion !== '' || !run.isOn('ignore-unfixed')),
		),
	}));
}

/** A vulnerability a line. Models aquasecurity/trivy pkg/result ParseIgnoreFile. */
function* ignoredIds({ process, text }: CobraRun): Task<ReadonlySet<string>> {
	try {
		const lines = decodeUtf8(yield* readFile(process, text('ignorefile'))).split('\n');
		return new Set(lines.map((line) => line.replace(/#.*$/, '').trim().split(/\s/)[0] as string));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return new Set();
	}
}

function textOf(run: CobraRun, artifact: Artifact, results: readonly ScanResult[], options: ReportOptions): string {
	const { process } = run;
	const { createdAt } = options;
	const release = (process.release ?? '0.67.2').replace(/^v/, '');
	switch (run.text('format')) {
		case 'json':
			return jsonReport(artifact, results, options);
		case 'cyclonedx':
			return cycloneDx(artifact, results, { newId: () => newUuid(process), createdAt, release });
		case 'spdx':
			return spdxTagValue(spdxDocument(artifact, { uuid: newUuid(process), createdAt, release }));
		case 'spdx-json':
			return spdxJson(spdxDocument(artifact, { uuid: newUuid(process), createdAt, release }));
		default:
			return tableReport(results, options);
	}
}

function* write(run: CobraRun, text: string): Task<void> {
	const path = run.text('output');
	if (path === '') return yield* run.out.write(text);
	const fd = yield* run.process.open(path, { write: true, create: true, truncate: true }, 0o644);
	yield* run.process.write(fd, encodeUtf8(text));
	run.process.close(fd);
}
