import { packagedBinary } from '../../hosts/packages/kubernetes-packages.ts';
import { BROUGHT_PROGRAMS } from '../../hosts/packages/noble/noble-programs.ts';
import { type PackagedFiles, packagedFiles } from '../../hosts/packages/packaged-files.ts';
import { TOOL_PACKAGES } from '../../hosts/packages/tool-packages.ts';
import { executableHeader } from '../../kernel/files/executable-stub.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { installPayload, removePayload } from '../apk/package-payload.ts';
import { launch, waitFor } from '../launch.ts';
import { type AptRun, tell } from './apt-run.ts';
import type { Stanza } from './control-file.ts';
import { listedPaths, removeDeb } from './deb-file.ts';
import { isHeld, readInstalled, writeInstalled } from './package-state.ts';

const IN_REPOSITORIES: ReadonlySet<string> = new Set(['Filename', 'Size']);

/** The files of a version come onto the disk, and the database says so. */
export function* unpackVersion(process: Process, stanza: Stanza): Task<void> {
	const name = stanza.get('Package') ?? '';
	const binary = packagedBinary(name);
	if (binary !== undefined) {
		const program = `${name}@v${(stanza.get('Version') ?? '').replace(/-.*$/, '')}`;
		yield* replaceExecutable(process, binary.path, program, binary.bytes);
	}
	const tool = TOOL_PACKAGES.find(({ debian }) => debian === name);
	const programs = programsOf(name).filter((each) => !process.access(each.split('=')[0] as string, {}));
	const kib = tool?.debianKib ?? Number(stanza.get('Installed-Size') ?? 0);
	if (tool !== undefined || BROUGHT_PROGRAMS.has(name)) {
		yield* installPayload(process, { name, executables: programs, bytes: kib * 1024 });
	}
	yield* unpackFiles(process, name, stanza.get('Version') ?? '');
	const installed = yield* readInstalled(process);
	const selection = isHeld(installed.get(name)) ? 'hold' : 'install';
	const fields = [...stanza].filter(([field]) => field !== 'Package' && !IN_REPOSITORIES.has(field));
	installed.set(name, new Map([['Package', name], ['Status', `${selection} ok installed`], ...fields]));
	yield* writeInstalled(process, installed);
}

function* unpackFiles(process: Process, name: string, version: string): Task<void> {
	const packaged = packagedFiles(name);
	if (packaged === undefined) return;
	for (const folder of packaged.folders ?? []) makeFolders(process, folder);
	for (const { path, program, bytes, isVersioned } of packaged.executables) {
		yield* replaceExecutable(process, path, isVersioned === true ? `${program}@v${version}` : program, bytes);
	}
	for (const [path, text] of packaged.files) {
		if (process.access(path, {})) continue;
		makeFolders(process, path.slice(0, path.lastIndexOf('/')));
		const fd = yield* process.open(path, { write: true, create: true }, 0o644);
		yield* process.write(fd, encodeUtf8(text));
		process.close(fd);
	}
	for (const [path, target] of packaged.links ?? []) {
		if (process.access(path, {})) continue;
		makeFolders(process, path.slice(0, path.lastIndexOf('/')));
		process.symlink(target, path);
	}
	// Images have no service manager.
	const unit = unitOf(packaged, process);
	if (unit === undefined || !process.access('/run/systemd/system', {})) return;
	const pid = launch(process, ['systemctl', 'enable', '--now', unit]);
	yield* waitFor(process, pid);
}

function unitOf({ unit }: PackagedFiles, process: Process): string | undefined {
	return typeof unit === 'function' ? unit(process.env) : unit;
}

function makeFolders(process: Process, path: string): void {
	if (path === '' || process.access(path, {})) return;
	makeFolders(process, path.slice(0, path.lastIndexOf('/')));
	process.mkdir(path, 0o755);
}

/** A new file takes the old one's place, as dpkg does: what runs the old one goes on. */
function* replaceExecutable(process: Process, path: string, program: string, size: number): Task<void> {
	const fresh = `${path}.dpkg-new`;
	const fd = yield* process.open(fresh, { write: true, create: true, truncate: true }, 0o755);
	yield* process.write(fd, executableHeader({ program, size }));
	process.truncate(fd, size);
	process.close(fd);
	process.rename(fresh, path);
}

/** "/usr/bin/nmap=nmap": a package's programs, by whichever table knows them. */
function programsOf(name: string): readonly string[] {
	return TOOL_PACKAGES.find(({ debian }) => debian === name)?.executables ?? BROUGHT_PROGRAMS.get(name) ?? [];
}

/** What a package of the repositories puts onto the disk. */
export function knownPaths(name: string): readonly string[] {
	const packaged = packagedFiles(name);
	return [
		...[packagedBinary(name)?.path].filter((path) => path !== undefined),
		...programsOf(name).map((each) => each.split('=')[0] as string),
		...(packaged?.executables ?? []).map(({ path }) => path),
		...(packaged?.files ?? []).map(([path]) => path),
		...(packaged?.links ?? []).map(([path]) => path),
	];
}

/** Takes away what a package has put onto the disk. */
export function* removeFiles(process: Process, name: string): Task<void> {
	const listed = yield* listedPaths(process, name);
	if (listed !== undefined) {
		yield* removeDeb(process, name, listed);
		return;
	}
	const binary = packagedBinary(name);
	if (binary !== undefined) {
		try {
			process.unlink(binary.path);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}
	const tool = TOOL_PACKAGES.find(({ debian }) => debian === name);
	if (tool !== undefined || BROUGHT_PROGRAMS.has(name)) {
		removePayload(process, { name, executables: programsOf(name), bytes: 0 });
	}
	const packaged = packagedFiles(name);
	if (packaged === undefined) return;
	const unit = unitOf(packaged, process);
	const hasManager = unit !== undefined && process.access('/run/systemd/system', {});
	if (hasManager) yield* waitFor(process, launch(process, ['systemctl', 'stop', unit]));
	// What has been configured stays.
	const kept = packaged.files.map(([path]) => path).filter((path) => !/^\/(etc|var)\//.test(path));
	for (const path of [...packaged.executables.map((each) => each.path), ...kept]) {
		if (process.access(path, {})) process.unlink(path);
	}
	if (hasManager) yield* waitFor(process, launch(process, ['systemctl', 'daemon-reload']));
}

export function* removePackage(run: AptRun, name: string): Task<void> {
	const { process } = run;
	const installed = yield* readInstalled(process);
	const version = installed.get(name)?.get('Version');
	yield* tell(run, `Removing ${name} (${version}) ...\n`);
	yield* removeFiles(process, name);
	installed.delete(name);
	yield* writeInstalled(process, installed);
}
