import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import { ServiceManager as Services, wantsFolders } from '../../hosts/systemd/service-manager.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { exists } from '../coreutils/copy-tree.ts';
import { launch, waitFor } from '../launch.ts';
import { readAll, readFile } from '../stdio.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit } from '../unix-command.ts';

export const UNITS = '/etc/systemd/system';
export const RUNTIME_UNITS = '/run/systemd/system';
const NO_INSTALL = `The unit files have no installation config (WantedBy=, RequiredBy=, UpheldBy=,
Also=, or Alias= settings in the [Install] section, and DefaultInstance= for
template units). This means they are not meant to be enabled or disabled using systemctl.
 
Possible reasons for having these kinds of units are:
• A unit may be statically enabled by being symlinked from another unit's
  .wants/, .requires/, or .upholds/ directory.
• A unit's purpose may be to act as a helper for some other unit which has
  a requirement dependency on it.
• A unit may be started when needed via activation (socket, path, timer,
  D-Bus, udev, scripted systemctl call, ...).
• In case of template units, the unit is meant to be enabled with some
  instance name specified.
`;

export interface ChangeOptions {
	readonly quiet: boolean;
	readonly force: boolean;
	readonly runtime: boolean;
	/** edit: the whole file instead of a drop-in. */
	readonly full: boolean;
	/** edit: what comes from standard input goes into the file. */
	readonly stdin: boolean;
	/** edit: the drop-in's name. */
	readonly dropIn: string;
}

/** What systemctl does with unit files. Models systemd src/shared/install.c and systemctl-edit.c, systemctl-set-property.c. */
export class UnitChanges {
	readonly #run: UnixRun;
	readonly #services: ServiceManager;
	readonly #options: ChangeOptions;

	constructor(run: UnixRun, services: ServiceManager, options: ChangeOptions) {
		this.#run = run;
		this.#services = services;
		this.#options = options;
	}

