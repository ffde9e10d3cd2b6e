import type { Process } from '../../kernel/process-api.ts';
import { askServer, queryFrom, textOf } from '../../kernel/resolve-host.ts';
import { lookupHosts, parseResolvConf, resolveName } from '../../machinery/dns/resolver.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal } from '../gnu-command.ts';
import { applet } from './applet.ts';
import { NETWORK_USAGES } from './usage-network.ts';

const TIMEOUT_MS = 5000;

/**
 * nslookup as busybox had it up to 1.28: the C library finds names (so search domains and ndots count), and says of
 * every address whose it is. Models busybox networking/nslookup_old.c.
 */
export const smallNslookup = applet({
	name: 'nslookup',
	usage: NETWORK_USAGES.nslookup,
	options: {},
	*main({ process, operands, out }) {
		const [name, given] = operands;
		if (name === undefined || operands.length > 2) throw new Fatal('', 1, true);
		const hosts = yield* textOf(process, '/etc/hosts');
		const text = yield* textOf(process, '/etc/resolv.conf');
		const config = parseResolvConf(text);
		const server = given ?? config.nameservers[0] ?? '127.0.0.1';
		const others = text.split('\n').filter((line) => !line.startsWith('nameserver'));
		const files = { hosts, resolvConf: [`nameserver ${server}`, ...others].join('\n') };
		yield* out.write(`${yield* hostText(process, 'Server:', server, [server], files)}\n`);
		const addresses = yield* addressesOf(process, name, files);
		if (addresses === undefined) throw new Fatal(`can't resolve '${name}'`);
		yield* out.write(yield* hostText(process, 'Name:', name, addresses, files));
		return 0;
	},
});

interface ResolverFiles {
	readonly hosts: string;
	readonly resolvConf: string;
}

function* addressesOf(process: Process, name: string, files: ResolverFiles): Task<readonly string[] | undefined> {
	if (isAddress(name)) return [name];
	const found = yield* resolveName(name, files, queryFrom(process));
	return found.kind === 'found' ? found.addresses : undefined;
}

function* hostText(
	process: Process,
	title: string,
	name: string,
	addresses: readonly string[],
	files: ResolverFiles,
): Task<string> {
	const lines = [`${title.padEnd(10)} ${name}`];
	for (const [at, address] of addresses.entries()) {
		const owner = yield* ownerOf(process, address, files);
		lines.push(`Address ${at + 1}: ${address}${owner === undefined ? '' : ` ${owner}`}`);
	}
	return `${lines.join('\n')}\n`;
}

/** The name of an address: /etc/hosts, then DNS. */
function* ownerOf(process: Process, address: string, { hosts, resolvConf }: ResolverFiles): Task<string | undefined> {
	for (const line of hosts.split('\n')) {
		const [each, name] = line.replace(/#.*/, '').trim().split(/\s+/);
		if (each === address && name !== undefined && lookupHosts(line, name).length > 0) return name;
	}
	const { nameservers } = parseResolvConf(resolvConf);
	const name = `${address.split('.').reverse().join('.')}.in-addr.arpa`;
	const reply = yield* askServer(process, nameservers[0] ?? '127.0.0.1', { name, type: 'PTR' }, TIMEOUT_MS);
	if (reply.kind !== 'answer') return undefined;
	return reply.message.answers.find((record) => record.type === 'PTR')?.data;
}

function isAddress(text: string): boolean {
	return /^\d{1,3}(\.\d{1,3}){3}$/.test(text);
}
