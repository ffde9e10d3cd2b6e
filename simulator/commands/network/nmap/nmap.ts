import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { askServer, textOf } from '../../../kernel/resolve-host.ts';
import { parseResolvConf } from '../../../machinery/dns/resolver.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { strftime } from '../../strftime.ts';
import { Exit, type UnixRun, unixCommand } from '../../unix-command.ts';
import { reverseName } from '../dig/dig-options.ts';
import { FAST_COUNT, FAST_PORTS, portName, portsNamed, USUAL_COUNT, USUAL_PORTS } from './port-names.ts';
import { numbersOf, type Target, targetsOf } from './targets.ts';

const VERSION = '7.94SVN';
/** How long an answer is waited for: at first, and where nothing answers. */
const PATIENCE_MS = 1_000;
const IMPATIENCE_MS = 20;
/** So many in a row without an answer. */
const PATIENT_FOR = 3;
const TOLD_MAX = 25;

interface Wanted {
	ports: readonly number[];
	/** How many there are with those that are not tried, since nobody listens there. */
	count: number;
	skipsPing: boolean;
	pingOnly: boolean;
	versions: boolean;
	onlyOpen: boolean;
	numeric: boolean;
	connects: boolean;
	reasons: boolean;
}

/** Differs: TCP only, by connecting whatever the scan is called; no scripts, no guesses of operating systems, no formats of files. */
export const nmap = unixCommand({
	name: 'nmap',
	paths: ['/usr/bin/nmap'],
	size: 2_961_928,
	*main(run) {
		const { process, args, out } = run;
		if (args.includes('--version') || args.includes('-V')) {
			yield* out.write(`Nmap version ${VERSION} ( https://nmap.org )\n`);
			return 0;
		}
		const startedMs = process.now();
		const { wanted, words } = parsed(args, process.credentials.uid === 0);
		if (words.length === 0 && args.length === 0) {
			throw new Exit(
				255,
				`Nmap ${VERSION} ( https://nmap.org )\nUsage: nmap [Scan Type(s)] [Options] {target specification}\n`,
			);
		}
		yield* out.write(`Starting Nmap ${VERSION} ( https://nmap.org ) at ${strftime('%Y-%m-%d %H:%M UTC', startedMs)}\n`);
		yield* out.flush();
		const targets = yield* targetsOf(run, words);
		if (targets.length === 0) yield* run.say('WARNING: No targets were specified, so 0 hosts scanned.\n');
		let up = 0;
		for (const target of targets) {
			yield* process.tick();
			if (yield* scan(run, target, wanted)) up++;
		}
		if (wanted.versions && up > 0) {
			yield* out.write(
				'Service detection performed. Please report any incorrect results at https://nmap.org/submit/ .\n',
			);
		}
		if (up === 0 && targets.length === 1 && !wanted.pingOnly) {
			yield* out.write('Note: Host seems down. If it is really up, but blocking our ping probes, try -Pn\n');
		}
		const seconds = Math.max(0.05, (process.now() - startedMs) / 1000).toFixed(2);
		const addresses = targets.length === 1 ? '1 IP address' : `${targets.length} IP addresses`;
		yield* out.write(`Nmap done: ${addresses} (${up} host${up === 1 ? '' : 's'} up) scanned in ${seconds} seconds\n`);
		return 0;
	},
});

const VALUED =
	/^(?:--(?:top-ports|min-rate|max-rate|host-timeout|max-retries|script|exclude|dns-servers|source-port|min-parallelism|max-rtt-timeout|initial-rtt-timeout|scan-delay)|-o[NXGA]|-e|-g|-D)$/;