	*enable(verb: string, names: readonly string[]): Task<void> {
		const { process } = this.#run;
		for (const name of names) {
			const unit = name.startsWith('/') ? yield* this.#linked(name) : name;
			const { unit: file } = this.#services.status(unit);
			if (file === undefined) throw new Exit(1, `Failed to ${verb} unit: Unit file ${unit} does not exist.\n`);
			if (this.#services.isMasked(unit))
				throw new Exit(1, `Failed to ${verb} unit: Unit file ${UNITS}/${unit} is masked.\n`);
			if (verb !== 'enable') {
				for (const folder of this.#services.links(unit)) {
					process.unlink(`${folder}/${unit}`);
					yield* this.#tell(`Removed "${folder}/${unit}".\n`);
				}
			}
			if (verb === 'disable') continue;
			const folders = wantsFolders(file).map((folder) => this.#placed(folder));
			if (folders.length === 0 && verb !== 'preset') yield* this.#tell(NO_INSTALL);
			for (const folder of folders) yield* this.#link(`${folder}/${unit}`, process.realpath(file.path));
		}
	}

	/** Models unit_file_mask and unit_file_unmask. */
	*mask(verb: string, units: readonly string[]): Task<void> {
		const { process } = this.#run;
		for (const unit of units) {
			const path = `${this.#placed(UNITS)}/${unit}`;
			const isMasked = this.#services.isMasked(unit);
			if (verb === 'mask' && !isMasked) {
				if (exists(process, path)) throw new Exit(1, `Failed to mask unit: File ${path} already exists.\n`);
				if (this.#services.status(unit).unit === undefined)
					yield* this.#tell(`Unit ${unit} does not exist, proceeding anyway.\n`);
				yield* this.#link(path, '/dev/null');
			} else if (verb === 'unmask' && isMasked) {
				const place = [path, `${RUNTIME_UNITS}/${unit}`].find((each) => exists(process, each)) ?? path;
				process.unlink(place);
				yield* this.#tell(`Removed "${place}".\n`);
			}
			this.#services.reload();
		}
	}

	/** link PATH… Models unit_file_link. */
	*link(paths: readonly string[]): Task<void> {
		for (const path of paths) {
			if (!path.startsWith('/')) throw new Exit(1, `Failed to link unit: Invalid argument\n`);
			yield* this.#linked(path);
		}
		this.#services.reload();
	}

	*#linked(path: string): Task<string> {
		const { process } = this.#run;
		const name = path.slice(path.lastIndexOf('/') + 1);
		if (!exists(process, path)) throw new Exit(1, `Failed to enable unit: File ${path}: No such file or directory\n`);
		if (
			!['/etc/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system'].some(
				(each) => path === `${each}/${name}`,
			)
		) {
			yield* this.#link(`${this.#placed(UNITS)}/${name}`, path);
			this.#services.reload();
		}
		return name;
	}

	/** add-wants and add-requires TARGET UNIT… */
	*addDependency(kind: 'wants' | 'requires', [target = '', ...units]: readonly string[]): Task<void> {
		if (units.length === 0) throw new Exit(1, 'Too few arguments.\n');
		for (const unit of units) {
			const { unit: file } = this.#services.status(unit);
			if (file === undefined) throw new Exit(1, `Failed to add dependency: Unit file ${unit} does not exist.\n`);
			yield* this.#link(`${this.#placed(UNITS)}/${target}.${kind}/${unit}`, file.path);
		}
	}

	/** Takes back what edit, set-property and mask have made. */
	*revert(units: readonly string[]): Task<void> {
		const { process } = this.#run;
		for (const unit of units) {
			const hasVendor = exists(process, `/usr/lib/systemd/system/${unit}`);
			for (const folder of [UNITS, RUNTIME_UNITS, `${UNITS}.control`, `${RUNTIME_UNITS}.control`]) {
				const dropIns = `${folder}/${unit}.d`;
				if (exists(process, dropIns)) {
					for (const name of process.readdir(dropIns)) {
						process.unlink(`${dropIns}/${name}`);
						yield* this.#tell(`Removed "${dropIns}/${name}".\n`);
					}
					process.rmdir(dropIns);
					yield* this.#tell(`Removed "${dropIns}".\n`);
				}
				if (!hasVendor || folder.endsWith('.control') || !exists(process, `${folder}/${unit}`)) continue;
				process.unlink(`${folder}/${unit}`);
				yield* this.#tell(`Removed "${folder}/${unit}".\n`);
			}
		}
		this.#services.reload();
	}

	*setDefault(name: string | undefined, targets: readonly string[]): Task<void> {
		if (name === undefined) throw new Exit(1, 'Too few arguments.\n');
		const { process } = this.#run;
		const target = name.includes('.') ? name : `${name}.target`;
		if (!target.endsWith('.target')) throw new Exit(1, 'Failed to set default target: Invalid argument\n');
		if (!targets.includes(target))
			throw new Exit(1, `Failed to set default target: Unit file ${target} does not exist.\n`);
		const path = `${UNITS}/default.target`;
		if (exists(process, path)) {
			process.unlink(path);
			yield* this.#tell(`Removed "${path}".\n`);
		}
		yield* this.#link(path, `/usr/lib/systemd/system/${target}`);
	}

	/** NAME=VALUE… as a drop-in each, for good or until the next boot. */
	*setProperty([name, ...assignments]: readonly string[]): Task<void> {
		if (name === undefined || assignments.length === 0) throw new Exit(1, 'Too few arguments.\n');
		const unit = Services.unitName(name);
		const { unit: file } = this.#services.status(unit);
		if (file === undefined) throw new Exit(1, `Failed to set unit properties on ${unit}: Unit ${unit} not found.\n`);
		const folder = `${this.#options.runtime ? RUNTIME_UNITS : UNITS}.control/${unit}.d`;
		for (const assignment of assignments) {
			const [, key, value] = /^([A-Za-z]+)\+?=(.*)$/s.exec(assignment) ?? [];
			if (key === undefined) throw new Exit(1, `Not an assignment: ${assignment}\n`);
			if (!SETTABLE.test(key))
				throw new Exit(
					1,
					`Failed to set unit properties on ${unit}: Cannot set property ${key}, or unknown property.\n`,
				);
			const section = key === 'Description' ? 'Unit' : 'Service';
			const head =
				'# This is a drop-in unit file extension, created via "systemctl set-property"\n# or an equivalent operation. Do not edit.\n';
			yield* this.#write(`${folder}/50-${key}.conf`, `${head}[${section}]\n${key}=${value}\n`);
		}
		this.#services.reload();
	}

	/** Opens an editor on a drop-in, or on a copy of the file; what is empty then is not kept. */
	*edit(units: readonly string[]): Task<void> {
		const { full, stdin, dropIn, force, runtime } = this.#options;
		const { process } = this.#run;
		if (!stdin && !process.isatty(1)) throw new Exit(1, 'Cannot edit units if not on a tty.\n');
		for (const unit of units) {
			const { unit: file } = this.#services.status(unit);
			if (file === undefined && !force)
				throw new Exit(
					1,
					`No files found for ${unit}.\nRun 'systemctl edit${full ? ' --full' : ''} --force ${unit}' to create a new unit.\n`,
				);
			const base = runtime ? RUNTIME_UNITS : UNITS;
			const path = full ? `${base}/${unit}` : `${base}/${unit}.d/${dropIn.replace(/(?:\.conf)?$/, '.conf')}`;
			const original = full && file !== undefined ? yield* this.#text(file.path) : '';
			const existing = !full && exists(process, path) ? yield* this.#text(path) : original;
			const text = stdin
				? decodeUtf8(yield* readAll(process, 0))
				: yield* this.#edited(path, existing, full ? [] : yield* this.#shown(unit));
			if (text.trim() === '') {
				yield* this.#run.say(`${stdin ? '' : `Editing "${path}" canceled: temporary file is empty.\n`}`);
				continue;
			}
			yield* this.#write(path, text);
			if (!stdin) yield* this.#run.say(`Successfully installed edited file '${path}'.\n`);
		}
		this.#services.reload();
	}

	/** The unit's files as comments, for who edits a drop-in. */
	*#shown(name: string): Task<string[]> {
		const { unit } = this.#services.status(name);
		const lines: string[] = [];
		for (const path of unit === undefined ? [] : [unit.path, ...unit.dropIns]) {
			const text = yield* this.#text(path);
			lines.push(
				'',
				`### ${path}`,
				...text
					.replace(/\n$/, '')
					.split('\n')
					.map((line) => (line === '' ? '#' : `# ${line}`)),
			);
		}
		return lines;
	}

	*#edited(path: string, text: string, below: readonly string[]): Task<string> {
		const { process } = this.#run;
		const above = '### Anything between here and the comment below will become the contents of the drop-in file';
		const mark = '### Edits below this comment will be discarded';
		const temporary = `${path.slice(0, path.lastIndexOf('/'))}/.#${path.slice(path.lastIndexOf('/') + 1)}${process.pid.toString(16).padStart(16, '0')}`;
		const isDropIn = below.length > 0;
		const initial = isDropIn ? `### Editing ${path}\n${above}\n\n${text}\n\n${mark}\n\n${below.join('\n')}\n` : text;
		yield* this.#write(temporary, initial);
		const { env } = process;
		const editor = env.get('SYSTEMD_EDITOR') ?? env.get('EDITOR') ?? env.get('VISUAL') ?? 'editor';
		const pid = launch(process, ['/bin/sh', '-c', `${editor === 'editor' ? 'nano' : editor} ${temporary}`]);
		yield* this.#run.out.flush();
		const result = yield* waitFor(process, pid);
		const isDone = result.kind === 'exited' && result.status === 0;
		const after = isDone ? yield* this.#text(temporary) : '';
		process.unlink(temporary);
		if (!isDone) throw new Exit(1, `Failed to execute editor: ${editor}\n`);
		if (!isDropIn) return after;
		const from = after.indexOf(above);
		const to = after.indexOf(mark);
		const kept = after.slice(from < 0 ? 0 : from + above.length, to < 0 ? undefined : to).trim();
		return kept === '' ? '' : `${kept}\n`;
	}

