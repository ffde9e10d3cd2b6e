import type { Process } from '../../kernel/process-api.ts';
import { resolveHost } from '../../kernel/resolve-host.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { relay } from '../network/relay.ts';
import { flag, withValue } from '../options.ts';
import { applet } from './applet.ts';
import { NETWORK_USAGES } from './usage-network.ts';

/** How busybox's programs talk. */
const BOTH_WAYS = { input: true, shutdown: true };

function* addressOf(process: Process, host: string, complaint: string): Task<string> {
	const found = yield* resolveHost(process, host);
	if (found.kind !== 'found') throw new Fatal(`${complaint} '${host}'`);
	return found.addresses[0] as string;
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
