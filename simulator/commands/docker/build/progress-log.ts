import type { Task } from '../../../machinery/task.ts';
import type { EngineRun } from '../engine-command.ts';

interface Vertex {
	readonly id: number;
	readonly name: string;
	readonly startMs: number;
	endMs: number | undefined;
	readonly subs: string[];
	readonly lines: string[];
	partial: string;
	cached: boolean;
	error: string | undefined;
}

/**
 * BuildKit's log: plain lines as things happen, or, on a terminal, a summary of the steps.
 * Differs: on a terminal the steps come when they are over, and stay.
 */
export class ProgressLog {
	readonly #run: EngineRun;
	readonly #mode: 'plain' | 'tty' | 'quiet';
	readonly #vertices: Vertex[] = [];
	readonly #startMs: number;
	#open: number | undefined;

	constructor(run: EngineRun, mode: 'plain' | 'tty' | 'quiet') {
		this.#run = run;
		this.#mode = mode;
		this.#startMs = run.process.now();
	}

	*start(): Task<void> {
		if (this.#mode === 'plain') yield* this.#run.say('#0 building with "default" instance using docker driver\n');
	}

	/** @returns its number. */
	*begin(name: string): Task<number> {
		yield* this.closeOpen();
		const id = this.#vertices.length + 1;
		const startMs = this.#run.process.now();
		this.#vertices.push({
			id,
			name,
			startMs,
			endMs: undefined,
			subs: [],
			lines: [],
			partial: '',
			cached: false,
			error: undefined,
		});
		if (this.#mode === 'plain') yield* this.#run.say(`\n#${id} ${name}\n`);
		return id;
	}

	/** Something of its own that it has done. */
	*sub(id: number, text: string): Task<void> {
		this.#vertex(id).subs.push(text);
		if (this.#mode === 'plain')
			yield* this.#run.say(`#${id} ${text} ${text.startsWith('transferring') ? '' : '0.0s '}done\n`);
	}

	/** What a command writes. */
	*output(id: number, text: string): Task<void> {
		const vertex = this.#vertex(id);
		const lines = (vertex.partial + text).split('\n');
		vertex.partial = lines.pop() as string;
		for (const line of lines) yield* this.#line(vertex, line);
	}

	*#line(vertex: Vertex, line: string): Task<void> {
		const seconds = ((this.#run.process.now() - vertex.startMs) / 1000 + 0.05).toFixed(3);
		const shown = `${seconds} ${line.replace(/\r$/, '')}`;
		vertex.lines.push(shown);
		if (this.#mode === 'plain') yield* this.#run.say(`#${vertex.id} ${shown}\n`);
	}

	*end(id: number, cached = false): Task<void> {
		const vertex = this.#vertex(id);
		if (vertex.partial !== '') yield* this.#line(vertex, vertex.partial);
		vertex.partial = '';
		vertex.endMs = this.#run.process.now();
		vertex.cached = cached;
		if (this.#mode === 'plain')
			yield* this.#run.say(cached ? `#${id} CACHED\n` : `#${id} DONE ${this.#seconds(vertex)}s\n`);
	}

	/** Ends with the next one that begins: what it waits for is done elsewhere. */
	closesLater(id: number): void {
		this.#open = id;
	}

	*closeOpen(): Task<void> {
		const id = this.#open;
		this.#open = undefined;
		if (id !== undefined) yield* this.end(id);
	}

	*fail(id: number, message: string): Task<void> {
		this.#open = undefined;
		const vertex = this.#vertex(id);
		if (vertex.partial !== '') yield* this.#line(vertex, vertex.partial);
		vertex.partial = '';
		vertex.endMs = this.#run.process.now();
		vertex.error = message;
		if (this.#mode === 'plain') yield* this.#run.say(`#${id} ERROR: ${message}\n`);
	}

	/** The summary of a terminal, and what has failed. */
	*close(): Task<void> {
		if (this.#mode === 'tty') yield* this.#summary();
		const failed = this.#vertices.find(({ error }) => error !== undefined);
		if (failed === undefined) return;
		const lines = failed.lines
			.slice(-LINES_SHOWN)
			.map((line) => `${line}\n`)
			.join('');
		yield* this.#run.say(`------\n > ${failed.name}:\n${lines}------\n`);
	}

	*#summary(): Task<void> {
		const width = this.#run.process.isatty(2) ? this.#run.process.terminalSize(2).columns : 80;
		const done = this.#vertices.filter(({ endMs, error }) => endMs !== undefined && error === undefined).length;
		const failed = done < this.#vertices.length;
		const total = ((this.#run.process.now() - this.#startMs) / 1000).toFixed(1);
		const right = (left: string, end: string): string => {
			const room = Math.max(1, width - end.length - 1);
			const text = left.length > room ? `${left.slice(0, room - 4)} ...` : left;
			return `${text.padEnd(room)} ${end}`;
		};
		const rows = [
			right(`[+] Building ${total}s (${done}/${this.#vertices.length})${failed ? '' : ' FINISHED'}`, 'docker:default'),
		];
		for (const vertex of this.#vertices) {
			const seconds = `${this.#seconds(vertex)}s`;
			const mark = vertex.error !== undefined ? ' => ERROR' : vertex.cached ? ' => CACHED' : ' =>';
			rows.push(right(`${mark} ${vertex.name}`, seconds));
			for (const sub of vertex.subs) rows.push(right(` => => ${sub}`, '0.0s'));
		}
		yield* this.#run.say(`${rows.join('\n')}\n`);
	}

	#seconds(vertex: Vertex): string {
		return (((vertex.endMs ?? vertex.startMs) - vertex.startMs) / 1000).toFixed(1);
	}

	#vertex(id: number): Vertex {
		return this.#vertices[id - 1] as Vertex;
	}
}

/** Of a command that has failed. */
const LINES_SHOWN = 10;
