import type { MachineView, Process } from '../../kernel/process-api.ts';
import { textOf } from '../../kernel/resolve-host.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { commandName } from '../procps/process-columns.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { type LocalRow, localRows } from './local-sockets.ts';
import { parseSocketFilter, type SocketFilter } from './socket-filter.ts';
import { SS_HELP } from './ss-help.ts';

type Socket = ReturnType<MachineView['sockets']>[number];

const TABLE = {
	listening: flag('l', 'listening'),
	all: flag('a', 'all'),
	numeric: flag('n', 'numeric'),
	processes: flag('p', 'processes', 'programs'),
	tcp: flag('t', 'tcp'),
	udp: flag('u', 'udp'),
	unix: flag('x', 'unix'),
	summary: flag('s', 'summary', 'statistics'),
	noHeader: flag('H', 'no-header'),
	extended: flag('e', 'extended', 'extend'),
	memory: flag('m', 'memory'),
	info: flag('i', 'info'),
	four: flag('4', 'ipv4', 'inet'),
	six: flag('6', 'ipv6'),
	resolve: flag('r', 'resolve'),
	timers: flag('o', 'options', 'timers'),
	family: withValue('f', 'family'),
	query: withValue('A', 'query', 'socket'),
	help: flag('h', 'help'),
	// What no socket here has.
	others: flag('T', 'threads', 'tipcinfo', 'tos', 'cgroup', 'b', 'bpf', 'inet-sockopt'),
	security: flag('Z', 'context', 'z', 'contexts'),
	kinds: flag('0', 'packet', 'M', 'mptcp', 'S', 'sctp', 'd', 'dccp', 'tipc', 'vsock', 'xdp'),
	wide: flag('W', 'wide'),
	oneline: flag('O', 'oneline'),
	raw: flag('w', 'raw'),
	continuous: flag('c', 'continuous'),
	filterFile: withValue('F', 'filter'),
} as const;

export const parseSocketOptions = (args: readonly string[], name: string) => {
	try {
		return parseOptions(args, TABLE);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(name === 'ss' ? 255 : 2, `${name}: ${error.message}\n`);
	}
};

export function chosenSockets(
	process: Process,
	values: ReturnType<typeof parseSocketOptions>['values'],
	filter?: SocketFilter,
): Socket[] {
	const queried = (values.query ?? '').split(',').flatMap((each) => QUERIES[each] ?? []);
	const protocols = new Set([...(values.tcp ? ['tcp'] : []), ...(values.udp ? ['udp'] : []), ...queried]);
	const isOther = values.unix || values.raw || values.kinds || values.query !== undefined;
	if (protocols.size === 0 && isOther) return [];
	if (values.family !== undefined && values.family !== 'inet') return [];
	return process.machine.sockets().filter((socket) => {
		const { protocol, state } = socket;
		if (protocols.size > 0 && !protocols.has(protocol)) return false;
		if (filter?.test(socket) === false) return false;
		if (filter?.states !== undefined) return filter.states.has(state);
		const passive = state === 'LISTEN' || state === 'UNCONN';
		return values.all || (values.listening ? passive : !passive);
	});
}

/** Local sockets that are asked for. */
function shownLocals(
	process: Process,
	values: ReturnType<typeof parseSocketOptions>['values'],
	filter: SocketFilter,
): LocalRow[] {
	if (!wantsLocal(values)) return [];
	const rows = localRows(process, values.processes === true && process.credentials.uid === 0);
	return rows.filter(({ state }) => {
		if (filter.states !== undefined) return filter.states.has(state === 'ESTAB' ? 'ESTABLISHED' : state);
		return values.all === true || (state === 'LISTEN') === (values.listening === true);
	});
}

function wantsLocal(values: ReturnType<typeof parseSocketOptions>['values']): boolean {
	if (values.family !== undefined) return values.family === 'unix';
	if (values.query !== undefined) return /(?:^|,)(?:all|unix|u_str|unix_stream)(?:,|$)/.test(values.query);
	return values.unix === true || !(values.tcp || values.udp || values.raw || values.kinds || values.four || values.six);
}

/** Which sockets -A means. */
const QUERIES: { readonly [query: string]: readonly string[] } = {
	all: ['tcp', 'udp'],
	inet: ['tcp', 'udp'],
	tcp: ['tcp'],
	udp: ['udp'],
};

const SS_STATES: ReadonlyMap<string, string> = new Map([
	['ESTABLISHED', 'ESTAB'],
	['TIME_WAIT', 'TIME-WAIT'],
	['CLOSE_WAIT', 'CLOSE-WAIT'],
	['SYN_SENT', 'SYN-SENT'],
	['FIN_WAIT1', 'FIN-WAIT-1'],
	['FIN_WAIT2', 'FIN-WAIT-2'],
]);

export function owner(process: Process, pid: number): string | undefined {
	const info = process.machine.processes().find((each) => each.pid === pid);
	return info === undefined ? undefined : commandName(info);
}

