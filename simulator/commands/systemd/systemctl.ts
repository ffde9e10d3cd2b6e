import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import { ServiceManager as Services } from '../../hosts/systemd/service-manager.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { OptionError } from '../options.ts';
import { readFile } from '../stdio.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { controlGroups, groupLines } from './control-groups.ts';
import { JOURNAL_FORMATS } from './journal-formats.ts';
import { dependencyTree } from './list-dependencies.ts';
import { managerProperties } from './manager-properties.ts';
import { endMachine } from './power.ts';
import { servicesOf } from './service-port.ts';
import { parseSystemctl, type SystemctlOptions } from './systemctl-options.ts';
import { SYSTEMCTL_HELP, SYSTEMD_VERSION } from './systemd-help.ts';
import { UnitChanges } from './unit-changes.ts';
import { UnitJobs, warnOfChange } from './unit-jobs.ts';
import {
	enabledWord,
	type ListStyle,
	triggerList,
	typesOf,
	UNIT_TYPES,
	unitFileList,
	unitList,
	unitMatches,
} from './unit-lists.ts';
import { unitProperties } from './unit-properties.ts';
import { sinceText, statusText } from './unit-status.ts';

/** What a machine can be brought to. */
const TARGETS: readonly string[] = [
	...['graphical', 'multi-user', 'rescue', 'emergency', 'reboot', 'poweroff', 'halt', 'basic', 'sysinit'].map(
		(name) => `${name}.target`,
	),
];

/** systemd 255's, for services. */
export const systemctl = unixCommand({
	name: 'systemctl',
	paths: ['/usr/bin/systemctl'],
	size: 1_501_936,
	help: SYSTEMCTL_HELP,
	*main(run) {
		let options: SystemctlOptions;
		try {
			options = parseSystemctl(run.args);
		} catch (error) {
			if (error instanceof OptionError) throw new Exit(1, `systemctl: ${error.message}\n`);
			throw error;
		}
		const { values } = options;
		if (values.version || values.help) {
			yield* run.out.write(values.version ? SYSTEMD_VERSION : SYSTEMCTL_HELP);
			return 0;
		}
		if (values.type === 'help') {
			yield* run.out.write(`Available unit types:\n${UNIT_TYPES.map((name) => `${name}\n`).join('')}`);
			return 0;
		}
		if (values.output === 'help') {
			yield* run.out.write(JOURNAL_FORMATS.map((name) => `${name}\n`).join(''));
			return 0;
		}
		if (values.output !== undefined && !JOURNAL_FORMATS.includes(values.output))
			throw new Exit(1, `Unknown output '${values.output}'.\n`);
		if (values.user) throw new Exit(1, 'Failed to connect to bus: No medium found\n');
		const elsewhere = values.host ?? values.machine ?? values.root;
		if (elsewhere !== undefined && elsewhere !== '.host' && elsewhere !== '/')
			throw new Exit(1, 'Failed to connect to bus: Host is down\n');
		const services = servicesOf(run.process);
		const [verb = 'list-units', ...units] = options.operands;
		return yield* new Systemctl(run, options, services).run(verb, units);
	},
});

class Systemctl {
	readonly #run: UnixRun;
	readonly #options: SystemctlOptions;
	readonly #services: ServiceManager;

	constructor(run: UnixRun, options: SystemctlOptions, services: ServiceManager) {
		this.#run = run;
		this.#options = options;
		this.#services = services;
	}

