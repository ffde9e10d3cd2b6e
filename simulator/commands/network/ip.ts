import type { MachineView } from '../../kernel/process-api.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';

type Interface = ReturnType<MachineView['interfaces']>[number];

const USAGE = `Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
       ip [ -force ] -batch filename
where  OBJECT := { address | link | route }
       OPTIONS := { -4 | -br[ief] | -o[neline] | -c[olor] | -j[son] }
`;

/** Addresses, links and routes as they are; nothing can be changed. */
export const ip = unixCommand({
	name: 'ip',
	paths: ['/usr/sbin/ip'],
	size: 769_320,
	*main(run) {
		const words = run.args.filter((word) => !word.startsWith('-'));
		const flags = new Set(run.args.filter((word) => word.startsWith('-')).map((word) => word.replace(/^-+/, '')));
		const [object, verb = 'show', ...rest] = words;
		if (object === undefined || object === 'help') throw new Exit(object === undefined ? 255 : 0, USAGE);
		if (flags.has('j') || flags.has('json')) throw new Exit(255, 'ip: JSON output is not supported\n');
		const is = (name: string, least = 1): boolean => name.startsWith(object) && object.length >= least;
		const shows = /^(s|sh|sho|show|l|li|lis|list|ls)$/.test(verb);
		if (is('address') || is('link')) {
			if (!shows) throw new Exit(2, 'RTNETLINK answers: Operation not permitted\n');
			return yield* showInterfaces(run, is('address'), flags, rest);
		}
		if (is('route')) {
			if (verb === 'get') return yield* routeGet(run, rest[0]);
			if (!shows) throw new Exit(2, 'RTNETLINK answers: Operation not permitted\n');
			for (const route of routes(run)) yield* run.out.write(`${route.text}\n`);
			return 0;
		}
		if (is('neighbor') || is('neighbour')) return 0;
		if (is('netns', 5)) return 0;
		if (is('rule')) {
			yield* run.out.write(
				'0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n',
			);
			return 0;
		}
		throw new Exit(1, `Object "${object}" is unknown, try "ip help".\n`);
	},
});

function* showInterfaces(run: UnixRun, withAddresses: boolean, flags: ReadonlySet<string>, rest: readonly string[]) {
	const wanted = rest.find(
		(word, at) =>
			!['dev', 'up', 'scope', 'type', 'global'].includes(word) && rest[at - 1] !== 'scope' && rest[at - 1] !== 'type',
	);
	const all = run.process.machine.interfaces();
	const shown = wanted === undefined ? all : all.filter(({ name }) => name === wanted);
	if (wanted !== undefined && shown.length === 0) throw new Exit(1, `Device "${wanted}" does not exist.\n`);
	const brief = flags.has('br') || flags.has('brief');
	for (const each of shown) {
		if (brief) yield* run.out.write(briefLine(each, withAddresses));
		else
			yield* run.out.write(
				`${interfaceLines(each, all.indexOf(each) + 1, withAddresses).join(flags.has('o') ? '\\ ' : '\n')}\n`,
			);
	}
	return 0;
}

function briefLine({ name, addresses, mac, up }: Interface, withAddresses: boolean): string {
	const state = name === 'lo' ? 'UNKNOWN' : up ? 'UP' : 'DOWN';
	const flags = name === 'lo' ? '<LOOPBACK,UP,LOWER_UP>' : '<BROADCAST,MULTICAST,UP,LOWER_UP>';
	const tail = withAddresses ? addresses.map((address) => `${address} `).join('') : `${mac} ${flags} `;
	return `${name.padEnd(16)} ${state.padEnd(14)} ${tail}\n`;
}