export const ss = unixCommand({
	name: 'ss',
	paths: ['/usr/bin/ss'],
	size: 140_312,
	*main({ process, args, out }) {
		if (args.includes('-V') || args.includes('--version')) {
			yield* out.write('ss utility, iproute2-6.1.0\n');
			return 0;
		}
		const { values, operands } = parseSocketOptions(args, 'ss');
		if (values.help) {
			yield* out.write(SS_HELP);
			return 0;
		}
		if (values.security) throw new Exit(1, 'ss: SELinux is not enabled.\n');
		if (values.summary) {
			yield* out.write(summary(process.machine.sockets()));
			return 0;
		}
		const services = yield* textOf(process, '/etc/services');
		const hosts = values.resolve ? yield* textOf(process, '/etc/hosts') : '';
		const fromFile = values.filterFile === undefined ? '' : yield* textOf(process, values.filterFile);
		const words = [...fromFile.split(/\s+/).filter((word) => word !== ''), ...operands];
		const filter = parseSocketFilter(words, (name) => portOfService(services, name));
		const sockets = chosenSockets(process, values, filter);
		const oneState = filter.states?.size === 1;
		const local = shownLocals(process, values, filter);
		const oneProtocol = values.tcp !== values.udp && !values.unix;
		const split = (protocol: string, address: string): readonly [string, string] => {
			const colon = address.lastIndexOf(':');
			const [host, port] = [address.slice(0, colon), address.slice(colon + 1)];
			const name = values.numeric ? undefined : serviceOf(services, port, protocol);
			return [`${values.resolve ? (hostOf(hosts, host) ?? host) : host}:`, name ?? port];
		};
		const rows = sockets.map(({ protocol, state, local, peer, pid }) => {
			const name = values.processes && process.credentials.uid === 0 ? owner(process, pid) : undefined;
			const listening = state === 'LISTEN';
			return [
				...(oneProtocol ? [] : [protocol]),
				...(oneState ? [] : [SS_STATES.get(state) ?? state]),
				'0',
				listening ? '4096' : '0',
				...split(protocol, local),
				...split(protocol, peer),
				name === undefined ? '' : ` users:(("${name}",pid=${pid},fd=3))`,
			];
		});
		const header = [
			...(oneProtocol ? [] : ['Netid']),
			...(oneState ? [] : ['State']),
			'Recv-Q',
			'Send-Q',
			'Local Address:',
			'Port',
			'Peer Address:',
			'Port',
			'Process',
		];
		const localTableRows = local.map(({ state, cells }) => [
			...(oneProtocol ? [] : ['u_str']),
			...(oneState ? [] : [state]),
			...cells,
		]);
		rows.unshift(...localTableRows);
		const table = values.noHeader ? rows : [header, ...rows];
		const widths = header.map((_, at) => Math.max(0, ...[header, ...rows].map((row) => (row[at] as string).length)));
		yield* out.write(lined(table, widths, header.indexOf('Local Address:')));
		return 0;
	},
});

/** @param first which column the local address is: it and the other one stand right-aligned before their ports. */
function lined(table: readonly (readonly string[])[], widths: readonly number[], first: number): string {
	const joined = [0, first + 1, first + 3, first + 4];
	return table
		.map((row) => {
			const cells = row.map((cell, at) =>
				at === first || at === first + 2 ? cell.padStart(widths[at] as number) : cell.padEnd(widths[at] as number),
			);
			return `${cells.reduce((line, cell, at) => line + (joined.includes(at) ? '' : ' ') + cell, '')}\n`;
		})
		.join('');
}

/** "ssh" of 22; undefined of a port without a name. */
export function serviceOf(services: string, port: string, protocol: string): string | undefined {
	const line = services.split('\n').find((each) => each.split(/\s+/)[1] === `${port}/${protocol}`);
	return line?.split(/\s+/)[0];
}

/** The first name that /etc/hosts has for an address. */
export function hostOf(hosts: string, address: string): string | undefined {
	const line = hosts.split('\n').find((each) => each.split(/\s+/)[0] === address);
	return line?.split(/\s+/)[1];
}

function portOfService(services: string, name: string): number | undefined {
	const line = services.split('\n').find((each) => each.split(/\s+/)[0] === name);
	return line === undefined ? undefined : Number.parseInt(line.split(/\s+/)[1] ?? '', 10);
}

/** `ss -s`. */
function summary(sockets: readonly Socket[]): string {
	const tcp = sockets.filter(({ protocol }) => protocol === 'tcp');
	const count = (...states: readonly string[]): number => tcp.filter(({ state }) => states.includes(state)).length;
	const waiting = count('TIME_WAIT');
	const udp = sockets.length - tcp.length;
	const row = (name: string, number: number): string =>
		`${name}\t  ${[number, number, 0]
			.map((each) => `${String(each).padEnd(9)} `)
			.join('')
			.slice(0, -1)}\n`;
	return `Total: ${sockets.length}
TCP:   ${tcp.length} (estab ${count('ESTABLISHED')}, closed ${count('CLOSE') + waiting}, orphaned 0, timewait ${waiting})

Transport Total     IP        IPv6
${row('RAW', 0)}${row('UDP', udp)}${row('TCP', tcp.length - waiting)}${row('INET', sockets.length - waiting)}${row('FRAG', 0)}
`;
}
