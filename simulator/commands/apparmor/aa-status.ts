import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { Command } from '../command.ts';
import { readFile } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';

const PROFILES = '/sys/kernel/security/apparmor/profiles';
const MODES = ['enforce', 'complain', 'prompt', 'kill', 'unconfined'] as const;

interface Confined {
	readonly command: string;
	readonly pid: number;
	readonly profile: string;
	readonly mode: string;
}

const status = (name: string): Command =>
	unixCommand({ name, paths: [`/usr/sbin/${name}`], size: 43_224, main: (run) => aaStatusMain(run) });

/** Models AppArmor 4.0's binutils/aa_status.c. */
export const aaStatus = status('aa-status');
export const apparmorStatus = status('apparmor_status');

export const aaEnabled = unixCommand({
	name: 'aa-enabled',
	paths: ['/usr/bin/aa-enabled'],
	size: 27_040,
	*main({ args, out }) {
		if (!args.includes('-q') && !args.includes('--quiet')) yield* out.write('Yes\n');
		return 0;
	},
});

function* aaStatusMain(run: UnixRun): Task<number> {
	const { process, args, out } = run;
	const [option] = args;
	if (option === '--enabled') return 0;
	const isShort = ['--profiled', '--enforced', '--complaining', '--kill'].includes(option ?? '');
	if (!isShort) yield* out.write('apparmor module is loaded.\n');
	const profiles = yield* loadedProfiles(process);
	const of = (mode: string): string[] =>
		profiles
			.filter((each) => each.mode === mode)
			.map((each) => each.name)
			.sort();
	const counts: { [option: string]: number } = {
		'--profiled': profiles.length,
		'--enforced': of('enforce').length,
		'--complaining': of('complain').length,
		'--kill': of('kill').length,
	};
	if (isShort) {
		yield* out.write(`${counts[option as string]}\n`);
		return 0;
	}
	yield* out.write(`${profiles.length} profiles are loaded.\n`);
	for (const mode of MODES) {
		const names = of(mode);
		yield* out.write(`${names.length} profiles are in ${mode} mode.\n`);
		for (const name of names) yield* out.write(`   ${name}\n`);
	}
	const confined = yield* confinedProcesses(process);
	yield* out.write(`${confined.length} processes have profiles defined.\n`);
	for (const mode of ['enforce', 'complain', 'prompt'] as const) yield* listProcesses(run, mode, confined);
	yield* out.write('0 processes are unconfined but have a profile defined.\n0 processes are in mixed mode.\n');
	yield* listProcesses(run, 'kill', confined);
	return 0;
}

function* listProcesses({ out }: UnixRun, mode: string, all: readonly Confined[]): Task<void> {
	const confined = all.filter((each) => each.mode === mode);
	yield* out.write(`${confined.length} processes are in ${mode} mode.\n`);
	for (const { command, pid, profile } of confined) yield* out.write(`   ${command} (${pid}) ${profile}\n`);
}

function* loadedProfiles(process: Process): Task<{ name: string; mode: string }[]> {
	try {
		const text = decodeUtf8(yield* readFile(process, PROFILES));
		return text
			.split('\n')
			.filter((line) => line !== '')
			.map((line) => {
				const at = line.lastIndexOf(' (');
				return { name: line.slice(0, at), mode: line.slice(at + 2, -1) };
			});
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(4, 'You do not have enough privilege to read the profile set.\n');
	}
}

function* confinedProcesses(process: Process): Task<Confined[]> {
	const found: Confined[] = [];
	for (const { pid, argv } of process.machine.processes()) {
		let label: string;
		try {
			label = decodeUtf8(yield* readFile(process, `/proc/${pid}/attr/current`)).trim();
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			continue;
		}
		const [, profile, mode] = /^(.*) \((\w+)\)$/.exec(label) ?? [];
		if (profile !== undefined && mode !== undefined) found.push({ command: argv[0] ?? '', pid, profile, mode });
	}
	return found;
}
