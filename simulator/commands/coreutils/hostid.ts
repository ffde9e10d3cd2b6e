import { gnuCommand } from '../gnu-command.ts';
import { coreutilsHelp } from './coreutils-help.ts';
import { COREUTILS } from './version.ts';

export const hostid = gnuCommand({
	name: 'hostid',
	paths: ['/usr/bin/hostid'],
	size: 35_208,
	version: `hostid ${COREUTILS}`,
	help: coreutilsHelp('hostid [OPTION]', 'Prints the numeric identifier (in hexadecimal) of this host.'),
	options: {},
	*main({ process, out }) {
		// Models glibc gethostid(3): the halves of the host's address, each as the bytes stand in memory.
		const own = process.machine.interfaces().find(({ name }) => name !== 'lo')?.addresses[0] ?? '127.0.0.1';
		const [a = '0', b = '0', c = '0', d = '0'] = own.replace(/\/.*$/, '').split('.');
		yield* out.write(`${[b, a, d, c].map((byte) => Number(byte).toString(16).padStart(2, '0')).join('')}\n`);
		return 0;
	},
});
