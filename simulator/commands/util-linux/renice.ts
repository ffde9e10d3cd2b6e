import { SystemError } from '../../kernel/process-api.ts';
import { textOf } from '../../kernel/resolve-host.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand, type RunContext } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag } from '../options.ts';
import { UTIL_LINUX } from './version.ts';

type Kind = 'process ID' | 'process group ID' | 'user ID';

const KINDS: { readonly [option: string]: Kind } = {
	'-p': 'process ID',
	'--pid': 'process ID',
	'-g': 'process group ID',
	'--pgrp': 'process group ID',
	'-u': 'user ID',
	'--user': 'user ID',
};

/** Words are read in order: what stands before them says what they are. */
export const renice = gnuCommand({
	name: 'renice',
	paths: ['/usr/bin/renice'],
	size: 14_640,
	version: `renice from ${UTIL_LINUX}`,
	help: `
Usage:
 renice [-n|--priority|--relative] <priority> [-p|--pid] <pid>...
 renice [-n|--priority|--relative] <priority>  -g|--pgrp <pgid>...
 renice [-n|--priority|--relative] <priority>  -u|--user <user>...

Alter the priority of running processes.

Options:
 -n <num>               specify the nice value;
                          if POSIXLY_CORRECT flag is set in environment,
                          then the priority is 'relative' to current
                          process priority; otherwise it is 'absolute'
 --priority <num>       specify the 'absolute' nice value
 --relative <num>       specify the 'relative' nice value
 -p, --pid              interpret arguments as process ID (default)
 -g, --pgrp             interpret arguments as process group ID
 -u, --user             interpret arguments as username or user ID

 -h, --help             display this help
 -V, --version          display version

For more details see renice(1).
`,
	options: { shortHelp: flag('h') },
	rewrite: (argv) => (/^(-h|--help|-V|--version)$/.test(argv[0] ?? '') ? argv : ['--', ...argv]),
	*main(run) {
		const words = [...run.operands];
		const option = /^(-n|--priority|--relative)$/.test(words[0] ?? '') ? words.shift() : undefined;
		const [given, ...rest] = words;
		if (given === undefined || rest.length === 0) throw new Fatal('not enough arguments', 1, true);
		if (!/^[+-]?\d+$/.test(given)) throw new Fatal(`invalid priority '${given}'`, 1, true);
		let kind: Kind = 'process ID';
		let status = 0;
		for (const word of rest) {
			const next = KINDS[word];
			if (next !== undefined) kind = next;
			else if (!(yield* reniceOne(run, kind, word, Number(given), option === '--relative'))) status = 1;
		}
		return status;
	},
});

function* reniceOne(run: RunContext, kind: Kind, word: string, priority: number, relative: boolean): Task<boolean> {
	const id = kind === 'user ID' ? yield* userId(run, word) : /^\d+$/.test(word) ? Number(word) : undefined;
	if (id === undefined) {
		yield* run.complain(kind === 'user ID' ? `unknown user ${word}` : `bad ${kind} value: ${word}`);
		return false;
	}
	const { process } = run;
	const all = process.machine.processes();
	const pids =
		kind === 'process ID'
			? [id]
			: all.filter((each) => (kind === 'user ID' ? each.uid : each.pgid) === id).map(({ pid }) => pid);
	let verb = 'get';
	try {
		if (pids.length === 0) throw new SystemError('ESRCH');
		const before = Math.min(...pids.map((pid) => process.getPriority(pid)));
		verb = 'set';
		for (const pid of pids) process.setPriority(pid, relative ? process.getPriority(pid) + priority : priority);
		const after = Math.min(...pids.map((pid) => process.getPriority(pid)));
		yield* run.out.write(`${id} (${kind}) old priority ${before}, new priority ${after}\n`);
		return true;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* run.complain(`failed to ${verb} priority for ${id} (${kind}): ${reasonOf(error)}`);
		return false;
	}
}

function* userId(run: RunContext, name: string): Task<number | undefined> {
	const lines = (yield* textOf(run.process, '/etc/passwd')).split('\n').map((line) => line.split(':'));
	const found = lines.find(([login]) => login === name);
	if (found !== undefined) return Number(found[2]);
	return /^\d+$/.test(name) ? Number(name) : undefined;
}
