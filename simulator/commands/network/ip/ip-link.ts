import type { Device } from '../../../kernel/net/links/device.ts';
import {
	addLink,
	changeLink,
	deleteLink,
	isName,
	type LinkChange,
	type LinkRequest,
} from '../../../kernel/net/links/link-changes.ts';
import type { LinkTable } from '../../../kernel/net/links/link-table.ts';
import type { LinkType } from '../../../kernel/network-view.ts';
import type { Task } from '../../../machinery/task.ts';
import { Exit } from '../../unix-command.ts';
import { showDevices } from './ip-address.ts';
import { abbreviates, cannotFind, garbage, type IpRequest, wrong } from './ip-request.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const TYPES: ReadonlySet<string> = new Set(['dummy', 'bridge', 'veth', 'vlan', 'vxlan', 'ipip', 'wireguard']);

/** Models ip/iplink.c do_iplink. */
export function* ipLink(request: IpRequest, verb: string | undefined): Task<number> {
	if (verb === undefined || abbreviates(verb, 'show', 'lst', 'list')) return yield* showDevices(request, false);
	if (abbreviates(verb, 'add')) return add(request);
	if (abbreviates(verb, 'set', 'change')) return set(request);
	if (abbreviates(verb, 'delete')) return remove(request);
	if (abbreviates(verb, 'help')) throw new Exit(255, LINK_USAGE);
	throw new Exit(255, `Command "${verb}" is unknown, try "ip link help".\n`);
}

function hardwareAddress(word: string): string {
	if (!/^([0-9a-f]{1,2}:){5}[0-9a-f]{1,2}$/i.test(word)) throw new Exit(1, `"${word}" is invalid lladdr.\n`);
	return word
		.split(':')
		.map((part) => part.toLowerCase().padStart(2, '0'))
		.join(':');
}

function otherTable(request: IpRequest): LinkTable {
	const word = request.argument();
	const { netlink } = request;
	const found = netlink.named(word) ?? (/^\d+$/.test(word) ? netlink.ofProcess(Number(word)) : undefined);
	if (found !== undefined) return found;
	if (/^\d+$/.test(word)) throw new Exit(2, 'RTNETLINK answers: No such process\n');
	throw wrong(word, 'Invalid "netns" value');
}

function checkedName(word: string, what: string): string {
	if (!isName(word)) throw wrong(word, `"${what}" not a valid ifname`);
	return word;
}

/** What may be said of a device when it is made as well as later. @return whether the word was one of those. */
function common(request: IpRequest, word: string, into: Mutable<LinkChange>): boolean {
	const flag = (name: string): true => {
		const state = request.argument();
		if (state !== 'on' && state !== 'off')
			throw new Exit(1, `Error: argument of "${word}" must be "on" or "off", not "${state}"\n`);
		const isOn = name === 'NOARP' ? state === 'off' : state === 'on';
		into.flags = new Map([...(into.flags ?? []), [name, isOn]]);
		return true;
	};
	switch (word) {
		case 'up':
		case 'down':
			into.up = word === 'up';
			return true;
		case 'mtu':
			into.mtu = request.number('mtu');
			return true;
		case 'address':
			into.mac = hardwareAddress(request.argument());
			return true;
		case 'txqueuelen':
		case 'qlen':
		case 'txqlen':
			into.queueLength = request.number('txqueuelen');
			return true;
		case 'alias':
			into.alias = request.argument().slice(0, 255);
			return true;
		case 'netns':
			into.into = otherTable(request);
			return true;
		case 'promisc':
			return flag('PROMISC');
		case 'multicast':
			return flag('MULTICAST');
		case 'allmulticast':
			return flag('ALLMULTI');
		case 'arp':
			return flag('NOARP');
		case 'group':
		case 'numtxqueues':
		case 'numrxqueues':
		case 'gso_max_size':
		case 'index':
			request.argument();
			return true;
	}
	return false;
}

