import { textOf } from '../../kernel/resolve-host.ts';
import type { Task } from '../../machinery/task.ts';
import { type UnixRun, unixCommand } from '../unix-command.ts';
import { interfaceTable, sorted } from './ifconfig.ts';
import { linksOf, numericRoutes } from './links.ts';
import { localTable } from './local-sockets.ts';
import { chosenSockets, hostOf, owner, parseSocketOptions, serviceOf } from './sockets.ts';

export const netstat = unixCommand({
	name: 'netstat',
	paths: ['/usr/bin/netstat'],
	size: 155_264,
	*main(run) {
		const { process, args, out } = run;
		const routing = args.some((word) => /^-\w*r/.test(word) || word === '--route');
		if (routing) {
			yield* out.write(
				'Kernel IP routing table\nDestination     Gateway         Genmask         Flags   MSS Window  irtt Iface\n',
			);
			for (const { destination, gateway, mask, device, isReject } of numericRoutes(process)) {
				const isHost = mask === '255.255.255.255' ? 'H' : '';
				const flags = isReject ? `!${isHost}` : `U${gateway === '0.0.0.0' ? '' : 'G'}${isHost}`;
				yield* out.write(
					`${destination.padEnd(15)} ${gateway.padEnd(15)} ${mask.padEnd(15)} ${flags.padEnd(5)}     0 0          0 ${device}\n`,
				);
			}
			return 0;
		}
		if (args.some((word) => /^-\w*i/.test(word) || word === '--interfaces')) {
			const all = args.some((word) => /^-\w*a/.test(word) || word === '--all');
			const devices = sorted(linksOf(process)).filter(({ up }) => up || all);
			yield* out.write(`Kernel Interface table\n${yield* interfaceTable(run, devices)}`);
			return 0;
		}
		if (args.some((word) => /^-\w*g/.test(word) || word === '--groups')) {
			const line = (name: string): string => `${name.padEnd(15)} 1      224.0.0.1\n`;
			const devices = linksOf(process).filter(
				({ up, kindFlags }) => up && (kindFlags.includes('MULTICAST') || kindFlags.includes('LOOPBACK')),
			);
			yield* out.write(
				`IPv6/IPv4 Group Memberships\nInterface       RefCnt Group\n--------------- ------ ---------------------\n${devices.map(({ name }) => line(name)).join('')}`,
			);
			return 0;
		}
		return yield* showSockets(run);
	},
});

function* showSockets({ process, args, out, say }: UnixRun): Task<number> {
	const { values } = parseSocketOptions(
		args.filter((word) => !/^--(?:numeric-(?:hosts|ports|users)|symbolic|fib|cache|verbose|timers)$/.test(word)),
		'netstat',
	);
	const onlyLocal = values.unix === true && !values.tcp && !values.udp;
	const locals =
		values.unix || !(values.tcp || values.udp || values.raw)
			? localTable(process, {
					all: values.all === true,
					listening: values.listening === true,
					processes: values.processes === true,
				})
			: '';
	const sockets = onlyLocal ? [] : chosenSockets(process, values);
	const [services, hosts] = values.numeric
		? ['', '']
		: [yield* textOf(process, '/etc/services'), yield* textOf(process, '/etc/hosts')];
	const shownAddress = (protocol: string, address: string): string => {
		if (values.numeric) return address;
		const colon = address.lastIndexOf(':');
		const [host, port] = [address.slice(0, colon), address.slice(colon + 1)];
		return `${hostOf(hosts, host) ?? host}:${serviceOf(services, port, protocol) ?? port}`;
	};
	const kind = values.all ? 'servers and established' : values.listening ? 'only servers' : 'w/o servers';
	if (values.processes && process.credentials.uid !== 0) {
		yield* say(
			'(Not all processes could be identified, non-owned process info\n will not be shown, you would have to be root to see it all.)\n',
		);
	}
	if (onlyLocal) {
		yield* out.write(locals);
		return 0;
	}
	yield* out.write(`Active Internet connections (${kind})\n`);
	yield* out.write(
		`Proto Recv-Q Send-Q Local Address           Foreign Address         State      ${values.processes ? ' PID/Program name    ' : ''}\n`,
	);
	for (const { protocol, state, local, peer, pid } of sockets) {
		const name = process.credentials.uid === 0 ? owner(process, pid) : undefined;
		const program = values.processes ? ` ${(name === undefined ? '-' : `${pid}/${name}`).padEnd(20)}` : '';
		const shown = state === 'UNCONN' ? '' : state;
		yield* out.write(
			`${protocol.padEnd(5)}      0      0 ${shownAddress(protocol, local).padEnd(23)} ${shownAddress(protocol, peer).padEnd(23)} ${shown.padEnd(11)}${program}\n`,
		);
	}
	yield* out.write(locals);
	return 0;
}
