import { listPath, type PackageSource } from '../../hosts/packages/repositories.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { readFile } from '../stdio.ts';
import { formatStanza, parseStanzas, type Stanza } from './control-file.ts';
import type { DebFile } from './deb-file.ts';
import { compareVersions } from './debian-version.ts';

export const STATUS_PATH = '/var/lib/dpkg/status';

/** A version that can be installed. */
export interface OfferedVersion {
	readonly version: string;
	readonly stanza: Stanza;
	readonly source: PackageSource;
	/** What lies on the disk already. */
	readonly deb?: DebFile;
}

/** What dpkg has installed and what the lists offer. */
export interface PackageState {
	/** By name, in the order of the names. */
	readonly installed: ReadonlyMap<string, Stanza>;
	/** By name, newest first. */
	readonly offered: ReadonlyMap<string, readonly OfferedVersion[]>;
}

export function* textFile(process: Process, path: string): Task<string | undefined> {
	try {
		return decodeUtf8(yield* readFile(process, path));
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

export function* writeTextFile(process: Process, path: string, text: string): Task<void> {
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o644);
	yield* process.write(fd, encodeUtf8(text));
	process.close(fd);
}

export function* readInstalled(process: Process): Task<Map<string, Stanza>> {
	const stanzas = parseStanzas((yield* textFile(process, STATUS_PATH)) ?? '');
	return new Map(stanzas.map((stanza) => [stanza.get('Package') ?? '', stanza]));
}

export function* writeInstalled(process: Process, installed: ReadonlyMap<string, Stanza>): Task<void> {
	const sorted = [...installed].sort(([a], [b]) => (a < b ? -1 : 1));
	yield* writeTextFile(process, STATUS_PATH, sorted.map(([, stanza]) => formatStanza(stanza)).join('\n'));
}

/** sources.list, and what lies in sources.list.d, by name. Models apt-pkg pkgSourceList ReadMainList. */
export function* readSources(process: Process): Task<PackageSource[]> {
	const folder = '/etc/apt/sources.list.d';
	const sources = listLines((yield* textFile(process, '/etc/apt/sources.list')) ?? '');
	let names: readonly string[];
	try {
		names = process.readdir(folder);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		names = [];
	}
	for (const name of [...names].sort()) {
		const text = (yield* textFile(process, `${folder}/${name}`)) ?? '';
		if (name.endsWith('.list')) sources.push(...listLines(text));
		else if (name.endsWith('.sources')) sources.push(...deb822(text));
	}
	return sources;
}

function listLines(text: string): PackageSource[] {
	return text.split('\n').flatMap((line) => {
		const [, uri, suite, components = ''] =
			/^deb\s+(?:\[[^\]]*\]\s+)?(\S+?)\/?\s+(\S+)\s*([^#]*)/.exec(line.trim()) ?? [];
		if (uri === undefined || suite === undefined) return [];
		return suite === '/' ? [{ uri, suite, component: '' }] : each(uri, [suite], words(components));
	});
}

function deb822(text: string): PackageSource[] {
	return parseStanzas(text).flatMap((stanza) => {
		const field = (name: string): string[] => words(stanza.get(name) ?? '');
		if (!field('Types').includes('deb') || stanza.get('Enabled') === 'no') return [];
		return field('URIs').flatMap((uri) => each(uri.replace(/\/$/, ''), field('Suites'), field('Components')));
	});
}

function each(uri: string, suites: readonly string[], components: readonly string[]): PackageSource[] {
	return suites.flatMap((suite) =>
		suite === '/' ? [{ uri, suite, component: '' }] : components.map((component) => ({ uri, suite, component })),
	);
}

function words(text: string): string[] {
	return text.split(/\s+/).filter((word) => word !== '');
}

export function* readState(process: Process): Task<PackageState> {
	const offered = new Map<string, OfferedVersion[]>();
	for (const source of yield* readSources(process)) {
		for (const stanza of parseStanzas((yield* textFile(process, listPath(source))) ?? '')) {
			yield* process.tick();
			const name = stanza.get('Package') ?? '';
			const versions = offered.get(name) ?? [];
			versions.push({ version: stanza.get('Version') ?? '', stanza, source });
			offered.set(name, versions);
		}
	}
	for (const versions of offered.values()) versions.sort((a, b) => compareVersions(b.version, a.version));
	const installed = [...(yield* readInstalled(process))].filter(([, stanza]) => isInstalled(stanza));
	return { installed: new Map(installed), offered };
}

export function isInstalled(stanza: Stanza): boolean {
	return (stanza.get('Status') ?? '').endsWith(' ok installed');
}

export function isHeld(stanza: Stanza | undefined): boolean {
	return stanza?.get('Status')?.startsWith('hold ') ?? false;
}

/** What would be installed if no version were named: the newest. */
export function candidateOf({ installed, offered }: PackageState, name: string): string | undefined {
	const newest = offered.get(name)?.[0]?.version;
	const own = installed.get(name)?.get('Version');
	if (newest === undefined || own === undefined) return newest ?? own;
	return compareVersions(newest, own) > 0 ? newest : own;
}

/** "https://pkgs.k8s.io/core:/stable:/v1.35/deb  Packages": as apt-cache shows where versions come from. */
export function sourceLine({ uri, suite, component }: PackageSource): string {
	return suite === '/' ? `${uri}  Packages` : `${uri} ${suite}/${component} amd64 Packages`;
}