	*run(verb: string, units: readonly string[]): Task<number> {
		const list = this.#lists(verb, units);
		if (list !== undefined) {
			yield* this.#run.out.write(list);
			return 0;
		}
		if (CHANGES.has(verb)) return yield* this.#change(verb, units);
		switch (verb) {
			case 'start':
			case 'stop':
			case 'restart':
			case 'reload':
			case 'try-restart':
			case 'condrestart':
			case 'reload-or-restart':
			case 'try-reload-or-restart':
				return yield* this.#jobs(verb === 'condrestart' ? 'try-restart' : verb, this.#need(units));
			case 'status':
				return yield* this.#status(units);
			case 'is-active':
			case 'is-failed':
			case 'is-enabled':
				return yield* this.#ask(
					verb,
					verb === 'is-failed' && units.length === 0 ? this.#services.names() : this.#need(units),
				);
			case 'daemon-reload':
			case 'daemon-reexec':
				this.#requireRoot('reload daemon');
				this.#services.reload();
				return 0;
			case 'reset-failed':
				this.#requireRoot('reset failed state of unit');
				return this.#resetFailed(units);
			case 'cat':
				return yield* this.#cat(this.#need(units));
			case 'show':
				return yield* this.#show(units);
			case 'kill':
				return yield* this.#kill(this.#need(units));
			default:
				return yield* this.#ofManager(verb, units);
		}
	}

	*#ofManager(verb: string, units: readonly string[]): Task<number> {
		switch (verb) {
			case 'is-system-running': {
				const failed = this.#services.names().some((name) => this.#services.status(name).active === 'failed');
				if (!this.#options.values.quiet) yield* this.#run.out.write(failed ? 'degraded\n' : 'running\n');
				return failed ? 1 : 0;
			}
			case 'reboot':
			case 'poweroff':
			case 'halt':
				if (this.#options.values.dryRun) return 0;
				return endMachine(this.#run.process, verb, this.#options.values.force === true);
			case 'get-default':
				yield* this.#run.out.write(`${defaultTarget(this.#run.process)}\n`);
				return 0;
			case 'isolate':
			case 'default':
				this.#requireRoot('start target');
				return this.#isolate(verb === 'default' ? defaultTarget(this.#run.process) : units[0]);
			case 'show-environment':
				yield* this.#run.out.write('LANG=C.UTF-8\nPATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n');
				return 0;
			case 'log-level':
			case 'log-target':
			case 'service-watchdogs':
				if (units.length > 0) this.#requireRoot('set it');
				else yield* this.#run.out.write(`${MANAGER_WORDS[verb]}\n`);
				return 0;
			case 'list-dependencies': {
				const { reverse = false, all = false, plain = false } = this.#options.values;
				const how = { reverse, all, plain };
				for (const name of units.length === 0 ? [defaultTarget(this.#run.process)] : units) {
					yield* this.#run.out.write(dependencyTree(this.#services, name, how));
				}
				return 0;
			}
			default:
				throw new Exit(1, `Unknown command verb ${verb}.\n`);
		}
	}

	/** Undefined: it is no list that is asked for. */
	#lists(verb: string, patterns: readonly string[]): string | undefined {
		const { values, given } = this.#options;
		const all = (key: string): string[] => given.flatMap((each) => (each.key === key ? [each.value ?? ''] : []));
		const { types, states } = typesOf(all('type'));
		const wanted = [
			...states,
			...all('state').flatMap((word) => word.split(',')),
			...(values.failed ? ['failed'] : []),
		];
		const style: ListStyle = {
			patterns,
			types,
			states: wanted.length === 0 ? undefined : wanted,
			all: values.all === true,
			plain: values.plain === true,
			legend: !values.noLegend && !values.quiet && !/^(?:0|no|n|false|f|off)$/i.test(values.legend ?? 'yes'),
			json: values.output === 'json' || values.output === 'json-pretty' ? values.output : undefined,
		};
		switch (verb) {
			case 'list-units':
				return unitList(this.#services, style);
			case 'list-unit-files':
				return unitFileList(this.#services, style);
			case 'list-timers':
				return triggerList(this.#services, style, 'timer');
			case 'list-sockets':
				return triggerList(this.#services, style, 'socket');
			case 'list-jobs':
				return style.json === undefined ? 'No jobs running.\n' : '[]\n';
			case 'list-machines':
				return 'NAME STATE FAILED JOBS\n\n0 machines listed.\n';
			default:
				return undefined;
		}
	}

	/** What changes unit files. */
	*#change(verb: string, units: readonly string[]): Task<number> {
		const { values } = this.#options;
		this.#requireRoot(verb === 'edit' || verb === 'set-property' ? `${verb} unit` : `${verb.replace(/-.*/, '')} unit`);
		const changes = new UnitChanges(this.#run, this.#services, {
			quiet: values.quiet === true,
			force: values.force === true,
			runtime: values.runtime === true,
			full: values.full === true,
			stdin: values.stdin === true,
			dropIn: values.dropIn ?? 'override.conf',
		});
		switch (verb) {
			case 'mask':
			case 'unmask':
				yield* changes.mask(verb, this.#need(units));
				if (values.now && verb === 'mask') return yield* this.#jobs('stop', this.#need(units));
				return 0;
			case 'link':
				yield* changes.link(units);
				return 0;
			case 'revert':
				yield* changes.revert(this.#need(units));
				return 0;
			case 'add-wants':
			case 'add-requires':
				yield* changes.addDependency(verb === 'add-wants' ? 'wants' : 'requires', this.#need(units));
				return 0;
			case 'set-default':
				yield* changes.setDefault(units[0], TARGETS);
				return 0;
			case 'set-property':
				yield* changes.setProperty(units);
				return 0;
			case 'edit':
				yield* changes.edit(this.#need(units));
				return 0;
		}
		yield* changes.enable(verb, this.#need(units));
		if (!values.now) return 0;
		return yield* this.#jobs(
			verb === 'disable' ? 'stop' : 'start',
			this.#need(units).map((name) => name.replace(/^.*\//, '')),
		);
	}

	#resetFailed(units: readonly string[]): number {
		for (const unit of units) {
			const name = Services.unitName(unit);
			if (
				!this.#services.names().some((each) => unitMatches(unit, each)) &&
				this.#services.status(name).unit === undefined
			)
				throw new Exit(1, `Failed to reset failed state of unit ${name}: Unit ${name} not loaded.\n`);
		}
		for (const name of this.#services.names()) {
			if (units.length === 0 || units.some((unit) => unitMatches(unit, name))) this.#services.resetFailed(name);
		}
		return 0;
	}

	/** Differs: of targets only those that end the machine do anything. */
	#isolate(name: string | undefined): number {
		if (name === undefined) throw new Exit(1, 'Too few arguments.\n');
		const target = name.includes('.') ? name : `${name}.target`;
		if (!TARGETS.includes(target)) {
			const isKnown = this.#services.status(target).unit !== undefined;
			throw new Exit(
				isKnown ? 4 : 5,
				isKnown
					? `Failed to start ${target}: Operation refused, unit may not be isolated.\n`
					: `Failed to start ${target}: Unit ${target} not found.\n`,
			);
		}
		const ending = /^(reboot|poweroff|halt)\.target$/.exec(target)?.[1];
		return ending === undefined ? 0 : endMachine(this.#run.process, ending as 'reboot' | 'poweroff' | 'halt');
	}

	#need(units: readonly string[]): readonly string[] {
		if (units.length === 0) throw new Exit(1, 'Too few arguments.\n');
		return units.map((unit) => Services.unitName(unit));
	}

	#jobs(verb: string, units: readonly string[]): Task<number> {
		this.#requireRoot(`${verb} ${units[0]}`);
		return new UnitJobs(this.#run, this.#services, !this.#options.values.noBlock).run(verb, units);
	}

	#requireRoot(action: string): void {
		if (this.#run.process.credentials.uid === 0) return;
		throw new Exit(
			1,
			`Failed to ${action}: Interactive authentication required.\nSee system logs and 'systemctl status' for details.\n`,
		);
	}

	*#status(units: readonly string[]): Task<number> {
		if (units.length === 0) {
			yield* this.#run.out.write(yield* this.#overview());
			return 0;
		}
		const isPattern = (word: string): boolean => /[*?[]/.test(word);
		const names = units.flatMap((unit) =>
			isPattern(unit)
				? this.#services
						.names()
						.filter((name) => unitMatches(unit, name) && this.#services.status(name).active !== 'inactive')
				: [this.#named(unit)],
		);
		let result = 0;
		for (const [at, name] of names.entries()) {
			const status = this.#services.status(name);
			if (status.unit === undefined) {
				yield* this.#run.say(`Unit ${name} could not be found.\n`);
				result = 4;
				continue;
			}
			yield* warnOfChange(this.#run, this.#services, name);
			const lines = this.#services.journal.lines(name).slice(-Number(this.#options.values.lines ?? 10));
			yield* this.#run.out.write((at === 0 ? '' : '\n') + statusText(status, lines, this.#run.process));
			if (status.active !== 'active') result = 3;
		}
		return result;
	}

	/** The machine as a whole. Models systemctl-show.c show_system_status. */
	*#overview(): Task<string> {
		const { process } = this.#run;
		const all = this.#services.names().map((name) => this.#services.status(name));
		const failed = all.filter(({ active }) => active === 'failed').length;
		const groups = yield* controlGroups(process, this.#services);
		const width =
			process.isatty(1) && !this.#options.values.full ? process.terminalSize(1).columns : Number.POSITIVE_INFINITY;
		return [
			`${failed > 0 ? '×' : '●'} ${process.hostname}`,
			`    State: ${failed > 0 ? 'degraded' : 'running'}`,
			`    Units: ${all.length} loaded (incl. loaded aliases)`,
			'     Jobs: 0 queued',
			`   Failed: ${failed} unit${failed === 1 ? '' : 's'}`,
			`    Since: ${sinceText(process.machine.bootedAtMs, process.now())}`,
			'  systemd: 255.4-1ubuntu8.11',
			'   CGroup: /',
			...groupLines(groups, ' '.repeat(11), width),
			'',
		].join('\n');
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
		const { process, out } = this.#run;
		const { values, given } = this.#options;
		const wanted = given
			.filter(({ key }) => key === 'property' || key === 'shownProperty')
			.flatMap(({ value = '' }) => value.split(','));
		const isBare = values.value === true || values.shownProperty !== undefined;
		const objects =
			units.length === 0
				? [managerProperties(this.#services, process)]
				: units
						.flatMap((unit) =>
							/[*?[]/.test(unit) ? this.#services.names().filter((name) => unitMatches(unit, name)) : [unit],
						)
						.map((unit) => unitProperties(this.#services.status(this.#named(unit)), process));
		for (const [at, object] of objects.entries()) {
			if (at > 0) yield* out.write('\n');
			const shown = object.filter(
				([key, value]) => (wanted.length === 0 ? value !== '' || values.all : wanted.includes(key)) ?? false,
			);
			// In the order of the unit's properties, whatever the order they are asked in.
			for (const [key, value] of shown) yield* out.write(isBare ? `${value}\n` : `${key}=${value}\n`);
		}
		return 0;
	}

	/** A number is the process of a unit. */
	#named(word: string): string {
		if (!/^\d+$/.test(word)) return Services.unitName(word);
		const unit = this.#services.unitOf(Number(word));
		if (unit === undefined)
			throw new Exit(1, `Failed to get unit for PID ${word}: PID ${word} does not belong to any loaded unit.\n`);
		return unit;
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
}

const CHANGES: ReadonlySet<string> = new Set([
	...['enable', 'disable', 'reenable', 'preset', 'mask', 'unmask', 'link', 'revert', 'add-wants', 'add-requires'],
	...['set-default', 'set-property', 'edit'],
]);

const MANAGER_WORDS: Readonly<Record<string, string>> = {
	'log-level': 'info',
	'log-target': 'journal-or-kmsg',
	'service-watchdogs': 'yes',
};

/** What the link says. Differs: no machine has a desktop, so that it is multi-user.target without one. */
function defaultTarget(process: Process): string {
	try {
		return process.readlink('/etc/systemd/system/default.target').replace(/^.*\//, '');
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return 'multi-user.target';
	}
}
