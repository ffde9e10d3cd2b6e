import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { nodeHostCalls } from '../../simulator/cli/host-calls.ts';
import { DEFAULT_PRESET, PRESETS, PresetImages, SimulatedWorld } from '../../simulator/sandbox/index.ts';
import type { Preset } from '../../simulator/sandbox/presets/preset.ts';
import { ACCESS_GROUPS } from './cases/access.ts';
import { ADMISSION_GROUPS } from './cases/admission.ts';
import { CLIENT_GROUPS } from './cases/client.ts';
import { CLUSTER_COMMAND_GROUPS } from './cases/cluster-commands.ts';
import { CLUSTER_KIND_GROUPS } from './cases/cluster-kinds.ts';
import { COMMAND_LINE_GROUPS } from './cases/command-lines.ts';
import { CORE_REFUSAL_GROUPS } from './cases/core-refusals.ts';
import { CUSTOM_RESOURCE_GROUPS } from './cases/custom-resources.ts';
import { EXERCISE_GROUPS } from './cases/exercises.ts';
import { EXPLAIN_GROUPS } from './cases/explain.ts';
import { GET_GROUPS } from './cases/get.ts';
import { GROUP_GROUPS } from './cases/groups.ts';
import { HTTP_SURFACE_GROUPS } from './cases/http-surface.ts';
import { KUBECTL_GROUPS } from './cases/kubectl.ts';
import { KUBECTL_TOOL_GROUPS } from './cases/kubectl-tools.ts';
import { KUSTOMIZATION_GROUPS } from './cases/kustomizations.ts';
import { OBSERVE_GROUPS } from './cases/observe.ts';
import { OUTPUT_FORMAT_GROUPS } from './cases/output-formats.ts';
import { PREFERENCE_GROUPS } from './cases/preferences.ts';
import { RUNNING_POD_GROUPS } from './cases/running-pods.ts';
import { TEMPLATE_GROUPS } from './cases/templates.ts';
import { WRITE_GROUPS } from './cases/write.ts';
import { WRITE_FORM_GROUPS } from './cases/write-forms.ts';
import { type DifferenceRule, rulesFor } from './differences.ts';
import type { ParityGroup } from './group.ts';
import type { CommandResult } from './real-kubectl.ts';
import { minorOf, newestKubectl, RealKubectl } from './real-kubectl.ts';
import { describeRefusals, refusalsIn } from './refusals.ts';

/**
 * `npm run parity [-- --group NAME] [-- --record]`: every command through the sandbox's kubectl and the real one, on
 * two copies of the same world at the same virtual time. Prints every difference and the score; fails below the
 * recorded score. --record raises the recorded score.
 */
const GROUPS: readonly ParityGroup[] = [
	...GET_GROUPS,
	...ACCESS_GROUPS,
	...WRITE_GROUPS,
	...HTTP_SURFACE_GROUPS,
	...OBSERVE_GROUPS,
	...CLIENT_GROUPS,
	...ADMISSION_GROUPS,
	...CLUSTER_KIND_GROUPS,
	...CORE_REFUSAL_GROUPS,
	...CUSTOM_RESOURCE_GROUPS,
	...EXPLAIN_GROUPS,
	...GROUP_GROUPS,
	...EXERCISE_GROUPS,
	...KUBECTL_GROUPS,
	...KUBECTL_TOOL_GROUPS,
	...COMMAND_LINE_GROUPS,
	...OUTPUT_FORMAT_GROUPS,
	...RUNNING_POD_GROUPS,
	...CLUSTER_COMMAND_GROUPS,
	...WRITE_FORM_GROUPS,
	...PREFERENCE_GROUPS,
	...TEMPLATE_GROUPS,
	...KUSTOMIZATION_GROUPS,
];
/** Groups at a time: they share nothing, and a real kubectl spends most of its time waiting for answers. */
const LANES = 3;
const SCORE_FILE = join(process.env.KUBEDRILL_ROOT ?? process.cwd(), 'test/parity/score.json');

interface Score {
	readonly kubectl: string;
	readonly same: number;
	readonly total: number;
}

async function main(argv: readonly string[]): Promise<number> {
	const kubectl = newestKubectl();
	if (kubectl === undefined) {
		console.log('parity: NOT RUN: no real kubectl on this machine');
		return 0;
	}
	const wanted = argv.includes('--group') ? argv[argv.indexOf('--group') + 1] : undefined;
	const images = new PresetImages(nodeHostCalls, presetOfToday());
	const rules = rulesFor(minorOf(kubectl));
	const waiting = GROUPS.filter((each) => wanted === undefined || each.name.startsWith(wanted));
	const startedAt = Date.now();
	const commands = GROUPS.reduce((sum, each) => sum + each.commands.length, 0);
	console.log(`parity: ${commands} commands over ${GROUPS.length} prepared worlds`);
	let same = 0;
	let total = 0;
	const refusals: string[][] = [];
	const lane = async (): Promise<void> => {
		for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
			const result = await runGroup(group, { images, kubectl, rules });
			same += result.same;
			total += group.commands.length;
			refusals.push(...result.refusals);
			console.log([...result.report, `${group.name}: ${result.same} of ${group.commands.length}`].join('\n'));
		}
	};
	await Promise.all(Array.from({ length: LANES }, lane));
	for (const { name, reason } of rules) console.log(`left out of the comparison: ${name}: ${reason}`);
	console.log(describeRefusals(refusals));
	console.log(
		`parity with ${basename(kubectl)}: ${same} of ${total} commands byte for byte (${((100 * same) / total).toFixed(1)} %) in ${Math.round((Date.now() - startedAt) / 1_000)} s`,
	);
	if (wanted !== undefined) return 0;
	return judge({ kubectl: basename(kubectl), same, total }, argv.includes('--record'));
}

