import { stateOf } from '../../../kernel/net/links/device.ts';
import type { TappedPacket } from '../../../kernel/net/packet-taps.ts';
import type { NetworkView } from '../../../kernel/network-view.ts';
import type { Process } from '../../../kernel/process-api.ts';
import { Signal, type Task } from '../../../machinery/task.ts';
import { Exit, type UnixRun, unixCommand } from '../../unix-command.ts';
import { linksOf } from '../links.ts';
import { addressValue, captureFilter, FilterSyntaxError } from './capture-filter.ts';
import { PacketWriter } from './packet-lines.ts';

/** Packets that wait to be written; more are dropped. */
const QUEUE_MAX = 4_096;
const VERSION = 'tcpdump version 4.99.4\nlibpcap version 1.10.4 (with TPACKET_V3)\n';

interface Request {
	readonly device: string;
	readonly count: number;
	readonly flags: ReadonlySet<string>;
	readonly expression: readonly string[];
}

/**
 * Writes what passes the network namespace that it runs in, and on a machine those of its Pods. Differs: packets are what
 * sockets send and get, names of hosts are not looked up, and nothing is kept in files.
 */
export const tcpdump = unixCommand({
	name: 'tcpdump',
	paths: ['/usr/bin/tcpdump'],
	size: 1_344_496,
	main: (run) => capture(run),
});

function readRequest(args: readonly string[]): Request {
	let device = '';
	let count = Number.POSITIVE_INFINITY;
	const flags = new Set<string>();
	let at = 0;
	for (; at < args.length; at++) {
		const arg = args[at] as string;
		if (!arg.startsWith('-') || arg === '-') break;
		if (arg.startsWith('--')) {
			const [name = '', value] = arg.slice(2).split('=');
			if (name === 'interface') device = value ?? args[++at] ?? '';
			else flags.add(name);
			continue;
		}
		const letters = arg.slice(1);
		for (let index = 0; index < letters.length; index++) {
			const letter = letters[index] as string;
			if (!'icswrGWCyE'.includes(letter)) {
				flags.add(flags.has(letter) ? `${letter}${letter}` : letter);
				continue;
			}
			const value = letters.slice(index + 1) || args[++at];
			if (value === undefined) throw new Exit(1, `tcpdump: option requires an argument -- '${letter}'\n`);
			if (letter === 'i') device = value;
			else if (letter === 'c') count = Number(value);
			else if (letter === 'w' || letter === 'r')
				throw new Exit(1, `tcpdump: ${value}: files of packets are not supported\n`);
			if (letter === 'c' && !(count > 0)) throw new Exit(1, `tcpdump: invalid packet count ${value}\n`);
			break;
		}
	}
	return { device, count, flags, expression: args.slice(at) };
}

function* capture(run: UnixRun): Task<number> {
	const { process } = run;
	const { device: asked, count, flags, expression } = readRequest(run.args);
	if (flags.has('version') || flags.has('h') || flags.has('help')) {
		yield* run.say(VERSION);
		return 0;
	}
	const links = linksOf(process);
	if (flags.has('D')) {
		const names = [...links.map(({ name }) => name), 'any'];
		yield* run.out.write(names.map((name, index) => `${index + 1}.${name} [Up, Running]\n`).join(''));
		return 0;
	}
	const device =
		asked === '' ? (links.find((each) => each.name !== 'lo' && stateOf(each) === 'UP')?.name ?? 'lo') : asked;
	if (!process.credentials.capabilities.has('NET_RAW')) {
		throw new Exit(
			1,
			`tcpdump: ${device}: You don't have permission to perform this capture on that device\n(socket: Operation not permitted)\n`,
		);
	}
	if (device !== 'any' && !links.some(({ name }) => name === device)) {
		throw new Exit(1, `tcpdump: ${device}: No such device exists\n(No such device exists)\n`);
	}
	let filter: (packet: TappedPacket) => boolean;
	try {
		filter = captureFilter(expression);
	} catch (error) {
		if (!(error instanceof FilterSyntaxError)) throw error;
		throw new Exit(1, `tcpdump: can't parse filter expression: ${error.message}\n`);
	}
	const type = device === 'any' ? 'LINUX_SLL2 (Linux cooked v2)' : 'EN10MB (Ethernet)';
	const note = flags.has('v')
		? 'tcpdump: '
		: 'tcpdump: verbose output suppressed, use -v[v]... for full protocol decode\n';
	yield* run.say(`${note}listening on ${device}, link-type ${type}, snapshot length 262144 bytes\n`);
	return yield* new Capture(run, { device, count, flags, filter }).run();
}

interface Seen {
	readonly packet: TappedPacket;
	readonly atMs: number;
	readonly device: string;
}

class Capture {
	readonly #run: UnixRun;
	readonly #options: { readonly device: string; readonly count: number; readonly flags: ReadonlySet<string> };
	readonly #filter: (packet: TappedPacket) => boolean;
	readonly #queue: Seen[] = [];
	readonly #news = new Signal((wake) => wake());
	#received = 0;
	#dropped = 0;