function add(request: IpRequest): number {
	const draft: Mutable<LinkChange> & { lower?: string } = {};
	let type: string | undefined;
	let special: Partial<LinkRequest> = {};
	for (let word = request.next(); word !== undefined; word = request.next()) {
		if (abbreviates(word, 'link') && word.length > 1) draft.lower = request.argument();
		else if (word === 'name') draft.name = checkedName(request.argument(), 'name');
		else if (abbreviates(word, 'type') && word.length > 1) {
			type = request.argument();
			if (type === 'bridge' && request.words.at(-1) !== 'bridge') special = bridgeOptions(request);
			else special = typeOptions(request, type);
			break;
		} else if (common(request, word, draft)) continue;
		else if (word === 'help') throw new Exit(255, LINK_USAGE);
		else {
			const name = word === 'dev' ? request.argument() : word;
			if (draft.name !== undefined) throw garbage('dev', name);
			draft.name = name;
		}
	}
	if (type === undefined) throw new Exit(255, 'Not enough information: "type" argument is required\n');
	const { lower } = draft;
	if (lower !== undefined && request.table.find(lower) === undefined) throw cannotFind(lower);
	if (special.lower !== undefined && request.table.find(special.lower) === undefined) throw cannotFind(special.lower);
	const linkType = type;
	request.change((table) => {
		if (!TYPES.has(linkType)) throw new Exit(2, 'Error: Unknown device type.\n');
		if (linkType === 'vlan' && special.id === undefined) throw new Exit(2, 'Error: VLAN properties not specified.\n');
		addLink(table, {
			...draftOf(draft),
			type: linkType as LinkType,
			...(lower !== undefined && { lower }),
			...special,
		});
	});
	return 0;
}

function draftOf({ up, mtu, mac, name, queueLength, into }: LinkChange): Partial<LinkRequest> {
	return {
		...(up === true && { up }),
		...(mtu !== undefined && { mtu }),
		...(mac !== undefined && { mac }),
		...(name !== undefined && { name }),
		...(queueLength !== undefined && { queueLength }),
		...(into !== undefined && { into }),
	};
}

/** Differs: a bridge's settings are read and have no effect. */
function bridgeOptions(request: IpRequest): Partial<LinkRequest> {
	for (let word = request.next(); word !== undefined; word = request.next()) {
		if (!BRIDGE_OPTIONS.has(word)) throw new Exit(255, `bridge: unknown command "${word}"?\n`);
		if (word !== 'fdb_flush') request.argument();
	}
	return {};
}

const BRIDGE_OPTIONS = new Set(
	'fdb_flush forward_delay hello_time max_age ageing_time stp_state priority group_fwd_mask group_address vlan_filtering vlan_protocol vlan_default_pvid mcast_snooping mcast_router mcast_querier nf_call_iptables nf_call_ip6tables nf_call_arptables'.split(
		' ',
	),
);

function typeOptions(request: IpRequest, type: string): Partial<LinkRequest> {
	const special: Mutable<Partial<LinkRequest>> = {};
	for (let word = request.next(); word !== undefined; word = request.next()) {
		if (type === 'veth' && word === 'peer') return { peer: peerOptions(request) };
		if (type === 'vlan' && word === 'id') special.id = request.number('id', 4095);
		else if (type === 'vlan' && abbreviates(word, 'protocol')) request.argument();
		else if (type === 'vxlan' && (word === 'id' || word === 'vni')) special.id = request.number('id', 2 ** 24 - 1);
		else if (type === 'vxlan' && word === 'dstport') special.port = request.number('dst port', 65_535);
		else if (type === 'vxlan' && word === 'dev') special.lower = request.argument();
		else if (type === 'vxlan' && /^(?:no)?(?:learning|proxy|rsc|udpcsum|external)$/.test(word)) continue;
		else if (
			(type === 'vxlan' || type === 'ipip') &&
			/^(?:local|remote|group|ttl|tos|df|ageing|limit|mode)$/.test(word)
		)
			request.argument();
		else throw new Exit(255, `${type}: unknown command "${word}"?\n`);
	}
	if (type === 'vxlan' && special.id === undefined) throw new Exit(255, 'vxlan: missing virtual network identifier\n');
	return special;
}

