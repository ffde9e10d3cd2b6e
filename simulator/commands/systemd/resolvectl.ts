import type { Process } from '../../kernel/process-api.ts';
import { queryFrom, resolveHost, textOf } from '../../kernel/resolve-host.ts';
import type { RecordType } from '../../machinery/dns/dns-message.ts';
import { askServers, parseResolvConf } from '../../machinery/dns/resolver.ts';
import type { Task } from '../../machinery/task.ts';
import { isRecordType, reverseName } from '../network/dig/dig-options.ts';
import { presentation } from '../network/dig/dig-text.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { keepLink, type ResolvedLink, type ResolvedState, resolvedState } from './resolved-links.ts';
import { RESOLVECTL_HELP, SYSTEMD_VERSION } from './systemd-help.ts';

const OPTIONS = {
	help: flag('h', 'help'),
	version: flag('version'),
	noPager: flag('no-pager'),
	four: flag('4'),
	six: flag('6'),
	interface: withValue('i', 'interface'),
	protocol: withValue('p', 'protocol'),
	type: withValue('t', 'type'),
	class: withValue('c', 'class'),
	legend: withValue('legend'),
} as const;

/** Verbs that show and set a mode: its key and what it is where nothing was set. */
const MODES: ReadonlyMap<string, readonly [key: string, usual: string, values: readonly string[]]> = new Map([
	['llmnr', ['LLMNR', 'no', ['yes', 'no', 'resolve']]],
	['mdns', ['MDNS', 'no', ['yes', 'no', 'resolve']]],
	['dnsovertls', ['DNSOVERTLS', 'no', ['yes', 'no', 'opportunistic']]],
	['dnssec', ['DNSSEC', 'no', ['yes', 'no', 'allow-downgrade']]],
	['default-route', ['DEFAULT_ROUTE', '', ['yes', 'no']]],
	['nta', ['NTAS', '', []]],
]);
const ALIASES: ReadonlyMap<string, string> = new Map([
	['1', 'yes'],
	['true', 'yes'],
	['on', 'yes'],
	['0', 'no'],
	['false', 'no'],
	['off', 'no'],
]);

/**
 * What systemd-resolved knows and finds out. Models src/resolve/resolvectl.c (v255). Differs: services, keys, statistics
 * and the monitor are missing; nothing is cached.
 */
export const resolvectl = unixCommand({
	name: 'resolvectl',
	paths: ['/usr/bin/resolvectl', '/usr/bin/systemd-resolve'],
	size: 138_968,
	*main(run) {
		const { values, operands } = parsed(run.name.endsWith('systemd-resolve') ? inNewWords(run.args) : run.args);
		const { process, out } = run;
		if (values.help || values.version) {
			yield* out.write(values.help ? RESOLVECTL_HELP : SYSTEMD_VERSION);
			return 0;
		}
		if (process.port('systemd') === undefined) throw new Exit(1, 'sd_bus_open_system: No such file or directory\n');
		const [verb = 'status', ...words] = operands;
		if (verb === 'query') return yield* query(run, words, values);
		if (verb === 'flush-caches' || verb === 'reset-statistics' || verb === 'reset-server-features') return 0;
		const state = yield* resolvedState(process);
		if (verb === 'status') return yield* status(run, state, words);
		if (verb === 'revert') return yield* revert(run, state, words);
		if (verb === 'dns' || verb === 'domain' || MODES.has(verb)) return yield* property(run, state, verb, words);
		throw new Exit(1, `Unknown command verb '${verb}'.\n`);
	},
});

/** systemd-resolve's options are verbs; without one it asks for names. */
function inNewWords(args: readonly string[]): readonly string[] {
	const verb = /^--(status|statistics|reset-statistics|flush-caches|reset-server-features)$/;
	const found = args.findIndex((word) => verb.test(word));
	if (found >= 0) return [(args[found] as string).slice(2), ...args.toSpliced(found, 1)];
	return args.some((word) => !word.startsWith('-')) ? ['query', ...args] : args;
}

function parsed(args: readonly string[]) {
	try {
		return parseOptions(args, OPTIONS);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(1, `resolvectl: ${error.message}\n`);
	}
}

function linkNamed(state: ResolvedState, word: string): ResolvedLink {
	const link = state.links.find(({ name, index }) => name === word || String(index) === word);
	if (link === undefined) throw new Exit(1, `Failed to resolve interface "${word}": No such device\n`);
	return link;
}

function isDefaultRoute({ modes, servers, domains }: ResolvedLink): boolean {
	const set = modes.get('DEFAULT_ROUTE');
	return set === undefined ? servers.length > 0 && !domains.some((name) => /^~./.test(name)) : set === 'yes';
}

