import type { Task } from '../../machinery/task.ts';
import type { Command } from '../command.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';

export const man = unixCommand({
	name: 'man',
	paths: ['/usr/bin/man'],
	size: 120_344,
	*main({ args }) {
		const names = args.filter((word) => !word.startsWith('-') && !/^\d$/.test(word));
		if (names.length === 0) throw new Exit(1, "What manual page do you want?\nFor example, try 'man man'.\n");
		throw new Exit(16, names.map((name) => `No manual entry for ${name}\n`).join(''));
	},
});

/** Packages cannot be had: the world has no mirror. */
function packageTool(name: string, size: number): Command {
	return unixCommand({
		name,
		paths: [`/usr/bin/${name}`],
		size,
		main: refuse,
	});
}

function* refuse({ process, args, out }: UnixRun): Task<number> {
	const verb = args.find((word) => !word.startsWith('-'));
	if (verb === undefined) {
		yield* out.write('apt 2.8.3 (amd64)\nUsage: apt [options] command\n');
		return verb === undefined && args.length > 0 ? 0 : 1;
	}
	const lock =
		'E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?\n';
	if (process.credentials.uid !== 0 && ['install', 'remove', 'update', 'upgrade', 'purge'].includes(verb))
		throw new Exit(100, lock);
	if (verb === 'update') {
		yield* out.write(
			"Ign:1 http://archive.ubuntu.com/ubuntu noble InRelease\nErr:1 http://archive.ubuntu.com/ubuntu noble InRelease\n  Temporary failure resolving 'archive.ubuntu.com'\nReading package lists... Done\n",
		);
		throw new Exit(
			0,
			"W: Failed to fetch http://archive.ubuntu.com/ubuntu/dists/noble/InRelease  Temporary failure resolving 'archive.ubuntu.com'\nW: Some index files failed to download. They have been ignored, or old ones used instead.\n",
		);
	}
	if (verb === 'install') {
		yield* out.write(
			'Reading package lists... Done\nBuilding dependency tree... Done\nReading state information... Done\n',
		);
		const names = args.filter((word) => !word.startsWith('-') && word !== 'install');
		if (names.length === 0) return 0;
		throw new Exit(100, names.map((each) => `E: Unable to locate package ${each}\n`).join(''));
	}
	throw new Exit(100, `E: Invalid operation ${verb}\n`);
}

export const apt = packageTool('apt', 18_824);
export const aptGet = packageTool('apt-get', 51_592);
