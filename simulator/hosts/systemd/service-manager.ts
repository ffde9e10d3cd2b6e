import { ROOT_CREDENTIALS } from '../../kernel/capabilities.ts';
import { errorMessage } from '../../kernel/error-message.ts';
import type { Machine, RunningProcess } from '../../kernel/machine-api.ts';
import { SystemError, type WaitResult } from '../../kernel/process-api.ts';
import type { Context } from '../../machinery/context.ts';
import { Signal, type Wait } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { findAccount } from '../sessions/accounts.ts';
import { ServiceJournal } from './service-journal.ts';
import { describeResult, EXEC_FAILED, isClean, resultName } from './service-result.ts';
import { MissingFile, type Service, type ServiceStatus, type ServicesMemory } from './service-status.ts';
import { expandCommand, parseEnvironmentFile, type UnitFile, UnitFileCache } from './unit-file.ts';
import { UNIT_FOLDERS, UnitNames } from './unit-names.ts';
import { UnitTexts } from './unit-texts.ts';

/** Where settings lie that were made by set-property. */
const CONTROL_UNIT_FOLDERS = ['/etc/systemd/system.control', '/run/systemd/system.control'] as const;
const OWN_FOLDER = UNIT_FOLDERS[0];
/** Units that are looked up one by one, and that are started in one go. */
const FEW = 32;
const WANTS = `${OWN_FOLDER}/multi-user.target.wants`;
/** What units that are no services are when they have been started. */
const RESTING: ReadonlyMap<string, ServiceStatus['sub']> = new Map([
	['socket', 'listening'],
	['timer', 'waiting'],
	['target', 'active'],
	['slice', 'active'],
]);
/** Models DefaultTimeoutStopSec. */
/** More than any limit asks for. */
const STARTS_KEPT = 100;
/** What systemd takes to start a service again, however short `RestartSec=` is: no time goes by without it. */
const RESTART_MS_MIN = 10;
const STOP_TIMEOUT_MS = 90_000;
/** Services that write their own oom_score_adj when they start. Models qos KubeletOOMScoreAdj and sshd's oom_adjust_setup. */
const OWN_SCORES: ReadonlyMap<string, number> = new Map([
	['kubelet', -999],
	['ssh', -1_000],
]);
/** How long programs take to say that they start. */
const RESUMING_MS = 5;
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * A host's services: starts and stops their processes by their unit files, restarts them as those say, keeps their
 * journal. Programs reach it by `process.port('systemd')`. Differs: what a unit wants and requires is started with it, and no
 * other dependency counts; no control groups; sockets, timers
 * and targets are there and do nothing, boot starts what multi-user.target wants.
 */
export class ServiceManager {
	readonly journal: ServiceJournal;
	readonly #memory: ServicesMemory | undefined;
	readonly #context: Context;
	readonly #machine: Machine;
	readonly #cache: UnitFileCache;
	readonly #texts: UnitTexts;
	readonly #names: UnitNames;
	readonly #services = new Map<string, Service>();
	readonly #changed: Signal;
	/** Units that are being started, so that two may want each other. */
	readonly #starting = new Set<string>();
	#startedAlong = 0;
	#isGone = false;

	/**
	 * @param cache a preset's, when many equal hosts are booted.
	 * @param memory of the host that this one is a copy of.
	 */
	constructor(context: Context, machine: Machine, cache = new UnitFileCache(), memory?: ServicesMemory) {
		this.#cache = cache;
		this.#texts = new UnitTexts(machine.root);
		this.#names = new UnitNames(machine.root, this.#texts);
		this.#memory = memory;
		this.journal = new ServiceJournal(memory?.journal);
		for (const { isRunning: _, ...record } of memory?.services ?? []) {
			this.#services.set(record.name, { ...record, running: undefined, timer: undefined, silentUntilMs: 0 });
		}
		this.#context = context;
		this.#machine = machine;
		this.#changed = new Signal(context.loop.post);
	}

	/** Woken when any service changes its state. */
	get changed(): Wait {
		return this.#changed;
	}

