import { Exit, unixCommand } from '../unix-command.ts';
import { resolveHost } from './resolve-host.ts';

/** The world has no ICMP: ping looks its target up and then has no right to a raw socket. */
export const ping = unixCommand({
	name: 'ping',
	paths: ['/usr/bin/ping'],
	size: 89_768,
	*main({ process, args }) {
		const withValue = new Set(['-c', '-i', '-I', '-w', '-W', '-s', '-t', '-p', '-Q', '-l']);
		const host = args.find((word, at) => !word.startsWith('-') && !withValue.has(args[at - 1] ?? ''));
		if (host === undefined) throw new Exit(1, 'ping: usage error: Destination address required\n');
		const found = yield* resolveHost(process, host);
		if (found.kind === 'not-found') throw new Exit(2, `ping: ${host}: Name or service not known\n`);
		if (found.kind !== 'found') throw new Exit(2, `ping: ${host}: Temporary failure in name resolution\n`);
		throw new Exit(
			2,
			'ping: socktype: SOCK_RAW\nping: socket: Operation not permitted\nping: => missing cap_net_raw+p capability or setuid?\n',
		);
	},
});
