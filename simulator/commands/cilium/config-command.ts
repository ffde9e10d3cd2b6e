import { TabWriter } from '../../machinery/tab-writer.ts';
import type { Task } from '../../machinery/task.ts';
import type { CobraCommand, CobraRun } from '../cobra/cobra.ts';
import { bool } from '../flags.ts';
import { CiliumCluster } from './cluster.ts';

interface ConfigMap {
	readonly data?: { readonly [key: string]: string };
}

function pathOf({ namespace }: CiliumCluster): string {
	return `/api/v1/namespaces/${namespace}/configmaps/cilium-config`;
}

function* view(run: CobraRun): Task<number> {
	const cluster = new CiliumCluster(run);
	const config = yield* cluster.find<ConfigMap>(pathOf(cluster));
	if (config === undefined) return yield* fail(run, 'get', 'configmaps "cilium-config" not found');
	const table = new TabWriter({ minWidth: 0, padding: 4, rememberWidths: false });
	for (const [key, value] of Object.entries(config.data ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
		table.write(`${key}\t${value}\n`);
	}
	yield* run.out.write(table.flush());
	return 0;
}

function* fail(run: CobraRun, verb: string, why: string): Task<number> {
	yield* run.say(`\nError: Unable to ${verb} config: unable to patch ConfigMap cilium-config with ${why}\n`);
	return 1;
}

function* change(run: CobraRun, value: string | null): Task<number> {
	const [key = ''] = run.operands;
	const cluster = new CiliumCluster(run);
	if ((yield* cluster.find(pathOf(cluster))) === undefined) {
		return yield* fail(run, value === null ? 'delete' : 'set', 'configmaps "cilium-config" not found');
	}
	yield* run.out.write(
		`✨ Patching ConfigMap cilium-config with ${value === null ? 'removed' : ''}${value === null ? ' ' : ''}${key}${value === null ? '' : `=${value}`}...\n`,
	);
	yield* cluster.patch(pathOf(cluster), { data: { [key]: value } });
	if (!run.isOn('restart')) return 0;
	for (const [title, selector] of [
		['Cilium', 'k8s-app=cilium'],
		['Cilium Operator', 'name=cilium-operator'],
	] as const) {
		if (title === 'Cilium') yield* run.out.write('♻️  Restarted Cilium pods\n');
		for (const { metadata } of yield* cluster.pods(selector)) {
			if (title !== 'Cilium') break;
			yield* cluster.delete(`/api/v1/namespaces/${cluster.namespace}/pods/${metadata.name}`);
		}
	}
	return 0;
}

const RESTART = { restart: bool(true, 'Restart Cilium pods') };
const exactly =
	(count: number) =>
	(args: readonly string[]): string | undefined =>
		args.length === count ? undefined : `accepts ${count} arg(s), received ${args.length}`;

export const CONFIG: CobraCommand = {
	use: 'config',
	short: 'Manage Configuration',
	subcommands: [
		{
			use: 'delete <key>',
			short: 'Delete a configuration parameter',
			args: exactly(1),
			flags: RESTART,
			run: (run) => change(run, null),
		},
		{
			use: 'set <key> <value>',
			short: 'Set Cilium configuration',
			args: exactly(2),
			flags: RESTART,
			run: (run) => change(run, run.operands[1] ?? ''),
		},
		{ use: 'view', short: 'View current configuration', run: view },
	],
};
