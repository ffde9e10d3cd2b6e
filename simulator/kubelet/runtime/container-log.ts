import type { FileTree } from '../../kernel/machine-api.ts';
import type { EventLoop, Timer } from '../../machinery/event-loop.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { rotatedLogs, rotateLog } from './log-rotation.ts';
import type { LongLogs } from './long-logs.ts';

/** One line of a container's log as the runtime keeps it. */
export interface LogLine {
	/** RFC 3339 with nanoseconds. */
	readonly time: string;
	readonly stream: 'stdout' | 'stderr';
	/** P: the line goes on in the next entry. */
	readonly tag: 'F' | 'P';
	readonly content: Uint8Array;
}

/** A line that is new: those who follow share its bytes. */
export interface NewLine extends LogLine {
	/** Its content, and its newline if it has one. */
	readonly bytes: Uint8Array;
}

/** Longest line the runtime keeps whole. Models containerd's max_container_log_line_size. */
const LINE_BYTES_MAX = 16_384;

/** Output reaches the node's file in batches; readers through `flush` always see all of it. */
const FLUSH_MS = 250;

const NEWLINE = 10;
const ZERO = 0x30;

/**
 * The log of one container instance: a file of the node in the CRI format. The file is the only copy, so that
 * it can be read, copied and rotated like any other. Models containerd/internal/cri/io NewCRILogger.
 */
export class ContainerLog {
	readonly path: string;
	readonly #tree: FileTree;
	readonly #loop: EventLoop;
	readonly #bytesMax: number;
	readonly #long: LongLogs;
	/** What is not in the file yet. */
	readonly #pending = new ByteBuffer();
	#flushTimer: Timer | undefined;
	readonly #partial: { stdout: Uint8Array[]; stderr: Uint8Array[] } = { stdout: [], stderr: [] };
	readonly #followers = new Set<(line: NewLine) => void>();
	/** Of the file; undefined while there is none. One from before is looked at when something is added to it. */
	#bytes: number | 'as before' | undefined;
	#lastMs = 0;
	#lastSecond = '';
	#lastNanos = 0;
	#noise: number;

	/**
	 * @param noise seeds the digits below the millisecond, which no clock of the world has.
	 * @param restored the file is there from before.
	 */
	constructor(options: {
		tree: FileTree;
		path: string;
		loop: EventLoop;
		bytesMax: number;
		long: LongLogs;
		noise: number;
		restored: boolean;
	}) {
		this.path = options.path;
		this.#tree = options.tree;
		this.#loop = options.loop;
		this.#bytesMax = options.bytesMax;
		this.#long = options.long;
		this.#noise = options.noise | 1;
		this.#bytes = options.restored ? 'as before' : undefined;
		this.#flushTimer = options.restored ? undefined : this.#loop.after(FLUSH_MS, () => this.flush());
	}

	/** @param data is kept: the caller must not change it afterwards. */
	write(stream: 'stdout' | 'stderr', data: Uint8Array): void {
		let start = 0;
		for (;;) {
			const end = data.indexOf(NEWLINE, start);
			if (end < 0) break;
			this.#endLine(stream, data.subarray(start, end), 'F');
			start = end + 1;
		}
		if (start < data.length) this.#hold(stream, data.slice(start));
	}

