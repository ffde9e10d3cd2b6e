import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { type DirectoryTree, type Process, SystemError } from '../process-api.ts';
import type { TaskGroup } from './task-group.ts';

/** What `process.port` calls the world's `SharedDirectories`. */
export const SHARED_DIRECTORIES = 'shared-directories';
export const NFS_PORT = 2049;

/**
 * Directories that machines show each other, while one asks for it and the other looks: what a network file system
 * hands over is in life a handle. One for all machines of a world.
 */
export class SharedDirectories {
	#offered: Map<string, DirectoryTree> | undefined;
	#count = 0;

	offer(directory: DirectoryTree): string {
		const handle = String(++this.#count);
		this.#offered ??= new Map();
		this.#offered.set(handle, directory);
		return handle;
	}

	take(handle: string): DirectoryTree | undefined {
		const directory = this.#offered?.get(handle);
		this.#offered?.delete(handle);
		return directory;
	}
}

/** A directory that a server shows. */
export interface NfsExport {
	readonly path: string;
	/** By what clients call it in version 4: "/" of the one that is the root. */
	readonly isRoot: boolean;
	/** "*", an address, "10.0.0.0/8", each with its options. */
	readonly clients: readonly { readonly pattern: string; readonly readOnly: boolean }[];
}

export type NfsAnswer =
	| { readonly kind: 'directory'; readonly tree: DirectoryTree; readonly readOnly: boolean }
	| { readonly kind: 'denied' | 'absent' };

/**
 * Answers clients in `group`. Throws SystemError when it cannot listen. Differs: of the protocol only what a mount and
 * a list of exports need; files are then the client's as they are the server's, whoever their owner is.
 */
export function serveNfs(process: Process, group: TaskGroup, exportsOf: () => Task<readonly NfsExport[]>): void {
	const listening = process.listen('0.0.0.0', NFS_PORT);
	group.add(acceptAll(process, group, listening, exportsOf));
}

function* acceptAll(
	process: Process,
	group: TaskGroup,
	listening: number,
	exportsOf: () => Task<readonly NfsExport[]>,
): Task<void> {
	for (;;) {
		while (!process.readable(listening)) yield process.whenReadable(listening);
		const { fd, address } = yield* process.accept(listening);
		group.add(answer(process, fd, address, exportsOf));
	}
}

function* answer(
	process: Process,
	fd: number,
	address: string,
	exportsOf: () => Task<readonly NfsExport[]>,
): Task<void> {
	try {
		while (!process.readable(fd)) yield process.whenReadable(fd);
		const [verb, path = '/'] = decodeUtf8(yield* process.read(fd, 8_192))
			.trim()
			.split(' ');
		const shown = yield* exportsOf();
		const text = verb === 'EXPORTS' ? listText(shown) : mountText(process, shown, path, address);
		yield* process.write(fd, encodeUtf8(text));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
	process.close(fd);
}

function listText(shown: readonly NfsExport[]): string {
	return shown.map(({ path, clients }) => `${path} ${clients.map(({ pattern }) => pattern).join(',')}\n`).join('');
}

function mountText(process: Process, shown: readonly NfsExport[], wanted: string, address: string): string {
	const clean = `/${wanted
		.split('/')
		.filter((name) => name !== '')
		.join('/')}`;
	for (const { place, path } of placesOf(shown, clean)) {
		const client = place.clients.find(({ pattern }) => includes(pattern, address));
		if (client === undefined) return 'DENIED\n';
		try {
			const handle = process.port<SharedDirectories>(SHARED_DIRECTORIES)?.offer(process.openTree(path));
			return `OK ${handle} ${client.readOnly ? 'ro' : 'rw'}\n`;
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}
	return shown.some(({ path }) => isWithin(clean, path)) ? 'ABSENT\n' : 'DENIED\n';
}

/** What a path may mean: below the root of version 4, or as it is on the server. */
function placesOf(shown: readonly NfsExport[], wanted: string): { place: NfsExport; path: string }[] {
	const root = shown.find(({ isRoot }) => isRoot);
	const named = shown
		.filter(({ path }) => isWithin(wanted, path))
		.sort((a, b) => b.path.length - a.path.length)
		.map((place) => ({ place, path: wanted }));
	return root === undefined ? named : [{ place: root, path: root.path + (wanted === '/' ? '' : wanted) }, ...named];
}

function isWithin(path: string, above: string): boolean {
	return path === above || path.startsWith(above === '/' ? '/' : `${above}/`);
}

function includes(pattern: string, address: string): boolean {
	if (pattern === '*' || pattern === address) return true;
	const [base = '', mask] = pattern.split('/');
	if (mask === undefined) return false;
	const bits = mask.includes('.') ? maskBits(mask) : Number(mask);
	return Math.floor(numberOf(base) / 2 ** (32 - bits)) === Math.floor(numberOf(address) / 2 ** (32 - bits));
}

function numberOf(address: string): number {
	return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function maskBits(mask: string): number {
	return numberOf(mask).toString(2).replaceAll('0', '').length;
}

/** Asks a server for one of its directories. Throws SystemError where it cannot be reached. */
export function* askForDirectory(process: Process, address: string, path: string): Task<NfsAnswer> {
	const [word, handle = '', mode] = (yield* ask(process, address, `MOUNT ${path}`)).trim().split(' ');
	if (word === 'ABSENT') return { kind: 'absent' };
	const tree = word === 'OK' ? process.port<SharedDirectories>(SHARED_DIRECTORIES)?.take(handle) : undefined;
	return tree === undefined ? { kind: 'denied' } : { kind: 'directory', tree, readOnly: mode === 'ro' };
}

/** "PATH CLIENTS" lines. Throws SystemError. */
export function askForExports(process: Process, address: string): Task<string> {
	return ask(process, address, 'EXPORTS');
}

const CONNECT_MS = 20_000;

function* ask(process: Process, address: string, question: string): Task<string> {
	const fd = yield* process.connect(address, NFS_PORT, { timeoutMs: CONNECT_MS });
	yield* process.write(fd, encodeUtf8(`${question}\n`));
	let text = '';
	for (;;) {
		const part = yield* process.read(fd, 8_192);
		if (part.length === 0) break;
		text += decodeUtf8(part);
	}
	process.close(fd);
	return text;
}

/** The lines of an exports(5) file. */
export function readExports(text: string): NfsExport[] {
	return text.split('\n').flatMap((line) => {
		const [path = '', ...clients] = line.replace(/#.*$/, '').trim().split(/\s+/);
		if (!path.startsWith('/')) return [];
		const allowed = clients.length === 0 ? ['*'] : clients;
		return [
			{
				path: path.replace(/(?<=.)\/+$/, ''),
				isRoot: allowed.some((client) => /[(,]fsid=(0|root)[,)]/.test(client)),
				clients: allowed.map((client) => ({
					pattern: client.replace(/\(.*$/, '') || '*',
					readOnly: !/[(,]rw[,)]/.test(client),
				})),
			},
		];
	});
}