function parsed(args: readonly string[], isRoot: boolean): { readonly wanted: Wanted; readonly words: string[] } {
	const wanted: Wanted = {
		ports: USUAL_PORTS,
		count: USUAL_COUNT,
		skipsPing: false,
		pingOnly: false,
		versions: false,
		onlyOpen: false,
		numeric: false,
		connects: !isRoot,
		reasons: false,
	};
	const words: string[] = [];
	for (let at = 0; at < args.length; at++) {
		const arg = args[at] as string;
		if (!arg.startsWith('-')) words.push(arg);
		else if (arg.startsWith('-p')) {
			wanted.ports = portsOf(arg === '-p' ? (args[++at] ?? '') : arg.slice(2));
			wanted.count = wanted.ports.length;
		} else if (arg === '-F') Object.assign(wanted, { ports: FAST_PORTS, count: FAST_COUNT });
		else if (arg === '-Pn' || arg === '-P0') wanted.skipsPing = true;
		else if (arg === '-sn' || arg === '-sP') wanted.pingOnly = true;
		else if (arg === '-sT') wanted.connects = true;
		else if (arg === '-sV' || arg === '-A') wanted.versions = true;
		else if (arg === '-n') wanted.numeric = true;
		else if (arg === '--open') wanted.onlyOpen = true;
		else if (arg === '--reason') wanted.reasons = true;
		else if (arg === '-sS') {
			if (!isRoot) throw new Exit(1, 'You requested a scan type which requires root privileges.\nQUITTING!\n');
		} else if (/^-s[UAWMNFXYZOIL]/.test(arg) || arg.startsWith('-O') || arg === '-6') {
			throw new Exit(1, `nmap: ${arg} is not supported here\nQUITTING!\n`);
		} else if (VALUED.test(arg)) at++;
		else if (
			!/^(?:-[vdr46]+|-T[0-5]|-R|--system-dns|-P[SAUEPMRY].*|--stats-every.*|-sC|--[a-z-]+=.*|--unprivileged|--privileged|--disable-arp-ping|--no-stylesheet|--traceroute)$/.test(
				arg,
			)
		) {
			throw new Exit(255, `nmap: unrecognized option '${arg}'\nSee the output of nmap -h for a summary of options.\n`);
		}
	}
	return { wanted, words };
}

function portsOf(text: string): number[] {
	const found = new Set<number>();
	for (const piece of text.replace(/^T:/, '').split(',')) {
		const named = portsNamed(piece);
		const numbers = named.length > 0 ? named : piece === '-' ? numbersOf('1-65535', 65_535) : numbersOf(piece, 65_535);
		if (numbers === undefined) {
			const isLarge = /^\d+(-\d*)?$/.test(piece);
			throw new Exit(
				1,
				isLarge
					? 'Ports specified must be between 0 and 65535 inclusive\nQUITTING!\n'
					: `Found no matches for the service mask '${piece}' and your specified protocols\nQUITTING!\n`,
			);
		}
		for (const number of numbers) found.add(number);
	}
	return [...found].sort((a, b) => a - b);
}

type State = 'open' | 'closed' | 'filtered';

function* tryPort(process: Process, address: string, port: number, timeoutMs: number): Task<State> {
	try {
		process.close(yield* process.connect(address, port, { timeoutMs }));
		return 'open';
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (error.errno === 'EINTR') throw error;
		return error.errno === 'ECONNREFUSED' ? 'closed' : 'filtered';
	}
}

