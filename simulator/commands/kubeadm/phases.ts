import type { Task } from '../../machinery/task.ts';
import type { CobraCommand, CobraRun } from '../cobra/cobra.ts';
import type { FlagTable } from '../flags.ts';
import { KubeadmError } from './kubeadm-error.ts';

/** One step of what a command does; also a command by itself, below "phase". */
export interface Phase<C> {
	readonly name: string;
	readonly short: string;
	/** Absent: it is what its parts are. */
	readonly run?: (context: C) => Task<void>;
	readonly parts?: readonly Phase<C>[];
	/** No command of its own. */
	readonly hidden?: boolean;
}

/**
 * Runs phases in order, but for those that are skipped. Throws KubeadmError, with the phase.
 * Models cmd/kubeadm/app/cmd/phases/workflow Runner.Run.
 */
export function* runPhases<C>(phases: readonly Phase<C>[], context: C, skipped: readonly string[]): Task<void> {
	const known = new Set(phases.flatMap((phase) => pathsOf(phase)));
	const unknown = skipped.find((path) => !known.has(path));
	if (unknown !== undefined) throw new KubeadmError(`invalid phase name: ${unknown}`);
	for (const phase of phases) yield* runOne(phase, phase.name, context, skipped);
}

function pathsOf<C>({ name, parts = [] }: Phase<C>): string[] {
	return [name, ...parts.flatMap((part) => pathsOf(part).map((path) => `${name}/${path}`))];
}

function* runOne<C>(phase: Phase<C>, path: string, context: C, skipped: readonly string[]): Task<void> {
	if (skipped.includes(path)) return;
	try {
		if (phase.run !== undefined) yield* phase.run(context);
	} catch (error) {
		if (!(error instanceof KubeadmError)) throw error;
		throw new KubeadmError(`error execution phase ${path}: ${error.message}`);
	}
	for (const part of phase.parts ?? []) yield* runOne(part, `${path}/${part.name}`, context, skipped);
}

/** The command "phase" with one subcommand for each. Models workflow Runner.BindToCommand. */
export function phaseCommand<C>(
	parent: string,
	phases: readonly Phase<C>[],
	flags: FlagTable,
	begin: (run: CobraRun) => Task<C>,
): CobraCommand {
	const commands = phases
		.filter(({ hidden }) => hidden !== true)
		.map((phase) => commandOf(phase, phase.name, flags, begin));
	return {
		use: 'phase',
		short: `Use this command to invoke single phase of the ${JSON.stringify(parent)} workflow`,
		subcommands: commands,
	};
}

function commandOf<C>(
	phase: Phase<C>,
	path: string,
	flags: FlagTable,
	begin: (run: CobraRun) => Task<C>,
): CobraCommand {
	const { name, short, parts = [] } = phase;
	const run = (of: Phase<C>, at: string) => (each: CobraRun) => runAlone(each, of, at, begin);
	if (parts.length === 0) return { use: name, short, flags, run: run(phase, path) };
	const all = ALL[name];
	const whole: CobraCommand[] = all === undefined ? [] : [{ use: 'all', short: all, flags, run: run(phase, path) }];
	return {
		use: name,
		short,
		subcommands: [...whole, ...parts.map((part) => commandOf(part, `${path}/${part.name}`, flags, begin))],
	};
}

/** What "all" of a group is called; a group that is not here has none. */
const ALL: { readonly [group: string]: string } = {
	addon: 'Install all the addons',
	certs: 'Generate all certificates',
	'control-plane': 'Generate all static Pod manifest files',
	kubeconfig: 'Generate all kubeconfig files',
	'kubelet-finalize': 'Run all kubelet-finalize phases',
	'upload-config': 'Upload all configuration to a config map',
};

function* runAlone<C>(run: CobraRun, phase: Phase<C>, path: string, begin: (run: CobraRun) => Task<C>): Task<number> {
	yield* runOne(phase, path, yield* begin(run), []);
	return 0;
}