	memory(): ServicesMemory {
		const services = [...this.#services.values()].map(
			({ running, timer: _timer, silentUntilMs: _silent, ...record }) => ({
				...record,
				isRunning: running !== undefined,
			}),
		);
		return { journal: this.journal.memory(), services };
	}

	/** Starts what multi-user.target wants, in the order of names. On a copied host: what ran there. */
	boot(): void {
		if (this.#isGone) return;
		if (this.#memory !== undefined) {
			this.#resume(this.#memory);
			return;
		}
		for (const name of this.#machine.root.list(WANTS) ?? []) if (!this.isMasked(name)) this.start(name);
	}

	#resume({ services }: ServicesMemory): void {
		for (const { name, isRunning } of services) {
			const service = this.#services.get(name);
			// Somebody may have been faster.
			if (service === undefined || service.running !== undefined) continue;
			if (isRunning && service.unit !== undefined && service.active !== 'inactive')
				this.#resumeOne(service, service.unit);
			else if (service.sub === 'auto-restart' && service.unit !== undefined) this.#tryAgain(service, service.unit);
		}
	}

	#resumeOne(service: Service, unit: UnitFile): void {
		service.silentUntilMs = this.#context.loop.now() + RESUMING_MS;
		try {
			service.running = this.#process(service, unit);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			this.#failToExecute(service, unit, service.command[0] ?? '', error.errno);
		}
	}

	/** The machine has lost its power: nothing of this is true any more, and nothing is to be started again. */
	powerLost(): void {
		for (const service of this.#services.values()) {
			service.timer?.cancel();
			service.stopping = true;
			service.startAgain = false;
		}
		this.#services.clear();
		this.#isGone = true;
	}

	/** "kubelet" is "kubelet.service". */
	static unitName(name: string): string {
		return /\.(service|socket|target|timer|mount|slice)$/.test(name) ? name : `${name}.service`;
	}

	/** Every unit that is known: loaded, or with a file. */
	names(): readonly string[] {
		return this.#names.all(this.#services.keys());
	}

	status(name: string): ServiceStatus {
		const service = this.#service(name);
		return {
			name: service.name,
			unit: service.unit,
			enabled: this.isEnabled(service.name),
			masked: this.isMasked(service.name),
			active: service.active,
			sub: service.sub,
			mainPid: service.running?.hostPid,
			sinceMs: service.sinceMs,
			result: service.result,
			restarts: service.restarts,
			command: service.command,
		};
	}

	/** The unit whose main process has this number on the host. */
	unitOf(pid: number): string | undefined {
		for (const service of this.#services.values()) if (service.running?.hostPid === pid) return service.name;
		return undefined;
	}

	/** False: there is no such unit. Whether it comes up shows in its status. */
	start(name: string): boolean {
		const service = this.#service(name);
		if (service.unit === undefined) return false;
		if (service.running !== undefined) {
			if (service.stopping) service.startAgain = true;
			return true;
		}
		// It may be waiting for its next try.
		service.timer?.cancel();
		service.restarts = 0;
		this.#startOthers(service.unit);
		this.#launch(service, service.unit);
		return true;
	}

	/** What a unit wants and requires comes up with it, as far as it is there. */
	#startOthers({ name, wants, requires }: UnitFile): void {
		if (this.#starting.has(name)) return;
		if (this.#starting.size === 0) this.#startedAlong = 0;
		this.#starting.add(name);
		const isThere = requires.length + wants.length > FEW ? this.#names.presence(this.#services.keys()) : () => true;
		for (const other of [...requires, ...wants]) {
			if (other === name || !isThere(ServiceManager.unitName(other)) || this.#service(other).unit === undefined)
				continue;
			if (this.status(other).active !== 'active' && !this.isMasked(other)) this.#startAlong(other);
		}
		this.#starting.delete(name);
	}

	/** Of hundreds that want each other, the later ones come after everything else that is due now. */
	#startAlong(name: string): void {
		if (++this.#startedAlong < FEW) this.start(name);
		else
			this.#context.loop.post(() => {
				this.#startedAlong = 0;
				if (!this.#isGone) this.start(name);
			});
	}

	stop(name: string): boolean {
		const service = this.#service(name);
		if (service.unit === undefined) return false;
		service.timer?.cancel();
		service.startAgain = false;
		const running = service.running;
		if (running === undefined) {
			if (service.active !== 'failed' && service.active !== 'inactive') this.#becomeStopped(service);
			return true;
		}
		if (service.stopping) return true;
		service.stopping = true;
		this.#say(service, `Stopping ${service.name} - ${service.unit.description}...`);
		this.#become(service, 'deactivating', 'stop-sigterm');
		running.signal('TERM');
		service.timer = this.#context.loop.after(STOP_TIMEOUT_MS, () => {
			this.#say(service, "State 'stop-sigterm' timed out. Killing.");
			running.signal('KILL');
		});
		return true;
	}

