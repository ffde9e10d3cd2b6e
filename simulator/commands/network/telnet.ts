import { SystemError } from '../../kernel/process-api.ts';
import { resolveHost } from '../../kernel/resolve-host.ts';
import { reasonOf } from '../launch.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { relay } from './relay.ts';

/** inetutils' telnet with a host on its command line. Differs: no command mode, no options of the protocol. */
export const telnet = unixCommand({
	name: 'telnet',
	paths: ['/usr/bin/telnet', '/usr/bin/inetutils-telnet'],
	size: 125_224,
	*main(run) {
		const { process, out } = run;
		const [host, service = '23'] = run.args.filter((word) => !word.startsWith('-'));
		if (host === undefined) throw new Exit(1, 'telnet: the command mode is not supported\n');
		const port = /^\d+$/.test(service) ? Number(service) : PORTS.get(service);
		if (port === undefined) throw new Exit(1, `telnet: ${service}: bad port number\n`);
		const found = yield* resolveHost(process, host);
		if (found.kind !== 'found') {
			const why = found.kind === 'not-found' ? 'Name or service not known' : 'Temporary failure in name resolution';
			throw new Exit(1, `telnet: could not resolve ${host}/${service}: ${why}\n`);
		}
		const address = found.addresses[0] as string;
		yield* out.write(`Trying ${address}...\n`);
		yield* out.flush();
		let fd: number;
		try {
			fd = yield* process.connect(address, port);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Exit(1, `telnet: Unable to connect to remote host: ${reasonOf(error)}\n`);
		}
		yield* out.write(`Connected to ${host}.\nEscape character is '^]'.\n`);
		yield* out.flush();
		yield* relay(process, fd, { input: true, shutdown: true });
		yield* run.say('Connection closed by foreign host.\n');
		return 1;
	},
});

const PORTS: ReadonlyMap<string, number> = new Map([
	['http', 80],
	['https', 443],
	['ssh', 22],
	['smtp', 25],
	['domain', 53],
	['mysql', 3306],
	['postgresql', 5432],
	['redis', 6379],
]);
