import { cat } from '../../simulator/commands/coreutils/cat.ts';
import { echo } from '../../simulator/commands/coreutils/echo.ts';
import { sort } from '../../simulator/commands/coreutils/sort.ts';
import { nano } from '../../simulator/commands/editors/nano/nano.ts';
import { vim } from '../../simulator/commands/editors/vim/vim.ts';
import { LESS_COMMANDS } from '../../simulator/commands/less/commands.ts';
import { MAN_COMMANDS } from '../../simulator/commands/man/commands.ts';
import { ROOT_CREDENTIALS } from '../../simulator/kernel/capabilities.ts';
import { type LayerStack, stackLayers } from '../../simulator/kernel/files/layer-stack.ts';
import { createMachine } from '../../simulator/kernel/machine.ts';
import type { LayerEntry, Machine, RunningProcess } from '../../simulator/kernel/machine-api.ts';
import type { Program } from '../../simulator/kernel/process-api.ts';
import { EventLoop } from '../../simulator/machinery/event-loop.ts';
import { DEFAULT_LIMITS } from '../../simulator/machinery/limits.ts';
import { Random } from '../../simulator/machinery/random.ts';
import { decodeUtf8, encodeUtf8 } from '../../simulator/machinery/utf8.ts';
import { bashProgram } from '../../simulator/shell/bash.ts';
import { ScreenEmulator } from './screen-emulator.ts';

/** What the tests of editors and pagers need. */
const COMMANDS = [
	vim,
	nano,
	cat,
	echo,
	sort,
	...LESS_COMMANDS,
	...MAN_COMMANDS,
	{ name: 'bash', paths: ['/usr/bin/bash', '/usr/bin/sh'], size: 1, program: bashProgram },
];

const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0);

function stack(): LayerStack {
	const entries = new Map<string, LayerEntry>();
	for (const path of '/usr /usr/bin /usr/sbin /etc /etc/vim /root /home /work /dev'.split(' '))
		entries.set(path, { type: 'directory', mode: 0o755 });
	entries.set('/tmp', { type: 'directory', mode: 0o1777 });
	entries.set('/bin', { type: 'symlink', target: 'usr/bin' });
	for (const { name, paths, size } of COMMANDS) {
		for (const path of paths) entries.set(path, { type: 'executable', mode: 0o755, program: name, size });
	}
	return stackLayers([{ entries }]);
}

const STACK = stack();
const PROGRAMS: ReadonlyMap<string, Program> = new Map(COMMANDS.map(({ name, program }) => [name, program]));

export interface EditorSetup {
	readonly argv: readonly string[];
	readonly files?: { readonly [path: string]: string };
	readonly env?: { readonly [name: string]: string };
	readonly columns?: number;
	readonly rows?: number;
}

/** An editor at a terminal of a fresh machine, in /work. */
export class EditorBench {
	readonly screen: ScreenEmulator;
	readonly machine: Machine;
	exitCode: number | undefined;
	output = '';
	readonly #loop = new EventLoop(START_MS);
	readonly #running: RunningProcess;

	constructor(setup: EditorSetup) {
		const columns = setup.columns ?? 80;
		const rows = setup.rows ?? 24;
		this.screen = new ScreenEmulator(columns, rows);
		this.machine = createMachine({
			context: { loop: this.#loop, random: new Random('editor-tests'), limits: DEFAULT_LIMITS },
			hostname: 'controlplane',
			layers: STACK,
			programs: PROGRAMS,
		});
		for (const [path, content] of Object.entries(setup.files ?? {}))
			this.machine.root.writeFile(path.startsWith('/') ? path : `/work/${path}`, content);
		this.#running = this.machine.start({
			argv: setup.argv,
			env: new Map(
				Object.entries({ PATH: '/usr/bin:/bin', HOME: '/work', TERM: 'xterm-256color', LANG: 'C.UTF-8', ...setup.env }),
			),
			cwd: '/work',
			credentials: ROOT_CREDENTIALS,
			searchPath: true,
			stdin: 'terminal',
			terminalSize: { columns, rows },
			onOutput: (_stream, data) => {
				const text = decodeUtf8(data);
				this.output += text;
				this.screen.feed(text);
			},
			onExit: (result) => {
				this.exitCode = result.kind === 'exited' ? result.status : -1;
			},
		});
		this.settle();
	}

	type(text: string, ms = 100): void {
		this.#running.write(encodeUtf8(text));
		this.settle(ms);
	}

	settle(ms = 100): void {
		this.#loop.runUntil(this.#loop.now() + ms);
	}

	resize(columns: number, rows: number): void {
		this.#running.resize(columns, rows);
		this.settle();
	}

	signal(signal: 'HUP' | 'KILL' | 'TERM'): void {
		this.#running.signal(signal);
		this.settle();
	}

	file(path: string): string | undefined {
		const content = this.machine.root.readFile(path.startsWith('/') ? path : `/work/${path}`);
		return content === undefined ? undefined : decodeUtf8(content);
	}
}
