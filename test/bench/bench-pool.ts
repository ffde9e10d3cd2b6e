import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BuildOptions, build } from 'esbuild';
import type { Database } from '../../app/_lib/db/database.ts';
import { databaseAddress } from '../../app/_lib/db/database-url.ts';
import { migrate } from '../../app/_lib/db/migrate.ts';
import { openDatabase } from '../../app/_lib/db/open-database.ts';
import { examTasks, examWorld } from '../../app/_lib/exams/exam-world.ts';
import { projectRoot } from '../../app/_lib/project-root.ts';
import type { FrameKind } from '../../app/_server/frames.ts';
import type { ExamToGrade } from '../../app/_server/pool/early-grades.ts';
import type { LiveSandbox } from '../../app/_server/pool/live-sandbox.ts';
import { SandboxPool } from '../../app/_server/pool/sandbox-pool.ts';
import { SandboxStore } from '../../app/_server/pool/sandbox-store.ts';
import type { Viewer } from '../../app/_server/pool/viewer.ts';
import { nodeBundle } from '../../scripts/prepare/bundle.mjs';

/** The worker's bundle, as the server has it. */
export async function bundleWorker(): Promise<string> {
	const outfile = join(projectRoot(), 'dist/bench/worker.mjs');
	const options = nodeBundle() as BuildOptions;
	await build({ ...options, entryPoints: ['app/_server/worker/main.ts'], outfile, outExtension: {} });
	return outfile;
}

/** The server's worlds without its sockets, around a database of their own: mock exams, each of another seed. */
export class ExamHall {
	readonly #db: Database;
	readonly #directory: string;
	readonly #pool: SandboxPool;

	private constructor(db: Database, directory: string, workerScript: string) {
		this.#db = db;
		this.#directory = directory;
		this.#pool = new SandboxPool({
			workerScript,
			store: new SandboxStore(db, 'sqlite'),
			exercise: async (exerciseId) => {
				const { options, tasks } = await examOf(exerciseId);
				const { preset, seed } = options;
				const exam = { endsAt: new Date(Date.now() + 7_200_000), tasks };
				const rest = { pointsMax: 100, tasks: [], solution: '', exam };
				return { exerciseId, preset, seed, options: JSON.stringify(options), ...rest };
			},
		});
	}

	static async open(): Promise<ExamHall> {
		mkdirSync(join(projectRoot(), 'dist/bench'), { recursive: true });
		const directory = mkdtempSync(join(projectRoot(), 'dist/bench/hall-'));
		const address = databaseAddress(`file:${join(directory, 'bench.db')}`);
		const db = await openDatabase(address);
		await migrate(db, address.provider, join(projectRoot(), 'prisma', address.provider, 'migrations'));
		return new ExamHall(db, directory, await bundleWorker());
	}

	/** Somebody sits down at a mock and sees the first machine's prompt. */
	async seat(mock: string, seed: string): Promise<Sitter> {
		const exerciseId = `${mock}/${seed}`;
		const { id } = await this.#db.user.create({
			data: { id: randomUUID(), name: seed, email: `${randomUUID()}@bench.invalid` },
		});
		const viewer = new Screen(id);
		const sandbox = await this.#pool.attach(viewer, id, { exercise: exerciseId });
		const sitter = new Sitter(this.#pool, sandbox, viewer, exerciseId);
		sitter.send({ kind: 'open', terminal: 't1', user: 'candidate', columns: 100, rows: 30 });
		await sitter.prompt();
		return sitter;
	}

	async close(): Promise<void> {
		await this.#pool.close();
		await this.#db.$disconnect();
		rmSync(this.#directory, { recursive: true });
	}
}

export class Sitter {
	/** Where it is. */
	question = 0;
	/** Machines of the questions, in their order. */
	readonly exam: Promise<ExamToGrade & { readonly hosts: readonly string[] }>;

	constructor(
		private readonly pool: SandboxPool,
		private readonly sandbox: LiveSandbox,
		readonly screen: Screen,
		private readonly exerciseId: string,
	) {
		this.exam = examOf(exerciseId);
	}

	send(event: Parameters<SandboxPool['apply']>[1]): void {
		this.pool.apply(this.sandbox, event, undefined);
	}

	press(data: string): void {
		this.send({ kind: 'input', terminal: 't1', data });
	}

	/** Types a line and waits for the prompt after it. */
	async enter(line: string): Promise<void> {
		this.screen.text = '';
		this.press(`${line}\r`);
		await this.prompt();
	}

	async prompt(): Promise<void> {
		while (!this.screen.text.endsWith('$ ')) await sleep(2);
	}

	async handIn(): Promise<Awaited<ReturnType<SandboxPool['gradeExam']>>> {
		return this.pool.gradeExam(this.exerciseId, await this.exam);
	}
}

/** What a page shows of its terminal, without colours. */
class Screen implements Viewer {
	readonly client = randomUUID();
	readonly owner: { readonly userId: string };
	text = '';
	/** Told of every output. */
	onOutput: (() => void) | undefined;

	constructor(userId: string) {
		this.owner = { userId };
	}

	send(): void {}

	frame(_kind: FrameKind, _terminal: string, data: Uint8Array): void {
		const esc = String.fromCharCode(27);
		const parts = Buffer.from(data).toString().split(esc);
		const plain = parts.map((part, index) => (index === 0 ? part : part.replace(/^\[[0-9;?]*[a-zA-Z]/, ''))).join('');
		this.text = (this.text + plain).slice(-500);
		this.onOutput?.();
	}

	moved(): void {}

	close(_code: number, reason: string): void {
		if (reason !== 'the server is restarting' && reason !== 'exam-over') throw new Error(`closed: ${reason}`);
	}
}

async function examOf(exerciseId: string): Promise<ExamToGrade & { readonly hosts: readonly string[] }> {
	const [exam = '', seed = ''] = exerciseId.split('/');
	const world = await examWorld({ exam, seed, profile: 'exam-2026' });
	if (world === undefined) throw new Error(`assertion failed: no mock ${exam}`);
	return { options: world.options, tasks: examTasks(world), hosts: world.questions.map(({ host }) => host) };
}
