import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { viewOfFolder } from '../sbom/view-of-folder.ts';
import { readFile } from '../stdio.ts';
import { SEVERITIES, type Severity } from './advisories.ts';
import type { CheckedFile } from './misconfiguration/check.ts';
import { checkFile, checkFiles, isConfiguration } from './misconfiguration/check-files.ts';
import { misconfigurationJson, misconfigurationTable } from './misconfiguration/report.ts';
import type { Fail } from './targets.ts';

/** `trivy config`: Dockerfiles and manifests. */
export function* scanConfiguration(run: CobraRun, fail: Fail): Task<number> {
	const [path] = run.operands;
	if (path === undefined) return yield* fail(run, 'error: accepts 1 arg(s), received 0');
	const severities = run.list('severity').map((each) => each.toUpperCase());
	const unknown = severities.find((each) => !SEVERITIES.includes(each as Severity));
	if (unknown !== undefined) return yield* fail(run, `flag error: report flag error: unknown severity: ${unknown}`);
	const format = run.text('format');
	if (format !== 'table' && format !== 'json')
		return yield* fail(run, `flag error: report flag error: unknown format: ${format}`);
	yield* say(run, '[misconfig] Misconfiguration scanning is enabled');
	let files: readonly CheckedFile[];
	try {
		files = yield* filesAt(run, path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const reason = errorMessage(error.errno).toLowerCase();
		return yield* fail(
			run,
			`run error: fs scan error: scan error: scan failed: failed analysis: walk error: stat ${path}: ${reason}`,
		);
	}
	yield* say(run, `Detected config files\tnum=${files.length}`);
	const wanted = new Set(severities as Severity[]);
	const shown = files.map((each) => ({
		...each,
		failures: each.failures.filter(({ severity }) => wanted.has(severity)),
	}));
	const text =
		format === 'json'
			? misconfigurationJson(path, shown, formatTime(run.process.now()))
			: misconfigurationTable(shown, wanted);
	const output = run.text('output');
	if (output === '') yield* run.out.write(text);
	else {
		const fd = yield* run.process.open(output, { write: true, create: true, truncate: true }, 0o644);
		yield* run.process.write(fd, encodeUtf8(text));
		run.process.close(fd);
	}
	return shown.some(({ failures }) => failures.length > 0) ? run.number('exit-code') : 0;
}

function* filesAt(run: CobraRun, path: string): Task<readonly CheckedFile[]> {
	const { process } = run;
	const pause = (nodes: number): Task<void> => process.tick(2 * nodes);
	if (process.stat(path).type !== 'directory') {
		const text = decodeUtf8(yield* readFile(process, path));
		return yield* checkFile(path.slice(path.lastIndexOf('/') + 1), text, pause);
	}
	const full = path.startsWith('/') ? path : `${process.cwd.replace(/\/$/, '')}/${path}`;
	return yield* checkFiles(yield* viewOfFolder(process, full.replace(/\/\.$/, ''), isConfiguration), pause);
}

function* say(run: CobraRun, text: string): Task<void> {
	if (!run.isOn('quiet')) yield* run.say(`${formatTime(run.process.now())}\tINFO\t${text}\n`);
}
