import { SystemError } from '../../../kernel/process-api.ts';
import { isDict } from '../../../machinery/go-template/values.ts';
import { type Dict, newDict } from '../../../machinery/sprig/define.ts';
import { isStrictVersion, tryParseVersion } from '../../../machinery/sprig/semver.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import type { CobraCommand, CobraRun } from '../../cobra/cobra.ts';
import { bool, string } from '../../flags.ts';
import { readFile } from '../../stdio.ts';
import { renderValues } from '../actions/render-release.ts';
import type { Chart } from '../chart/chart.ts';
import { loadChart } from '../chart/load-chart.ts';
import { readLongYaml, readValues, readYaml } from '../chart/read-yaml.ts';
import { localCapabilities } from '../engine/local-capabilities.ts';
import { HelmError } from '../helm-error.ts';
import { HelmSession } from '../helm-session.ts';
import { splitManifests } from '../release/manifests.ts';
import { coalesceTables, coalesceValues } from '../values/coalesce.ts';
import { processDependencies } from '../values/dependencies.ts';
import { givenValues, VALUE_FLAGS } from '../values/value-options.ts';
import { complaintsOf } from '../values/values-schema.ts';

type Severity = 'INFO' | 'WARNING' | 'ERROR';

interface Message {
	readonly severity: Severity;
	readonly path: string;
	readonly text: string;
}

export const lint: CobraCommand = {
	use: 'lint PATH',
	short: 'examine a chart for possible issues',
	long: `Looks a chart over. What would make its installation fail is an [ERROR], what breaks with convention a [WARNING].`,
	flags: {
		...VALUE_FLAGS,
		'kube-version': string('', 'Kubernetes version used for capabilities and deprecation checks'),
		quiet: bool(false, 'print only warnings and errors'),
		'skip-schema-validation': bool(false, 'if set, disables JSON schema validation'),
		strict: bool(false, 'fail on lint warnings'),
		'with-subcharts': bool(false, 'lint dependent charts'),
	},
	run: (run) => runLint(run),
};

function* runLint(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	const paths = run.operands.length === 0 ? ['.'] : [...run.operands];
	if (run.isOn('with-subcharts')) for (const path of [...paths]) paths.push(...subchartsOf(helm, path));
	const values = yield* givenValues(helm);
	const quiet = run.isOn('quiet');
	let failed = 0;
	let anyComplaint = false;
	const out: string[] = [];
	for (const path of paths) {
		let messages: readonly Message[] = [];
		let failure: string | undefined;
		try {
			messages = yield* lintChart(helm, path, values);
		} catch (error) {
			if (!(error instanceof HelmError)) throw error;
			failure = error.message;
		}
		const counts = (severity: Severity): boolean => messages.some((each) => each.severity === severity);
		const hasComplaint = failure !== undefined || counts('WARNING') || counts('ERROR');
		anyComplaint ||= hasComplaint;
		if (quiet && !hasComplaint) continue;
		out.push(`==> Linting ${path}\n`);
		if (failure !== undefined) out.push(`Error ${failure}\n`);
		for (const { severity, path: where, text } of messages) {
			if (!quiet || severity !== 'INFO') out.push(`[${severity}] ${where}: ${text}\n`);
		}
		if (failure !== undefined || counts('ERROR') || (run.isOn('strict') && counts('WARNING'))) failed++;
		out.push('\n');
	}
	yield* helm.flush();
	yield* helm.out(out.join(''));
	const summary = `${paths.length} chart(s) linted, ${failed} chart(s) failed`;
	if (failed > 0) throw new HelmError(summary);
	if (!quiet || anyComplaint) yield* helm.out(`${summary}\n`);
	return 0;
}

function subchartsOf({ process }: HelmSession, path: string): string[] {
	try {
		return [...process.readdir(`${path}/charts`)].sort().map((name) => `${path}/charts/${name}`);
	} catch (error) {
		if (error instanceof SystemError) return [];
		throw error;
	}
}

