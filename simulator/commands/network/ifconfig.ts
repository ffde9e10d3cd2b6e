import type { Device } from '../../kernel/net/links/device.ts';
import type { LinkChange } from '../../kernel/net/links/link-changes.ts';
import { addAddress, changeLink, deleteAddress, NetlinkError } from '../../kernel/net/links/link-changes.ts';
import { broadcastOf } from '../../kernel/net/links/route-entry.ts';
import { textOf } from '../../kernel/resolve-host.ts';
import { addressNumber, addressText } from '../../machinery/ipv4.ts';
import type { Task } from '../../machinery/task.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { linksOf } from './links.ts';

/** What /proc/net/dev counts of a device. */
interface Counts {
	readonly received: readonly number[];
	readonly sent: readonly number[];
}

const FLAGS: readonly (readonly [name: string, bit: number, letter: string])[] = [
	['UP', 1, 'U'],
	['BROADCAST', 2, 'B'],
	['LOOPBACK', 8, 'L'],
	['POINTOPOINT', 16, 'P'],
	['RUNNING', 64, 'R'],
	['NOARP', 128, 'O'],
	['PROMISC', 256, 'P'],
	['ALLMULTI', 512, 'A'],
	['MULTICAST', 4096, 'M'],
];
/** What drivers are called, and whether they have an address of their own. */
const KINDS: ReadonlyMap<string, readonly [short: string, long: string]> = new Map([
	['loopback', ['loop', 'Local Loopback']],
	['ipip', ['tunnel', 'IPIP Tunnel']],
	['wireguard', ['unspec', 'UNSPEC']],
]);

/** Devices and their addresses. Models net-tools' ifconfig.c and lib/interface.c. */
export const ifconfig = unixCommand({
	name: 'ifconfig',
	paths: ['/usr/sbin/ifconfig'],
	size: 80_288,
	*main(run) {
		const options = run.args.filter((word) => /^-[asv]$|^--(?:help|version)$/.test(word));
		const [name, ...changes] = run.args.filter((word) => !options.includes(word));
		if (options.includes('--version')) {
			yield* run.say('net-tools 2.10\n');
			return 4;
		}
		if (options.includes('--help') || name?.startsWith('-')) throw new Exit(name?.startsWith('-') ? 1 : 4, USAGE);
		if (name !== undefined && changes.length > 0) return change(run, name, changes);
		const devices = sorted(linksOf(run.process));
		const chosen =
			name === undefined
				? devices.filter(({ up }) => up || options.includes('-a'))
				: devices.filter((each) => each.name === name);
		if (name !== undefined && chosen.length === 0)
			throw new Exit(1, `${name}: error fetching interface information: Device not found\n`);
		if (options.includes('-s')) {
			yield* run.out.write(yield* interfaceTable(run, chosen, 'Iface      MTU    '));
			return 0;
		}
		for (const device of chosen) yield* run.out.write(`${yield* longText(run, device)}\n`);
		return 0;
	},
});

/** Lines as `netstat -i` has them. */
export function* interfaceTable(
	run: UnixRun,
	devices: readonly Device[],
	heading = 'Iface             MTU    ',
): Task<string> {
	const lines = [`${heading}RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n`];
	for (const device of devices) {
		const { received, sent } = yield* countsOf(run, device.name);
		const count = (list: readonly number[], at: number, width: number): string => String(list[at] ?? 0).padStart(width);
		const letters = flagsOf(device)
			.map((flag) => FLAGS.find(([each]) => each === flag)?.[2] ?? '')
			.sort((a, b) => LETTERS.indexOf(a) - LETTERS.indexOf(b));
		lines.push(
			`${device.name.padEnd(16)} ${String(device.mtu).padStart(5)} ${count(received, 1, 8)} ${count(received, 2, 6)} ${count(received, 3, 6)} ${String(received[4] ?? 0).padEnd(6)} ${count(sent, 1, 8)} ${count(sent, 2, 6)} ${count(sent, 3, 6)} ${count(sent, 4, 6)} ${letters.join('')}\n`,
		);
	}
	return lines.join('');
}

const LETTERS = 'ABDLMNOPRU';