/** Echo requests, and the two ports that answer most often. */
function* isUp(process: Process, address: string): Task<boolean> {
	try {
		const fd = process.echoSocket();
		process.sendEcho(fd, address, 1);
		const reply = yield* process.receiveEcho(fd, PATIENCE_MS);
		process.close(fd);
		if (reply?.kind === 'reply') return true;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
	for (const port of [443, 80]) if ((yield* tryPort(process, address, port, PATIENCE_MS)) !== 'filtered') return true;
	return false;
}

function* scan(run: UnixRun, target: Target, wanted: Wanted): Task<boolean> {
	const { process, out } = run;
	const { address } = target;
	const beganMs = process.now();
	if (!wanted.skipsPing && !(yield* isUp(process, address))) return false;
	const latency = latencyText(process.now() - beganMs);
	const reverse = wanted.numeric ? undefined : yield* nameOf(process, address);
	const shownName = target.name ?? reverse;
	const title = shownName === undefined ? address : `${shownName} (${address})`;
	const lines = [`Nmap scan report for ${title}`, `Host is up${wanted.skipsPing ? '' : ` (${latency}s latency)`}.`];
	if (target.name !== undefined && reverse !== undefined && reverse !== target.name)
		lines.push(`rDNS record for ${address}: ${reverse}`);
	if (!wanted.pingOnly) lines.push(...(yield* portLines(run, target, wanted, title)), '');
	yield* out.write(`${lines.join('\n')}\n`);
	yield* out.flush();
	return true;
}

/** Two digits that count. */
function latencyText(ms: number): string {
	const seconds = ms <= 0 ? 0.000_05 : ms / 1000;
	return seconds.toFixed(Math.max(0, 1 - Math.floor(Math.log10(seconds))));
}

function* nameOf(process: Process, address: string): Task<string | undefined> {
	const hosts = yield* textOf(process, '/etc/hosts');
	for (const line of hosts.split('\n')) {
		const [own, name] = line.replace(/#.*/, '').trim().split(/\s+/);
		if (own === address && name !== undefined) return name;
	}
	const { nameservers } = parseResolvConf(yield* textOf(process, '/etc/resolv.conf'));
	const [server] = nameservers;
	if (server === undefined) return undefined;
	const reply = yield* askServer(process, server, { name: reverseName(address), type: 'PTR' }, PATIENCE_MS);
	return reply.kind === 'answer' ? reply.message.answers.find(({ type }) => type === 'PTR')?.data : undefined;
}

function* portLines(run: UnixRun, { address }: Target, wanted: Wanted, title: string): Task<string[]> {
	const { process } = run;
	const states = new Map<number, State>();
	let silent = 0;
	for (const port of wanted.ports) {
		const state = yield* tryPort(process, address, port, silent >= PATIENT_FOR ? IMPATIENCE_MS : PATIENCE_MS);
		silent = state === 'filtered' ? silent + 1 : 0;
		states.set(port, state);
	}
	const counts = { closed: 0, filtered: 0 };
	for (const state of states.values()) if (state !== 'open') counts[state]++;
	const untried = wanted.count - wanted.ports.length;
	if (untried > 0) counts[counts.filtered > counts.closed ? 'filtered' : 'closed'] += untried;
	const isTold = (state: State): boolean => state === 'open' || (!wanted.onlyOpen && counts[state] <= TOLD_MAX);
	const told = [...states].filter(([, state]) => isTold(state));
	const reasons = { closed: wanted.connects ? 'conn-refused' : 'reset', filtered: 'no-response' };
	const hidden = (['filtered', 'closed'] as const).filter(
		(state) => counts[state] > 0 && (!isTold(state) || untried > 0),
	);
	const untold = hidden.map((state) => {
		const rest = counts[state] - told.filter(([, each]) => each === state).length;
		return `${rest} ${state} tcp port${rest === 1 ? '' : 's'} (${reasons[state]})`;
	});
	const lines: string[] = [];
	if (told.length === 0) lines.push(`All ${wanted.count} scanned ports on ${title} are in ignored states.`);
	const notShown = untold.length === 0 ? [] : [`Not shown: ${untold.join(', ')}`];
	if (told.length === 0) return [...lines, ...notShown];
	lines.push(
		...(notShown.length === 0 || (wanted.onlyOpen && untried === 0 && counts.closed + counts.filtered <= TOLD_MAX)
			? ['']
			: notShown),
	);
	const rows: string[][] = [['PORT', 'STATE', 'SERVICE']];
	for (const [port, state] of told) rows.push([`${port}/tcp`, state, portName(port)]);
	if (wanted.reasons)
		for (const [at, row] of rows.entries()) row.push(at === 0 ? 'REASON' : reasonOf(row[1] as State, wanted));
	if (wanted.versions) {
		rows[0]?.push('VERSION');
		for (const [at, [port, state]] of told.entries()) {
			const found = state === 'open' ? yield* versionOf(process, address, port) : undefined;
			const row = rows[at + 1] as string[];
			if (found !== undefined) row[2] = found.service;
			row.push(found?.version ?? '');
		}
	}
	const widths = (rows[0] as string[]).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	return [
		...lines,
		...rows.map((row) =>
			row
				.map((cell, at) => cell.padEnd(widths[at] as number))
				.join(' ')
				.trimEnd(),
		),
	];
}

function reasonOf(state: State, { connects }: Wanted): string {
	if (state === 'filtered') return 'no-response';
	if (state === 'open') return 'syn-ack';
	return connects ? 'conn-refused' : 'reset';
}

/** What a server says of itself: by its greeting, or in answer to a request. */
function* versionOf(
	process: Process,
	address: string,
	port: number,
): Task<{ service: string; version: string } | undefined> {
	try {
		const fd = yield* process.connect(address, port, { timeoutMs: PATIENCE_MS });
		yield* process.sleep(100);
		if (!process.readable(fd)) yield* process.write(fd, encodeUtf8('GET / HTTP/1.0\r\n\r\n'));
		yield* process.sleep(300);
		const text = process.readable(fd) ? decodeUtf8(yield* process.read(fd, 4096)) : '';
		process.close(fd);
		const [, ssh] = /^SSH-2\.0-OpenSSH_(\S+)/.exec(text) ?? [];
		if (ssh !== undefined) return { service: 'ssh', version: `OpenSSH ${ssh} (protocol 2.0)` };
		const [, server] = /^server: *(.*?)\r?$/im.exec(text) ?? [];
		if (!text.startsWith('HTTP/1.')) return undefined;
		return { service: 'http', version: (server ?? '').replace('/', ' ').replace(/^Apache /, 'Apache httpd ') };
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return undefined;
	}
}