/** Models helm.sh/helm/v3/pkg/lint AllWithKubeVersionAndSchemaValidation. */
function* lintChart(helm: HelmSession, path: string, given: Dict): Task<Message[]> {
	const messages: Message[] = [];
	const say = (severity: Severity, where: string, text: string): void => {
		messages.push({ severity, path: where, text });
	};
	if (!path.endsWith('.tgz')) {
		const text = yield* textOf(helm, `${path}/Chart.yaml`);
		if (text === undefined) {
			throw new HelmError(
				`unable to check Chart.yaml file in chart: stat ${path}/Chart.yaml: no such file or directory`,
			);
		}
		lintChartfile(text, say);
		const values = yield* textOf(helm, `${path}/values.yaml`);
		const schema = yield* textOf(helm, `${path}/values.schema.json`);
		yield* lintValues(helm, values, helm.run.isOn('skip-schema-validation') ? undefined : schema, given, say);
	}
	let chart: Chart | undefined;
	try {
		chart = yield* loadChart(helm.process, path);
	} catch (error) {
		if (!(error instanceof HelmError)) throw error;
		say('ERROR', 'templates/', error.message);
		say('ERROR', '', `unable to load chart\n\t${error.message}`);
		return messages;
	}
	const { dependencies: children, metadata } = chart;
	const wanted = metadata.dependencies.map(({ name }) => name);
	const missing = wanted.filter((name) => !children.some((each) => each.name === name));
	const unknown = children.map(({ name }) => name).filter((name) => !wanted.includes(name));
	yield* lintTemplates(helm, chart, given, say);
	if (unknown.length > 0) say('ERROR', path, `chart metadata is missing these dependencies: ${unknown.join(',')}`);
	if (missing.length > 0) say('WARNING', path, `chart directory is missing these dependencies: ${missing.join(',')}`);
	return messages;
}

function* textOf({ process }: HelmSession, path: string): Task<string | undefined> {
	try {
		return decodeUtf8(yield* readFile(process, path));
	} catch (error) {
		if (error instanceof SystemError && error.errno !== 'EINTR') return undefined;
		throw error;
	}
}

type Say = (severity: Severity, where: string, text: string) => void;

/** Models pkg/lint/rules Chartfile. */
function lintChartfile(text: string, say: Say): void {
	const file = 'Chart.yaml';
	let document: unknown;
	try {
		document = readYaml(text);
	} catch (error) {
		if (!(error instanceof HelmError)) throw error;
		say('ERROR', file, `unable to parse YAML\n\t${error.message}`);
		return;
	}
	const fields: { readonly [name: string]: unknown } = isDict(document) ? document : {};
	const textAt = (name: string): string => (typeof fields[name] === 'string' ? (fields[name] as string) : '');
	const [name, version, apiVersion] = [textAt('name'), textAt('version'), textAt('apiVersion')];
	if (name === '') say('ERROR', file, 'name is required');
	else if (name.includes('/')) say('ERROR', file, `chart name ${JSON.stringify(name)} is invalid`);
	if (apiVersion === '') say('ERROR', file, 'apiVersion is required. The value must be either "v1" or "v2"');
	else if (apiVersion !== 'v1' && apiVersion !== 'v2') {
		say('ERROR', file, `apiVersion '${apiVersion}' is not valid. The value must be either "v1" or "v2"`);
	}
	if (typeof fields.version === 'number')
		say('ERROR', file, "version should be of type string but it's of type float64");
	if (version === '') say('ERROR', file, 'version is required');
	else if (tryParseVersion(version) === undefined) say('ERROR', file, `version '${version}' is not a valid SemVer`);
	else if (!isStrictVersion(version)) say('WARNING', file, `version '${version}' is not a valid SemVerV2`);
	if (typeof fields.appVersion === 'number') {
		say('ERROR', file, "appVersion should be of type string but it's of type float64");
	}
	if (textAt('icon') === '') say('INFO', file, 'icon is recommended');
	else if (!/^[a-z]+:/.test(textAt('icon'))) say('ERROR', file, `invalid icon URL '${textAt('icon')}'`);
	if (apiVersion === 'v1' && textAt('type') !== '') {
		say('ERROR', file, "chart type is not valid in apiVersion 'v1'. It is valid in apiVersion 'v2'");
	}
	if (apiVersion === 'v1' && Array.isArray(fields.dependencies)) {
		say(
			'ERROR',
			file,
			"dependencies are not valid in the Chart file with apiVersion 'v1'. They are valid in apiVersion 'v2'",
		);
	}
}

