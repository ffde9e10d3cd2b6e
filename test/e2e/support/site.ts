import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');
/** `npm test` has built it; KUBEDRILL_SERVER names another bundle. */
const entry = process.env.KUBEDRILL_SERVER ?? join(root, 'dist/server/main.mjs');

/** A production server of our own with an empty database. */
export class Site {
	readonly origin: string;
	readonly #port: number;
	readonly #folder = mkdtempSync(join(tmpdir(), 'kubedrill-e2e-'));
	#child: ChildProcess | undefined;
	#log = '';

	private constructor(port: number) {
		this.#port = port;
		this.origin = `http://localhost:${port}`;
	}

	static async start(): Promise<Site> {
		const site = new Site(await freePort());
		await site.run();
		return site;
	}

	/** Starts the process; returns when it answers. */
	async run(): Promise<void> {
		const child = spawn(process.execPath, ['--enable-source-maps', entry], {
			cwd: root,
			env: {
				...process.env,
				NODE_ENV: 'production',
				NEXT_TELEMETRY_DISABLED: '1',
				KUBEDRILL_ROOT: root,
				KUBEDRILL_PARENT_PID: String(process.pid),
				PORT: String(this.#port),
				DATABASE_URL: `file:${join(this.#folder, 'site.db')}`,
			},
		});
		this.#child = child;
		for (const stream of [child.stdout, child.stderr]) {
			stream?.on('data', (chunk: Buffer) => {
				this.#log += chunk.toString('utf8');
			});
		}
		const until = Date.now() + 30_000;
		while (Date.now() < until) {
			if (child.exitCode !== null) break;
			const answer = await fetch(`${this.origin}/api/health`).catch(() => undefined);
			if (answer?.ok) return;
			await new Promise((done) => setTimeout(done, 100));
		}
		throw new Error(`the site did not start:\n${this.#log}`);
	}

	/** `kill -9`. */
	async kill(): Promise<void> {
		const child = this.#child;
		if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
		const gone = new Promise((done) => child.once('exit', done));
		child.kill('SIGKILL');
		await gone;
	}

	async stop(): Promise<void> {
		await this.kill();
		rmSync(this.#folder, { recursive: true, force: true });
	}
}

function freePort(): Promise<number> {
	return new Promise((done, fail) => {
		const probe = createServer();
		probe.once('error', fail);
		probe.listen(0, () => {
			const address = probe.address();
			probe.close(() =>
				typeof address === 'object' && address !== null ? done(address.port) : fail(new Error('no port')),
			);
		});
	});
}
