import { Exit } from '../../unix-command.ts';

/** One rule as ufw keeps it: the line "### tuple ### …" of its file. */
export interface UfwRule {
	readonly action: 'allow' | 'deny' | 'reject' | 'limit';
	readonly protocol: 'any' | 'tcp' | 'udp';
	readonly toPort: string;
	readonly to: string;
	readonly fromPort: string;
	readonly from: string;
	readonly direction: 'in' | 'out';
	readonly device: string;
	/** `ufw route`: about what the machine passes on, from `device` to `outDevice`. */
	readonly isRouted: boolean;
	readonly outDevice: string;
	readonly comment: string;
	/** The profile that was named instead of a port. */
	readonly profile: string;
	readonly isV6: boolean;
}

export const ANYWHERE = '0.0.0.0/0';
const ANYWHERE_V6 = '::/0';

/** Ports that are known by a name: ufw looks into /etc/services. */
const SERVICES: ReadonlyMap<string, readonly [port: string, protocol: UfwRule['protocol']]> = new Map([
	['ssh', ['22', 'tcp']],
	['ftp', ['21', 'tcp']],
	['smtp', ['25', 'tcp']],
	['domain', ['53', 'any']],
	['http', ['80', 'tcp']],
	['ntp', ['123', 'udp']],
	['https', ['443', 'tcp']],
	['mysql', ['3306', 'tcp']],
	['postgresql', ['5432', 'tcp']],
	['redis', ['6379', 'tcp']],
]);
const PROFILES: ReadonlyMap<string, readonly [port: string, protocol: UfwRule['protocol']]> = new Map([
	['OpenSSH', ['22', 'tcp']],
]);

function error(text: string): Exit {
	return new Exit(1, `ERROR: ${text}\n`);
}

/** Reads "allow 22/tcp", "deny from 10.0.0.0/8 to any port 80 proto tcp". @param isRouted after `route`. @throws Exit */
export function readRule(words: readonly string[], isRouted = false): UfwRule {
	const [action = '', ...rest] = words;
	if (!['allow', 'deny', 'reject', 'limit'].includes(action)) throw error('Invalid syntax');
	const draft = {
		action: action as UfwRule['action'],
		protocol: 'any' as UfwRule['protocol'],
		toPort: 'any',
		to: ANYWHERE,
		fromPort: 'any',
		from: ANYWHERE,
		direction: 'in' as UfwRule['direction'],
		device: '',
		isRouted,
		outDevice: '',
		comment: '',
		profile: '',
		isV6: false,
	};
	let at = 0;
	let side: 'to' | 'from' | undefined;
	let way: string | undefined;
	if (!isRouted && (rest[0] === 'in' || rest[0] === 'out')) draft.direction = rest[at++] as UfwRule['direction'];
	if (rest.length === at) throw error('Invalid syntax');
	const next = (): string => {
		const value = rest[at++];
		if (value === undefined) throw error('Invalid syntax');
		return value;
	};
	while (at < rest.length) {
		const word = next();
		switch (word) {
			case 'in':
			case 'out':
				if (!isRouted || rest[at] !== 'on') throw error('Invalid syntax');
				way = word;
				break;
			case 'on':
				if (isRouted && way === undefined) throw error("Need 'in' or 'out' with 'on'");
				draft[way === 'out' ? 'outDevice' : 'device'] = next();
				break;
			case 'from':
			case 'to':
				side = word;
				draft[side] = addressOf(next(), side);
				break;
			case 'port': {
				const [port, protocol] = portOf(next());
				if (side === undefined) throw error("Need 'from' or 'to' with 'port'");
				draft[side === 'to' ? 'toPort' : 'fromPort'] = port;
				if (protocol !== 'any') draft.protocol = protocol;
				break;
			}
			case 'proto': {
				const protocol = next();
				if (!['tcp', 'udp', 'any'].includes(protocol)) throw error(`Unsupported protocol '${protocol}'`);
				draft.protocol = protocol as UfwRule['protocol'];
				break;
			}
			case 'comment':
				draft.comment = next();
				break;
			default: {
				const name = word === 'app' ? next() : word;
				if (word !== 'app' && side !== undefined) throw error('Wrong number of arguments');
				const profile = PROFILES.get(name);
				const [port, protocol] = profile ?? portOf(name);
				draft.toPort = port;
				draft.protocol = protocol;
				if (profile !== undefined) draft.profile = name;
			}
		}
	}
	const isMany = /[:,]/.test(draft.toPort) || /[:,]/.test(draft.fromPort);
	if (isMany && draft.protocol === 'any') throw error("Must specify 'tcp' or 'udp' with multiple ports");
	return draft;
}

