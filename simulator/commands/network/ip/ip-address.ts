import type { Device, DeviceAddress } from '../../../kernel/net/links/device.ts';
import { addAddress, deleteAddress } from '../../../kernel/net/links/link-changes.ts';
import { broadcastOf, covers, networkOf } from '../../../kernel/net/links/route-entry.ts';
import type { Task } from '../../../machinery/task.ts';
import { Exit } from '../../unix-command.ts';
import { deviceJson, jsonText } from './ip-json.ts';
import { abbreviates, address, cannotFind, cidr, garbage, type IpRequest, prefix, wrong } from './ip-request.ts';
import { briefLine, deviceLines, oneLineAddress } from './link-text.ts';

/** Models ip/ipaddress.c do_ipaddr. */
export function* ipAddress(request: IpRequest, verb: string | undefined): Task<number> {
	if (verb === undefined || abbreviates(verb, 'show', 'lst', 'list')) return yield* showDevices(request, true);
	if (abbreviates(verb, 'add')) return change(request, 'add');
	if (abbreviates(verb, 'change', 'chg', 'replace')) return change(request, 'replace');
	if (abbreviates(verb, 'delete')) return change(request, 'del');
	if (abbreviates(verb, 'flush')) return flush(request);
	if (abbreviates(verb, 'help')) throw new Exit(255, ADDRESS_USAGE);
	throw new Exit(255, `Command "${verb}" is unknown, try "ip address help".\n`);
}

const SCOPES = ['global', 'link', 'host'] as const;

function scopeOf(word: string): DeviceAddress['scope'] {
	const found = SCOPES.find((each) => each === word) ?? (word === '253' ? 'link' : word === '254' ? 'host' : undefined);
	if (found !== undefined) return found;
	if (word === 'universe' || word === '0') return 'global';
	throw wrong(word, 'invalid scope value.');
}

function change(request: IpRequest, verb: 'add' | 'replace' | 'del'): number {
	let local: string | undefined;
	let peer: string | undefined;
	let broadcast: string | undefined;
	let device: string | undefined;
	let label: string | undefined;
	let scope: DeviceAddress['scope'] | undefined;
	for (let word = request.next(); word !== undefined; word = request.next()) {
		if (word === 'peer' || word === 'remote') peer = cidr(request.argument());
		else if (word === 'brd' || (abbreviates(word, 'broadcast') && word !== 'b')) broadcast = request.argument();
		else if (word === 'dev') device = request.argument();
		else if (word === 'label') label = request.argument();
		else if (word === 'scope') scope = scopeOf(request.argument());
		else if (word === 'valid_lft' || word === 'preferred_lft' || word === 'metric' || word === 'proto')
			request.argument();
		else if (/^(?:nodad|home|noprefixroute|mngtmpaddr|autojoin)$/.test(word)) continue;
		else {
			const given = word === 'local' ? request.argument() : word;
			if (local !== undefined) throw garbage('local', given);
			local = cidr(given);
			if (verb === 'del' && !given.includes('/')) local = given;
		}
	}
	if (device === undefined) throw new Exit(1, 'Not enough information: "dev" argument is required.\n');
	const name = device;
	if (request.table.find(name) === undefined) throw cannotFind(name);
	const given = local;
	request.change((table) => {
		if (given === undefined) throw new Exit(2, 'RTNETLINK answers: Operation not supported\n');
		if (verb === 'del') return deleteAddress(table, name, given);
		const entry: DeviceAddress = {
			cidr: given,
			scope: scope ?? (given.startsWith('127.') ? 'host' : 'global'),
			...(broadcast !== undefined && { broadcast: broadcast === '+' ? broadcastOf(given) : address(broadcast) }),
			...(label !== undefined && { label }),
			...(peer !== undefined && { peer }),
		};
		addAddress(table, name, entry, verb === 'replace' ? { replaces: true } : {});
	});
	return 0;
}

interface Selection {
	device?: string;
	up?: true;
	master?: string;
	noMaster?: true;
	type?: string;
	scope?: DeviceAddress['scope'];
	to?: { readonly base: number; readonly bits: number };
	label?: string;
	kind?: 'primary' | 'secondary';
}

