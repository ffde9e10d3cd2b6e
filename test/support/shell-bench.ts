import { createMachine } from '../../simulator/kernel/machine.ts';
import type { LayerEntry, RunningProcess } from '../../simulator/kernel/machine-api.ts';
import { type Process, type Program, SystemError } from '../../simulator/kernel/process-api.ts';
import { EventLoop } from '../../simulator/machinery/event-loop.ts';
import { DEFAULT_LIMITS } from '../../simulator/machinery/limits.ts';
import { Random } from '../../simulator/machinery/random.ts';
import { decodeUtf8, encodeUtf8 } from '../../simulator/machinery/utf8.ts';
import { ashProgram, bashProgram, dashProgram } from '../../simulator/shell/bash.ts';

/** Monday, 2026-01-05 09:00:00 UTC. */
export const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0);

/** The few commands that the shell's tests need, without options. */
const COMMANDS: { readonly [name: string]: Program } = {
	*cat(process) {
		for (const path of process.argv.length > 1 ? process.argv.slice(1) : ['-']) {
			let fd = 0;
			if (path !== '-') {
				try {
					fd = yield* process.open(path, { read: true });
				} catch (error) {
					if (!(error instanceof SystemError)) throw error;
					yield* process.write(2, encodeUtf8(`cat: ${path}: No such file or directory\n`));
					return 1;
				}
			}
			for (;;) {
				const data = yield* process.read(fd, 65536);
				if (data.length === 0) break;
				yield* process.write(1, data);
			}
		}
		return 0;
	},
	*sleep(process) {
		yield* process.sleep(Number(process.argv[1]) * 1000);
		return 0;
	},
	*printenv(process) {
		const value = process.env.get(process.argv[1] ?? '');
		if (value === undefined) return 1;
		yield* process.write(1, encodeUtf8(`${value}\n`));
		return 0;
	},
	*yes(process) {
		const lines = encodeUtf8('y\n'.repeat(4096));
		for (;;) yield* process.write(1, lines);
	},
	*head(process) {
		let left = Number((process.argv[1] ?? '-10').slice(1).replace(/^n/, '') || process.argv[2]);
		while (left > 0) {
			const byte = yield* process.read(0, 1);
			if (byte.length === 0) break;
			yield* process.write(1, byte);
			if (byte[0] === 10) left--;
		}
		return 0;
	},
	*sort(process) {
		const lines = (yield* slurp(process)).split('\n').slice(0, -1).sort();
		yield* process.write(1, encodeUtf8(lines.map((line) => `${line}\n`).join('')));
		return 0;
	},
	*tr(process) {
		const text = yield* slurp(process);
		yield* process.write(1, encodeUtf8(process.argv[1] === 'a-z' ? text.toUpperCase() : text));
		return 0;
	},
	*ls(process) {
		const names = [...process.readdir(process.argv[1] ?? '.')].filter((name) => !name.startsWith('.')).sort();
		yield* process.write(1, encodeUtf8(names.map((name) => `${name}\n`).join('')));
		return 0;
	},
	*touch(process) {
		for (const path of process.argv.slice(1)) process.close(yield* process.open(path, { write: true, create: true }));
		return 0;
	},
	*mkdir(process) {
		if (process.argv[1] === '-p') {
			for (const path of process.argv.slice(2)) makeAll(process, path);
			return 0;
		}
		for (const path of process.argv.slice(1)) process.mkdir(path, 0o777);
		return 0;
	},
	*rm(process) {
		for (const path of process.argv.slice(1)) if (!path.startsWith('-')) process.unlink(path);
		return 0;
	},
	*chmod(process) {
		const mode = process.argv[1] as string;
		for (const path of process.argv.slice(2)) process.chmod(path, mode === '+x' ? 0o755 : Number.parseInt(mode, 8));
		return 0;
	},
	*mkfifo(process) {
		process.mkfifo(process.argv[1] as string, 0o644);
		return 0;
	},
	*ln(process) {
		process.symlink(process.argv[2] as string, process.argv[3] as string);
		return 0;
	},
};

function* slurp(process: Process): Generator<import('../../simulator/machinery/task.ts').Wait, string, void> {
	let text = '';
	for (;;) {
		const data = yield* process.read(0, 65536);
		if (data.length === 0) return text;
		text += decodeUtf8(data);
	}
}

const programs = new Map<string, Program>([
	['bash', bashProgram],
	['dash', dashProgram],
	['ash', ashProgram],
	...Object.entries(COMMANDS),
]);

function layer(): ReadonlyMap<string, LayerEntry> {
	const entries = new Map<string, LayerEntry>();
	const directory = (path: string, mode = 0o755): void => {
		entries.set(path, { type: 'directory', mode });
	};
	for (const path of ['/bin', '/usr', '/usr/bin', '/etc', '/root', '/home', '/work']) directory(path);
	directory('/tmp', 0o1777);
	entries.set('/etc/passwd', {
		type: 'file',
		mode: 0o644,
		content: 'root:x:0:0:root:/root:/bin/bash\nann:x:1000:1000:Ann:/home/ann:/bin/bash\n',
	});
	for (const name of programs.keys()) {
		entries.set(`/usr/bin/${name}`, { type: 'executable', mode: 0o755, program: name, size: 1000 });
		entries.set(`/bin/${name}`, { type: 'executable', mode: 0o755, program: name, size: 1000 });
	}
	entries.set('/bin/sh', { type: 'symlink', target: 'dash' });
	entries.set('/home/ann', { type: 'directory', mode: 0o755, uid: 1000, gid: 1000 });
	return entries;
}

