import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import { ServiceManager as Services, wantsFolders } from '../../hosts/systemd/service-manager.ts';
import type { ServiceStatus } from '../../hosts/systemd/service-status.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { anyOf, type Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { exists } from '../coreutils/copy-tree.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { readFile } from '../stdio.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { dependencyTree } from './list-dependencies.ts';
import { endMachine } from './power.ts';
import { servicesOf } from './service-port.ts';
import { SYSTEMCTL_HELP } from './systemd-help.ts';
import { exitNumber, resultWord, statusText } from './unit-status.ts';

const TABLE = {
	now: flag('now'),
	quiet: flag('q', 'quiet'),
	noPager: flag('no-pager'),
	full: flag('l', 'full'),
	all: flag('a', 'all'),
	type: withValue('t', 'type'),
	state: withValue('state'),
	failed: flag('failed'),
	property: withValue('p', 'property'),
	value: flag('value'),
	lines: withValue('n', 'lines'),
	noBlock: flag('no-block'),
	// What changes nothing here: nobody is asked, there is one manager, jobs are done at once.
	ignored: flag(
		'no-ask-password',
		'no-wall',
		'no-reload',
		'no-warn',
		'wait',
		'global',
		'show-types',
		'T',
		'show-transaction',
		'with-dependencies',
	),
	ignoredValue: withValue('job-mode', 'preset-mode', 'timestamp', 'check-inhibitors', 'legend'),
	force: flag('f', 'force'),
	plain: flag('plain'),
	reverse: flag('reverse'),
	noLegend: flag('no-legend'),
	signal: withValue('s', 'signal'),
	killWhom: withValue('kill-whom'),
	user: flag('user'),
	system: flag('system'),
	output: withValue('o', 'output'),
	version: flag('version'),
	help: flag('h', 'help'),
	runtime: flag('runtime'),
} as const;

const parse = (args: readonly string[]) => parseOptions(args, { ...TABLE });
type Options = ReturnType<typeof parse>;

const UNITS = '/etc/systemd/system';
/** What a service that tells when it is ready takes to. */
const NOTIFY_MS = 60;
const NO_INSTALL = `The unit files have no installation config (WantedBy=, RequiredBy=, UpheldBy=,
Also=, or Alias= settings in the [Install] section, and DefaultInstance= for
template units). This means they are not meant to be enabled or disabled using systemctl.
`;

/** systemd 255's, for services. */
export const systemctl = unixCommand({
	name: 'systemctl',
	paths: ['/usr/bin/systemctl'],
	size: 1_501_936,
	help: SYSTEMCTL_HELP,
	*main(run) {
		let options: Options;
		try {
			options = parse(run.args);
		} catch (error) {
			if (error instanceof OptionError) throw new Exit(1, `systemctl: ${error.message}\n`);
			throw error;
		}
		if (options.values.version) {
			yield* run.out.write(
				'systemd 255 (255.4-1ubuntu8.11)\n+PAM +AUDIT +SELINUX +APPARMOR +IMA +SMACK +SECCOMP +GCRYPT -GNUTLS +OPENSSL +ACL +BLKID +CURL +ELFUTILS +FIDO2 +IDN2 -IDN +IPTC +KMOD +LIBCRYPTSETUP +LIBFDISK +PCRE2 -PWQUALITY +P11KIT +QRENCODE +TPM2 +BZIP2 +LZ4 +XZ +ZLIB +ZSTD -BPF_FRAMEWORK -XKBCOMMON +UTMP +SYSVINIT default-hierarchy=unified\n',
			);
			return 0;
		}
		if (options.values.user) throw new Exit(1, 'Failed to connect to bus: No medium found\n');
		const services = servicesOf(run.process);
		const [verb = 'list-units', ...units] = options.operands;
		return yield* new Systemctl(run, options, services).run(verb, units);
	},
});

class Systemctl {
	readonly #run: UnixRun;
	readonly #options: Options;
	readonly #services: ServiceManager;

	constructor(run: UnixRun, options: Options, services: ServiceManager) {
		this.#run = run;
		this.#options = options;
		this.#services = services;
	}