function addressOf(text: string, side: 'to' | 'from'): string {
	if (text === 'any') return ANYWHERE;
	const [address = '', bits] = text.split('/');
	const isAddress = /^\d{1,3}(?:\.\d{1,3}){3}$/.test(address) && address.split('.').every((part) => Number(part) < 256);
	const isMask = bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= 32);
	if (!isAddress || !isMask) throw error(`Bad ${side === 'from' ? 'source' : 'destination'} address`);
	return text.replace(/\/32$/, '');
}

function portOf(text: string): readonly [string, UfwRule['protocol']] {
	const known = SERVICES.get(text);
	if (known !== undefined) return known;
	const [port = '', protocol = 'any'] = text.split('/');
	const numbers = port.split(/[:,]/);
	if (!numbers.every((each) => /^\d+$/.test(each))) {
		if (/^[A-Za-z]/.test(text)) throw error(`Could not find a profile matching '${text}'`);
		throw error('Bad port');
	}
	if (numbers.some((each) => Number(each) < 1 || Number(each) > 65_535)) throw error('Bad port');
	if (!['any', 'tcp', 'udp'].includes(protocol)) throw error('Bad port');
	return [port, protocol as UfwRule['protocol']];
}

/** Every rule that names no address holds for IPv6 as well. */
export function bothVersions(rule: UfwRule): readonly UfwRule[] {
	const isOpen = rule.to === ANYWHERE && rule.from === ANYWHERE;
	return isOpen ? [rule, { ...rule, to: ANYWHERE_V6, from: ANYWHERE_V6, isV6: true }] : [rule];
}

/** Whether two are the same but for their comments. */
export function sameRule(a: UfwRule, b: UfwRule): boolean {
	return tupleOf({ ...a, comment: '' }) === tupleOf({ ...b, comment: '' });
}

/** Models ufw's user.rules. */
export function tupleOf(rule: UfwRule): string {
	const { action, protocol, toPort, to, fromPort, from, comment, profile, isRouted } = rule;
	const way = wayOf(rule);
	const names = profile === '' ? '' : ` ${profile} -`;
	const hex = [...comment].map((char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');
	return `### tuple ### ${isRouted ? 'route:' : ''}${action} ${protocol} ${toPort} ${to} ${fromPort} ${from}${names} ${way}${hex === '' ? '' : ` comment=${hex}`}`;
}

/** "in", "out_eth0"; of what is passed on "in_eth0!out_eth1". */
function wayOf({ direction, device, isRouted, outDevice }: UfwRule): string {
	const ways = [
		...(device === '' ? [] : [`${direction}_${device}`]),
		...(isRouted && outDevice !== '' ? [`out_${outDevice}`] : []),
	];
	return ways.length === 0 ? direction : ways.join('!');
}

export function ruleOfTuple(line: string): UfwRule | undefined {
	const match =
		/^### tuple ### (route:)?(\w+) (\w+) (\S+) (\S+) (\S+) (\S+)(?: (\S+) -)? (\S+)(?: comment=([0-9a-f]+))?$/.exec(
			line,
		);
	if (match === null) return undefined;
	const [, routed, action, protocol, toPort = '', to = '', fromPort = '', from = '', profile = '', way = '', hex = ''] =
		match;
	const [, device = ''] = (routed === undefined ? /^(?:in|out)_(.+)$/ : /^in_([^!]+)/).exec(way) ?? [];
	const [, outDevice = ''] = (routed === undefined ? undefined : /(?:^|!)out_(.+)$/.exec(way)) ?? [];
	return {
		action: action as UfwRule['action'],
		protocol: protocol as UfwRule['protocol'],
		toPort,
		to,
		fromPort,
		from,
		direction: routed === undefined && way.startsWith('out') ? 'out' : 'in',
		device,
		isRouted: routed !== undefined,
		outDevice,
		comment: hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16))),
		profile,
		isV6: to.includes(':') || from.includes(':'),
	};
}