function peerOptions(request: IpRequest): NonNullable<LinkRequest['peer']> {
	const draft: Mutable<LinkChange> = {};
	for (let word = request.next(); word !== undefined; word = request.next()) {
		if (word === 'name') draft.name = checkedName(request.argument(), 'name');
		else if (!common(request, word, draft)) draft.name = checkedName(word === 'dev' ? request.argument() : word, 'dev');
	}
	const { name, mtu, mac, into } = draft;
	return {
		...(name !== undefined && { name }),
		...(mtu !== undefined && { mtu }),
		...(mac !== undefined && { mac }),
		...(into !== undefined && { into }),
	};
}

function set(request: IpRequest): number {
	const draft: Mutable<LinkChange> = {};
	let name: string | undefined;
	for (let word = request.next(); word !== undefined; word = request.next()) {
		if (word === 'name') draft.name = checkedName(request.argument(), 'name');
		else if (word === 'master') {
			draft.master = request.argument();
			if (request.table.find(draft.master) === undefined) throw wrong(draft.master, 'Device does not exist');
		} else if (word === 'nomaster') draft.master = '';
		else if (abbreviates(word, 'type') && word.length > 1) {
			const type = request.argument();
			if (type === 'bridge') bridgeOptions(request);
			else typeOptions(request, type);
		} else if (common(request, word, draft)) continue;
		else if (word === 'help') throw new Exit(255, LINK_USAGE);
		else {
			const given = word === 'dev' ? request.argument() : word;
			if (name !== undefined) throw garbage('dev', given);
			name = checkedName(given, 'dev');
		}
	}
	if (name === undefined) throw new Exit(255, 'Not enough information: "dev" argument is required.\n');
	const device = name;
	if (request.table.find(device) === undefined) throw cannotFind(device);
	request.change((table) => changeLink(table, device, draft));
	return 0;
}

function remove(request: IpRequest): number {
	let name: string | undefined;
	for (let word = request.next(); word !== undefined; word = request.next()) {
		if (abbreviates(word, 'type') && word.length > 1) {
			typeOptions(request, request.argument());
			continue;
		}
		const given = word === 'dev' ? request.argument() : word;
		if (name !== undefined) throw garbage('dev', given);
		name = given;
	}
	if (name === undefined) throw new Exit(255, 'Not enough information: "dev" argument is required.\n');
	const device: string = name;
	if (request.table.find(device) === undefined) throw cannotFind(device);
	request.change((table) => deleteLink(table, device));
	return 0;
}

/** Whether it is of a kind that `show type` names. */
export function hasType({ type }: Device, wanted: string): boolean {
	return type === wanted;
}

const LINK_USAGE = `Usage: ip link add [link DEV] [ name ] NAME
		    [ txqueuelen PACKETS ]
		    [ address LLADDR ]
		    [ mtu MTU ] [ netns NAME | PID ]
		    type TYPE [ ARGS ]
	ip link delete DEVICE dev DEVICE type TYPE [ ARGS ]
	ip link set { DEVICE | dev DEVICE } [ { up | down } ]
		    [ arp { on | off } ] [ multicast { on | off } ]
		    [ promisc { on | off } ] [ txqueuelen PACKETS ]
		    [ name NEWNAME ] [ address LLADDR ] [ mtu MTU ]
		    [ netns { PID | NAME } ] [ alias NAME ]
		    [ master DEVICE ] [ nomaster ]
	ip link show [ DEVICE ] [ up ] [ master DEV ] [ type TYPE ]
TYPE := { bridge | dummy | ipip | veth | vlan | vxlan | wireguard }
`;