	*run(verb: string, units: readonly string[]): Task<number> {
		switch (verb) {
			case 'start':
			case 'stop':
			case 'restart':
			case 'reload':
			case 'try-restart':
			case 'reload-or-restart':
				return yield* this.#jobs(verb, this.#need(units));
			case 'status':
				return yield* this.#status(units);
			case 'is-active':
			case 'is-failed':
			case 'is-enabled':
				return yield* this.#ask(verb, this.#need(units));
			case 'enable':
			case 'disable':
			case 'reenable':
				return yield* this.#enable(verb, this.#need(units));
			case 'mask':
			case 'unmask':
				return yield* this.#mask(verb, this.#need(units));
			case 'daemon-reload':
			case 'daemon-reexec':
				this.#requireRoot('reload daemon');
				this.#services.reload();
				return 0;
			case 'reset-failed':
				return 0;
			case 'cat':
				return yield* this.#cat(this.#need(units));
			case 'show':
				return yield* this.#show(units);
			case 'kill':
				return yield* this.#kill(this.#need(units));
			case 'list-units':
				return yield* this.#listUnits(units);
			case 'list-unit-files':
				return yield* this.#listFiles(units);
			case 'is-system-running': {
				const failed = this.#services.names().some((name) => this.#services.status(name).active === 'failed');
				yield* this.#run.out.write(failed ? 'degraded\n' : 'running\n');
				return failed ? 1 : 0;
			}
			case 'reboot':
			case 'poweroff':
			case 'halt':
				return endMachine(this.#run.process, verb);
			case 'get-default':
				yield* this.#run.out.write('multi-user.target\n');
				return 0;
			case 'list-dependencies': {
				const { reverse = false, all = false, plain = false } = this.#options.values;
				const how = { reverse, all, plain };
				for (const name of units.length === 0 ? ['multi-user.target'] : units) {
					yield* this.#run.out.write(dependencyTree(this.#services, name, how));
				}
				return 0;
			}
			default:
				throw new Exit(1, `Unknown command verb ${verb}.\n`);
		}
	}

	#need(units: readonly string[]): readonly string[] {
		if (units.length === 0) throw new Exit(1, 'Too few arguments.\n');
		return units.map((unit) => Services.unitName(unit));
	}

	#requireRoot(action: string): void {
		if (this.#run.process.credentials.uid === 0) return;
		throw new Exit(
			1,
			`Failed to ${action}: Interactive authentication required.\nSee system logs and 'systemctl status' for details.\n`,
		);
	}

	*#jobs(verb: string, units: readonly string[]): Task<number> {
		this.#requireRoot(`${verb} ${units[0]}`);
		let status = 0;
		for (const unit of units) {
			const known = this.#services.status(unit).unit !== undefined;
			if (!known) {
				yield* this.#run.say(`Failed to ${verb} ${unit}: Unit ${unit} not found.\n`);
				status = 5;
				continue;
			}
			if (this.#services.isMasked(unit) && verb !== 'stop') {
				yield* this.#run.say(`Failed to ${verb} ${unit}: Unit ${unit} is masked.\n`);
				status = 1;
				continue;
			}
			yield* this.#warnOfChange(unit);
			if (verb === 'reload') {
				if (this.#reload(unit)) continue;
				yield* this.#run.say(`Failed to reload ${unit}: Job type reload is not applicable for unit ${unit}.\n`);
				status = 1;
				continue;
			}
			if (verb === 'start') this.#services.start(unit);
			else if (verb === 'stop') this.#services.stop(unit);
			else if (verb !== 'try-restart' || this.#services.status(unit).active === 'active') this.#services.restart(unit);
			if (!this.#options.values.noBlock) status = (yield* this.#settle(unit, verb)) || status;
		}
		return status;
	}

	/** False: it does not know how. Differs: only signals to its process, whatever ExecReload runs. */
	#reload(name: string): boolean {
		const { unit, mainPid } = this.#services.status(name);
		if (unit === undefined || unit.execReload.length === 0 || mainPid === undefined) return false;
		this.#run.process.kill(mainPid, 'HUP');
		return true;
	}

	/** Models systemctl-util.c warn_unit_file_changed. */
	*#warnOfChange(unit: string): Task<void> {
		if (!this.#services.needsReload(unit)) return;
		yield* this.#run.say(
			`Warning: The unit file, source configuration file or drop-ins of ${unit} changed on disk. Run 'systemctl daemon-reload' to reload units.\n`,
		);
	}

