import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import { type CobraCommand, type CobraRun, runCobra } from '../cobra/cobra.ts';
import { defaultUsage } from '../cobra/default-usage.ts';
import { bool, int, string, stringSlice } from '../flags.ts';
import { readAll } from '../stdio.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import type { Controls, Target } from './check.ts';
import { ETCD, MASTER } from './control-plane-checks.ts';
import { Evidence } from './evidence.ts';
import { NODE } from './node-checks.ts';
import { CONTROL_PLANE, POLICIES } from './policy-checks.ts';
import { jsonReport, textReport } from './report.ts';
import { type ControlResults, resultsOf, runControls, summaryOf } from './results.ts';

/** The benchmark that is known, and the last release of Kubernetes that its mapping names. */
export const BENCHMARK = 'cis-1.12';
const ALL: readonly Controls[] = [MASTER, ETCD, CONTROL_PLANE, NODE, POLICIES];

/**
 * Looks whether a node is set up as the CIS benchmark for Kubernetes would have it. Differs: of the benchmarks only the one
 * for the world's releases is there, and its controls files are not read but for their being there.
 */
export const kubeBench = unixCommand({
	name: 'kube-bench',
	paths: [],
	size: 34_181_120,
	main: (run) => runCobra({ root: ROOT, usage: defaultUsage }, run),
});

/** Where its configuration is: what it is told, beside where it stands, or where its packages put it. */
function configFolder(process: Process, given: string): string {
	const folders = given === '' ? ['./cfg', '/etc/kube-bench/cfg', '/opt/kube-bench/cfg'] : [given];
	return folders.find((folder) => process.access(`${folder}/config.yaml`, { read: true })) ?? (folders[0] as string);
}

function* benchmarkOf(run: CobraRun): Task<string> {
	const { process } = run;
	const folder = configFolder(process, run.text('config-dir'));
	const file = run.text('config') === '' ? `${folder}/config.yaml` : run.text('config');
	const failed = (problem: string): Exit => new Exit(1, `unable to get benchmark version. error: ${problem}\n`);
	const mapping = yield* mappingIn(process, file);
	if (mapping === undefined) throw failed("config file is missing 'version_mapping' section");
	const [given, version] = [run.text('benchmark'), run.text('version')];
	if (given !== '' && version !== '') throw failed('It is an error to specify both --version and --benchmark flags');
	const benchmark = given === '' ? mapped(mapping, version === '' ? '1.34' : version) : given;
	if (benchmark === undefined) {
		throw failed(`unable to find a matching Benchmark Version match for kubernetes version: ${version}`);
	}
	if (!process.access(`${folder}/${benchmark}/master.yaml`, { read: true })) {
		const problem = `stat ${folder}/${benchmark}: no such file or directory`;
		throw new Exit(1, `can't find master controls file in ${folder}: ${problem}\n`);
	}
	return benchmark;
}

function* mappingIn(process: Process, path: string): Task<{ readonly [version: string]: unknown } | undefined> {
	try {
		const fd = yield* process.open(path, { read: true });
		const document = parseYamlDocument(decodeUtf8(yield* readAll(process, fd))) as { version_mapping?: object } | null;
		process.close(fd);
		return document?.version_mapping as { readonly [version: string]: unknown } | undefined;
	} catch (error) {
		if (error instanceof SystemError || error instanceof YamlError) return undefined;
		throw error;
	}
}

/** Releases that are newer than the mapping have the benchmark of the newest before. Models cmd/common.go mapToBenchmarkVersion. */
function mapped(mapping: { readonly [version: string]: unknown }, version: string): string | undefined {
	for (let minor = Number(/^1\.(\d+)/.exec(version)?.[1] ?? 0); minor > 0; minor--) {
		const found = mapping[`1.${minor}`];
		if (typeof found === 'string') return found;
	}
	return undefined;
}

function words(text: string): ReadonlySet<string> {
	return new Set(
		text
			.split(',')
			.map((each) => each.trim())
			.filter((each) => each !== ''),
	);
}

/** @param choose which of all, given what runs here. */
function* check(run: CobraRun, choose: (evidence: Evidence) => readonly Controls[]): Task<number> {
	if (run.text('check') !== '' && run.text('group') !== '') {
		throw new Exit(1, "error setting up run filter: group option and check option can't be used together\n");
	}
	const benchmark = yield* benchmarkOf(run);
	const evidence = yield* Evidence.gather(run.process);
	const filter = {
		checks: words(run.text('check')),
		groups: words(run.text('group')),
		skipped: words(run.text('skip')),
		scored: run.isOn('scored'),
		unscored: run.isOn('unscored'),
	};
	const all = choose(evidence).map((controls) => runControls(controls, evidence, filter));
	yield* write(run, all, benchmark);
	return all.some((each) => summaryOf(resultsOf(each)).FAIL > 0) ? run.number('exit-code') : 0;
}

