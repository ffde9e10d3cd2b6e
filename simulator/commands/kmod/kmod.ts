import type { KernelModule } from '../../kernel/proc/kernel-modules.ts';
import { KERNEL_MODULES } from '../../kernel/proc/kernel-modules.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { readFile } from '../stdio.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';

const VERSION = 'kmod version 31\n+ZSTD +XZ -ZLIB +LIBCRYPTO -EXPERIMENTAL\n';
const MODULES = '/proc/modules';

interface Loaded {
	readonly name: string;
	readonly size: string;
	readonly count: string;
	readonly users: string;
}

function* loadedModules(process: Process): Task<readonly Loaded[]> {
	const text = decodeUtf8(yield* readFile(process, MODULES));
	return text
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => {
			const [name = '', size = '', count = '', users = ''] = line.split(' ');
			return { name, size, count, users: users === '-' ? '' : users.replace(/,$/, '') };
		});
}

export const lsmod = unixCommand({
	name: 'lsmod',
	paths: ['/usr/sbin/lsmod'],
	size: 174_424,
	*main({ process, args, out }) {
		if (args.length > 0) throw new Exit(1, 'Usage: lsmod\n');
		yield* out.write('Module                  Size  Used by\n');
		for (const { name, size, count, users } of yield* loadedModules(process))
			yield* out.write(`${name.padEnd(19)} ${size.padStart(8)}  ${count}${users === '' ? '' : ` ${users}`}\n`);
		return 0;
	},
});

const OPTIONS = {
	all: flag('a', 'all'),
	remove: flag('r', 'remove'),
	dryRun: flag('n', 'dry-run', 'show'),
	verbose: flag('v', 'verbose'),
	quiet: flag('q', 'quiet'),
	force: flag('f', 'force'),
	firstTime: flag('first-time'),
	useBlacklist: flag('b', 'use-blacklist'),
	showDepends: flag('D', 'show-depends'),
	release: withValue('S', 'set-version'),
	version: flag('V', 'version'),
	help: flag('h', 'help'),
} as const;

/** kmod 31's. Differs: parameters of modules are taken and forgotten. */
export const modprobe = unixCommand({
	name: 'modprobe',
	paths: ['/usr/sbin/modprobe'],
	size: 174_424,
	*main(run) {
		const { values, operands } = parsed(run);
		if (values.version) {
			yield* run.out.write(VERSION);
			return 0;
		}
		if (operands.length === 0) throw new Exit(1, 'modprobe: ERROR: missing parameters. See -h.\n');
		const names = values.all || values.remove ? operands : operands.slice(0, 1);
		const steps = new Steps(run, yield* loadedModules(run.process));
		for (const name of names) {
			const found = KERNEL_MODULES.find((each) => each.name === name.replaceAll('-', '_'));
			if (found === undefined) {
				const what = values.all ? 'WARNING' : 'FATAL';
				if (values.quiet) return 1;
				const { kernelRelease } = run.process.machine;
				yield* run.say(`modprobe: ${what}: Module ${name} not found in directory /lib/modules/${kernelRelease}\n`);
				if (!values.all) return 1;
				steps.status = 1;
			} else if (values.remove) yield* steps.remove(found);
			else yield* steps.insert(found, values.showDepends === true);
		}
		yield* steps.finish();
		return steps.status;
	},
});

function parsed(run: UnixRun) {
	try {
		return parseOptions(run.args, OPTIONS, true);
	} catch (error) {
		if (error instanceof OptionError) throw new Exit(1, `${run.name}: ${error.message}\n`);
		throw error;
	}
}

/** What is loaded while modprobe works on it. */
class Steps {
	readonly #run: UnixRun;
	readonly #verbose: boolean;
	readonly #dryRun: boolean;
	#loaded: readonly string[];
	#changed = false;
	status = 0;

	constructor(run: UnixRun, loaded: readonly Loaded[]) {
		const { values } = parsed(run);
		this.#run = run;
		this.#loaded = loaded.map(({ name }) => name);
		this.#verbose = values.verbose === true;
		this.#dryRun = (values.dryRun ?? values.showDepends) === true;
	}

