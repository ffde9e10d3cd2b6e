import { setTimeout as sleep } from 'node:timers/promises';
import { WorkerHandle } from '../../../app/_server/pool/worker-handle.ts';
import type { FromWorker } from '../../../app/_server/worker-protocol.ts';
import { bundleWorker } from '../bench-pool.ts';
import { atPrompt } from '../bench-worlds.ts';
import { type Figure, lower } from '../figure.ts';
import { percentile } from '../statistics.ts';

const WORLDS = 200;
const WORKERS = 2;
/** A student who types all the time. */
const KEY_INTERVAL_MS = 250;
/** What each types over and over, beginning at another place: a command every twelve seconds, 300 an hour. */
const KEYS = ['kubectl get pods -A\r', 'k get deploy', '\u0015', 'ls -l', '\u0015', 'k get nodes', '\u0015'].flatMap(
	(text) => [...text],
);
const MEASURED_MS = 20_000;

interface Student {
	readonly sandbox: string;
	readonly worker: WorkerHandle;
	screen: string;
	pressedAt: number | undefined;
	nextKey: number;
}

/**
 * From a key that reaches the server's main thread to its echo there, with 200 students typing and running
 * commands in worlds of two workers.
 */
export const keystrokeEcho: Figure = {
	name: 'keystroke-echo',
	async measure() {
		const script = await bundleWorker();
		const students = new Map<string, Student>();
		const samples: number[] = [];
		const onMessage = (message: FromWorker): void => hear(students, message, samples);
		const onDeath = (reason: string): void => {
			throw new Error(`a worker died: ${reason}`);
		};
		const workers = Array.from({ length: WORKERS }, () => new WorkerHandle(script, { onMessage, onDeath }));
		for (let index = 0; index < WORLDS; index++) {
			const worker = workers[index % WORKERS] as WorkerHandle;
			const student: Student = { sandbox: `world-${index}`, worker, screen: '', pressedAt: undefined, nextKey: index };
			students.set(student.sandbox, student);
			begin(student, index + 1);
		}
		while ([...students.values()].some((student) => !atPrompt(student.screen))) await sleep(100);
		// Kubelets look at what they woke up with; the compiler sees what is hot.
		await type(students, 10_000);
		samples.length = 0;
		await type(students, MEASURED_MS);
		await Promise.all(workers.map((worker) => worker.end()));
		return [lower('keystroke-echo', percentile(samples, 0.99), 'ms p99', 2)];
	},
};

function begin({ sandbox, worker }: Student, handle: number): void {
	worker.post({
		type: 'open',
		sandbox,
		handle,
		options: { preset: 'kubeadm-1-2', seed: 'lesson' },
		journal: [],
		reachedMs: 0,
		tasks: [],
		states: {},
	});
	worker.post({ type: 'attend', sandbox, attended: true });
	worker.post({ type: 'apply', sandbox, event: { kind: 'open', terminal: 't1', columns: 100, rows: 30 } });
}

function hear(students: Map<string, Student>, message: FromWorker, samples: number[]): void {
	if (message.type === 'ended') throw new Error(message.message);
	if (message.type !== 'news' || message.news.kind !== 'output') return;
	const student = students.get(message.sandbox) as Student;
	student.screen = (student.screen + Buffer.from(message.news.data).toString()).slice(-500);
	if (student.pressedAt === undefined) return;
	samples.push(performance.now() - student.pressedAt);
	student.pressedAt = undefined;
}

/** Everyone presses a key four times a second, evenly spread. */
async function type(students: Map<string, Student>, forMs: number): Promise<void> {
	const all = [...students.values()];
	const startedAt = performance.now();
	for (let pressed = 0; ; pressed++) {
		const due = startedAt + (pressed * KEY_INTERVAL_MS) / all.length;
		if (due > startedAt + forMs) return;
		if (due > performance.now()) await sleep(due - performance.now());
		const student = all[pressed % all.length] as Student;
		if (student.pressedAt !== undefined) continue;
		const data = KEYS[student.nextKey++ % KEYS.length] as string;
		student.pressedAt = performance.now();
		student.worker.post({
			type: 'apply',
			sandbox: student.sandbox,
			event: { kind: 'input', terminal: 't1', data },
		});
	}
}
