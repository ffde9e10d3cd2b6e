import { DebError, readDeb } from '../../hosts/packages/deb-archive.ts';
import { parseExecutableStub } from '../../kernel/files/executable-stub.ts';
import { FileData } from '../../kernel/files/file-data.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { InflateError } from '../../machinery/deflate/inflate-error.ts';
import { TarError, type TarItem } from '../../machinery/tar/tar-reader.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { launch, waitFor } from '../launch.ts';
import { readFile } from '../stdio.ts';
import { parseStanzas, type Stanza } from './control-file.ts';
import { isHeld, readInstalled, textFile, writeInstalled, writeTextFile } from './package-state.ts';

const INFO = '/var/lib/dpkg/info';

/** A package that lies on the disk. */
export interface DebFile {
	readonly path: string;
	readonly stanza: Stanza;
	readonly name: string;
	readonly version: string;
	readonly bytes: number;
	readonly control: readonly TarItem[];
	readonly data: readonly TarItem[];
}

/** Reads one. Throws DebError: why it is none; SystemError. */
export function* openDeb(process: Process, path: string): Task<DebFile> {
	const bytes = yield* readFile(process, path);
	try {
		const { control, data } = readDeb(bytes, path);
		const text = control.find(({ entry }) => baseName(entry.name) === 'control');
		const [stanza] = parseStanzas(text === undefined ? '' : decodeUtf8(text.data));
		const name = stanza?.get('Package');
		const version = stanza?.get('Version');
		if (stanza === undefined || name === undefined || version === undefined) {
			throw new DebError(`'${path}' contains no control file with a package's name and version`);
		}
		return { path, stanza, name, version, bytes: bytes.length, control, data };
	} catch (error) {
		if (!(error instanceof InflateError) && !(error instanceof TarError)) throw error;
		throw new DebError(`archive '${path}' is damaged`);
	}
}

function baseName(path: string): string {
	return path.replace(/\/+$/, '').replace(/^.*\//, '');
}

/** "./usr/bin/x" is "/usr/bin/x". */
function installedPath(name: string): string {
	return `/${name.replace(/^\.?\/*/, '').replace(/\/+$/, '')}`;
}

/** Its files come onto the disk, and the database knows the package, which is not set up yet. */
export function* unpackDeb(process: Process, deb: DebFile): Task<void> {
	for (const item of deb.data) yield* place(process, item, installedPath(item.entry.name));
	makeFolders(process, `${INFO}/x`);
	const paths = deb.data.map(({ entry }) => installedPath(entry.name)).map((path) => (path === '/' ? '/.' : path));
	yield* writeTextFile(process, `${INFO}/${deb.name}.list`, `${paths.join('\n')}\n`);
	for (const { entry, data } of deb.control) {
		const name = baseName(entry.name);
		if (entry.type !== 'file' || name === 'control') continue;
		yield* writeBytes(process, `${INFO}/${deb.name}.${name}`, data, entry.mode);
	}
	yield* setStatus(process, deb.name, 'unpacked', deb.stanza);
}

/** Its files below a folder. */
export function* extractDeb(process: Process, { data }: DebFile, root: string): Task<void> {
	for (const item of data) yield* place(process, item, `${root === '/' ? '' : root}${installedPath(item.entry.name)}`);
}

/** Runs what the maintainer wants after that. @returns the script's status. */
export function* configureDeb(process: Process, name: string): Task<number> {
	const status = yield* runScript(process, name, 'postinst', ['configure', '']);
	yield* setStatus(process, name, status === 0 ? 'installed' : 'half-configured');
	return status;
}

/** @param stanza undefined: the one that the database has. */
function* setStatus(process: Process, name: string, state: string, stanza?: Stanza): Task<void> {
	const installed = yield* readInstalled(process);
	const known = installed.get(name);
	const fields = [...(stanza ?? known ?? [])].filter(([field]) => field !== 'Package' && field !== 'Status');
	const status = `${isHeld(known) ? 'hold' : 'install'} ok ${state}`;
	installed.set(name, new Map([['Package', name], ['Status', status], ...fields]));
	yield* writeInstalled(process, installed);
}

/** What a package has put on the disk, by the database's list; undefined: there is none. */
export function* listedPaths(process: Process, name: string): Task<readonly string[] | undefined> {
	const text =
		(yield* textFile(process, `${INFO}/${name}.list`)) ?? (yield* textFile(process, `${INFO}/${name}:amd64.list`));
	return text?.split('\n').filter((line) => line !== '');
}

/** Takes away what it has put there; folders that others use stay, and so do files of settings. */
export function* removeDeb(process: Process, name: string, paths: readonly string[]): Task<void> {
	yield* runScript(process, name, 'prerm', ['remove']);
	const kept = new Set(((yield* textFile(process, `${INFO}/${name}.conffiles`)) ?? '').split('\n'));
	for (const path of [...paths].reverse()) {
		if (kept.has(path)) continue;
		try {
			if (process.lstat(path).type === 'directory') process.rmdir(path);
			else process.unlink(path);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}
	yield* runScript(process, name, 'postrm', ['remove']);
	for (const file of process.readdir(INFO)) {
		if (file.startsWith(`${name}.`) || file.startsWith(`${name}:amd64.`)) process.unlink(`${INFO}/${file}`);
	}
}

function* runScript(process: Process, name: string, script: string, args: readonly string[]): Task<number> {
	const path = `${INFO}/${name}.${script}`;
	if (!process.access(path, { execute: true })) return 0;
	const env = new Map([...process.env, ['DPKG_MAINTSCRIPT_NAME', script], ['DPKG_MAINTSCRIPT_PACKAGE', name]]);
	const result = yield* waitFor(process, launch(process, [path, ...args], { env }));
	return result.kind === 'exited' ? result.status : 1;
}

function* place(process: Process, { entry, data }: TarItem, path: string): Task<void> {
	if (path === '/') return;
	makeFolders(process, path);
	if (entry.type === 'directory') {
		if (!process.access(path, {})) process.mkdir(path, entry.mode);
		return;
	}
	if (entry.type === 'symlink') {
		if (process.access(path, {})) process.unlink(path);
		process.symlink(entry.linkName, path);
		return;
	}
	yield* writeBytes(process, path, data, entry.mode);
}

/** What runs the old file goes on. A program's file is as large as it says. */
function* writeBytes(process: Process, path: string, data: Uint8Array, mode: number): Task<void> {
	const fresh = `${path}.dpkg-new`;
	const fd = yield* process.open(fresh, { write: true, create: true, truncate: true }, mode);
	yield* process.write(fd, data);
	const size = parseExecutableStub(FileData.of(data.subarray(0, 256)))?.size ?? 0;
	if (size > data.length) process.truncate(fd, size);
	process.close(fd);
	process.chmod(fresh, mode);
	process.rename(fresh, path);
}

function makeFolders(process: Process, path: string): void {
	const parts = path.split('/').slice(1, -1);
	for (let length = 1; length <= parts.length; length++) {
		const folder = `/${parts.slice(0, length).join('/')}`;
		if (!process.access(folder, {})) process.mkdir(folder, 0o755);
	}
}
