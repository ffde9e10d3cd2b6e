import { Exit, unixCommand } from '../unix-command.ts';
import { ownPacketFilter } from './links.ts';

/** What the kernel's load balancer has been told. Differs: nothing can be changed; connections are not counted. */
export const ipvsadm = unixCommand({
	name: 'ipvsadm',
	paths: ['/usr/sbin/ipvsadm'],
	size: 68_472,
	*main(run) {
		const { process, args, out } = run;
		if (process.credentials.uid !== 0) {
			throw new Exit(255, "Can't initialize ipvs: Permission denied (you must be root)\n");
		}
		const letters = args.filter((arg) => /^-[a-zA-Z]+$/.test(arg)).join('');
		const lists = args.length === 0 || letters.includes('L') || letters.includes('l') || args.includes('--list');
		if (!lists) throw new Exit(2, 'ipvsadm: changing the table is not supported here\n');
		yield* out.write(HEAD);
		for (const server of ownPacketFilter(process)?.virtualServers() ?? []) {
			const { protocol, address, persistentSeconds, backends } = server;
			const persistent = persistentSeconds === undefined ? '' : ` persistent ${persistentSeconds}`;
			yield* out.write(`${protocol.toUpperCase()}  ${address} rr${persistent}\n`);
			for (const backend of backends) {
				yield* out.write(`  -> ${backend.padEnd(28)} Masq    1      0          0         \n`);
			}
		}
		return 0;
	},
});

const HEAD = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
`;
