import type { Connect } from '../../../simulator/commands/kubectl/kubectl.ts';
import { kubectl, kubectlProgram } from '../../../simulator/commands/kubectl/kubectl-command.ts';
import { ROOT_CREDENTIALS } from '../../../simulator/kernel/capabilities.ts';
import { createMachine } from '../../../simulator/kernel/machine.ts';
import type { LayerEntry, Machine } from '../../../simulator/kernel/machine-api.ts';
import type { Program } from '../../../simulator/kernel/process-api.ts';
import type { Context } from '../../../simulator/machinery/context.ts';
import { EventLoop } from '../../../simulator/machinery/event-loop.ts';
import { DEFAULT_LIMITS } from '../../../simulator/machinery/limits.ts';
import { Random } from '../../../simulator/machinery/random.ts';
import { decodeUtf8, encodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import type { GoldenCase, GoldenResult } from '../../support/golden.ts';

export const START_MS = Date.UTC(2026, 10, 20, 9, 0, 0);

/** A machine on which kubectl can be run. */
export class KubectlBench {
	readonly context: Context = { loop: new EventLoop(START_MS), random: new Random('kubectl'), limits: DEFAULT_LIMITS };
	readonly machine: Machine;
	readonly #program: Program;

	/** @param connect the way to the server; sockets when absent. @param programs other programs, by path. */
	constructor(connect?: (context: Context) => Connect, programs: Readonly<Record<string, Program>> = {}) {
		this.#program = connect === undefined ? kubectl.program : kubectlProgram(connect(this.context));
		const entries = new Map<string, LayerEntry>([
			['/tmp', { type: 'directory', mode: 0o1777 }],
			['/root', { type: 'directory', mode: 0o755 }],
			...Object.keys(programs).map((path): [string, LayerEntry] => [
				path,
				{ type: 'executable', mode: 0o755, program: path, size: 1 },
			]),
		]);
		this.machine = createMachine({
			context: this.context,
			hostname: 'controlplane',
			layers: [{ entries }],
			programs: new Map(Object.entries(programs)),
		});
	}

	/** Runs one command line in /root until it ends, at most `ms` of virtual time. */
	run(wanted: GoldenCase, ms = 600_000): GoldenResult {
		const started = this.start(wanted);
		this.context.loop.runUntil(this.context.loop.now() + ms);
		return started.result();
	}

	start(wanted: GoldenCase) {
		for (const [path, content] of Object.entries(wanted.files ?? {}))
			this.machine.root.writeFile(`/root/${path}`, content);
		const texts = { stdout: '', stderr: '' };
		let exitCode = -1;
		const running = this.machine.start({
			argv: ['kubectl', ...wanted.argv],
			env: new Map(Object.entries({ PATH: '/usr/bin:/bin', HOME: '/root', ...wanted.env })),
			cwd: '/root',
			credentials: ROOT_CREDENTIALS,
			stdin: 'pipe',
			onOutput: (stream, data) => {
				texts[stream] += decodeUtf8(data);
			},
			onExit: (end) => {
				exitCode = end.kind === 'exited' ? end.status : 128;
			},
			program: this.#program,
		});
		if (wanted.stdin !== undefined && wanted.stdin !== '') running.write(encodeUtf8(wanted.stdin));
		running.closeStdin();
		return { running, result: (): GoldenResult => ({ ...texts, exitCode }) };
	}
}