	restart(name: string): boolean {
		const service = this.#service(name);
		if (service.running === undefined) return this.start(name);
		this.stop(name);
		service.startAgain = true;
		return service.unit !== undefined;
	}

	isEnabled(name: string): boolean {
		return this.links(name).length > 0;
	}

	/** The links that an [Install] section asks for and that are there. */
	links(name: string): readonly string[] {
		const unitName = ServiceManager.unitName(name);
		const { root } = this.#machine;
		const folders = new Set([WANTS, ...wantsFolders(this.#load(unitName))]);
		return [...folders].filter((folder) => root.list(folder)?.includes(unitName) === true);
	}

	isMasked(name: string): boolean {
		const unitName = ServiceManager.unitName(name);
		const { root } = this.#machine;
		return UNIT_FOLDERS.slice(0, 2).some(
			(folder) =>
				root.list(folder)?.includes(unitName) === true && root.readFile(`${folder}/${unitName}`) === undefined,
		);
	}

	/** Forgets that units have failed. */
	resetFailed(name: string): void {
		const service = this.#service(name);
		service.restarts = 0;
		service.startsMs = [];
		if (service.active !== 'failed') return;
		service.result = undefined;
		this.#become(service, 'inactive', 'dead');
	}

	/** Whether a unit's files are others than when they were read. */
	needsReload(name: string): boolean {
		const { name: unitName, unit } = this.#service(name);
		const now = this.#load(unitName);
		return now !== unit && JSON.stringify(unitTexts(now)) !== JSON.stringify(unitTexts(unit));
	}

	/** Reads unit files again (daemon-reload): running processes stay as they are. */
	reload(): void {
		for (const service of this.#services.values()) service.unit = this.#load(service.name);
	}

	/** A line of a component that works for a unit's process. */
	log(name: string, text: string): void {
		const service = this.#service(name);
		const identifier = service.name.replace(/\.service$/, '');
		this.journal.add({ ...this.#lineOf(service, identifier), pid: service.running?.hostPid ?? 1, text });
	}

	#service(name: string): Service {
		const asked = ServiceManager.unitName(name);
		const known = this.#services.get(asked);
		if (known !== undefined) return known;
		const unitName = this.#aliased(asked);
		if (unitName !== asked) return this.#service(unitName);
		const service: Service = {
			name: unitName,
			unit: this.#load(unitName),
			active: 'inactive',
			sub: 'dead',
			running: undefined,
			sinceMs: this.#context.loop.now(),
			result: undefined,
			restarts: 0,
			startsMs: [],
			command: [],
			stopping: false,
			startAgain: false,
			timer: undefined,
			silentUntilMs: 0,
		};
		// A name that means nothing is not remembered: anybody may ask for any number of them.
		if (service.unit !== undefined) this.#services.set(unitName, service);
		return service;
	}

	/** The unit that says it is called so too: "ssh.service" of "sshd.service". Differs: of several the enabled one, else the first. */
	#aliased(name: string): string {
		const { root } = this.#machine;
		const isThere = (folder: string): boolean => root.readFile(`${folder}/${name}`) !== undefined;
		if (UNIT_FOLDERS.some(isThere)) return name;
		const all = this.names().filter((other) => other !== name && this.#names.aliasesOf(other).includes(name));
		return all.find((other) => this.isEnabled(other)) ?? all[0] ?? name;
	}

	#load(name: string): UnitFile | undefined {
		const { root } = this.#machine;
		const path = UNIT_FOLDERS.map((folder) => `${folder}/${name}`).find((each) => root.readFile(each) !== undefined);
		if (path === undefined) return undefined;
		const dropIns = [...UNIT_FOLDERS, ...CONTROL_UNIT_FOLDERS].flatMap((folder) => {
			const names = root.list(`${folder}/${name}.d`) ?? [];
			return names.filter((each) => each.endsWith('.conf')).map((each) => `${folder}/${name}.d/${each}`);
		});
		const texts = dropIns.sort(byBaseName).map((each) => [each, this.#texts.read(each) ?? ''] as const);
		return this.#cache.read(name, path, this.#texts.read(path) ?? '', texts);
	}

	#launch(service: Service, unit: UnitFile): void {
		service.stopping = false;
		service.startAgain = false;
		service.silentUntilMs = 0;
		service.startsMs = [...service.startsMs.slice(-STARTS_KEPT), this.#context.loop.now()];
		const resting = RESTING.get(service.name.replace(/^.*\./, ''));
		if (resting !== undefined) {
			this.#say(
				service,
				`${resting === 'listening' ? 'Listening on' : 'Started'} ${service.name} - ${unit.description}.`,
			);
			this.#become(service, 'active', resting);
			return;
		}
		this.#say(service, `Starting ${service.name} - ${unit.description}...`);
		try {
			service.running = this.#process(service, unit);
			service.result = undefined;
			if (unit.type === 'oneshot') {
				this.#become(service, 'activating', 'start');
				return;
			}
			this.#become(service, 'active', 'running');
			this.#say(service, `Started ${service.name} - ${unit.description}.`);
		} catch (error) {
			if (error instanceof MissingFile) this.#failToExecute(service, unit, error.message, 'ENOENT');
			else if (error instanceof SystemError) this.#failToExecute(service, unit, service.command[0] ?? '', error.errno);
			else throw error;
		}
	}

	/** Throws MissingFile, SystemError. */
	#process(service: Service, unit: UnitFile): RunningProcess {
		const env = new Map([['LANG', 'C.UTF-8'], ['PATH', PATH], ...unit.environment]);
		for (const file of unit.environmentFiles) {
			const text = this.#texts.read(file.replace(/^-/, ''));
			if (text === undefined && !file.startsWith('-')) throw new MissingFile('MissingFile', file);
			for (const [name, value] of parseEnvironmentFile(text ?? '')) env.set(name, value);
		}
		service.command = expandCommand(unit.execStart, env);
		const account = unit.user === 'root' ? undefined : findAccount(this.#machine.root, unit.user);
		return this.#machine.start({
			argv: service.command,
			env,
			cwd: unit.workingDirectory,
			credentials: account?.credentials ?? ROOT_CREDENTIALS,
			stdin: 'null',
			oomScoreAdj: OWN_SCORES.get(service.name.replace(/\.service$/, '')) ?? unit.oomScoreAdjust,
			onOutput: (stream, data) => (stream === 'stdout' && unit.isSilent) || this.#output(service, data),
			onExit: (result) => this.#ended(service, unit, result),
		});
	}

	#failToExecute(service: Service, unit: UnitFile, path: string, errno: SystemError['errno']): void {
		const step = errno === 'ENOENT' ? 'Failed to locate executable' : 'Failed to execute';
		this.#say(service, `${step} ${path}: ${errorMessage(errno)}`);
		this.#ended(service, unit, { pid: 0, kind: 'exited', status: EXEC_FAILED });
	}

	#ended(service: Service, unit: UnitFile, result: WaitResult): void {
		if (this.#isGone) return;
		service.timer?.cancel();
		service.running = undefined;
		service.result = result;
		const clean = isClean(result);
		if (!clean) this.#say(service, `Main process exited, ${describeResult(result)}`);
		if (service.stopping) {
			service.restarts = 0;
			this.#say(service, clean ? 'Deactivated successfully.' : `Failed with result '${resultName(result)}'.`);
			this.#say(service, `Stopped ${service.name} - ${unit.description}.`);
			this.#become(service, clean ? 'inactive' : 'failed', clean ? 'dead' : 'failed');
			if (service.startAgain && service.unit !== undefined) this.#launch(service, service.unit);
			return;
		}
		if (!clean) this.#say(service, `Failed with result '${resultName(result)}'.`);
		if (unit.type === 'oneshot' && service.sub === 'start') {
			this.#say(service, `${clean ? 'Finished' : 'Failed to start'} ${service.name} - ${unit.description}.`);
			if (clean)
				this.#become(service, unit.remainsAfterExit ? 'active' : 'inactive', unit.remainsAfterExit ? 'exited' : 'dead');
		}
		const again = unit.restart === 'always' || (unit.restart === 'on-failure' && !clean);
		if (!again) {
			if (service.sub === 'exited') return;
			this.#become(service, clean ? 'inactive' : 'failed', clean ? 'dead' : 'failed');
			return;
		}
		this.#become(service, 'activating', 'auto-restart');
		this.#tryAgain(service, unit);
	}

	#tryAgain(service: Service, unit: UnitFile): void {
		const { result } = service;
		service.timer = this.#context.loop.after(Math.max(RESTART_MS_MIN, unit.restartSeconds * 1000), () => {
			if (result !== undefined && this.#startsTooOften(service, unit, result)) return;
			service.restarts++;
			this.#say(service, `Scheduled restart job, restart counter is at ${service.restarts}.`);
			if (service.unit !== undefined) this.#launch(service, service.unit);
		});
	}

