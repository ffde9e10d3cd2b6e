import { reasonOf } from '../launch.ts';
import { Exit, unixCommand } from '../unix-command.ts';

export const dmesg = unixCommand({
	name: 'dmesg',
	paths: ['/usr/bin/dmesg'],
	size: 84_776,
	*main({ process, out }) {
		if (process.credentials.uid !== 0) throw new Exit(1, 'dmesg: read kernel buffer failed: Operation not permitted\n');
		// Differs: only what the machine itself can tell of its start.
		const { kernelRelease, memoryBytes, cpus } = process.machine;
		yield* out.write(`[    0.000000] Linux version ${kernelRelease} (buildd@lcy02-amd64-040)\n`);
		yield* out.write(`[    0.012345] Memory: ${Math.floor(memoryBytes / 1024)}K available\n`);
		yield* out.write(`[    0.104242] smp: Brought up 1 node, ${cpus} CPUs\n`);
		return 0;
	},
});

export const mount = unixCommand({
	name: 'mount',
	paths: ['/usr/bin/mount'],
	size: 51_584,
	*main({ process, args, out }) {
		const typeAt = args.indexOf('-t');
		const type = typeAt < 0 ? undefined : args[typeAt + 1];
		const operands = args.filter((word, at) => !word.startsWith('-') && !['-t', '-o'].includes(args[at - 1] ?? ''));
		if (operands.length > 0) {
			const target = operands.at(-1) as string;
			throw new Exit(
				process.credentials.uid === 0 ? 32 : 1,
				process.credentials.uid === 0
					? `mount: ${target}: permission denied.\n       dmesg(1) may have more information after failed mount system call.\n`
					: `mount: ${target}: must be superuser to use mount.\n       dmesg(1) may have more information after failed mount system call.\n`,
			);
		}
		for (const each of process.machine.mounts()) {
			if (type === undefined || each.type === type)
				yield* out.write(`${each.source} on ${each.target} type ${each.type} (${each.options})\n`);
		}
		return 0;
	},
});

export const umount = unixCommand({
	name: 'umount',
	paths: ['/usr/bin/umount'],
	size: 39_296,
	*main({ process, args }) {
		const target = args.find((word) => !word.startsWith('-'));
		if (target === undefined) throw new Exit(1, "umount: bad usage\nTry 'umount --help' for more information.\n");
		try {
			process.stat(target);
		} catch (error) {
			if (reasonOf(error) !== '') throw new Exit(32, `umount: ${target}: no mount point specified.\n`);
		}
		const mounted = process.machine.mounts().some((each) => each.target === target);
		if (!mounted) throw new Exit(32, `umount: ${target}: not mounted.\n`);
		throw new Exit(
			32,
			process.credentials.uid === 0
				? `umount: ${target}: target is busy.\n`
				: `umount: ${target}: must be superuser to unmount.\n`,
		);
	},
});

export const lsblk = unixCommand({
	name: 'lsblk',
	paths: ['/usr/bin/lsblk'],
	size: 186_896,
	*main({ process, out }) {
		const gibi = (process.statfs('/').totalBytes / 1024 ** 3).toFixed(0);
		yield* out.write('NAME   MAJ:MIN RM SIZE RO TYPE MOUNTPOINTS\n');
		yield* out.write(
			`vda    254:0    0 ${`${gibi}G`.padStart(4)}  0 disk \n└─vda1 254:1    0 ${`${gibi}G`.padStart(4)}  0 part /\n`,
		);
		return 0;
	},
});
