import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Json } from '../../machinery/meta.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { parseYamlStreamInSteps } from '../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import { type CobraCommand, type CobraRun, runCobra } from '../cobra/cobra.ts';
import { defaultUsage } from '../cobra/default-usage.ts';
import { bool, int, string, stringSlice } from '../flags.ts';
import { goErrno } from '../kubectl/errors.ts';
import { readAll, readFile } from '../stdio.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { type PodFields, RULES, type Rule } from './rules.ts';

/** Scores manifests by what their Pods may. Differs: manifests are not checked against the API's schema. */
export const kubesec = unixCommand({
	name: 'kubesec',
	paths: [],
	size: 14_991_360,
	main: (run) => runCobra({ root: ROOT, usage: defaultUsage }, run),
});

interface Manifest {
	readonly kind?: string;
	readonly metadata?: { readonly name?: string; readonly namespace?: string };
	readonly spec?: object;
}

function* scan(run: CobraRun): Task<number> {
	const [path] = run.operands;
	if (path === undefined) throw new Exit(1, 'Error: file path is required\nfile path is required\n');
	const chosen = run.list('rules');
	const rules = chosen.length === 0 ? RULES : RULES.filter(({ id }) => chosen.includes(id));
	const text = yield* manifestText(run.process, path);
	const reports: Report[] = [];
	for (const document of yield* documentsIn(run.process, text)) {
		reports.push(reportOf(document, path === '-' ? 'STDIN' : path, rules));
		yield* run.process.tick(STEPS_A_REPORT);
	}
	if (reports.length === 0) throw new Exit(1, `Error: invalid input ${path}\ninvalid input ${path}\n`);
	const json = `${JSON.stringify(reports, null, 2)}\n`;
	const output = run.text('output');
	if (output !== '') {
		const fd = yield* run.process.open(output, { write: true, create: true, truncate: true }, 0o644);
		yield* run.process.write(fd, encodeUtf8(json));
		run.process.close(fd);
	}
	yield* run.out.write(`${json}\n`);
	return reports.every(({ score }) => score > 0) ? 0 : run.number('exit-code');
}

function* manifestText(process: Process, path: string): Task<string> {
	if (path === '-') return decodeUtf8(yield* readAll(process, 0));
	try {
		return decodeUtf8(yield* readFile(process, path));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const problem = `open ${path}: ${goErrno(error)}`;
		throw new Exit(1, `Error: ${problem}\n${problem}\n`);
	}
}

function* documentsIn(process: Process, text: string): Task<readonly Json[]> {
	try {
		return yield* parseYamlStreamInSteps(text, (nodes) => process.tick(2 * nodes));
	} catch (error) {
		if (error instanceof YamlError) throw new Exit(1, `Error: ${error.message}\n${error.message}\n`);
		throw error;
	}
}

/** The Pod that a workload is made of; undefined: rules do not apply. */
function podOf({ kind = '', spec }: Manifest): PodFields | undefined {
	if (kind === 'Pod') return (spec ?? {}) as PodFields;
	if (!['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind)) return undefined;
	return ((spec as { template?: { spec?: PodFields } } | undefined)?.template?.spec ?? {}) as PodFields;
}

const STEPS_A_REPORT = 40;

interface Report {
	readonly object: string;
	readonly valid: boolean;
	readonly fileName: string;
	readonly message: string;
	readonly score: number;
	readonly scoring: object;
}

/** Models pkg/ruler generateReport. */
function reportOf(document: Json, fileName: string, rules: readonly Rule[]): Report {
	const manifest = (typeof document === 'object' ? document : {}) as Manifest;
	const { kind, metadata } = manifest;
	const object =
		kind === undefined ? 'Unknown' : `${kind}/${metadata?.name ?? 'undefined'}.${metadata?.namespace ?? 'default'}`;
	const pod = podOf(manifest);
	if (pod === undefined) {
		const message = 'This resource kind is not supported by kubesec';
		return { object, valid: true, fileName, message, score: 0, scoring: {} };
	}
	const hits = rules.filter((rule) => rule.applies(pod));
	const score = hits.reduce((sum, { points }) => sum + points, 0);
	const lists = {
		critical: hits.filter(({ points }) => points < 0),
		passed: hits.filter(({ points }) => points >= 0),
		advise: rules.filter((rule) => rule.points >= 0 && !hits.includes(rule)),
	};
	const scoring = Object.fromEntries(
		Object.entries(lists)
			.filter(([, list]) => list.length > 0)
			.map(([name, list]) => [name, [...list].sort(byWeight).map(shown)]),
	);
	const message = `${score >= 0 ? 'Passed' : 'Failed'} with a score of ${score} points`;
	return { object, valid: true, fileName, message, score, scoring };
}

function shown({ id, selector, reason, points }: Rule): object {
	return { id, selector, reason, points };
}

/** Models pkg/ruler RuleRefCustomOrder. */
function byWeight(a: Rule, b: Rule): number {
	if (a.points !== b.points) return a.points > 0 || b.points > 0 ? b.points - a.points : a.points - b.points;
	return a.selector < b.selector ? -1 : 1;
}

const ROOT: CobraCommand = {
	use: 'kubesec',
	short: 'Validate Kubernetes resource security policies',
	subcommands: [
		{
			use: 'scan [file]',
			short: 'Scans Kubernetes resource YAML or JSON',
			flags: {
				'absolute-path': bool(false, 'use the absolute path for the file name'),
				debug: bool(false, 'turn on debug logs'),
				'exit-code': int(2, 'Set the exit-code to use on failure'),
				format: string('json', 'Set output format (json)', { shorthand: 'f' }),
				'kubernetes-version': string('', 'Kubernetes version to validate manifets'),
				output: string('', 'Set output location', { shorthand: 'o' }),
				rules: stringSlice('Comma-separated list of rule IDs to scan (empty scans all rules).', { shorthand: 'r' }),
				'schema-location': stringSlice('Override schema location search path'),
			},
			run: scan,
		},
		{
			use: 'version',
			short: 'Prints kubesec version',
			*run(run) {
				yield* run.out.write(`version ${(run.process.release ?? 'v2.14.2').replace(/^v/, '')}\n`);
				return 0;
			},
		},
	],
};
