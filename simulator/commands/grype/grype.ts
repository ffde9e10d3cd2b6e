import type { Task } from '../../machinery/task.ts';
import { type CobraCommand, type CobraRun, runCobra } from '../cobra/cobra.ts';
import { defaultUsage } from '../cobra/default-usage.ts';
import { bool, string, stringArray } from '../flags.ts';
import { readSource, type Source, SourceMissing } from '../sbom/source.ts';
import { syftUrl, table, typeOf } from '../syft/formats.ts';
import { type Severity, vulnerabilitiesIn } from '../trivy/advisories.ts';
import type { Finding } from '../trivy/scan.ts';
import { type UnixRun, unixCommand } from '../unix-command.ts';

const RELEASE = '0.104.0';

/** Tells of vulnerabilities in images, folders and bills of materials. Models anchore/grype. Differs: it knows what trivy knows here. */
export const grype = unixCommand({
	name: 'grype',
	paths: [],
	size: 104_857_600,
	main: (run) => runCobra({ root: ROOT, usage: defaultUsage, onError: fail }, run),
});

function* fail(run: UnixRun, message: string): Task<number> {
	yield* run.say(`${message}\n`);
	return 1;
}

const WORDS: Readonly<Record<Severity, string>> = {
	CRITICAL: 'Critical',
	HIGH: 'High',
	MEDIUM: 'Medium',
	LOW: 'Low',
	UNKNOWN: 'Unknown',
};
const ORDER: readonly Severity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'];

function* scan(run: CobraRun): Task<number> {
	const [target] = run.operands;
	if (target === undefined) return yield* fail(run, 'an image/directory argument is required');
	let source: Source;
	try {
		source = yield* readSource(run.process, target);
	} catch (error) {
		if (!(error instanceof SourceMissing)) throw error;
		return yield* fail(
			run,
			`failed to catalog: unable to load image: errors occurred attempting to resolve '${target}':\n  ${error.message}`,
		);
	}
	yield* run.process.sleep(1_500);
	const { system, components } = source.inventory;
	const findings = components
		.flatMap((component): Finding[] => vulnerabilitiesIn(component, system).map((each) => ({ ...each, component })))
		.filter(({ fixedVersion }) => fixedVersion !== '' || !run.isOn('only-fixed'))
		.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
	const format = run.list('output')[0] ?? 'table';
	if (format !== 'table' && format !== 'json') return yield* fail(run, `unsupported output format "${format}"`);
	yield* run.out.write(format === 'json' ? json(source, findings) : asTable(findings));
	const limit = ORDER.findIndex((each) => each === run.text('fail-on').toUpperCase());
	if (limit < 0 || !findings.some(({ severity }) => ORDER.indexOf(severity) <= limit)) return 0;
	return yield* failed(run);
}

function* failed(run: CobraRun): Task<number> {
	yield* run.say('discovered vulnerabilities at or above the severity threshold\n');
	return 2;
}

function asTable(findings: readonly Finding[]): string {
	if (findings.length === 0) return 'No vulnerabilities found\n';
	return table(
		['NAME', 'INSTALLED', 'FIXED IN', 'TYPE', 'VULNERABILITY', 'SEVERITY'],
		findings.map(({ component, fixedVersion, id, severity }) => [
			component.name,
			component.version,
			fixedVersion === '' ? "(won't fix)" : fixedVersion,
			typeOf(component),
			id,
			WORDS[severity],
		]),
	);
}

function json(source: Source, findings: readonly Finding[]): string {
	const { system } = source.inventory;
	const value = {
		matches: findings.map(({ component, id, severity, fixedVersion, title }) => ({
			vulnerability: {
				id,
				severity: WORDS[severity],
				description: title,
				fix: { versions: fixedVersion === '' ? [] : [fixedVersion], state: fixedVersion === '' ? 'wont-fix' : 'fixed' },
			},
			artifact: {
				name: component.name,
				version: component.version,
				type: typeOf(component),
				purl: syftUrl(component, system),
			},
		})),
		source: { type: source.kind, target: source.name },
		distro: system === undefined ? {} : { name: system.family, version: system.release, idLike: [] },
		descriptor: { name: 'grype', version: RELEASE },
	};
	return `${JSON.stringify(value, null, 1)}\n`;
}

const ROOT: CobraCommand = {
	use: 'grype [IMAGE]',
	short: 'A vulnerability scanner for container images, filesystems, and SBOMs',
	flags: {
		'add-cpes-if-none': bool(false, 'generate CPEs for packages with no CPE data'),
		'fail-on': string(
			'',
			'set the return code to 1 if a vulnerability is found with a severity >= the given severity',
			{
				shorthand: 'f',
			},
		),
		'only-fixed': bool(false, 'ignore matches for vulnerabilities that are not fixed'),
		output: stringArray('report output formatter', { shorthand: 'o' }),
		quiet: bool(false, 'suppress all logging output', { shorthand: 'q' }),
		scope: string('squashed', 'selection of layers to analyze', { shorthand: 's' }),
	},
	run: scan,
	subcommands: [
		{
			use: 'version',
			short: 'show version information',
			*run(run) {
				yield* run.out.write(
					`Application:         grype\nVersion:             ${(run.process.release ?? RELEASE).replace(/^v/, '')}\n`,
				);
				return 0;
			},
		},
	],
};