function protocols(link: ResolvedLink | undefined): string {
	const sign = (key: string, label: string): string => {
		const value = link?.modes.get(key) ?? 'no';
		return value === 'yes' ? `+${label}` : value === 'no' ? `-${label}` : `${label}=${value}`;
	};
	return [
		...(link === undefined ? [] : [`${isDefaultRoute(link) ? '+' : '-'}DefaultRoute`]),
		sign('LLMNR', 'LLMNR'),
		sign('MDNS', 'mDNS'),
		sign('DNSOVERTLS', 'DNSOverTLS'),
		`DNSSEC=${link?.modes.get('DNSSEC') ?? 'no'}/unsupported`,
	].join(' ');
}

const LABEL_WIDTH = 18;

function table(title: string, rows: readonly (readonly [string, string])[]): string {
	return `${title}\n${rows.map(([label, text]) => `${label.padStart(LABEL_WIDTH)}: ${text}\n`).join('')}`;
}

function servers(list: readonly string[], domains: readonly string[]): [string, string][] {
	return [
		...(list.length === 0 ? [] : ([['Current DNS Server', list[0] as string]] satisfies [string, string][])),
		...(list.length === 0 ? [] : ([['DNS Servers', list.join(' ')]] satisfies [string, string][])),
		...(domains.length === 0 ? [] : ([['DNS Domain', domains.join(' ')]] satisfies [string, string][])),
	];
}

function linkStatus(link: ResolvedLink): string {
	const scopes = link.up && link.servers.length > 0 ? 'DNS' : 'none';
	return table(`Link ${link.index} (${link.name})`, [
		['Current Scopes', scopes],
		['Protocols', protocols(link)],
		...servers(link.servers, link.domains),
	]);
}

function* status({ out }: UnixRun, state: ResolvedState, words: readonly string[]): Task<number> {
	const chosen = words.length === 0 ? state.links : words.map((word) => linkNamed(state, word));
	const tables = chosen.map(linkStatus);
	if (words.length === 0) {
		tables.unshift(
			table('Global', [
				['Protocols', protocols(undefined)],
				['resolv.conf mode', state.mode],
				...servers(state.servers, state.domains),
			]),
		);
	}
	yield* out.write(tables.join('\n'));
	return 0;
}

function shownValue(link: ResolvedLink, verb: string): string {
	if (verb === 'dns') return link.servers.join(' ');
	if (verb === 'domain') return link.domains.join(' ');
	if (verb === 'default-route') return isDefaultRoute(link) ? 'yes' : 'no';
	const [key, usual] = MODES.get(verb) as readonly [string, string, readonly string[]];
	return link.modes.get(key) ?? usual;
}

function* property(run: UnixRun, state: ResolvedState, verb: string, words: readonly string[]): Task<number> {
	const [name, ...values] = words;
	const { out } = run;
	if (name !== undefined && values.length > 0) {
		yield* set(run, state, linkNamed(state, name), verb, values);
		return 0;
	}
	const row = (title: string, text: string): string => `${title}:${text === '' ? '' : ` ${text}`}\n`;
	if (name === undefined && verb !== 'default-route') {
		const global = { dns: state.servers.join(' '), domain: state.domains.join(' ') }[verb];
		yield* out.write(row('Global', global ?? (MODES.get(verb)?.[1] as string)));
	}
	for (const link of name === undefined ? state.links : [linkNamed(state, name)]) {
		yield* out.write(row(`Link ${link.index} (${link.name})`, shownValue(link, verb)));
	}
	return 0;
}

function* set(
	{ process }: UnixRun,
	state: ResolvedState,
	link: ResolvedLink,
	verb: string,
	given: readonly string[],
): Task<void> {
	const values = given.filter((word) => word !== '');
	const bad = verb === 'dns' ? values.find((word) => !isAddress(word)) : undefined;
	if (bad !== undefined) throw new Exit(1, `Failed to parse DNS server address: ${bad}\n`);
	const kind = MODES.get(verb);
	const [first = ''] = given;
	const mode = ALIASES.get(first) ?? first;
	if (kind !== undefined && verb !== 'nta' && first !== '' && !kind[2].includes(mode)) {
		throw new Exit(1, `Invalid ${verb === 'default-route' ? 'boolean' : `${verb} setting`}: ${first}\n`);
	}
	if (process.credentials.uid !== 0) {
		const what = { dns: 'DNS', domain: 'domain' }[verb] ?? verb;
		throw new Exit(1, `Failed to set ${what} configuration: Interactive authentication required.\n`);
	}
	const modes = new Map(link.modes);
	if (kind !== undefined) modes.set(kind[0], verb === 'nta' ? values.join(' ') : mode);
	modes.set('BASE', 'no');
	yield* keepLink(process, state, {
		...link,
		modes,
		...(verb === 'dns' && { servers: values }),
		...(verb === 'domain' && { domains: values.map((name) => (name === '.' ? '~.' : name.replace(/\.$/, ''))) }),
	});
}