function* write(run: CobraRun, all: readonly ControlResults[], benchmark: string): Task<void> {
	const text = run.isOn('json')
		? jsonReport(
				all,
				benchmark,
				run.text('version') === '' ? (run.process.release ?? '1.35') : run.text('version'),
				!run.isOn('nototals'),
			)
		: textReport(all, {
				results: !run.isOn('noresults'),
				remediations: !run.isOn('noremediations'),
				summary: !run.isOn('nosummary'),
				totals: !run.isOn('nototals'),
				colour: run.process.isatty(1),
			});
	const file = run.text('outputfile');
	if (file === '' || !run.isOn('json')) return yield* run.out.write(text);
	const fd = yield* run.process.open(file, { write: true, create: true, truncate: true }, 0o644);
	yield* run.process.write(fd, encodeUtf8(text));
	run.process.close(fd);
}

/** Those of what runs here. Models cmd/root.go. */
function* detect(run: CobraRun): Task<number> {
	return yield* check(run, (evidence) => {
		const isMaster = evidence.runs('apiserver') && evidence.runs('scheduler') && evidence.runs('controllermanager');
		const wanted: readonly Target[] = [
			...(isMaster ? (['master', 'controlplane'] as const) : []),
			...(evidence.runs('etcd') ? (['etcd'] as const) : []),
			'node',
			'policies',
		];
		return ALL.filter(({ target }) => wanted.includes(target));
	});
}

function* runTargets(run: CobraRun): Task<number> {
	const targets = run.list('targets');
	const unknown = targets.some((target) => !ALL.some((each) => each.target === target));
	if (unknown) {
		const valid = ALL.map(({ target }) => target).join(' ');
		const shown = `The specified --targets "${targets.join(',')}" are not configured for the CIS Benchmark ${BENCHMARK}`;
		throw new Exit(1, `${shown}\n Valid targets [${valid}]\n`);
	}
	return yield* check(run, () => ALL.filter(({ target }) => targets.length === 0 || targets.includes(target)));
}

const ROOT: CobraCommand = {
	use: 'kube-bench',
	short: 'Run CIS Benchmarks checks against a Kubernetes deployment',
	long: 'This tool runs the CIS Kubernetes Benchmark (https://www.cisecurity.org/benchmark/kubernetes/)',
	persistentFlags: {
		benchmark: string(
			'',
			'Manually specify CIS benchmark version. It would be an error to specify both --version and --benchmark flags',
		),
		check: string('', 'A comma-delimited list of checks to run as specified in Benchmark document.', {
			shorthand: 'c',
		}),
		config: string('', 'config file (default is ./cfg/config.yaml)'),
		'config-dir': string('', 'config directory', { shorthand: 'D' }),
		'exit-code': int(0, 'Specify the exit code for when checks fail'),
		group: string('', 'Run all the checks under this comma-delimited list of groups.', { shorthand: 'g' }),
		'include-test-output': bool(false, 'Prints the actual result when test fails'),
		json: bool(false, 'Prints the results as JSON'),
		noremediations: bool(false, 'Disable printing of remediations section'),
		noresults: bool(false, 'Disable printing of results section'),
		nosummary: bool(false, 'Disable printing of summary section'),
		nototals: bool(false, 'Disable printing of totals for failed, passed, ... checks across all sections'),
		outputfile: string('', 'Writes the results to output file when run with --json or --junit'),
		scored: bool(true, 'Run the scored CIS checks'),
		skip: string('', 'List of comma separated values of checks to be skipped'),
		unscored: bool(true, 'Run the unscored CIS checks'),
		version: string('', 'Manually specify Kubernetes version, automatically detected if unset'),
	},
	run: detect,
	subcommands: [
		{
			use: 'run',
			short: 'Run tests',
			long: 'Run tests. If no arguments are specified, runs tests from all files',
			flags: { targets: stringSlice('Specify targets of the benchmark to run.', { shorthand: 's' }) },
			run: runTargets,
		},
		{
			use: 'version',
			short: 'Shows the version of kube-bench.',
			*run(run) {
				yield* run.out.write(`${run.process.release ?? 'v0.14.1'}\n`);
				return 0;
			},
		},
	],
};
