import { Exit, unixCommand } from '../unix-command.ts';

export const dmesg = unixCommand({
	name: 'dmesg',
	paths: ['/usr/bin/dmesg'],
	size: 84_776,
	*main({ process, out }) {
		const { guestLog } = process.machine;
		if (guestLog !== undefined) {
			yield* out.write(guestLog.map((line) => `${line}\n`).join(''));
			return 0;
		}
		if (process.credentials.uid !== 0) throw new Exit(1, 'dmesg: read kernel buffer failed: Operation not permitted\n');
		// Differs: only what the machine itself can tell of its start.
		const { kernelRelease, memoryBytes, cpus } = process.machine;
		yield* out.write(`[    0.000000] Linux version ${kernelRelease} (buildd@lcy02-amd64-040)\n`);
		yield* out.write(`[    0.012345] Memory: ${Math.floor(memoryBytes / 1024)}K available\n`);
		yield* out.write(`[    0.104242] smp: Brought up 1 node, ${cpus} CPUs\n`);
		return 0;
	},
});