	/** Models core/unit.c unit_test_start_limit. Differs: who starts it by hand may do so as often as they like. */
	#startsTooOften(service: Service, { startLimit, description }: UnitFile, result: WaitResult): boolean {
		const sinceMs = this.#context.loop.now() - startLimit.seconds * 1000;
		service.startsMs = service.startsMs.filter((atMs) => atMs > sinceMs);
		if (service.startsMs.length < startLimit.burst) return false;
		this.#say(service, 'Start request repeated too quickly.');
		this.#say(service, `Failed with result '${resultName(result)}'.`);
		this.#say(service, `Failed to start ${service.name} - ${description}.`);
		this.#become(service, 'failed', 'failed');
		return true;
	}

	#becomeStopped(service: Service): void {
		if (service.unit !== undefined) this.#say(service, `Stopped ${service.name} - ${service.unit.description}.`);
		this.#become(service, 'inactive', 'dead');
	}

	#become(service: Service, active: ServiceStatus['active'], sub: ServiceStatus['sub']): void {
		service.active = active;
		service.sub = sub;
		service.sinceMs = this.#context.loop.now();
		this.#changed.wakeAll();
	}

	#say(service: Service, text: string): void {
		const about = /^(Start(ed|ing)|Stop|Listening|Finished|Failed to start)/.test(text)
			? text
			: `${service.name}: ${text}`;
		this.journal.add({ ...this.#lineOf(service, 'systemd'), pid: 1, text: about });
	}

	#output(service: Service, data: Uint8Array): void {
		if (this.#context.loop.now() <= service.silentUntilMs) return;
		const identifier = (service.command[0] ?? service.name).replace(/^.*\//, '');
		const line = { ...this.#lineOf(service, identifier), pid: service.running?.hostPid ?? 1 };
		this.journal.addOutput(line, decodeUtf8(data));
	}

	#lineOf(service: Service, identifier: string): { atMs: number; unit: string; identifier: string } {
		return { atMs: this.#context.loop.now(), unit: service.name, identifier };
	}
}

/** Where the links of a unit belong that is enabled. */
export function wantsFolders(unit: UnitFile | undefined): readonly string[] {
	return [
		...(unit?.wantedBy ?? []).map((target) => `${OWN_FOLDER}/${target}.wants`),
		...(unit?.requiredBy ?? []).map((target) => `${OWN_FOLDER}/${target}.requires`),
	];
}

/** What of a unit follows from its files. */
function unitTexts(unit: UnitFile | undefined): object {
	return { ...unit, environment: [...(unit?.environment ?? [])], settings: [...(unit?.settings ?? [])] };
}

function byBaseName(a: string, b: string): number {
	const name = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
	return name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0;
}