function isAddress(text: string): boolean {
	const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?::\d+)?(?:#\S+)?$/.exec(text);
	if (octets !== null) return octets.slice(1, 5).every((each) => Number(each) < 256);
	return /^[0-9a-f]*:[0-9a-f:]*$/i.test(text);
}

/** What was set by hand goes: nothing else had told this link of servers. */
function* revert({ process }: UnixRun, state: ResolvedState, [name]: readonly string[]): Task<number> {
	if (name === undefined) throw new Exit(1, 'Too few arguments.\n');
	const link = linkNamed(state, name);
	if (process.credentials.uid !== 0) {
		throw new Exit(1, 'Failed to revert interface configuration: Interactive authentication required.\n');
	}
	yield* keepLink(process, state, { ...link, servers: [], domains: [], modes: new Map([['BASE', 'no']]) });
	return 0;
}

interface Found {
	readonly name: string;
	readonly lines: readonly string[];
	readonly link: string;
	readonly isSynthetic: boolean;
}

function* query(
	run: UnixRun,
	words: readonly string[],
	{ type, legend }: { readonly type: string | undefined; readonly legend: string | undefined },
): Task<number> {
	if (words.length === 0) throw new Exit(1, 'Too few arguments.\n');
	if (type !== undefined && !isRecordType(type.toUpperCase()))
		throw new Exit(1, `Failed to parse RR record type ${type}\n`);
	const { process, out } = run;
	let status = 0;
	for (const [at, word] of words.entries()) {
		const startedMs = process.now();
		const found = yield* lookUp(process, word, type?.toUpperCase() as RecordType | undefined);
		if (typeof found === 'string') {
			yield* run.say(`${word}: resolve call failed: ${found}\n`);
			status = 1;
			continue;
		}
		if (at > 0 && legend !== 'no') yield* out.write('\n');
		for (const [row, line] of found.lines.entries()) {
			const text =
				type !== undefined ? line : `${row === 0 ? `${found.name}:` : ' '.repeat(found.name.length + 1)} ${line}`;
			yield* out.write(`${text}${' '.repeat(Math.max(1, 60 - text.length))}-- link: ${found.link}\n`);
		}
		if (legend === 'no') continue;
		const yes = found.isSynthetic ? 'yes' : 'no';
		yield* out.write(
			`\n-- Information acquired via protocol DNS in ${elapsed(process.now() - startedMs)}.\n-- Data is authenticated: ${yes}; Data was acquired via local or encrypted transport: ${yes}\n-- Data from: ${found.isSynthetic ? 'synthetic' : 'network'}\n`,
		);
	}
	return status;
}

/** Models format_timespan. */
function elapsed(ms: number): string {
	if (ms === 0) return '0';
	return ms < 1000 ? `${ms}ms` : `${Number((ms / 1000).toFixed(4))}s`;
}

/** What was found, or why nothing was. */
function* lookUp(process: Process, word: string, type: RecordType | undefined): Task<Found | string> {
	const { links } = yield* resolvedState(process);
	const link = links.find(({ servers: list }) => list.length > 0)?.name ?? links[0]?.name ?? 'lo';
	const isNumber = /^\d+(?:\.\d+){3}$/.test(word);
	if (type === undefined && !isNumber) {
		const own = word === 'localhost' || word.endsWith('.localhost');
		const found = own ? undefined : yield* resolveHost(process, word);
		if (own) return { name: word, lines: ['127.0.0.1'], link: 'lo', isSynthetic: true };
		if (found?.kind === 'not-found') return `'${word}' not found`;
		if (found?.kind !== 'found') return 'All attempts to contact name servers or networks failed';
		const isSynthetic = (yield* textOf(process, '/etc/hosts')).split(/\s+/).includes(word);
		return { name: word, lines: found.addresses, link, isSynthetic };
	}
	const config = parseResolvConf(yield* textOf(process, '/etc/resolv.conf'));
	const name = type === undefined ? reverseName(word) : word;
	const answer = yield* askServers(name.replace(/\.$/, ''), type ?? 'PTR', config, queryFrom(process));
	if (answer === 'timeout') return 'All attempts to contact name servers or networks failed';
	if (answer.code === 'NXDOMAIN') return `'${word}' not found`;
	if (answer.answers.length === 0) {
		return `Name '${word}' does not have any RR of the requested type`;
	}
	const lines = answer.answers.map((record) =>
		type === undefined ? record.data : `${record.name} IN ${record.type} ${presentation(record).replace(/\.$/, '')}`,
	);
	return { name: word, lines, link, isSynthetic: false };
}