	/** The container has ended: what has no newline yet is a line all the same. */
	close(): void {
		for (const stream of ['stdout', 'stderr'] as const) {
			if (this.#partial[stream].length > 0) this.#endLine(stream, new Uint8Array(0), 'F');
		}
		this.flush();
		this.#long.logs.delete(this);
	}

	/** Called with each new line until the returned function is called. */
	follow(onLine: (line: NewLine) => void): () => void {
		this.#followers.add(onLine);
		return () => this.#followers.delete(onLine);
	}

	flush(): void {
		this.#flushTimer?.cancel();
		this.#flushTimer = undefined;
		if (this.#pending.length === 0 && this.#bytes !== undefined) return;
		let kept = this.#bytes === undefined || this.#bytes === 0 ? EMPTY : (this.#tree.readFile(this.path) ?? EMPTY);
		// Differs: the world keeps less of a log than kubelets usually do, and rotates it at once.
		if (kept.length > 0 && kept.length + this.#pending.length > this.#bytesMax / 2) {
			rotateLog(this.#tree, this.path, { nowMs: this.#loop.now(), filesMax: 2 });
			kept = EMPTY;
		}
		const data = concatBytes([kept, this.#pending.take()]);
		this.#tree.writeFile(this.path, data, { mode: 0o640 });
		this.#bytes = data.length;
		if (data.length > this.#long.bytesMax) this.#long.logs.add(this);
	}

	/** Begins the file anew. @param filesMax how many of the log stay, this one included. */
	rotate(filesMax: number): void {
		this.flush();
		rotateLog(this.#tree, this.path, { nowMs: this.#loop.now(), filesMax });
		this.#bytes = 0;
		this.#long.logs.delete(this);
	}

	/** Takes the file away, and what has been put aside of it. */
	remove(): void {
		this.flush();
		for (const path of [this.path, ...rotatedLogs(this.#tree, this.path)]) this.#tree.remove(path);
		this.#long.logs.delete(this);
	}

	#hold(stream: 'stdout' | 'stderr', data: Uint8Array): void {
		let rest = data;
		let held = this.#partial[stream].reduce((sum, part) => sum + part.length, 0);
		while (held + rest.length > LINE_BYTES_MAX) {
			const room = LINE_BYTES_MAX - held;
			this.#endLine(stream, rest.subarray(0, room), 'P');
			rest = rest.slice(room);
			held = 0;
		}
		if (rest.length > 0) this.#partial[stream].push(rest);
	}

	#endLine(stream: 'stdout' | 'stderr', tail: Uint8Array, tag: 'F' | 'P'): void {
		const held = this.#partial[stream];
		const content = held.length === 0 ? tail : concatBytes([...held, tail]);
		held.length = 0;
		const time = this.#timestamp();
		this.#pending.addAscii(`${time} ${stream} ${tag} `);
		this.#pending.addLine(content);
		if (this.#pending.length > this.#bytesMax / 4) this.flush();
		else this.#flushTimer ??= this.#loop.after(FLUSH_MS, () => this.flush());
		if (this.#followers.size === 0) return;
		const bytes = tag === 'F' ? concatBytes([content, NEWLINE_BYTES]) : content;
		const line: NewLine = { time, stream, tag, content, bytes };
		for (const follower of [...this.#followers]) follower(line);
	}

	/** Now, with nanoseconds that only ever grow. */
	#timestamp(): string {
		const nowMs = this.#loop.now();
		this.#noise = (Math.imul(this.#noise, 1_103_515_245) + 12_345) >>> 0;
		const step = 1_000 + (this.#noise % 40_000);
		if (nowMs !== this.#lastMs) this.#lastSecond = formatTime(nowMs).slice(0, 19);
		this.#lastNanos = nowMs === this.#lastMs ? Math.min(this.#lastNanos + step, 999_999) : step * 3;
		this.#lastMs = nowMs;
		const nanos = String((nowMs % 1_000) * 1_000_000 + this.#lastNanos).padStart(9, '0');
		let length = nanos.length;
		while (nanos.charCodeAt(length - 1) === ZERO) length--;
		return `${this.#lastSecond}.${nanos.slice(0, length)}Z`;
	}
}

const EMPTY = new Uint8Array(0);
const NEWLINE_BYTES = new Uint8Array([NEWLINE]);

/** The lines of a log file, oldest first. Lines that are not in the CRI format are left out. */
export function parseLogLines(data: Uint8Array): LogLine[] {
	return [...logPlaces(data)].map(({ start, content, end, isWhole }) => {
		const head = String.fromCharCode(...data.subarray(start, content - 1));
		const [time, stream] = head.split(' ') as [string, 'stdout' | 'stderr'];
		return { time, stream, tag: isWhole ? 'F' : 'P', content: data.subarray(content, end) };
	});
}

/** Where a line stands in a log file: from its time on, from its content on, and up to its newline. */
export interface LogPlace {
	readonly start: number;
	readonly content: number;
	readonly end: number;
	/** Tagged F. */
	readonly isWhole: boolean;
}

/** The places of what `parseLogLines` reads. */
export function* logPlaces(data: Uint8Array): Generator<LogPlace, undefined, void> {
	for (let start = 0; start < data.length; ) {
		const newline = data.indexOf(NEWLINE, start);
		const end = newline < 0 ? data.length : newline;
		const place = logPlace(data, start, end);
		if (place !== undefined) yield place;
		start = end + 1;
	}
}

function logPlace(data: Uint8Array, start: number, end: number): LogPlace | undefined {
	const first = spaceAt(data, start, end);
	const second = spaceAt(data, first + 1, end);
	const third = spaceAt(data, second + 1, end);
	if (third === end || third !== second + 2) return undefined;
	const tag = data[second + 1];
	if (tag !== WHOLE && tag !== PARTIAL) return undefined;
	if (!says(data, first + 1, second, STDOUT) && !says(data, first + 1, second, STDERR)) return undefined;
	return { start, content: third + 1, end, isWhole: tag === WHOLE };
}

/** Where a space comes next; `end` when none does. */
function spaceAt(data: Uint8Array, from: number, end: number): number {
	let at = from;
	while (at < end && data[at] !== SPACE) at++;
	return Math.min(at, end);
}

function says(data: Uint8Array, from: number, to: number, word: Uint8Array): boolean {
	if (to - from !== word.length) return false;
	for (let at = 0; at < word.length; at++) if (data[from + at] !== word[at]) return false;
	return true;
}

const STDOUT = encodeUtf8('stdout');
const STDERR = encodeUtf8('stderr');
const SPACE = 32;
const WHOLE = 0x46;
const PARTIAL = 0x50;

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
	let length = 0;
	for (const part of parts) length += part.length;
	const whole = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
