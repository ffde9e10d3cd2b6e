import type { Link } from '../../kernel/network-view.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { linkJson, neighbourJson, routeJson } from './ip-json.ts';
import { linksOf, wiringOf } from './links.ts';

const USAGE = `Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
       ip [ -force ] -batch filename
where  OBJECT := { address | link | neighbor | route | rule }
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
		const isJson = ['j', 'js', 'json'].some((flag) => flags.has(flag));
		const json = (all: readonly object[]): Task<void> => run.out.write(`${JSON.stringify(all)}\n`);
		const is = (name: string, least = 1): boolean => name.startsWith(object) && object.length >= least;
		const shows = /^(s|sh|sho|show|l|li|lis|list|ls)$/.test(verb);
		if (is('address') || is('link')) {
			if (!shows) throw new Exit(2, 'RTNETLINK answers: Operation not permitted\n');
			return yield* showInterfaces(run, is('address'), flags, rest);
		}
		if (is('route')) {
			if (verb === 'get') return yield* routeGet(run, rest[0]);
			if (!shows) throw new Exit(2, 'RTNETLINK answers: Operation not permitted\n');
			const [only] = rest.filter((word) => word !== 'dev' && word !== 'table' && word !== 'main');
			const lines = routeTexts(run.process).filter((line) => isWanted(line, only));
			if (isJson) yield* json(lines.map(routeJson));
			else for (const line of lines) yield* run.out.write(`${line}\n`);
			return 0;
		}
		if (is('neighbor') || is('neighbour')) {
			if (!shows) throw new Exit(2, 'RTNETLINK answers: Operation not permitted\n');
			const known = wiringOf(run.process)?.neighbours ?? [];
			if (isJson) yield* json(known.map(neighbourJson));
			else
				for (const { address, device, mac, state } of known) {
					yield* run.out.write(`${address} dev ${device} lladdr ${mac} ${state} \n`);
				}
			return 0;
		}
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

function isWanted(route: string, only: string | undefined): boolean {
	if (only === undefined) return true;
	return route.startsWith(`${only} `) || route.includes(` dev ${only} `) || route.endsWith(` dev ${only}`);
}

const WORDS = new Set(['dev', 'up', 'scope', 'type', 'global', 'show', 'label']);

function* showInterfaces(run: UnixRun, withAddresses: boolean, flags: ReadonlySet<string>, rest: readonly string[]) {
	const wanted = rest.find((word, at) => !WORDS.has(word) && rest[at - 1] !== 'scope' && rest[at - 1] !== 'type');
	const type = rest[rest.indexOf('type') + 1];
	const all = linksOf(run.process);
	const named = wanted === undefined ? all : all.filter(({ name }) => name === wanted);
	if (wanted !== undefined && named.length === 0) throw new Exit(1, `Device "${wanted}" does not exist.\n`);
	const shown = rest.includes('type') ? named.filter((link) => hasType(link, type ?? '')) : named;
	const brief = flags.has('br') || flags.has('brief');
	if (['j', 'js', 'json'].some((flag) => flags.has(flag))) {
		const all = shown.map((each) => linkJson(each, withAddresses, brief, broadcastOf));
		yield* run.out.write(`${JSON.stringify(all)}\n`);
		return 0;
	}
	for (const each of shown) {
		if (withAddresses && flags.has('4') && each.addresses.length === 0) continue;
		if (brief) yield* run.out.write(briefLine(each, withAddresses));
		else
			yield* run.out.write(`${linkLines(each, withAddresses, flags.has('4')).join(flags.has('o') ? '\\ ' : '\n')}\n`);
	}
	return 0;
}

function hasType({ name, peer, kind }: Link, type: string): boolean {
	if (type === 'bridge') return /^(?:cni0|docker0|br-.*)$/.test(name);
	if (type === 'vxlan') return name === 'flannel.1' || name === 'cilium_vxlan';
	if (type === 'wireguard') return name === 'cilium_wg0';
	if (type === 'veth') return kind === 'ether' && peer !== undefined;
	return type === 'ipip' ? kind === 'ipip' : type === 'loopback' && name === 'lo';
}

function fullName({ name, peer }: Link): string {
	return peer === undefined ? name : `${name}@${peer}`;
}

function briefLine(link: Link, withAddresses: boolean): string {
	const { addresses, mac, state, flags } = link;
	const tail = withAddresses ? addresses.map((address) => `${address} `).join('') : `${mac} <${flags}> `;
	return `${fullName(link).padEnd(16)} ${state.padEnd(14)} ${tail}\n`;
}

function linkLines(link: Link, withAddresses: boolean, plain: boolean): string[] {
	const { index, name, kind, flags, mac, mtu, qdisc, state, note, addresses } = link;
	const loopback = name === 'lo';
	const mode = withAddresses ? '' : ' mode DEFAULT';
	const broadcast = kind === 'ipip' ? '0.0.0.0' : loopback ? '00:00:00:00:00:00' : 'ff:ff:ff:ff:ff:ff';
	const lines = [
		`${index}: ${fullName(link)}: <${flags}> mtu ${mtu} qdisc ${qdisc} state ${state}${mode} group default qlen 1000`,
	];
	if (!plain) {
		const hardware = loopback ? 'loopback' : kind;
		lines.push(`    link/${hardware} ${mac} brd ${broadcast}${note === undefined ? '' : ` ${note}`}`);
	}
	if (!withAddresses) return lines;
	for (const address of addresses) {
		const reach = loopback || address.endsWith('/32') ? '' : ` brd ${broadcastOf(address)}`;
		lines.push(
			`    inet ${address}${reach} scope ${loopback ? 'host' : 'global'} ${name}`,
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
}

/** The table as numbers: what `ip route` writes, without what goes nowhere. */
export function routes({ process }: UnixRun): Route[] {
	return routeTexts(process)
		.filter((line) => !line.startsWith('blackhole '))
		.map((line) => {
			const words = line.split(' ');
			const after = (word: string): string => (words.includes(word) ? (words[words.indexOf(word) + 1] as string) : '');
			const [destination = '', prefix = '32'] = (words[0] === 'default' ? '0.0.0.0/0' : (words[0] as string)).split(
				'/',
			);
			const gateway = after('via');
			const mask = text(2 ** 32 - 2 ** (32 - Number(prefix)));
			return { destination, gateway: gateway === '' ? '0.0.0.0' : gateway, mask, device: after('dev') };
		});
}

function routeTexts(process: Process): readonly string[] {
	return wiringOf(process)?.routes ?? impliedRoutes(process);
}

/** What the addresses imply: the network's first address is where all else goes. */
function impliedRoutes(process: Process): string[] {
	const [device] = process.machine.interfaces().filter(({ name }) => name !== 'lo');
	const [plain = '', prefix = '24'] = (device?.addresses[0] ?? '').split('/');
	if (device === undefined || plain === '') return [];
	const dev = device.name;
	if (prefix === '32') return [`default via 169.254.1.1 dev ${dev} `, `169.254.1.1 dev ${dev} scope link `];
	const size = 2 ** (32 - Number(prefix));
	const network = Math.floor(number(plain) / size) * size;
	return [
		`default via ${text(network + 1)} dev ${dev} `,
		`${text(network)}/${prefix} dev ${dev} proto kernel scope link src ${plain} `,
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
	const inside = ({ destination, mask }: Route): boolean =>
		(number(address) & number(mask)) === (number(destination) & number(mask));
	const [best] = routes(run)
		.filter(inside)
		.sort((a, b) => number(b.mask) - number(a.mask));
	if (best === undefined) throw new Exit(2, 'RTNETLINK answers: Network is unreachable\n');
	const { gateway, device } = best;
	const link = linksOf(run.process).find(({ name }) => name === device);
	const source = link?.addresses[0]?.replace(/\/.*/, '') ?? own.find((each) => !each.startsWith('127.')) ?? '';
	const via = gateway === '0.0.0.0' ? '' : `via ${gateway} `;
	yield* run.out.write(`${address} ${via}dev ${device} src ${source} uid ${uid} \n    cache \n`);
	return 0;
}