export function sorted(devices: readonly Device[]): Device[] {
	return [...devices].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function flagsOf({ up, kindFlags }: Device): string[] {
	const has = new Set([...(up ? ['UP', 'RUNNING'] : []), ...kindFlags]);
	return FLAGS.flatMap(([name]) => (has.has(name) ? [name] : []));
}

function* countsOf({ process }: UnixRun, name: string): Task<Counts> {
	const text = yield* textOf(process, '/proc/net/dev');
	const line = text.split('\n').find((each) => each.trim().startsWith(`${name}:`)) ?? '';
	const numbers = line.replace(/^.*:/, '').trim().split(/\s+/).map(Number);
	return { received: numbers.slice(0, 8), sent: numbers.slice(8) };
}

function* longText(run: UnixRun, device: Device): Task<string> {
	const { name, mtu, addresses, type, mac, queueLength } = device;
	const flags = flagsOf(device);
	const bits = flags.reduce((sum, flag) => sum + (FLAGS.find(([each]) => each === flag)?.[1] ?? 0), 0);
	const lines = [`${name}: flags=${bits}<${flags.join(',')}>  mtu ${mtu}`];
	const [first] = addresses;
	if (first !== undefined) {
		const [address = '', length = '32'] = first.cidr.split('/');
		const netmask = addressText(2 ** 32 - 2 ** (32 - Number(length)));
		const broadcast = first.broadcast === undefined ? '' : `  broadcast ${first.broadcast}`;
		lines.push(`inet ${address}  netmask ${netmask}${broadcast}`);
	}
	const [short, long] = KINDS.get(type) ?? ['ether', 'Ethernet'];
	lines.push(
		`${short} ${short === 'ether' ? `${mac}  ` : short === 'loop' ? ' ' : '  '}txqueuelen ${queueLength}  (${long})`,
	);
	const { received, sent } = yield* countsOf(run, name);
	const at = (list: readonly number[], index: number): number => list[index] ?? 0;
	lines.push(`RX packets ${at(received, 1)}  bytes ${at(received, 0)} (${sizeText(at(received, 0))})`);
	lines.push(
		`RX errors ${at(received, 2)}  dropped ${at(received, 3)}  overruns ${at(received, 4)}  frame ${at(received, 5)}`,
	);
	lines.push(`TX packets ${at(sent, 1)}  bytes ${at(sent, 0)} (${sizeText(at(sent, 0))})`);
	lines.push(
		`TX errors ${at(sent, 2)}  dropped ${at(sent, 3)} overruns ${at(sent, 4)}  carrier ${at(sent, 6)}  collisions ${at(sent, 5)}`,
	);
	return `${lines.join('\n        ')}\n`;
}

/** "7.2 MiB". */
function sizeText(bytes: number): string {
	const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
	let unit = 0;
	while (unit < units.length - 1 && bytes >= 1024 ** (unit + 1)) unit++;
	return `${(Math.floor((bytes * 10) / 1024 ** unit) / 10).toFixed(1)} ${units[unit]}`;
}

/** Words behind a device's name. */
function change({ process }: UnixRun, name: string, words: readonly string[]): number {
	const device = linksOf(process).find((each) => each.name === name);
	let address: string | undefined;
	let mask: string | undefined;
	let link: LinkChange = {};
	let call = 'SIOCSIFFLAGS';
	for (let at = 0; at < words.length; at++) {
		const word = words[at] as string;
		const next = (): string => {
			const value = words[++at];
			if (value === undefined) throw new Exit(1, USAGE);
			return value;
		};
		if (word === 'up' || word === 'down') link = { ...link, up: word === 'up' };
		else if (word === 'netmask') mask = next();
		else if (word === 'mtu') link = { ...link, mtu: Number(next()) };
		else if (word === 'txqueuelen') link = { ...link, queueLength: Number(next()) };
		else if (word === 'broadcast') next();
		else if (word === 'hw') {
			// Of which kind the address is comes before it.
			next();
			link = { ...link, mac: next() };
		} else if (/^-?(?:promisc|arp|allmulti|multicast)$/.test(word)) {
			const flag = word.replace('-', '').toUpperCase().replace('ARP', 'NOARP');
			link = { ...link, flags: new Map([[flag, word.startsWith('-') === (flag === 'NOARP')]]) };
		} else if (/^\d+(?:\.\d+){3}(?:\/\d+)?$/.test(word)) {
			address = word;
			call = 'SIOCSIFADDR';
		} else throw new Exit(1, `${word}: Unknown host\nifconfig: \`--help' gives usage information.\n`);
	}
	if (device === undefined)
		throw new Exit(255, `${call}: No such device\n${name}: ERROR while getting interface flags: No such device\n`);
	try {
		process.machine.netlink.change((table) => {
			const before = device.addresses[0]?.cidr;
			if (address !== undefined || mask !== undefined) {
				const cidr = cidrOf(address ?? before ?? '0.0.0.0/0', mask);
				if (before !== undefined) deleteAddress(table, name, before);
				addAddress(table, name, { cidr, broadcast: broadcastOf(cidr), scope: 'global' });
				link = { up: true, ...link };
			}
			changeLink(table, name, link);
		});
		return 0;
	} catch (error) {
		if (!(error instanceof NetlinkError)) throw error;
		throw new Exit(255, `${call}: ${error.message.replace(/^RTNETLINK answers: |^Error: /, '')}\n`);
	}
}

/** Without a netmask the address's class decides. */
function cidrOf(address: string, mask: string | undefined): string {
	const [plain = '', given] = address.split('/');
	if (mask !== undefined) return `${plain}/${addressNumber(mask).toString(2).replaceAll('0', '').length}`;
	const first = Number(plain.split('.')[0]);
	return `${plain}/${given ?? (first < 128 ? 8 : first < 192 ? 16 : 24)}`;
}

const USAGE = `Usage:
  ifconfig [-a] [-v] [-s] <interface> [[<AF>] <address>]
  [add <address>[/<prefixlen>]]
  [del <address>[/<prefixlen>]]
  [[-]broadcast [<address>]]  [[-]pointopoint [<address>]]
  [netmask <address>]  [dstaddr <address>]  [tunnel <address>]
  [hw <HW> <address>]  [mtu <NN>]  [[-]arp]  [[-]promisc]
  [txqueuelen <NN>]
  [up|down] ...
`;