const LAYER = { entries: layer() };

export interface ShellRun {
	readonly argv: readonly string[];
	readonly stdin?: string;
	readonly files?: { readonly [path: string]: string };
	readonly env?: { readonly [name: string]: string };
	/** Virtual time to give it. */
	readonly limitMs?: number;
	/** Default bash. */
	readonly shell?: string;
}

export interface ShellOutcome {
	readonly stdout: string;
	readonly stderr: string;
	readonly exitCode: number;
}

/** Runs a shell on a fresh machine, in an empty directory, until it ends. */
export function runShell(options: ShellRun): ShellOutcome {
	const loop = new EventLoop(START_MS);
	const machine = createMachine({
		context: { loop, random: new Random('shell-tests'), limits: DEFAULT_LIMITS },
		hostname: 'controlplane',
		layers: [LAYER],
		programs,
	});
	for (const [path, content] of Object.entries(options.files ?? {})) machine.root.writeFile(`/work/${path}`, content);
	const out = { stdout: '', stderr: '' };
	const shell = options.shell ?? 'bash';
	let exitCode: number | undefined;
	const running = machine.start({
		argv: [shell, ...options.argv],
		env: new Map(Object.entries({ PATH: '/usr/bin:/bin', HOME: '/work', ...options.env })),
		cwd: '/work',
		credentials: ROOT,
		searchPath: true,
		stdin: 'pipe',
		onOutput: (stream, data) => {
			out[stream] += decodeUtf8(data);
		},
		onExit: (result) => {
			exitCode = result.kind === 'exited' ? result.status : result.kind === 'signaled' ? -1 : undefined;
		},
	});
	feed(running, options.stdin ?? '');
	const endMs = START_MS + (options.limitMs ?? 3_600_000);
	while (exitCode === undefined) {
		const nextAt = loop.nextAt();
		if (nextAt === undefined || nextAt > endMs) break;
		loop.step();
	}
	return { ...out, exitCode: exitCode ?? -2 };
}

function feed(running: RunningProcess, text: string): void {
	running.write(encodeUtf8(text));
	running.closeStdin();
}

export const ROOT = {
	uid: 0,
	gid: 0,
	groups: [0],
	capabilities: new Set(['KILL', 'SETUID', 'SETGID', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'NET_BIND_SERVICE']),
};

function makeAll(process: Process, path: string): void {
	let made = path.startsWith('/') ? '' : '.';
	for (const part of path.split('/').filter((each) => each !== '')) {
		made += `/${part}`;
		try {
			process.mkdir(made, 0o777);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'EEXIST') throw error;
		}
	}
}

/** A shell at a terminal of a fresh machine, for tests that type. */
export class TerminalSession {
	/** Everything the terminal was sent. */
	output = '';
	exitCode: number | undefined;
	/** Lines that were entered at a prompt. */
	readonly entered: string[] = [];
	readonly machine: ReturnType<typeof createMachine>;
	readonly #loop = new EventLoop(START_MS);
	readonly #running: RunningProcess;

	constructor(
		options: {
			readonly columns?: number;
			readonly rows?: number;
			readonly files?: { readonly [path: string]: string };
			readonly argv?: readonly string[];
			readonly env?: { readonly [name: string]: string };
		} = {},
	) {
		this.machine = createMachine({
			context: { loop: this.#loop, random: new Random('terminal-tests'), limits: DEFAULT_LIMITS },
			hostname: 'controlplane',
			layers: [LAYER],
			programs,
		});
		this.machine.providePort('shell:command-entered', (line: string) => this.entered.push(line));
		for (const [path, content] of Object.entries({ '/work/.bashrc': "PS1='$ '\n", ...options.files })) {
			this.machine.root.writeFile(path, content);
		}
		this.#running = this.machine.start({
			argv: options.argv ?? ['bash'],
			env: new Map(Object.entries({ PATH: '/usr/bin:/bin', HOME: '/work', TERM: 'xterm-256color', ...options.env })),
			cwd: '/work',
			credentials: ROOT,
			searchPath: true,
			stdin: 'terminal',
			terminalSize: { columns: options.columns ?? 80, rows: options.rows ?? 24 },
			onOutput: (_stream, data) => {
				this.output += decodeUtf8(data);
			},
			onExit: (result) => {
				this.exitCode = result.kind === 'exited' ? result.status : -1;
			},
		});
		this.settle();
	}

	/** Types, and lets the world go on for `ms` of virtual time. What the terminal was sent meanwhile. */
	type(text: string, ms = 50): string {
		const before = this.output.length;
		this.#running.write(encodeUtf8(text));
		this.settle(ms);
		return this.output.slice(before);
	}

	resize(columns: number, rows: number): void {
		this.#running.resize(columns, rows);
		this.settle();
	}

	hangUp(): void {
		this.#running.signal('HUP');
		this.settle();
	}

	settle(ms = 50): void {
		this.#loop.runUntil(this.#loop.now() + ms);
	}
}
