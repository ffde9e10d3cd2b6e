import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import { anyOf, type Task } from '../../machinery/task.ts';
import type { UnixRun } from '../unix-command.ts';

/** What it takes to ask for one of several units. */
const UNIT_STEPS = 150;

/** What a service that tells when it is ready takes to. */
const NOTIFY_MS = 60;

/** Models systemctl-util.c warn_unit_file_changed. */
export function* warnOfChange(run: UnixRun, services: ServiceManager, unit: string): Task<void> {
	if (!services.needsReload(unit)) return;
	yield* run.say(
		`Warning: The unit file, source configuration file or drop-ins of ${unit} changed on disk. Run 'systemctl daemon-reload' to reload units.\n`,
	);
}

/** Starting, stopping and reloading units. Models systemd src/systemctl/systemctl-start-unit.c. */
export class UnitJobs {
	readonly #run: UnixRun;
	readonly #services: ServiceManager;
	/** False with --no-block. */
	readonly #waits: boolean;

	constructor(run: UnixRun, services: ServiceManager, waits: boolean) {
		this.#run = run;
		this.#services = services;
		this.#waits = waits;
	}

	*run(verb: string, units: readonly string[]): Task<number> {
		let status = 0;
		for (const [index, unit] of units.entries()) {
			if (index > 0) yield* this.#run.process.tick(UNIT_STEPS);
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
			yield* warnOfChange(this.#run, this.#services, unit);
			if (verb.includes('reload') && this.#services.status(unit).active === 'active' && this.#reload(unit)) continue;
			if (verb === 'reload') {
				yield* this.#run.say(`Failed to reload ${unit}: Job type reload is not applicable for unit ${unit}.\n`);
				status = 1;
				continue;
			}
			if (verb === 'start') this.#services.start(unit);
			else if (verb === 'stop') this.#services.stop(unit);
			else if (!verb.startsWith('try-') || this.#services.status(unit).active === 'active')
				this.#services.restart(unit);
			if (this.#waits) status = (yield* this.#settle(unit, verb)) || status;
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
}
