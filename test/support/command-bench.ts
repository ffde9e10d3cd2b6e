import { APPLETS } from '../../simulator/commands/busybox/applets.ts';
import { COMMANDS, IMAGE_COMMANDS, PACKAGED_COMMANDS } from '../../simulator/commands/registry.ts';
import { ROOT_CREDENTIALS } from '../../simulator/kernel/capabilities.ts';
import { type LayerStack, stackLayers } from '../../simulator/kernel/files/layer-stack.ts';
import { createMachine } from '../../simulator/kernel/machine.ts';
import type { LayerEntry, Machine, RunningProcess } from '../../simulator/kernel/machine-api.ts';
import type { Credentials, Program } from '../../simulator/kernel/process-api.ts';
import { EventLoop } from '../../simulator/machinery/event-loop.ts';
import { DEFAULT_LIMITS } from '../../simulator/machinery/limits.ts';
import { Random } from '../../simulator/machinery/random.ts';
import { decodeUtf8, encodeUtf8 } from '../../simulator/machinery/utf8.ts';

/** Monday, 2026-01-05 09:00:00 UTC. */
export const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0);

/** Where busybox's applets are, here and on the machine that recorded its goldens. */
export const BUSYBOX_PATH = '/opt/busybox/bin';

const PASSWD =
	'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\nann:x:1000:1000:Ann:/home/ann:/bin/bash\n';
const GROUP = 'root:x:0:\ndaemon:x:1:\nadm:x:4:ann\nsudo:x:27:ann\nnogroup:x:65534:\nann:x:1000:\n';

function stack(): LayerStack {
	const entries = new Map<string, LayerEntry>();
	const directory = (path: string, mode = 0o755): void => {
		entries.set(path, { type: 'directory', mode });
	};
	for (const path of '/usr /usr/bin /usr/sbin /etc /root /home /work /opt /opt/busybox /opt/busybox/bin'.split(' ')) {
		directory(path);
	}
	directory('/tmp', 0o1777);
	entries.set('/bin', { type: 'symlink', target: 'usr/bin' });
	entries.set('/sbin', { type: 'symlink', target: 'usr/sbin' });
	entries.set('/home/ann', { type: 'directory', mode: 0o755, uid: 1000, gid: 1000 });
	entries.set('/etc/passwd', { type: 'file', mode: 0o644, content: PASSWD });
	entries.set('/etc/group', { type: 'file', mode: 0o644, content: GROUP });
	for (const { name, paths, size } of [...COMMANDS, ...PACKAGED_COMMANDS]) {
		for (const path of paths) entries.set(path, { type: 'executable', mode: 0o755, program: name, size });
	}
	for (const { name } of APPLETS) {
		entries.set(`${BUSYBOX_PATH}/${name}`, { type: 'executable', mode: 0o755, program: `busybox:${name}`, size: 1 });
	}
	return stackLayers([{ entries }]);
}

const STACK = stack();
const PROGRAMS: ReadonlyMap<string, Program> = new Map(
	[...COMMANDS, ...IMAGE_COMMANDS].map(({ name, program }) => [name, program]),
);

export interface CommandRun {
	readonly argv: readonly string[];
	readonly stdin?: string;
	readonly files?: { readonly [path: string]: string };
	readonly env?: { readonly [name: string]: string };
	/** Virtual time to give it. */
	readonly limitMs?: number;
	readonly credentials?: Credentials;
	/** Prepares the machine. */
	readonly prepare?: (machine: Machine) => void;
}

export interface CommandOutcome {
	readonly stdout: string;
	readonly stderr: string;
	readonly exitCode: number;
}

/** Runs a command on a fresh machine that has every command, in the directory /work, until it ends. */
export function runCommand(options: CommandRun): CommandOutcome {
	const loop = new EventLoop(START_MS);
	const machine = createMachine({
		context: { loop, random: new Random('command-tests'), limits: DEFAULT_LIMITS },
		hostname: 'controlplane',
		layers: STACK,
		programs: PROGRAMS,
	});
	for (const [path, content] of Object.entries(options.files ?? {})) machine.root.writeFile(`/work/${path}`, content);
	options.prepare?.(machine);
	const out = { stdout: '', stderr: '' };
	let exitCode: number | undefined;
	const running = machine.start({
		argv: options.argv,
		env: new Map(Object.entries({ PATH: '/usr/bin:/bin', HOME: '/work', ...options.env })),
		cwd: '/work',
		credentials: options.credentials ?? ROOT_CREDENTIALS,
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
	const endMs = START_MS + (options.limitMs ?? 600_000);
	while (exitCode === undefined) {
		const nextAt = loop.nextAt();
		if (nextAt === undefined || nextAt > endMs) break;
		loop.step();
	}
	return { ...out, exitCode: exitCode ?? -2 };
}

function feed(running: RunningProcess, text: string): void {
	let rest = encodeUtf8(text);
	const push = (): void => {
		while (rest.length > 0) {
			const piece = rest.subarray(0, 4096);
			if (!running.write(piece)) {
				running.onDrain(push);
				return;
			}
			rest = rest.subarray(piece.length);
		}
		running.closeStdin();
	};
	push();
}