function* lintValues(
	helm: HelmSession,
	text: string | undefined,
	schema: string | undefined,
	given: Dict,
	say: Say,
): Task<void> {
	if (text === undefined) {
		say('INFO', 'values.yaml', 'file does not exist');
		return;
	}
	let values: Dict;
	try {
		values = yield* readValues(text, (nodes) => helm.process.tick(nodes));
	} catch (error) {
		if (!(error instanceof HelmError)) throw error;
		say('ERROR', 'values.yaml', `unable to parse YAML: ${error.message}`);
		return;
	}
	if (schema === undefined || schema === '') return;
	const quiet = { warn: () => {}, spend: helm.spend };
	const own = yield* coalesceTables(newDict(), given, '', false, quiet);
	const all = yield* coalesceTables(own, values, '', false, quiet);
	const complaints = yield* complaintsOf(encodeUtf8(schema), all, helm.spend);
	if (complaints !== '') say('ERROR', 'values.yaml', complaints);
}

/** Models pkg/lint/rules Templates. */
function* lintTemplates(helm: HelmSession, chart: Chart, given: Dict, say: Say): Task<void> {
	const { run } = helm;
	let rendered: Map<string, string>;
	try {
		yield* processDependencies(chart, given, helm);
		const values = yield* coalesceValues(chart, given, helm);
		const about = { name: 'test-release', namespace: yield* helm.namespace(), revision: 0, isUpgrade: false };
		const capabilities = localCapabilities(run.text('kube-version'), []);
		const skipSchema = run.isOn('skip-schema-validation');
		const toRender = yield* renderValues(helm, chart, values, about, capabilities, skipSchema);
		toRender.Release.IsInstall = false;
		rendered = yield* helm.render(chart, toRender, false, true);
	} catch (error) {
		if (!(error instanceof HelmError)) throw error;
		say('ERROR', 'templates/', error.message);
		return;
	}
	for (const { name } of chart.templates) {
		const extension = /\.[^./]*$/.exec(name)?.[0] ?? '';
		if (!['.yaml', '.yml', '.tpl', '.txt'].includes(extension)) {
			say('ERROR', name, `file extension '${extension}' not valid. Valid extensions are .yaml, .yml, .tpl, or .txt`);
		}
		if (extension !== '.yaml') continue;
		const content = rendered.get(`${chart.name}/${name}`) ?? '';
		if (content.trim() !== '' && !(yield* lintManifest(helm, name, content, say))) return;
	}
}

/** @returns whether it could be read. */
function* lintManifest(helm: HelmSession, path: string, content: string, say: Say): Task<boolean> {
	const first = content.split('\n').find((line) => line.trim() !== '');
	if (first !== undefined && /^[ \t]/.test(first)) {
		say(
			'WARNING',
			path,
			`document starts with an illegal indent: ${JSON.stringify(first)}, which may cause parsing problems`,
		);
	}
	for (const part of splitManifests(content)) {
		let document: unknown;
		try {
			document = yield* readLongYaml(part, (nodes) => helm.process.tick(nodes));
		} catch (error) {
			if (!(error instanceof HelmError)) throw error;
			say('ERROR', path, `unable to parse YAML: ${error.message}`);
			return false;
		}
		if (!isDict(document)) continue;
		const metadata = isDict(document.metadata) ? document.metadata : {};
		const name = typeof metadata.name === 'string' ? metadata.name : '';
		if (!NAME.test(name)) {
			say(
				'WARNING',
				path,
				`object name does not conform to Kubernetes naming requirements: ${JSON.stringify(name)}: metadata.name: Invalid value: ${JSON.stringify(name)}: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
			);
		}
		const { kind } = document;
		const selects = ['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet'].includes(String(kind));
		if (selects && !/matchLabels|matchExpressions/.test(content)) {
			say(
				'ERROR',
				path,
				`a ${kind} must contain matchLabels or matchExpressions, and ${JSON.stringify(name)} does not`,
			);
		}
	}
	return true;
}

const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