/** As it is typed: "allow 22/tcp". */
export function commandOf({
	action,
	protocol,
	toPort,
	to,
	fromPort,
	from,
	direction,
	device,
	isRouted,
	outDevice,
	profile,
	comment,
}: UfwRule): string {
	const verdict = isRouted ? `route ${action}` : action;
	const way = direction === 'out' ? ' out' : device === '' ? '' : ' in';
	const on = (device === '' ? '' : ` on ${device}`) + (outDevice === '' ? '' : ` out on ${outDevice}`);
	const isSimple =
		/^(?:0\.0\.0\.0\/0|::\/0)$/.test(to) && /^(?:0\.0\.0\.0\/0|::\/0)$/.test(from) && fromPort === 'any' && on === '';
	const note = comment === '' ? '' : ` comment '${comment}'`;
	if (isSimple && toPort !== 'any') {
		return `${verdict}${way} ${profile === '' ? `${toPort}${protocol === 'any' ? '' : `/${protocol}`}` : profile}${note}`;
	}
	const place = (text: string): string => (/^(?:0\.0\.0\.0\/0|::\/0)$/.test(text) ? 'any' : text);
	const source =
		from === ANYWHERE && fromPort === 'any'
			? ''
			: ` from ${place(from)}${fromPort === 'any' ? '' : ` port ${fromPort}`}`;
	const target =
		to === ANYWHERE && toPort === 'any' ? '' : ` to ${place(to)}${toPort === 'any' ? '' : ` port ${toPort}`}`;
	return `${verdict}${way}${on}${source}${target}${protocol === 'any' ? '' : ` proto ${protocol}`}${note}`;
}

/** The columns of `ufw status`. */
export function columnsOf(rule: UfwRule, verbose: boolean): readonly [string, string, string] {
	const { action, protocol, toPort, to, fromPort, from, direction, device, isRouted, outDevice, profile, isV6 } = rule;
	const v6 = isV6 ? ' (v6)' : '';
	const proto = protocol === 'any' ? '' : `/${protocol}`;
	const place = (address: string, port: string, isNamed: boolean): string => {
		const own = isNamed ? profile : port === 'any' ? '' : `${port}${proto}`;
		if (/^(?:0\.0\.0\.0\/0|::\/0)$/.test(address)) return own === '' ? `Anywhere${v6}` : `${own}${v6}`;
		return own === '' ? address : `${address} ${own}`;
	};
	const on = device === '' ? '' : ` on ${device}`;
	const toText = place(to, toPort, profile !== '');
	const fromText = place(from, fromPort, false);
	if (isRouted) {
		const out = outDevice === '' ? '' : ` on ${outDevice}`;
		return [toText + out, `${action.toUpperCase()} FWD`, fromText + on];
	}
	const showsWay = verbose || direction === 'out';
	const [toOn, fromOn] = direction === 'in' ? [on, ''] : ['', on];
	return [toText + toOn, `${action.toUpperCase()}${showsWay ? ` ${direction.toUpperCase()}` : ''}`, fromText + fromOn];
}
