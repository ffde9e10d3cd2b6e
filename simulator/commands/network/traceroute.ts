import type { Process } from '../../kernel/process-api.ts';
import { resolveHost } from '../../kernel/resolve-host.ts';
import type { Task } from '../../machinery/task.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { wiringOf } from './links.ts';

const HOPS_MAX = 30;
/** How long a probe that nobody answers is waited for. */
const WAIT_MS = 5_000;
const PROBES = 3;
/** Three at a time go out side by side. */
const SIDE_BY_SIDE = 16;

/** Modern traceroute for Linux. Differs: probes are echo requests, and each router answers all of its three. */
export const traceroute = unixCommand({
	name: 'traceroute',
	paths: ['/usr/sbin/traceroute', '/usr/sbin/traceroute.db'],
	size: 72_776,
	*main(run) {
		const { host, values } = readArguments(run.args, ['m', 'q', 'w', 'f', 'p', 'i', 's']);
		if (host === undefined) throw new Exit(2, TRACEROUTE_USAGE);
		const hops = Number(values.get('m') ?? HOPS_MAX);
		const waitMs = values.has('w') ? Number(values.get('w')) * 1000 : WAIT_MS;
		const probes = Number(values.get('q') ?? PROBES);
		const address = yield* addressOf(run.process, host, (name) => {
			const cause = 'Name or service not known';
			return `${name}: ${cause}\nCannot handle "host" cmdline arg \`${name}' on position 1 (argc ${run.args.length})\n`;
		});
		yield* run.out.write(`traceroute to ${host} (${address}), ${hops} hops max, 60 byte packets\n`);
		const { routers, arrives } = pathTo(run.process, address);
		const numeric = run.args.includes('-n');
		const shown = (each: string): string => (numeric ? each : `${each} (${each})`);
		let count = 0;
		for (const router of [...routers, ...(arrives ? [address] : [])].slice(0, hops)) {
			const times = Array.from({ length: probes }, () => `  ${time(run.process, ++count)} ms`).join('');
			const name = router === address && !numeric ? `${host} (${address})` : shown(router);
			yield* run.out.write(`${String(count / probes).padStart(2)}  ${name}${times}\n`);
		}
		if (arrives) return 0;
		for (let hop = routers.length + 1; hop <= hops; hop++) {
			if ((hop - routers.length) % SIDE_BY_SIDE === 1) yield* run.process.sleep(waitMs);
			yield* run.out.write(`${String(hop).padStart(2)}  ${Array.from({ length: probes }, () => '*').join(' ')}\n`);
			yield* run.out.flush();
		}
		return 0;
	},
});

/** iputils' tracepath. */
export const tracepath = unixCommand({
	name: 'tracepath',
	paths: ['/usr/bin/tracepath'],
	size: 22_912,
	*main(run) {
		const { host, values } = readArguments(run.args, ['m', 'l', 'p']);
		if (host === undefined) throw new Exit(1, TRACEPATH_USAGE);
		const hops = Number(values.get('m') ?? HOPS_MAX);
		const address = yield* addressOf(run.process, host, (name) => `tracepath: ${name}: Name or service not known\n`);
		const { routers, arrives } = pathTo(run.process, address);
		const mtu = Math.min(
			1500,
			...run.process.machine.interfaces().map(({ name, mtu: own }) => (name === 'lo' ? 1500 : own)),
		);
		yield* run.out.write(` 1?: [LOCALHOST]                      pmtu ${mtu}\n`);
		let hop = 0;
		for (const router of [...routers, ...(arrives ? [address] : [])].slice(0, hops)) {
			hop++;
			const last = router === address ? ' reached' : '';
			const name = router === address ? host : router;
			yield* run.out.write(`${String(hop).padStart(2)}:  ${name.padEnd(51)} ${time(run.process, hop)}ms${last}\n`);
		}
		for (; !arrives && hop < hops; ) {
			hop++;
			yield* run.process.sleep(3 * 1000);
			yield* run.out.write(`${String(hop).padStart(2)}:  no reply\n`);
			yield* run.out.flush();
		}
		yield* run.out.write(
			arrives
				? `     Resume: pmtu ${mtu} hops ${hop} back ${hop} \n`
				: `     Too many hops: pmtu ${mtu}\n     Resume: pmtu ${mtu} \n`,
		);
		return arrives ? 0 : 1;
	},
});

function readArguments(args: readonly string[], withValue: readonly string[]) {
	const values = new Map<string, string>();
	const operands: string[] = [];
	for (let at = 0; at < args.length; at++) {
		const word = args[at] as string;
		const letter = /^-([a-zA-Z])(.*)$/.exec(word);
		if (letter === null) operands.push(word);
		else if (withValue.includes(letter[1] as string)) {
			values.set(letter[1] as string, letter[2] === '' ? (args[++at] ?? '') : (letter[2] as string));
		}
	}
	return { host: operands[0], values };
}

function* addressOf(process: Process, host: string, problem: (host: string) => string): Task<string> {
	const found = yield* resolveHost(process, host);
	if (found.kind === 'found') return found.addresses[0] as string;
	throw new Exit(2, problem(host));
}

function pathTo(process: Process, address: string): { readonly routers: readonly string[]; readonly arrives: boolean } {
	if (address.startsWith('127.')) return { routers: [], arrives: true };
	return wiringOf(process)?.path(address) ?? { routers: [], arrives: false };
}

/** Some hundredths of a millisecond a probe. */
function time(process: Process, count: number): string {
	return (0.02 + ((process.randomUint32() % 60) + count * 4) / 1000).toFixed(3);
}

const TRACEROUTE_USAGE = `Usage:
  traceroute [ -46dFITnreAUDV ] [ -f first_ttl ] [ -g gate,... ] [ -i device ] [ -m max_ttl ] [ -N squeries ] [ -p port ] [ -t tos ] [ -l flow_label ] [ -w MAX,HERE,NEAR ] [ -q nqueries ] [ -s src_addr ] [ -z sendwait ] [ --fwmark=num ] host [ packetlen ]
`;
const TRACEPATH_USAGE = `
Usage
  tracepath [options] <destination>

Options:
  <destination>  DNS name or IP address
  -4             use IPv4
  -6             use IPv6
  -b             print both name and IP
  -l <length>    use packet <length>
  -m <hops>      use maximum <hops>
  -n             no reverse DNS name resolution
  -p <port>      use destination <port>
  -V             print version and exit

For more details see tracepath(8).
`;
