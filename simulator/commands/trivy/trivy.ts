import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { type CobraCommand, type CobraRun, runCobra } from '../cobra/cobra.ts';
import { defaultUsage } from '../cobra/default-usage.ts';
import { bool, duration, int, string, stringSlice } from '../flags.ts';
import { unixCommand } from '../unix-command.ts';
import { jsonReport, tableReport } from './report.ts';
import { type ImageScan, scanImage } from './scan-image.ts';
import { SEVERITIES, type Severity } from './vulnerabilities.ts';

const RELEASE = '0.67.2';
const MINUTE_MS = 60_000;

/**
 * Tells of vulnerabilities in images. Differs: it knows a few only (vulnerabilities.ts), of packages of Debian and Alpine, and
 * takes from an image's day what its packages were; file systems, configurations and clusters it does not look at.
 */
export const trivy = unixCommand({
	name: 'trivy',
	paths: [],
	size: 157_286_400,
	main: (run) => runCobra({ root: ROOT, usage: defaultUsage, onError: fail }, run),
});

function* fail(
	run: { say(text: string): Task<void>; readonly process: CobraRun['process'] },
	message: string,
): Task<number> {
	yield* run.say(`${formatTime(run.process.now())}\tFATAL\tFatal error\t${message}\n`);
	return 1;
}

function* say(run: CobraRun, level: 'INFO' | 'WARN', text: string): Task<void> {
	if (run.isOn('quiet')) return;
	yield* run.say(`${formatTime(run.process.now())}\t${level}\t${text}\n`);
}

function* image(run: CobraRun): Task<number> {
	const [name] = run.operands;
	if (name === undefined) return yield* fail(run, 'error: trivy image requires at least 1 argument or --input option.');
	const unknown = run.list('severity').find((each) => !SEVERITIES.includes(each.toUpperCase() as Severity));
	if (unknown !== undefined) return yield* fail(run, `flag error: report flag error: unknown severity: ${unknown}`);
	const format = run.text('format');
	if (format !== 'table' && format !== 'json') {
		return yield* fail(run, `flag error: report flag error: format ${JSON.stringify(format)} is not simulated`);
	}
	const scan = scanImage(run.process, name);
	if (typeof scan === 'string') {
		const problem = `run error: image scan error: scan error: unable to initialize a scan service: unable to initialize an image scan service: ${scan}`;
		return yield* fail(run, problem);
	}
	yield* tellProgress(run, scan);
	const wanted = new Set(run.list('severity').map((each) => each.toUpperCase() as Severity));
	const findings = scan.findings.filter(
		({ severity, fixedVersion }) => wanted.has(severity) && (fixedVersion !== '' || !run.isOn('ignore-unfixed')),
	);
	const text =
		format === 'json' ? jsonReport(scan, findings, formatTime(run.process.now())) : tableReport(scan, findings, wanted);
	yield* write(run, text);
	return findings.length > 0 ? run.number('exit-code') : 0;
}

function* tellProgress(run: CobraRun, { family, release }: ImageScan): Task<void> {
	yield* say(run, 'INFO', '[vuln] Vulnerability scanning is enabled');
	yield* say(run, 'INFO', '[secret] Secret scanning is enabled');
	yield* run.process.sleep(1_500);
	if (family === undefined) return;
	yield* say(run, 'INFO', `Detected OS\tfamily="${family}" version="${release}"`);
	const osVersion = family === 'debian' ? release.replace(/\..*$/, '') : release;
	yield* say(run, 'INFO', `[${family}] Detecting vulnerabilities...\tos_version="${osVersion}"`);
	yield* say(run, 'INFO', 'Number of language-specific files\tnum=0');
}

function* write(run: CobraRun, text: string): Task<void> {
	const path = run.text('output');
	if (path === '') return yield* run.out.write(text);
	const fd = yield* run.process.open(path, { write: true, create: true, truncate: true }, 0o644);
	yield* run.process.write(fd, encodeUtf8(text));
	run.process.close(fd);
}

const ROOT: CobraCommand = {
	use: 'trivy [global flags] command [flags] target',
	short: 'Unified security scanner',
	long: 'Scanner for vulnerabilities in container images, file systems, and Git repositories, as well as for configuration issues and hard-coded secrets',
	persistentFlags: {
		'cache-dir': string('', 'cache directory'),
		debug: bool(false, 'debug mode', { shorthand: 'd' }),
		quiet: bool(false, 'suppress progress bar and log output', { shorthand: 'q' }),
		timeout: duration(5 * MINUTE_MS, 'timeout'),
	},
	subcommands: [
		{
			use: 'image [flags] IMAGE_NAME',
			aliases: ['i'],
			short: 'Scan a container image',
			flags: {
				'exit-code': int(0, 'specify exit code when any security issues are found'),
				format: string('table', 'format (table,json)', { shorthand: 'f' }),
				'ignore-unfixed': bool(false, 'include only fixed vulnerabilities'),
				'no-progress': bool(false, 'suppress progress bar'),
				output: string('', 'output file name', { shorthand: 'o' }),
				'pkg-types': stringSlice('list of package types'),
				scanners: stringSlice('comma-separated list of what security issues to detect (vuln,misconfig,secret,license)'),
				severity: {
					...stringSlice('severities of security issues to be displayed', { shorthand: 's' }),
					default: SEVERITIES,
				},
				'skip-db-update': bool(false, 'skip updating vulnerability database'),
				'skip-update': bool(false, 'skip updating vulnerability database', { hidden: true }),
				'vuln-type': stringSlice('list of package types', { hidden: true }),
			},
			run: image,
		},
		{
			use: 'version',
			short: 'Print the version',
			*run(run) {
				yield* run.out.write(`Version: ${(run.process.release ?? RELEASE).replace(/^v/, '')}\n`);
				return 0;
			},
		},
	],
};
