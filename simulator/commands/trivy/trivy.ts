import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { type CobraCommand, type CobraRun, runCobra } from '../cobra/cobra.ts';
import { defaultUsage } from '../cobra/default-usage.ts';
import { bool, duration, type FlagTable, int, string, stringSlice } from '../flags.ts';
import { type UnixRun, unixCommand } from '../unix-command.ts';
import { SEVERITIES } from './advisories.ts';
import { scanConfiguration } from './scan-configuration.ts';
import { scanFolder, scanImage, scanSbom } from './targets.ts';

export const RELEASE = '0.67.2';
const MINUTE_MS = 60_000;

/**
 * Tells of vulnerabilities in images, file systems and bills of materials, and writes such bills. Differs: it knows a few
 * vulnerabilities only (advisories.ts); of configurations it checks Dockerfiles and what manifests say
 * of Pods and of rights; it looks for no secrets, at no cluster, and of programs in Go not at their modules.
 */
export const trivy = unixCommand({
	name: 'trivy',
	paths: [],
	size: 157_286_400,
	main: (run) => runCobra({ root: ROOT, usage: defaultUsage, onError: fail }, run),
});

function* fail(run: UnixRun, message: string): Task<number> {
	yield* run.say(`${formatTime(run.process.now())}\tFATAL\tFatal error\t${message}\n`);
	return 1;
}

const REPORT_FLAGS: FlagTable = {
	'exit-code': int(0, 'specify exit code when any security issues are found'),
	format: string('table', 'format (table,json,template,sarif,cyclonedx,spdx,spdx-json,github,cosign-vuln)', {
		shorthand: 'f',
	}),
	'ignore-unfixed': bool(false, 'include only fixed vulnerabilities'),
	ignorefile: string('.trivyignore', 'specify .trivyignore file'),
	'list-all-pkgs': bool(false, 'output all packages in the JSON report regardless of vulnerability'),
	'no-progress': bool(false, 'suppress progress bar'),
	'offline-scan': bool(false, 'do not issue API requests to identify dependencies'),
	output: string('', 'output file name', { shorthand: 'o' }),
	'pkg-types': { ...stringSlice('list of package types (os,library)'), default: ['os', 'library'] },
	scanners: {
		...stringSlice('comma-separated list of what security issues to detect (vuln,misconfig,secret,license)'),
		default: ['vuln', 'secret'],
	},
	'security-checks': stringSlice('comma-separated list of what security issues to detect', { hidden: true }),
	severity: {
		...stringSlice('severities of security issues to be displayed', { shorthand: 's' }),
		default: SEVERITIES,
	},
	'skip-db-update': bool(false, 'skip updating vulnerability database'),
	'skip-java-db-update': bool(false, 'skip updating Java index database'),
	'skip-dirs': stringSlice('specify the directories or glob patterns to skip'),
	'skip-files': stringSlice('specify the files or glob patterns to skip'),
	'skip-update': bool(false, 'skip updating vulnerability database', { hidden: true }),
	'vuln-type': stringSlice('list of package types', { hidden: true }),
};

const IMAGE_FLAGS: FlagTable = {
	...REPORT_FLAGS,
	input: string('', 'input file path instead of image name'),
	'image-src': stringSlice('image source(s) to use, in priority order'),
	insecure: bool(false, 'allow insecure server connections'),
	platform: string('', 'set platform in the form os/arch if image is multi-platform capable'),
	'remove-pkgs': bool(false, '', { hidden: true }),
	username: string('', 'username'),
	password: string('', 'password'),
};

const ROOT: CobraCommand = {
	use: 'trivy [global flags] command [flags] target',
	short: 'Unified security scanner',
	long: 'Scanner for vulnerabilities in container images, file systems, and Git repositories, as well as for configuration issues and hard-coded secrets',
	persistentFlags: {
		'cache-dir': string('', 'cache directory'),
		config: string('trivy.yaml', 'config path', { shorthand: 'c' }),
		debug: bool(false, 'debug mode', { shorthand: 'd' }),
		quiet: bool(false, 'suppress progress bar and log output', { shorthand: 'q' }),
		timeout: duration(5 * MINUTE_MS, 'timeout'),
		version: bool(false, 'show version', { shorthand: 'v' }),
	},
	run: root,
	subcommands: [
		{
			use: 'image [flags] IMAGE_NAME',
			aliases: ['i'],
			short: 'Scan a container image',
			flags: IMAGE_FLAGS,
			run: (run) => scanImage(run, fail),
		},
		{
			use: 'filesystem [flags] PATH',
			aliases: ['fs'],
			short: 'Scan local filesystem',
			flags: REPORT_FLAGS,
			run: (run) => scanFolder(run, fail),
		},
		{
			use: 'rootfs [flags] ROOTDIR',
			short: 'Scan rootfs',
			flags: REPORT_FLAGS,
			run: (run) => scanFolder(run, fail),
		},
		{
			use: 'sbom [flags] SBOM_PATH',
			short: 'Scan SBOM for vulnerabilities and licenses',
			flags: REPORT_FLAGS,
			run: (run) => scanSbom(run, fail),
		},
		{
			use: 'config [flags] DIR',
			aliases: ['conf'],
			short: 'Scan config files for misconfigurations',
			flags: REPORT_FLAGS,
			run: (run) => scanConfiguration(run, fail),
		},
		{ use: 'version', short: 'Print the version', run: version },
	],
};

function* version(run: CobraRun): Task<number> {
	yield* run.out.write(`Version: ${releaseOf(run)}\n`);
	return 0;
}

/** Without a command: its version, or its help. */
function* root(run: CobraRun): Task<number> {
	if (run.isOn('version')) return yield* version(run);
	const [word] = run.operands;
	if (word !== undefined) return yield* fail(run, `unknown command ${JSON.stringify(word)} for "trivy"`);
	yield* run.out.write(`${ROOT.long}\n\n${defaultUsage([ROOT])}`);
	return 0;
}

/** "0.67.2": the file says it. */
export function releaseOf({ process }: Pick<UnixRun, 'process'>): string {
	return (process.release ?? RELEASE).replace(/^v/, '');
}