	constructor(
		run: UnixRun,
		options: {
			readonly device: string;
			readonly count: number;
			readonly flags: ReadonlySet<string>;
			readonly filter: (packet: TappedPacket) => boolean;
		},
	) {
		this.#run = run;
		this.#options = options;
		this.#filter = options.filter;
	}

	*run(): Task<number> {
		const { process, out } = this.#run;
		const { count, flags, device: wanted } = this.#options;
		const ends = process.machine.packets.taps.listen((packet) => this.#take(packet));
		process.onEnd(ends);
		for (const signal of ['INT', 'TERM'] as const) process.onSignal(signal, 'catch');
		const writer = new PacketWriter();
		let captured = 0;
		let isStopped = false;
		while (captured < count && !isStopped) {
			const seen = this.#queue.shift();
			if (seen === undefined) {
				yield* out.flush();
				try {
					yield* process.block(this.#news, () => this.#queue.length > 0);
				} catch (error) {
					if (!isInterruption(error)) throw error;
				}
				isStopped = process.takeSignals().length > 0;
				continue;
			}
			captured++;
			const device = wanted === 'any' ? `${seen.device} ${seen.packet.direction.padEnd(4)}` : '';
			const text = writer.lines(seen.packet, seen.atMs, {
				numeric: flags.has('n'),
				timeless: flags.has('t'),
				quiet: flags.has('q'),
				ascii: flags.has('A') || flags.has('X'),
				hex: flags.has('x') || flags.has('X'),
				device,
			});
			yield* out.write(text);
			yield* process.tick();
		}
		ends();
		yield* out.flush();
		const plural = (value: number): string => `${value} packet${value === 1 ? '' : 's'}`;
		yield* this.#run.say(
			`${plural(captured)} captured\n${plural(Math.max(this.#received, captured))} received by filter\n${plural(this.#dropped)} dropped by kernel\n`,
		);
		return 0;
	}

	#take(packet: TappedPacket): void {
		const device = deviceOf(this.#run.process, packet);
		const { device: wanted } = this.#options;
		const isWanted =
			device !== undefined &&
			(wanted === 'any' ||
				wanted === device ||
				(wanted === 'eth0' && crosses(this.#run.process, packet)) ||
				tunnels(this.#run.process, packet, wanted));
		if (!isWanted || !this.#filter(packet)) return;
		this.#received++;
		if (this.#queue.length >= QUEUE_MAX) {
			this.#dropped++;
			return;
		}
		this.#queue.push({ packet, atMs: this.#run.process.now(), device });
		this.#news.wakeAll();
	}
}

function isInterruption(error: unknown): boolean {
	return (error as { readonly errno?: string }).errno === 'EINTR';
}

/** By which of the viewer's devices a packet passes; undefined where none of them does. */
function deviceOf(process: Process, { namespace, source, destination }: TappedPacket): string | undefined {
	const { machine } = process;
	const isLocal = source.address.startsWith('127.') || source.address === destination.address;
	if (namespace.name === machine.packets.namespace) return isLocal ? 'lo' : 'eth0';
	if (isLocal) return undefined;
	const [own] = machine.interfaces().filter(({ name }) => name !== 'lo');
	const wiring = process.port<NetworkView>('network-view')?.wiring(own?.addresses[0]?.replace(/\/.*/, '') ?? '');
	return wiring?.links.find(({ note }) => note === `link-netns ${namespace.name}`)?.name;
}

/** What a Pod exchanges with other machines passes the machine's own device, too. */
function crosses(process: Process, { namespace, direction, source, destination }: TappedPacket): boolean {
	if (namespace.name === process.machine.packets.namespace) return false;
	const far = direction === 'Out' ? destination.address : source.address;
	const [own] = process.machine.interfaces().filter(({ name }) => name !== 'lo');
	const ownAddress = own?.addresses[0]?.replace(/\/.*/, '') ?? '';
	const wiring = process.port<NetworkView>('network-view')?.wiring(ownAddress);
	return far !== ownAddress && wiring?.routes.some((route) => route.startsWith(`${far} dev `)) !== true;
}

/** What a Pod exchanges with Pods of other machines passes the device that leads there, before it is packed. */
function tunnels(
	process: Process,
	{ namespace, direction, source, destination }: TappedPacket,
	device: string,
): boolean {
	if (namespace.name === process.machine.packets.namespace) return false;
	const far = direction === 'Out' ? destination.address : source.address;
	const [own] = process.machine.interfaces().filter(({ name }) => name !== 'lo');
	const wiring = process.port<NetworkView>('network-view')?.wiring(own?.addresses[0]?.replace(/\/.*/, '') ?? '');
	// Cilium's routes to other nodes have the MTU of its tunnel.
	const leads = (route: string): boolean =>
		/^cilium_(?:vxlan|wg0)$/.test(device) ? / dev cilium_host .* mtu /.test(route) : route.includes(` dev ${device} `);
	return wiring?.routes.some((route) => leads(route) && isInside(far, route.split(' ')[0] ?? '')) === true;
}

function isInside(address: string, range: string): boolean {
	const [base = '', bits] = range.split('/');
	if (bits === undefined) return false;
	const size = 2 ** (32 - Number(bits));
	return Math.floor(addressValue(address) / size) === Math.floor(addressValue(base) / size);
}