	*insert(wanted: KernelModule, showAll: boolean): Task<void> {
		for (const name of wanted.needs) {
			const needed = KERNEL_MODULES.find((each) => each.name === name);
			if (needed !== undefined) yield* this.insert(needed, showAll);
		}
		const there = this.#loaded.includes(wanted.name);
		if (there && !showAll) return;
		if (!this.#dryRun && this.#run.process.credentials.uid !== 0)
			throw new Exit(1, `modprobe: ERROR: could not insert '${wanted.name}': Operation not permitted\n`);
		if (this.#verbose || showAll) yield* this.#run.out.write(`insmod ${fileOf(this.#run.process, wanted)} \n`);
		if (there) return;
		this.#loaded = [wanted.name, ...this.#loaded];
		this.#changed = true;
	}

	*remove(wanted: KernelModule): Task<void> {
		if (!this.#loaded.includes(wanted.name)) return;
		if (this.#users(wanted.name).length > 0) throw new Exit(1, `modprobe: FATAL: Module ${wanted.name} is in use.\n`);
		if (!this.#dryRun && this.#run.process.credentials.uid !== 0)
			throw new Exit(1, `modprobe: ERROR: could not remove '${wanted.name}': Operation not permitted\n`);
		if (this.#verbose) yield* this.#run.out.write(`rmmod ${wanted.name}\n`);
		this.#loaded = this.#loaded.filter((name) => name !== wanted.name);
		this.#changed = true;
		// What only it needed goes with it.
		for (const name of wanted.needs) {
			const needed = KERNEL_MODULES.find((each) => each.name === name);
			if (needed !== undefined && this.#users(name).length === 0) yield* this.remove(needed);
		}
	}

	#users(name: string): readonly KernelModule[] {
		return KERNEL_MODULES.filter((each) => each.needs.includes(name) && this.#loaded.includes(each.name));
	}

	*finish(): Task<void> {
		if (!this.#changed || this.#dryRun) return;
		yield* keepLoaded(this.#run.process, this.#loaded);
	}
}

/** kmod's rmmod: one module after the other, and not what only they needed. */
export const rmmod = unixCommand({
	name: 'rmmod',
	paths: ['/usr/sbin/rmmod'],
	size: 174_424,
	*main(run) {
		const names = run.args.filter((word) => !word.startsWith('-'));
		if (names.length === 0) throw new Exit(1, 'rmmod: ERROR: missing module name.\n');
		let status = 0;
		for (const given of names) {
			const name = given.replaceAll('-', '_').replace(/^.*\/|\.ko(\.zst)?$/g, '');
			const loaded = yield* loadedModules(run.process);
			const found = loaded.find((each) => each.name === name);
			const failed = (why: string): Task<void> => run.say(`rmmod: ERROR: ${why}\n`);
			if (found === undefined) yield* failed(`Module ${name} is not currently loaded`);
			else if (found.users !== '') yield* failed(`Module ${name} is in use by: ${found.users.replaceAll(',', ' ')}`);
			else if (run.process.credentials.uid !== 0) {
				yield* failed(`could not remove '${name}': Operation not permitted`);
				yield* failed(`could not remove module ${name}: Operation not permitted`);
			} else {
				yield* keepLoaded(
					run.process,
					loaded.filter((each) => each !== found).map((each) => each.name),
				);
				continue;
			}
			status = 1;
		}
		return status;
	},
});

function* keepLoaded(process: Process, names: readonly string[]): Task<void> {
	const fd = yield* process.open(MODULES, { write: true, truncate: true });
	yield* process.write(fd, encodeUtf8(names.join(' ')));
	process.close(fd);
}

function fileOf(process: Process, { name, folder }: KernelModule): string {
	return `/lib/modules/${process.machine.kernelRelease}/kernel/${folder}/${name}.ko.zst`;
}

export const modinfo = unixCommand({
	name: 'modinfo',
	paths: ['/usr/sbin/modinfo'],
	size: 174_424,
	*main(run) {
		const names = run.args.filter((word) => !word.startsWith('-'));
		if (names.length === 0) throw new Exit(1, 'modinfo: ERROR: missing module or filename.\n');
		let status = 0;
		for (const name of names) {
			const found = KERNEL_MODULES.find((each) => each.name === name.replaceAll('-', '_'));
			if (found === undefined) {
				yield* run.say(`modinfo: ERROR: Module ${name} not found.\n`);
				status = 1;
				continue;
			}
			const { kernelRelease } = run.process.machine;
			const rows = [
				['filename', fileOf(run.process, found)],
				['license', 'GPL'],
				...(found.description === '' ? [] : [['description', found.description]]),
				['depends', found.needs.join(',')],
				['retpoline', 'Y'],
				['intree', 'Y'],
				['name', found.name],
				['vermagic', `${kernelRelease} SMP preempt mod_unload modversions `],
			];
			for (const [key, value] of rows) yield* run.out.write(`${`${key}:`.padEnd(16)}${value}\n`);
		}
		return status;
	},
});