	/** Waits until the unit is up or down, and says so when it could not come up. */
	*#settle(unit: string, verb: string): Task<number> {
		const { process } = this.#run;
		const moving = (): boolean => {
			const { active, sub } = this.#services.status(unit);
			return active === 'deactivating' || sub === 'start';
		};
		while (moving()) yield* process.block(this.#services.changed, () => !moving());
		const isNotifying = this.#services.status(unit).unit?.type === 'notify';
		// It is up when it says so: what cannot begin ends before.
		if (isNotifying && verb !== 'stop') {
			const upMs = process.now() + NOTIFY_MS;
			const isSettled = (): boolean => process.now() >= upMs || this.#services.status(unit).active !== 'active';
			while (!isSettled()) yield* process.block(anyOf([this.#services.changed, process.timer(upMs)]), isSettled);
		}
		const { active } = this.#services.status(unit);
		const isDone = this.#services.status(unit).unit?.type === 'oneshot' && active === 'inactive';
		if (verb === 'stop' || active === 'active' || isDone) return 0;
		yield* this.#run.say(
			`Job for ${unit} failed because the control process exited with error code.\nSee "systemctl status ${unit}" and "journalctl -xeu ${unit}" for details.\n`,
		);
		return 1;
	}

	*#status(units: readonly string[]): Task<number> {
		const names =
			units.length === 0
				? this.#services.names().filter((name) => this.#services.status(name).active === 'active')
				: units.map((unit) => Services.unitName(unit));
		let result = 0;
		for (const [at, name] of names.entries()) {
			const status = this.#services.status(name);
			if (status.unit === undefined) {
				yield* this.#run.say(`Unit ${name} could not be found.\n`);
				result = 4;
				continue;
			}
			yield* this.#warnOfChange(name);
			const lines = this.#services.journal.lines(name).slice(-Number(this.#options.values.lines ?? 10));
			yield* this.#run.out.write((at === 0 ? '' : '\n') + statusText(status, lines, this.#run.process));
			if (status.active !== 'active') result = 3;
		}
		return result;
	}

	*#ask(verb: string, units: readonly string[]): Task<number> {
		let matched = 0;
		let missing = 0;
		for (const unit of units) {
			const status = this.#services.status(unit);
			let word: string = status.active;
			let matches = status.active === (verb === 'is-failed' ? 'failed' : 'active');
			if (verb === 'is-enabled') {
				if (status.unit === undefined) {
					yield* this.#run.say(`Failed to get unit file state for ${unit}: No such file or directory\n`);
					missing++;
					continue;
				}
				word = enabledWord(status);
				matches = status.enabled || word === 'static';
			}
			if (matches) matched++;
			if (!this.#options.values.quiet) yield* this.#run.out.write(`${word}\n`);
		}
		if (verb === 'is-enabled') return matched > 0 ? 0 : missing > 0 ? 4 : 1;
		if (verb === 'is-failed') return matched > 0 ? 0 : 1;
		return matched > 0 ? 0 : units.some((unit) => this.#services.status(unit).unit === undefined) ? 4 : 3;
	}

	*#enable(verb: string, units: readonly string[]): Task<number> {
		this.#requireRoot(`${verb} unit`);
		const { process } = this.#run;
		for (const unit of units) {
			const { unit: file } = this.#services.status(unit);
			if (file === undefined) throw new Exit(1, `Failed to ${verb} unit: Unit file ${unit} does not exist.\n`);
			if (this.#services.isMasked(unit))
				throw new Exit(1, `Failed to ${verb} unit: Unit file ${UNITS}/${unit} is masked.\n`);
			if (verb !== 'enable') {
				for (const folder of this.#services.links(unit)) {
					process.unlink(`${folder}/${unit}`);
					yield* this.#run.say(`Removed "${folder}/${unit}".\n`);
				}
			}
			if (verb === 'disable') continue;
			const folders = wantsFolders(file);
			if (folders.length === 0) yield* this.#run.say(NO_INSTALL);
			for (const folder of folders) {
				const link = `${folder}/${unit}`;
				if (exists(process, link)) continue;
				if (!exists(process, folder)) process.mkdir(folder, 0o755);
				process.symlink(file.path, link);
				yield* this.#run.say(`Created symlink ${link} → ${file.path}.\n`);
			}
		}
		if (!this.#options.values.now) return 0;
		return yield* this.#jobs(verb === 'disable' ? 'stop' : 'start', units);
	}

	/** Models systemd src/shared/install.c unit_file_mask. */
	*#mask(verb: string, units: readonly string[]): Task<number> {
		this.#requireRoot(`${verb} unit`);
		const { process } = this.#run;
		for (const unit of units) {
			const path = `${UNITS}/${unit}`;
			const isMasked = this.#services.isMasked(unit);
			if (verb === 'mask' && !isMasked) {
				if (exists(process, path)) throw new Exit(1, `Failed to mask unit: File ${path} already exists.\n`);
				if (this.#services.status(unit).unit === undefined)
					yield* this.#run.say(`Unit ${unit} does not exist, proceeding anyway.\n`);
				process.symlink('/dev/null', path);
				yield* this.#run.say(`Created symlink ${path} → /dev/null.\n`);
			} else if (verb === 'unmask' && isMasked) {
				process.unlink(path);
				yield* this.#run.say(`Removed "${path}".\n`);
			}
			this.#services.reload();
		}
		return 0;
	}

	*#cat(units: readonly string[]): Task<number> {
		for (const [at, name] of units.entries()) {
			const { unit } = this.#services.status(name);
			if (unit === undefined) throw new Exit(1, `No files found for ${name}.\n`);
			const paths = [unit.path, ...unit.dropIns];
			for (const [index, path] of paths.entries()) {
				const text = decodeUtf8(yield* readFile(this.#run.process, path));
				yield* this.#run.out.write(`${at + index === 0 ? '' : '\n'}# ${path}\n${text}`);
			}
		}
		return 0;
	}

	*#show(units: readonly string[]): Task<number> {
		const wanted = this.#options.given
			.filter(({ key }) => key === 'property')
			.flatMap(({ value = '' }) => value.split(','));
		for (const name of units.map((unit) => Services.unitName(unit))) {
			for (const [key, value] of properties(this.#services.status(name))) {
				if (wanted.length > 0 && !wanted.includes(key)) continue;
				yield* this.#run.out.write(this.#options.values.value ? `${value}\n` : `${key}=${value}\n`);
			}
		}
		return 0;
	}

	*#kill(units: readonly string[]): Task<number> {
		this.#requireRoot(`kill unit ${units[0]}`);
		const signal = (this.#options.values.signal ?? 'TERM').replace(/^SIG/, '');
		for (const name of units) {
			const { mainPid, unit } = this.#services.status(name);
			if (unit === undefined) throw new Exit(1, `Failed to kill unit ${name}: Unit ${name} not loaded.\n`);
			if (mainPid === undefined) continue;
			try {
				this.#run.process.kill(mainPid, signal as 'TERM');
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				throw new Exit(1, `Failed to kill unit ${name}: Invalid argument\n`);
			}
		}
		return 0;
	}

	*#listUnits(patterns: readonly string[]): Task<number> {
		const { all, state, failed, plain, noLegend } = this.#options.values;
		const states = failed ? ['failed'] : state?.split(',');
		const shown = this.#services
			.names()
			.map((name) => this.#services.status(name))
			.filter(({ active, sub }) =>
				states === undefined ? all || active !== 'inactive' : states.includes(active) || states.includes(sub),
			)
			.filter(({ name }) => patterns.length === 0 || patterns.some((pattern) => matches(pattern, name)));
		const width = (values: readonly string[], heading: string): number =>
			Math.max(heading.length, ...values.map((value) => value.length));
		const names = width(
			shown.map(({ name }) => name),
			'UNIT',
		);
		const actives = width(
			shown.map(({ active }) => active),
			'ACTIVE',
		);
		const subs = width(
			shown.map(({ sub }) => sub),
			'SUB',
		);
		const mark = plain ? '' : '  ';
		const row = (dot: string, cells: readonly [string, string, string, string, string]): string => {
			const [name, load, active, sub, description] = cells;
			return `${plain ? '' : dot}${name.padEnd(names)} ${load.padEnd(6)} ${active.padEnd(actives)} ${sub.padEnd(subs)} ${description}\n`;
		};
		if (!noLegend && shown.length > 0)
			yield* this.#run.out.write(row(mark, ['UNIT', 'LOAD', 'ACTIVE', 'SUB', 'DESCRIPTION']));
		for (const { name, active, sub, unit } of shown) {
			yield* this.#run.out.write(
				row(active === 'failed' ? '● ' : '  ', [name, 'loaded', active, sub, unit?.description ?? '']),
			);
		}
		if (noLegend) return 0;
		const legend =
			shown.length === 0
				? ''
				: '\nLegend: LOAD   → Reflects whether the unit definition was properly loaded.\n        ACTIVE → The high-level unit activation state, i.e. generalization of SUB.\n        SUB    → The low-level unit activation state, values depend on unit type.\n\n';
		yield* this.#run.out.write(
			`${legend}${shown.length} loaded units listed.${all || failed ? '' : ' Pass --all to see loaded but inactive units, too.'}\nTo show all installed unit files use 'systemctl list-unit-files'.\n`,
		);
		return 0;
	}

	*#listFiles(patterns: readonly string[]): Task<number> {
		const names = this.#services
			.names()
			.filter((name) => patterns.length === 0 || patterns.some((pattern) => matches(pattern, name)));
		const width = Math.max('UNIT FILE'.length, ...names.map((name) => name.length));
		const { noLegend } = this.#options.values;
		if (!noLegend && names.length > 0) yield* this.#run.out.write(`${'UNIT FILE'.padEnd(width)} STATE    PRESET\n`);
		for (const name of names) {
			yield* this.#run.out.write(
				`${name.padEnd(width)} ${enabledWord(this.#services.status(name)).padEnd(8)} enabled\n`,
			);
		}
		if (!noLegend) yield* this.#run.out.write(`${names.length === 0 ? '' : '\n'}${names.length} unit files listed.\n`);
		return 0;
	}
}

