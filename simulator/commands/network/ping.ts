import type { EchoReply } from '../../kernel/net/echo-reply.ts';
import type { Process } from '../../kernel/process-api.ts';
import { resolveHost, textOf } from '../../kernel/resolve-host.ts';
import type { Task } from '../../machinery/task.ts';
import { nothing } from '../../machinery/task.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import type { Output } from '../stdio.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { type EchoStatistics, mayEcho, runEcho } from './echo-run.ts';

const TABLE = {
	count: withValue('c'),
	interval: withValue('i'),
	timeout: withValue('W'),
	deadline: withValue('w'),
	size: withValue('s'),
	quiet: flag('q'),
	numeric: flag('n'),
	version: flag('V'),
	six: flag('6'),
	// What changes nothing that can be seen here.
	ignored: flag('4', 'v', 'U', 'A', 'O', 'D', 'a', 'b', 'r', 'R'),
	ignoredValue: withValue('I', 't', 'Q', 'l', 'p', 'M', 'm', 'S', 'T'),
} as const;

const HEADER_BYTES = 8;
const IP_BYTES = 20;
/** How long it waits for a last answer. Models MAXWAIT. */
const LINGER_SECONDS = 10;

/** iputils' ping. */
export const ping = unixCommand({
	name: 'ping',
	paths: ['/usr/bin/ping', '/usr/bin/ping4', '/usr/bin/ping6'],
	size: 89_768,
	*main({ process, name, args, out }) {
		const { values, operands } = parsed(args);
		if (values.version) {
			yield* out.write('ping from iputils 20240117\n');
			return 0;
		}
		const [host] = operands;
		if (host === undefined) throw new Exit(1, 'ping: usage error: Destination address required\n');
		const count = numberOf(values.count, 1, 0x7fffffff) ?? 0;
		const interval = secondsOf('timing interval', values.interval) ?? 1;
		const deadline = values.deadline === undefined ? undefined : numberOf(values.deadline, 0, 0x7fffffff);
		const size = numberOf(values.size, 0, 65_507) ?? 56;
		if (interval < 0.002 && process.credentials.uid !== 0) {
			throw new Exit(2, 'ping: cannot flood, minimal interval for user must be >= 2 ms, use -i 0.002 (or higher)\n');
		}
		if (!mayEcho(process)) {
			throw new Exit(
				2,
				'ping: socktype: SOCK_RAW\nping: socket: Operation not permitted\nping: => missing cap_net_raw+p capability or setuid?\n',
			);
		}
		const address = yield* addressOf(process, host, values.six === true || name.endsWith('ping6'));
		requireRoute(process, address);
		const isAddress = host === address;
		yield* out.write(`PING ${host} (${address}) ${size}(${size + HEADER_BYTES + IP_BYTES}) bytes of data.\n`);
		yield* out.flush();
		const names = isAddress || values.numeric ? new Map<string, string>() : yield* hostNames(process);
		const shown = (from: string): string => {
			const name = names.get(from);
			return name === undefined ? from : `${name} (${from})`;
		};
		const options = {
			address,
			count,
			intervalMs: Math.max(1, interval * 1000),
			lingerMs: (secondsOf('linger time', values.timeout) ?? LINGER_SECONDS) * 1000,
			deadlineMs: deadline === undefined ? undefined : deadline * 1000,
			firstSequence: 1,
		};
		const statistics = yield* runEcho(process, options, (reply, timeMs) =>
			values.quiet ? nothing() : printReply(out, size + HEADER_BYTES, shown(reply.from), reply, timeMs),
		);
		yield* out.write(summary(host, statistics));
		return statistics.received === 0 || (deadline !== undefined && count > 0 && statistics.received < count) ? 1 : 0;
	},
});

/** Before it says anything it connects a socket, to learn its own address. */
function requireRoute(process: Process, address: string): void {
	const { table } = process.machine.netlink;
	if (!table.isChanged) return;
	const found = table.lookup(address);
	if (found.kind === 'none') throw new Exit(2, 'ping: connect: Network is unreachable\n');
	if (found.kind !== 'refused') return;
	const why = { blackhole: 'connect: Invalid argument', unreachable: 'connect: No route to host', prohibit: FORBIDDEN };
	throw new Exit(2, `ping: ${why[found.by]}\n`);
}

const FORBIDDEN = 'Do you want to ping broadcast? Then -b. If not, check your local firewall rules';

function* printReply(out: Output, bytes: number, from: string, reply: EchoReply, timeMs: number): Task<void> {
	yield* out.write(
		reply.kind === 'reply'
			? `${bytes} bytes from ${from}: icmp_seq=${reply.sequence} ttl=${reply.ttl} time=${timeText(timeMs)} ms\n`
			: `From ${from} icmp_seq=${reply.sequence} Destination ${reply.isNetwork ? 'Net' : 'Host'} Unreachable\n`,
	);
	yield* out.flush();
}

function parsed(args: readonly string[]) {
	try {
		return parseOptions(args, TABLE);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(2, `ping: ${error.message}\n${USAGE}`);
	}
}