function interfaceLines({ name, addresses, mac, up, mtu }: Interface, index: number, withAddresses: boolean): string[] {
	const loopback = name === 'lo';
	const flags = loopback ? 'LOOPBACK,UP,LOWER_UP' : up ? 'BROADCAST,MULTICAST,UP,LOWER_UP' : 'BROADCAST,MULTICAST';
	const state = loopback ? 'UNKNOWN' : up ? 'UP' : 'DOWN';
	const mode = withAddresses ? '' : ' mode DEFAULT';
	const lines = [
		`${index}: ${name}: <${flags}> mtu ${mtu} qdisc ${loopback ? 'noqueue' : 'fq_codel'} state ${state}${mode} group default qlen 1000`,
		`    link/${loopback ? 'loopback' : 'ether'} ${mac} brd ${loopback ? '00:00:00:00:00:00' : 'ff:ff:ff:ff:ff:ff'}`,
	];
	if (!withAddresses) return lines;
	for (const address of addresses) {
		const broadcast = loopback || address.endsWith('/32') ? '' : ` brd ${broadcastOf(address)}`;
		lines.push(
			`    inet ${address}${broadcast} scope ${loopback ? 'host' : 'global'} ${name}`,
			'       valid_lft forever preferred_lft forever',
		);
	}
	return lines;
}

function number(address: string): number {
	return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function text(value: number): string {
	return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

function broadcastOf(address: string): string {
	const [plain = '', prefix = '24'] = address.split('/');
	const size = 2 ** (32 - Number(prefix));
	return text(Math.floor(number(plain) / size) * size + size - 1);
}

interface Route {
	readonly destination: string;
	readonly gateway: string;
	readonly mask: string;
	readonly device: string;
	readonly text: string;
}

/** What the addresses imply: Calico's link-local gateway for a single address, the network's first address otherwise. */
export function routes({ process }: UnixRun): Route[] {
	const [device] = process.machine.interfaces().filter(({ name }) => name !== 'lo');
	const [plain = '', prefix = '24'] = (device?.addresses[0] ?? '').split('/');
	if (device === undefined || plain === '') return [];
	const dev = device.name;
	const entry = (destination: string, gateway: string, mask: string, words: string): Route => ({
		destination,
		gateway,
		mask,
		device: dev,
		text: words,
	});
	if (prefix === '32') {
		return [
			entry('0.0.0.0', '169.254.1.1', '0.0.0.0', `default via 169.254.1.1 dev ${dev} `),
			entry('169.254.1.1', '0.0.0.0', '255.255.255.255', `169.254.1.1 dev ${dev} scope link `),
		];
	}
	const size = 2 ** (32 - Number(prefix));
	const network = Math.floor(number(plain) / size) * size;
	return [
		entry('0.0.0.0', text(network + 1), '0.0.0.0', `default via ${text(network + 1)} dev ${dev} `),
		entry(
			text(network),
			'0.0.0.0',
			text(2 ** 32 - size),
			`${text(network)}/${prefix} dev ${dev} proto kernel scope link src ${plain} `,
		),
	];
}

function* routeGet(run: UnixRun, address: string | undefined) {
	if (address === undefined || !/^\d+(\.\d+){3}$/.test(address)) {
		throw new Exit(
			1,
			address === undefined
				? 'need at least a destination address\n'
				: `Error: any valid prefix is expected rather than "${address}".\n`,
		);
	}
	const { uid } = run.process.credentials;
	const own = run.process.machine
		.interfaces()
		.flatMap((each) => each.addresses.map((full) => full.replace(/\/.*/, '')));
	if (own.includes(address) || address.startsWith('127.')) {
		yield* run.out.write(`local ${address} dev lo src ${address} uid ${uid} \n    cache <local> \n`);
		return 0;
	}
	const [defaultRoute, local] = routes(run);
	if (defaultRoute === undefined || local === undefined)
		throw new Exit(2, 'RTNETLINK answers: Network is unreachable\n');
	const inside = (number(address) & number(local.mask)) === (number(local.destination) & number(local.mask));
	const source = own.find((each) => !each.startsWith('127.')) ?? '';
	yield* run.out.write(
		`${address} ${inside ? '' : `via ${defaultRoute.gateway} `}dev ${local.device} src ${source} uid ${uid} \n    cache \n`,
	);
	return 0;
}