	*#text(path: string): Task<string> {
		return decodeUtf8(yield* readFile(this.#run.process, path));
	}

	*#write(path: string, text: string): Task<void> {
		const { process } = this.#run;
		this.#folder(path.slice(0, path.lastIndexOf('/')));
		const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o644);
		yield* process.write(fd, encodeUtf8(text));
		process.close(fd);
	}

	*#link(path: string, target: string): Task<void> {
		const { process } = this.#run;
		if (exists(process, path)) return;
		this.#folder(path.slice(0, path.lastIndexOf('/')));
		process.symlink(target, path);
		yield* this.#tell(`Created symlink ${path} → ${target}.\n`);
	}

	#folder(path: string): void {
		const { process } = this.#run;
		if (exists(process, path)) return;
		this.#folder(path.slice(0, path.lastIndexOf('/')));
		process.mkdir(path, 0o755);
	}

	/** With --runtime what is made lasts until the machine goes down. */
	#placed(folder: string): string {
		return this.#options.runtime ? folder.replace(UNITS, RUNTIME_UNITS) : folder;
	}

	*#tell(text: string): Task<void> {
		if (!this.#options.quiet) yield* this.#run.say(text);
	}
}

/** What may be set while a unit runs. Models systemd.resource-control(5). */
const SETTABLE =
	/^(?:(?:Startup)?CPU(?:Weight|Shares)|CPUQuota(?:PeriodSec)?|(?:Startup)?AllowedCPUs|Memory(?:Min|Low|High|Max|SwapMax|ZSwapMax|Limit)|TasksMax|(?:Startup)?IOWeight|IO(?:Read|Write)(?:Bandwidth|IOPS)Max|(?:CPU|Memory|Tasks|IO|IP)Accounting|IPAddress(?:Allow|Deny)|Device(?:Policy|Allow)|Slice|Delegate|Description|ManagedOOM\w+)$/;