function numberOf(text: string | undefined, min: number, max: number): number | undefined {
	if (text === undefined) return undefined;
	const value = Number(text);
	if (!/^\s*[+-]?\d+$/.test(text)) throw new Exit(1, `ping: invalid argument: '${text}'\n`);
	if (value < min || value > max) {
		throw new Exit(1, `ping: invalid argument: '${text}': out of range: ${min} <= value <= ${max}\n`);
	}
	return value;
}

function secondsOf(what: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const value = Number(text);
	if (!/^\s*\d*\.?\d*$/.test(text) || text.trim() === '') throw new Exit(1, `ping: bad ${what}: ${text}\n`);
	return value;
}

function* addressOf(process: Process, host: string, isSixth: boolean): Task<string> {
	if (isSixth && host.includes(':')) throw new Exit(2, 'ping: connect: Network is unreachable\n');
	const found = yield* resolveHost(process, host);
	if (found.kind === 'found') {
		if (isSixth) throw new Exit(2, `ping: ${host}: Address family for hostname not supported\n`);
		return found.addresses[0] as string;
	}
	throw new Exit(
		2,
		`ping: ${host}: ${found.kind === 'not-found' ? 'Name or service not known' : 'Temporary failure in name resolution'}\n`,
	);
}

/** The names that /etc/hosts has for addresses. */
function* hostNames(process: Process): Task<Map<string, string>> {
	const names = new Map<string, string>();
	for (const line of (yield* textOf(process, '/etc/hosts')).split('\n')) {
		const [address, name] = line.replace(/#.*/, '').trim().split(/\s+/);
		if (address !== undefined && name !== undefined && !names.has(address)) names.set(address, name);
	}
	return names;
}

/** Three digits that say something. */
function timeText(ms: number): string {
	if (ms >= 100) return ms.toFixed(0);
	return ms >= 10 ? ms.toFixed(1) : ms >= 1 ? ms.toFixed(2) : ms.toFixed(3);
}

/** Models ping_common.c finish. */
function summary(host: string, { sent, received, errors, times, elapsedMs }: EchoStatistics): string {
	const loss = sent === 0 ? '' : `, ${shortest(((sent - received) * 100) / sent)}% packet loss, time ${elapsedMs}ms`;
	const head = `\n--- ${host} ping statistics ---\n${sent} packets transmitted, ${received} received${errors > 0 ? `, +${errors} errors` : ''}${loss}\n`;
	const tail: string[] = [];
	if (received > 0) {
		const mean = times.reduce((sum, each) => sum + each, 0) / times.length;
		const squares = times.reduce((sum, each) => sum + each * each, 0) / times.length;
		const mdev = Math.sqrt(Math.max(0, squares - mean * mean));
		const three = [Math.min(...times), mean, Math.max(...times), mdev].map((each) => each.toFixed(3));
		tail.push(`rtt min/avg/max/mdev = ${three.join('/')} ms`);
	}
	if (errors > 1) tail.push(`pipe ${Math.min(errors, 4)}`);
	return `${head}${tail.join(', ')}\n`;
}

/** As %g has it: six digits at most. */
function shortest(value: number): string {
	return String(Number(value.toPrecision(6)));
}

const USAGE = `
Usage
  ping [options] <destination>

Options:
  <destination>      DNS name or IP address
  -a                 use audible ping
  -A                 use adaptive ping
  -B                 sticky source address
  -c <count>         stop after <count> replies
  -C                 call connect() syscall on socket creation
  -D                 print timestamps
  -d                 use SO_DEBUG socket option
  -e <identifier>    define identifier for ping session, default is random for
                     SOCK_RAW and kernel defined for SOCK_DGRAM
                     Imply using SOCK_RAW (for IPv4 only for identifier 0)
  -f                 flood ping
  -h                 print help and exit
  -H                 force reverse DNS name resolution (useful for numeric
                     destinations or for -f), override -n
  -I <interface>     either interface name or address
  -i <interval>      seconds between sending each packet
  -L                 suppress loopback of multicast packets
  -l <preload>       send <preload> number of packages while waiting replies
  -m <mark>          tag the packets going out
  -M <pmtud opt>     define path MTU discovery, can be one of <do|dont|want|probe>
  -n                 no reverse DNS name resolution, override -H
  -O                 report outstanding replies
  -p <pattern>       contents of padding byte
  -q                 quiet output
  -Q <tclass>        use quality of service <tclass> bits
  -s <size>          use <size> as number of data bytes to be sent
  -S <size>          use <size> as SO_SNDBUF socket option value
  -t <ttl>           define time to live
  -U                 print user-to-user latency
  -v                 verbose output
  -V                 print version and exit
  -w <deadline>      reply wait <deadline> in seconds
  -W <timeout>       time to wait for response

IPv4 options:
  -4                 use IPv4
  -b                 allow pinging broadcast
  -R                 record route
  -T <timestamp>     define timestamp, can be one of <tsonly|tsandaddr|tsprespec>

IPv6 options:
  -6                 use IPv6
  -F <flowlabel>     define flow label, default is random
  -N <nodeinfo opt>  use IPv6 node info query, try <help> as argument

For more details see ping(8).
`;
