import { type Process, SystemError } from '../../kernel/process-api.ts';
import { textOf } from '../../kernel/resolve-host.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';

const FOLDER = '/run/systemd/resolve';
export const UPLINK = `${FOLDER}/resolv.conf`;
const STUB = `${FOLDER}/stub-resolv.conf`;
const LINKS = `${FOLDER}/netif`;

/** What an interface has of its own. Modes are what was set by hand. */
export interface ResolvedLink {
	readonly index: number;
	readonly name: string;
	readonly up: boolean;
	readonly servers: readonly string[];
	readonly domains: readonly string[];
	readonly modes: ReadonlyMap<string, string>;
}

/** As the file that /etc/resolv.conf is: 'foreign' files are the administrator's, and go for all links. */
export interface ResolvedState {
	readonly mode: 'stub' | 'uplink' | 'foreign' | 'missing';
	readonly servers: readonly string[];
	readonly domains: readonly string[];
	readonly links: readonly ResolvedLink[];
}

function listed(text: string): { servers: string[]; domains: string[] } {
	const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
	const of = (key: string): string[] => lines.flatMap(([first, ...rest]) => (first === key ? rest : []));
	return { servers: of('nameserver').slice(0, 64), domains: of('search').filter((name) => name !== '.') };
}

function modeOf(process: Process): ResolvedState['mode'] {
	try {
		const path = process.realpath('/etc/resolv.conf');
		return path === STUB ? 'stub' : path === UPLINK ? 'uplink' : 'foreign';
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return 'missing';
	}
}

/**
 * What systemd-resolved knows. Models src/resolve/resolved-link.c, which keeps what was set in /run/systemd/resolve/netif.
 * Differs: there is no such process; the interface with the default route has the servers that the machine came with.
 */
export function* resolvedState(process: Process): Task<ResolvedState> {
	const mode = modeOf(process);
	const uplink = listed(yield* textOf(process, UPLINK));
	const table = process.machine.netlink.table;
	const base = table.devices().find(({ name, up }) => up && name !== 'lo')?.name;
	const links: ResolvedLink[] = [];
	for (const { index, name, up } of table.devices()) {
		if (name === 'lo') continue;
		const kept = yield* textOf(process, `${LINKS}/${index}`);
		const fields = new Map(
			kept.split('\n').flatMap((line): [string, string][] => {
				const at = line.indexOf('=');
				return at < 0 || line.startsWith('#') ? [] : [[line.slice(0, at), line.slice(at + 1)]];
			}),
		);
		const words = (key: string): string[] | undefined =>
			fields
				.get(key)
				?.split(' ')
				.filter((word) => word !== '');
		const first =
			name === base &&
			(yield* isUnset(
				process,
				table.devices().map((device) => device.index),
			));
		links.push({
			...{ index, name, up },
			servers: words('SERVERS') ?? (first ? uplink.servers : []),
			domains: words('DOMAINS') ?? (first ? uplink.domains : []),
			modes: fields,
		});
	}
	const global = mode === 'foreign' ? listed(yield* textOf(process, '/etc/resolv.conf')) : { servers: [], domains: [] };
	return { mode, ...global, links };
}

/** Nothing was set by hand for the link that came with servers. */
function* isUnset(process: Process, indexes: readonly number[]): Task<boolean> {
	for (const index of indexes) {
		if ((yield* textOf(process, `${LINKS}/${index}`)).includes('\nBASE=')) return false;
	}
	return true;
}

/** Keeps what was set for a link, and writes the list of all servers anew. */
export function* keepLink(process: Process, state: ResolvedState, link: ResolvedLink): Task<void> {
	if (!process.access(LINKS, {})) process.mkdir(LINKS, 0o755);
	const modes = new Map(link.modes);
	modes.set('SERVERS', link.servers.join(' '));
	modes.set('DOMAINS', link.domains.join(' '));
	const lines = [...modes].map(([key, value]) => `${key}=${value}\n`);
	yield* write(process, `${LINKS}/${link.index}`, `# This is private data. Do not parse.\n${lines.join('')}`);
	const links = state.links.map((each) => (each.index === link.index ? link : each));
	const servers = [...new Set(links.flatMap((each) => each.servers))];
	const domains = [...new Set(links.flatMap((each) => each.domains.filter((name) => !name.startsWith('~'))))];
	const search = `search ${domains.length === 0 ? '.' : domains.join(' ')}\n`;
	yield* write(process, UPLINK, `${servers.map((server) => `nameserver ${server}\n`).join('')}${search}`);
}

function* write(process: Process, path: string, text: string): Task<void> {
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o644);
	yield* process.write(fd, encodeUtf8(text));
	process.close(fd);
}
