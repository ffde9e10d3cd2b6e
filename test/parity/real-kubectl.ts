import { spawn } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Server as TlsServer } from 'node:tls';
import { nodeHostCalls } from '../../simulator/cli/host-calls.ts';
import { tlsFront } from '../../simulator/cli/tls-front.ts';
import { type SimulatedWorld, servingCredentials } from '../../simulator/sandbox/index.ts';

/** Where the SDK keeps a kubectl of every minor. */
const SDK_BIN = '/usr/lib/google-cloud-sdk/bin';

/** The newest kubectl of the machine's SDK: a path, or undefined when there is none. */
export function newestKubectl(): string | undefined {
	if (!existsSync(SDK_BIN)) return undefined;
	const minors = readdirSync(SDK_BIN)
		.map((name) => /^kubectl\.1\.(\d+)$/.exec(name)?.[1])
		.filter((minor) => minor !== undefined)
		.map(Number)
		.sort((a, b) => b - a);
	return minors[0] === undefined ? undefined : join(SDK_BIN, `kubectl.1.${minors[0]}`);
}

/** The minor of version 1 that a kubectl's name says. */
export function minorOf(kubectl: string): number {
	return Number(/\.1\.(\d+)$/.exec(kubectl)?.[1]);
}

export interface CommandResult {
	readonly stdout: string;
	readonly stderr: string;
	readonly exitCode: number;
}

/** With nothing said and nothing computed for this long, a command that waits is waiting for the world: time goes on. */
const QUIET_MS = 60;
/** How often it is looked at whether the command computes. */
const LOOK_MS = 5;
/** Between two looks this much means that the thread was busy. */
const BLOCKED_MS = 20;
const TIMEOUT_MS = 20_000;
/** Commands that end only when something has happened. */
const WAITING = /\b(rollout status|wait|delete|drain|replace --force|exec|--rm|-w|--watch|logs -f|run .*-it)\b/;

/**
 * The real kubectl against a world: TLS in front of its API server, reached through a proxy so that the kubeconfig
 * names the same server as inside. The world's clock stands still unless the command waits.
 */
export class RealKubectl {
	readonly #world: SimulatedWorld;
	readonly #directory = mkdtempSync(join(tmpdir(), 'kubedrill-parity-'));
	readonly #front: TlsServer;
	readonly #proxy: Server;
	#lastHeard = 0;
	/** Whether the running command has asked the server anything yet. */
	#heard = false;
	#ports = { front: 0, proxy: 0 };

	constructor(world: SimulatedWorld, kubectl: string) {
		this.#world = world;
		const credentials = servingCredentials(Date.now(), ['127.0.0.1', '172.30.1.2', '10.96.0.1'], nodeHostCalls);
		this.#front = tlsFront(world, credentials, () => {
			this.#heard = true;
			this.#lastHeard = Date.now();
			world.run(world.now());
		});
		this.#proxy = createServer();
		this.#proxy.on('connect', (_request, socket, head) => {
			const upstream = connect(this.#ports.front, '127.0.0.1', () => {
				socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
				upstream.write(head);
				upstream.pipe(socket);
				socket.pipe(upstream);
			});
			for (const end of [upstream, socket]) end.on('error', () => end.destroy());
		});
		mkdirSync(join(this.#directory, 'bin'));
		mkdirSync(join(this.#directory, 'root/.kube'), { recursive: true });
		symlinkSync(kubectl, join(this.#directory, 'bin/kubectl'));
		writeFileSync(join(this.#directory, 'root/.kube/config'), credentials.kubeconfig('https://172.30.1.2:6443'));
	}

	async open(): Promise<void> {
		const listen = (server: Server | TlsServer): Promise<number> =>
			new Promise((resolve) =>
				server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
			);
		this.#ports = { front: await listen(this.#front), proxy: await listen(this.#proxy) };
	}

	write(path: string, content: string): void {
		const full = join(this.#directory, 'root', path);
		mkdirSync(dirname(full), { recursive: true });
		writeFileSync(full, content);
	}

	/** Runs a command line with bash in the directory where the files are. */
	async run(command: string): Promise<CommandResult> {
		const home = join(this.#directory, 'root');
		const child = spawn('bash', ['-c', command], {
			cwd: home,
			env: {
				NODE_ENV: 'test',
				HOME: home,
				PATH: `${join(this.#directory, 'bin')}:/usr/bin:/bin`,
				HTTPS_PROXY: `http://127.0.0.1:${this.#ports.proxy}`,
				TZ: 'UTC',
				LANG: 'C.UTF-8',
				KUBE_EDITOR: 'true',
			},
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const output = { stdout: '', stderr: '' };
		for (const stream of ['stdout', 'stderr'] as const) {
			child[stream].setEncoding('utf8').on('data', (data: string) => {
				output[stream] += data;
			});
		}
		const startedAt = Date.now();
		this.#lastHeard = startedAt;
		this.#heard = false;
		const waits = WAITING.test(command);
		let nextLook = startedAt;
		let lastTurn = startedAt;
		const timer = setInterval(() => {
			const now = Date.now();
			// While another lane's sandbox computed nobody listened: what has been said meanwhile is still to be read.
			if (now - lastTurn > BLOCKED_MS) this.#lastHeard = now;
			lastTurn = now;
			if (now - startedAt > TIMEOUT_MS) child.kill('SIGKILL');
			if (now >= nextLook) {
				nextLook = now + LOOK_MS;
				if (computes(child.pid as number)) this.#lastHeard = now;
			}
			if (now - this.#lastHeard < QUIET_MS) return;
			if (now - startedAt < 3_000 && !(waits && this.#heard)) return;
			const nextAt = this.#world.nextAt();
			if (nextAt !== undefined) this.#world.run(nextAt);
		}, 2);
		const exitCode = await new Promise<number>((resolve) => {
			child.on('close', (code, signal) => resolve(code ?? (signal === null ? -1 : 137)));
		});
		clearInterval(timer);
		return { stdout: this.#insideNames(output.stdout), stderr: this.#insideNames(output.stderr), exitCode };
	}

	/** The home directory as it is called in the sandbox: messages name files in it. */
	#insideNames(text: string): string {
		return text.replaceAll(join(this.#directory, 'root'), '/root');
	}

	close(): void {
		this.#front.close();
		this.#proxy.close();
		this.#proxy.closeAllConnections();
		rmSync(this.#directory, { recursive: true, force: true });
	}
}

/** Whether a process or one it has started has a thread that runs or wants to. */
function computes(pid: number): boolean {
	try {
		for (const thread of readdirSync(`/proc/${pid}/task`)) {
			const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
			if (stat.charAt(stat.lastIndexOf(')') + 2) === 'R') return true;
			const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim();
			if (children !== '' && children.split(' ').some((child) => computes(Number(child)))) return true;
		}
	} catch {
		// It has ended meanwhile.
	}
	return false;
}
