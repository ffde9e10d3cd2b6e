import { Exit, unixCommand } from '../unix-command.ts';
import { HOSTNAMECTL_HELP } from './systemd-help.ts';

export const hostnamectl = unixCommand({
	name: 'hostnamectl',
	paths: ['/usr/bin/hostnamectl'],
	size: 31_136,
	help: HOSTNAMECTL_HELP,
	*main({ process, args, out }) {
		const [verb = 'status', value] = args.filter((word) => !word.startsWith('-'));
		if (verb === 'hostname' && value === undefined) {
			yield* out.write(`${process.hostname}\n`);
			return 0;
		}
		if (verb !== 'status') throw new Exit(1, 'Could not set static hostname: Access denied\n');
		yield* out.write(
			` Static hostname: ${process.hostname}\n       Icon name: computer-vm\n         Chassis: vm 🖴\n      Machine ID: ${machineId(process.hostname)}\n  Virtualization: kvm\nOperating System: Ubuntu 24.04.3 LTS\n          Kernel: Linux ${process.machine.kernelRelease}\n    Architecture: x86-64\n`,
		);
		return 0;
	},
});

/** Differs: made from the host's name. */
function machineId(hostname: string): string {
	let hash = 0x811c9dc5;
	let out = '';
	for (let round = 0; out.length < 32; round++) {
		for (const char of hostname + round) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
		out += hash.toString(16).padStart(8, '0');
	}
	return out.slice(0, 32);
}