function judge(score: Score, record: boolean): number {
	const recorded = existsSync(SCORE_FILE) ? (JSON.parse(readFileSync(SCORE_FILE, 'utf8')) as Score) : undefined;
	if (record) writeFileSync(SCORE_FILE, `${JSON.stringify(score, null, 2)}\n`);
	if (recorded === undefined || record) return 0;
	if (score.same / score.total >= recorded.same / recorded.total) return 0;
	console.log(`parity: below the recorded score of ${recorded.same} of ${recorded.total}`);
	return 1;
}

interface Judge {
	readonly images: PresetImages;
	readonly kubectl: string;
	readonly rules: readonly DifferenceRule[];
}

interface GroupResult {
	readonly same: number;
	readonly report: readonly string[];
	/** Of each command, the kinds of refusal that the real kubectl was told. */
	readonly refusals: readonly string[][];
}

async function runGroup(group: ParityGroup, judge: Judge): Promise<GroupResult> {
	const { images, kubectl, rules } = judge;
	const options = { preset: DEFAULT_PRESET, seed: `parity/${group.name}` };
	const inside = new SimulatedWorld(options, images);
	const outside = new SimulatedWorld(options, images);
	const real = new RealKubectl(outside, kubectl);
	await real.open();
	for (const [path, content] of Object.entries(group.files ?? {})) {
		real.write(path, content);
		for (const world of [inside, outside]) world.apply({ kind: 'file', path: `/root/${path}`, content });
	}
	if (group.setup !== undefined) {
		for (const world of [inside, outside]) {
			const { exitCode, stderr } = world.runScript({ name: 'setup.sh', script: `cd /root\n${group.setup}` });
			if (exitCode !== 0) throw new Error(`set-up of "${group.name}" ended with ${exitCode}: ${stderr}`);
		}
	}
	const report: string[] = [];
	const refusals: string[][] = [];
	let same = 0;
	for (const command of group.commands) {
		await together(command, inside, outside);
		const mine = inside.runScript({ name: 'command.sh', script: `cd /root\n${command}\n`, limitMs: 120_000 });
		const theirs = await real.run(command);
		refusals.push(refusalsIn(theirs.stderr));
		const difference = differenceOf(
			ruled(mine, (rule) => rule.sandbox, rules),
			ruled(theirs, (rule) => rule.real, rules),
		);
		if (difference === undefined) same++;
		else report.push(`--- ${group.name}: ${command}\n${difference}`);
	}
	real.close();
	return { same, report, refusals };
}

/** How long ago the cluster was set up: more than any group's set-up takes. */
const SET_UP_MS = 15 * 60_000;

/** The real kubectl reckons ages by the real clock, so these worlds live today. */
function presetOfToday(): ReadonlyMap<string, Preset> {
	const preset = PRESETS.get(DEFAULT_PRESET) as Preset;
	const bootedAtMs = Math.floor((Date.now() - SET_UP_MS) / 1_000) * 1_000;
	return new Map([[DEFAULT_PRESET, { ...preset, bootedAtMs }]]);
}

/** Commands whose output has ages that the client reckons; in tables the server does. */
const CLIENT_AGES = /\b(describe|events|get .*-w|get .*--watch|server-print=false)\b/;

/**
 * Both worlds at the same moment, early in a second so that ages agree: the present for a command that looks at the
 * real clock, else the next second of a world that is ahead of it. Between commands the controllers have their say.
 */
async function together(command: string, ...worlds: readonly SimulatedWorld[]): Promise<void> {
	const latest = Math.max(...worlds.map((world) => world.now()));
	let now = Math.ceil((Math.max(latest, Date.now()) + 1) / 1_000) * 1_000 + 50;
	if (CLIENT_AGES.test(command)) {
		while (Date.now() <= latest || Date.now() % 1_000 > 150) await new Promise((resolve) => setTimeout(resolve, 5));
		now = Date.now();
	}
	for (const world of worlds) world.run(now);
}

function ruled(
	result: CommandResult,
	side: (rule: DifferenceRule) => ((text: string) => string) | undefined,
	rules: readonly DifferenceRule[],
): CommandResult {
	const apply = (text: string): string => rules.reduce((sofar, rule) => side(rule)?.(sofar) ?? sofar, text);
	return { exitCode: result.exitCode, stdout: apply(result.stdout), stderr: apply(result.stderr) };
}

function differenceOf(mine: CommandResult, theirs: CommandResult): string | undefined {
	const parts: string[] = [];
	if (mine.exitCode !== theirs.exitCode) parts.push(`exit code: real ${theirs.exitCode}, sandbox ${mine.exitCode}`);
	for (const stream of ['stdout', 'stderr'] as const) {
		if (mine[stream] === theirs[stream]) continue;
		const [real, ours] = [theirs[stream].split('\n'), mine[stream].split('\n')];
		const shown = real.length > 60 || ours.length > 60 ? 12 : 40;
		const first = real.findIndex((line, index) => line !== ours[index]);
		const from = Math.max(0, (first < 0 ? real.length : first) - 1);
		parts.push(
			`${stream} from line ${from + 1}:`,
			...real.slice(from, from + shown).map((line) => `  real    |${line}`),
			...ours.slice(from, from + shown).map((line) => `  sandbox |${line}`),
		);
	}
	return parts.length === 0 ? undefined : parts.join('\n');
}

process.exitCode = await main(process.argv.slice(2));