function selection(request: IpRequest, verb: string): Selection {
	const chosen: Selection = {};
	for (let word = request.next(); word !== undefined; word = request.next()) {
		if (word === 'up') chosen.up = true;
		else if (word === 'to') {
			chosen.to = prefix(request.argument());
			request.options.family ??= 'inet';
		} else if (word === 'scope') chosen.scope = scopeOf(request.argument());
		else if (word === 'label') chosen.label = request.argument();
		else if (word === 'group' || word === 'vrf') request.argument();
		else if (word === 'master') {
			chosen.master = request.argument();
			if (request.table.find(chosen.master) === undefined) throw wrong(chosen.master, 'Device does not exist');
		} else if (word === 'nomaster') chosen.noMaster = true;
		else if (word === 'type') chosen.type = request.argument();
		else if (word === 'primary' || word === 'secondary') chosen.kind = word;
		else if (/^(?:permanent|dynamic|temporary|deprecated|tentative)$/.test(word)) continue;
		else {
			const name = word === 'dev' ? request.argument() : word;
			if (chosen.device !== undefined) throw garbage('dev', name);
			chosen.device = name;
		}
	}
	if (verb === 'flush' && request.words.length === 0) throw new Exit(255, 'Flush requires arguments.\n');
	if (chosen.device !== undefined && request.table.find(chosen.device) === undefined) {
		throw new Exit(1, `Device "${chosen.device}" does not exist.\n`);
	}
	return chosen;
}

function isChosen(device: Device, { device: name, up, master, noMaster, type }: Selection): boolean {
	return (
		(name === undefined || device.name === name) &&
		(up !== true || device.up) &&
		(master === undefined || device.master === master) &&
		(noMaster !== true || device.master === undefined) &&
		(type === undefined || device.type === type)
	);
}

function chosenAddresses(device: Device, { scope, to, label }: Selection): readonly DeviceAddress[] {
	return device.addresses.filter((each) => {
		const inNetwork =
			to === undefined ||
			(networkOf(each.cidr).bits >= to.bits && covers(to, networkOf(each.cidr.replace(/\/.*/, '/32')).base));
		const isLabelled = label === undefined || isLike(each.label ?? device.name, label);
		return inNetwork && isLabelled && (scope === undefined || each.scope === scope);
	});
}

/** As the shell's patterns, of which labels use * and ?. */
function isLike(text: string, pattern: string): boolean {
	const [first = '', ...rest] = pattern.split('*');
	if (rest.length === 0) return text === pattern;
	return text.startsWith(first) && text.endsWith(rest.at(-1) as string);
}

function flush(request: IpRequest): number {
	const chosen = selection(request, 'flush');
	request.change((table) => {
		for (const device of table.devices()) {
			if (!isChosen(device, chosen)) continue;
			for (const { cidr: each } of chosenAddresses(device, chosen)) deleteAddress(table, device.name, each);
		}
	});
	return 0;
}

/** `ip address` and `ip link`. Models ip/ipaddress.c ipaddr_list_flush_or_save. */
export function* showDevices(request: IpRequest, withAddresses: boolean): Task<number> {
	const { options, netlink, run } = request;
	const chosen = selection(request, 'show');
	const shown = request.table.devices().flatMap((device) => {
		if (!isChosen(device, chosen)) return [];
		const addresses = options.family === 'inet6' ? [] : chosenAddresses(device, chosen);
		const isEmpty = withAddresses && addresses.length === 0;
		const isLeftOut = isEmpty && (options.family !== undefined || device.addresses.length > 0);
		return isLeftOut ? [] : [{ device, addresses }];
	});
	if (options.json) {
		const all = shown.map(({ device, addresses }) =>
			deviceJson(device, netlink, options, withAddresses ? addresses : undefined),
		);
		yield* run.out.write(jsonText(all, options.pretty));
		return 0;
	}
	for (const { device, addresses } of shown) {
		if (options.brief) yield* run.out.write(briefLine(device, withAddresses, addresses));
		else if (options.oneLine && withAddresses) {
			for (const each of addresses) yield* run.out.write(`${oneLineAddress(device, each)}\n`);
		} else {
			const lines = deviceLines(device, options, netlink, withAddresses ? addresses : undefined);
			yield* run.out.write(`${lines.join(options.oneLine ? '\\' : '\n')}\n`);
		}
	}
	return 0;
}

const ADDRESS_USAGE = `Usage: ip address {add|change|replace} IFADDR dev IFNAME [ LIFETIME ]
       ip address del IFADDR dev IFNAME
       ip address flush [ dev IFNAME ] [ scope SCOPE-ID ]
                        [ to PREFIX ] [ label LABEL ]
       ip address [ show [ dev IFNAME ] [ scope SCOPE-ID ]
                         [ master DEVICE ] [ type TYPE ]
                         [ to PREFIX ] [ label LABEL ] [up] ]
IFADDR := PREFIX | ADDR peer PREFIX
          [ broadcast ADDR ] [ label IFNAME ] [ scope SCOPE-ID ]
SCOPE-ID := [ host | link | global ]
`;
