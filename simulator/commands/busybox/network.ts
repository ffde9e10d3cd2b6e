import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal, type Run } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { relay } from '../network/relay.ts';
import { resolveHost } from '../network/resolve-host.ts';
import { flag, withValue } from '../options.ts';
import { applet } from './applet.ts';
import { NETWORK_USAGES } from './usage-network.ts';

/** How busybox's programs talk. */
const BOTH_WAYS = { input: true, shutdown: true };

const ncOptions = {
	listen: flag('l'),
	port: withValue('p'),
	wait: withValue('w'),
	verbose: flag('v'),
	zero: flag('z'),
	udp: flag('u'),
	numeric: flag('n'),
	quitAfter: withValue('q'),
	local: withValue('s'),
	keep: flag('k'),
	interval: withValue('i'),
	execute: withValue('e'),
	file: withValue('f'),
};

const NC_USAGE = `nc [OPTIONS] HOST PORT  - connect
nc [OPTIONS] -l -p PORT [HOST] [PORT]  - listen

	-e PROG	Run PROG after connect (must be last)
	-l	Listen mode, for inbound connects
	-p PORT	Local port
	-s ADDR	Local address
	-w SEC	Timeout for connects and final net reads
	-i SEC	Delay interval for lines sent
	-n	Don't do DNS resolution
	-u	UDP mode
	-b	Allow broadcasts
	-v	Verbose
	-o FILE	Hex dump traffic
	-z	Zero-I/O mode (scanning)
`;

/** The one of official builds (NC_110_COMPAT). */
export const nc = applet({
	name: 'nc',
	usage: NC_USAGE,
	options: ncOptions,
	*main(run) {
		const { process, values, operands } = run;
		if (values.execute !== undefined || values.file !== undefined) throw new Fatal('running programs is not supported');
		if (values.listen) return yield* listen(run);
		const [host, port] = operands;
		if (host === undefined || port === undefined) throw new Fatal('', 1, true);
		const address = yield* addressOf(process, host, 'bad address');
		if (!/^\d{1,5}$/.test(port)) throw new Fatal(`bad port spec '${port}'`);
		const label = `${host} (${address}:${port})`;
		if (values.udp) {
			const fd = process.udp();
			process.sendTo(fd, address, Number(port), new Uint8Array([0]));
			if (values.verbose) yield* run.process.write(2, bytes(`${label} open\n`));
			process.close(fd);
			return 0;
		}
		let fd: number;
		try {
			fd = yield* process.connect(
				address,
				Number(port),
				values.wait === undefined ? {} : { timeoutMs: Number(values.wait) * 1000 },
			);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
			const text = `${label}: ${reasonOf(error)}`;
			if (values.zero && !values.verbose) return 1;
			throw new Fatal(text);
		}
		if (values.verbose) yield* process.write(2, bytes(`${label} open\n`));
		if (!values.zero)
			yield* relay(
				process,
				fd,
				values.wait === undefined ? BOTH_WAYS : { ...BOTH_WAYS, idleMs: Number(values.wait) * 1000 },
			);
		process.close(fd);
		return 0;
	},
});

function bytes(text: string): Uint8Array {
	return new Uint8Array([...text].map((char) => char.charCodeAt(0)));
}

function* addressOf(process: Process, host: string, complaint: string): Task<string> {
	const found = yield* resolveHost(process, host);
	if (found.kind !== 'found') throw new Fatal(`${complaint} '${host}'`);
	return found.addresses[0] as string;
}

function* listen(run: Run<typeof ncOptions>): Task<number> {
	const { process, values } = run;
	if (values.port === undefined) throw new Fatal('', 1, true);
	let fd: number;
	try {
		fd = process.listen(values.local ?? '0.0.0.0', Number(values.port));
	} catch (error) {
		throw new Fatal(`bind: ${reasonOf(error)}`);
	}
	if (values.verbose) yield* process.write(2, bytes(`listening on [::]:${values.port} ...\n`));
	do {
		const peer = yield* process.accept(fd);
		if (values.verbose)
			yield* process.write(
				2,
				bytes(
					`connect to [::ffff:${process.sockName(peer.fd).address}]:${values.port} from [::ffff:${peer.address}]:${peer.port}\n`,
				),
			);
		yield* relay(process, peer.fd, BOTH_WAYS);
		process.close(peer.fd);
	} while (values.keep);
	return 0;
}

export const telnet = applet({
	name: 'telnet',
	usage: NETWORK_USAGES.telnet,
	options: { login: withValue('l'), auto: flag('a') },
	*main(run) {
		const { process } = run;
		const [host, port = '23'] = run.operands;
		if (host === undefined) throw new Fatal('', 1, true);
		const address = yield* addressOf(process, host, 'bad address');
		let fd: number;
		try {
			fd = yield* process.connect(address, Number(port));
		} catch (error) {
			throw new Fatal(`can't connect to remote host (${address}): ${reasonOf(error)}`);
		}
		yield* run.out.write('Connected to ');
		yield* run.out.write(`${host}\n`);
		yield* run.out.flush();
		yield* relay(process, fd, BOTH_WAYS);
		yield* run.complain('connection closed by foreign host');
		return 1;
	},
});

export const ifconfig = applet({
	name: 'ifconfig',
	usage: NETWORK_USAGES.ifconfig,
	options: { all: flag('a') },
	*main(run) {
		const [wanted, ...changes] = run.operands;
		if (changes.length > 0) throw new Fatal('SIOCSIFADDR: Operation not permitted');
		const all = run.process.machine.interfaces();
		const shown = wanted === undefined ? [...all].reverse() : all.filter(({ name }) => name === wanted);
		if (shown.length === 0) throw new Fatal(`${wanted}: error fetching interface information: Device not found`);
		for (const { name, addresses, mac, mtu } of shown) {
			const loopback = name === 'lo';
			const [plain = '', prefix = '24'] = (addresses[0] ?? '').split('/');
			const mask = maskOf(Number(prefix));
			const broadcast = loopback || prefix === '32' ? '' : `  Bcast:${broadcastOf(plain, Number(prefix))}`;
			yield* run.out.write(
				`${name.padEnd(10)}Link encap:${loopback ? 'Local Loopback  ' : `Ethernet  HWaddr ${mac.toUpperCase()}  `}\n          inet addr:${plain}${broadcast}  Mask:${mask}\n          UP ${loopback ? 'LOOPBACK' : 'BROADCAST'} RUNNING ${loopback ? '' : 'MULTICAST'} MTU:${mtu}  Metric:1\n`,
			);
			yield* run.out.write(
				`          RX packets:0 errors:0 dropped:0 overruns:0 frame:0\n          TX packets:0 errors:0 dropped:0 overruns:0 carrier:0\n          collisions:0 txqueuelen:${loopback ? 1000 : 0} \n          RX bytes:0 (0.0 B)  TX bytes:0 (0.0 B)\n\n`,
			);
		}
		return 0;
	},
});

function maskOf(prefix: number): string {
	return dotted(2 ** 32 - 2 ** (32 - prefix));
}

function broadcastOf(address: string, prefix: number): string {
	const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
	const size = 2 ** (32 - prefix);
	return dotted(Math.floor(value / size) * size + size - 1);
}

function dotted(value: number): string {
	return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