function enabledWord({ unit, enabled, masked }: ServiceStatus): string {
	if (masked) return 'masked';
	if (enabled) return 'enabled';
	return unit !== undefined && unit.wantedBy.length === 0 ? 'static' : 'disabled';
}

function matches(pattern: string, name: string): boolean {
	if (!pattern.includes('*')) return Services.unitName(pattern) === name;
	const parts = pattern.split('*');
	let at = 0;
	for (const [index, part] of parts.entries()) {
		const found = index === parts.length - 1 && part !== '' ? name.lastIndexOf(part) : name.indexOf(part, at);
		if (found < at || (index === 0 && found !== 0)) return false;
		at = found + part.length;
	}
	return parts.at(-1) === '' || at === name.length;
}

function properties(status: ServiceStatus): readonly (readonly [string, string])[] {
	const { unit, active, sub } = status;
	return [
		['Type', unit?.type ?? 'simple'],
		['Restart', unit?.restart ?? 'no'],
		['MainPID', String(status.mainPid ?? 0)],
		['Result', resultWord(status)],
		['NRestarts', String(status.restarts)],
		['ExecMainPID', String(status.mainPid ?? status.result?.pid ?? 0)],
		['ExecMainStatus', String(exitNumber(status.result))],
		['Id', status.name],
		['Names', status.name],
		['Description', unit?.description ?? status.name],
		['LoadState', status.masked ? 'masked' : unit === undefined ? 'not-found' : 'loaded'],
		['ActiveState', active],
		['SubState', sub],
		['FragmentPath', unit?.path ?? ''],
		['DropInPaths', unit?.dropIns.join(' ') ?? ''],
		['UnitFileState', unit === undefined ? '' : enabledWord(status)],
	];
}
