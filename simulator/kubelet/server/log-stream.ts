import { parseTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { KubeletParts } from '../parts.ts';
import { concatBytes, type LogPlace, logPlaces, type NewLine } from '../runtime/container-log.ts';
import type { LiveContainer } from '../runtime/live-container.ts';
import type { ByteStream, LogRequest } from './kubelet-server.ts';
import { OutputQueue } from './output-queue.ts';

const NEWLINE = encodeUtf8('\n');

/** A container's log as it was asked for, and on while it is followed. Models pkg/kubelet/kuberuntime/logs ReadLogs. */
export function openLog(parts: KubeletParts, live: LiveContainer, options: LogRequest): ByteStream {
	const { context, machine } = parts;
	const queue = new OutputQueue<Uint8Array>(context.loop.post);
	live.log.flush();
	const sinceMs = sinceOf(options, context.loop.now());
	const kept = new KeptLines(machine.root.readFile(live.log.path) ?? new Uint8Array(0), options, sinceMs);
	let left = (options.limitBytes ?? Number.POSITIVE_INFINITY) - kept.bytes;
	const send = (line: NewLine): void => {
		if (sinceMs !== undefined && (parseTime(line.time) ?? 0) < sinceMs) return;
		const bytes = formatLine(line, options.timestamps).subarray(0, Math.min(left, Number.MAX_SAFE_INTEGER));
		left -= bytes.length;
		if (bytes.length > 0) queue.push(bytes, bytes.length);
	};
	let stop = (): void => undefined;
	if (options.follow && live.record.state === 'running' && left > 0) {
		const unfollow = live.log.follow((line) => {
			send(line);
			if (left <= 0) stop();
		});
		const ended = (): void => stop();
		live.exits.add(ended);
		stop = () => {
			unfollow();
			live.exits.delete(ended);
			queue.end();
		};
	} else queue.end();
	return { next: () => kept.next() ?? queue.next(), readable: queue.readable, close: () => stop() };
}

/** What a log holds of what is asked for: looked through at once, handed out line by line. */
class KeptLines {
	/** Of all of them. */
	readonly bytes: number = 0;
	readonly #data: Uint8Array;
	readonly #timestamps: boolean;
	readonly #limit: number;
	readonly #places: LogPlace[];
	#next = 0;
	#sent = 0;

	constructor(data: Uint8Array, { tailLines, limitBytes, timestamps }: LogRequest, sinceMs: number | undefined) {
		this.#data = data;
		this.#timestamps = timestamps;
		this.#limit = limitBytes ?? Number.POSITIVE_INFINITY;
		const places = [...logPlaces(data)];
		this.#places = tailLines === undefined ? places : lastLines(places, tailLines);
		if (sinceMs !== undefined) {
			const times = new LineTimes(data);
			this.#places = this.#places.filter(({ start }) => times.at(start) >= sinceMs);
		}
		if (limitBytes === undefined) return;
		for (const place of this.#places) this.bytes += this.#bytesOf(place).length;
		this.bytes = Math.min(this.bytes, limitBytes);
	}

	/** Undefined when all have been handed out. */
	next(): Uint8Array | undefined {
		const place = this.#places[this.#next];
		if (place === undefined || this.#sent >= this.#limit) return undefined;
		this.#next++;
		const bytes = this.#bytesOf(place).subarray(0, Math.min(this.#limit - this.#sent, Number.MAX_SAFE_INTEGER));
		this.#sent += bytes.length;
		return bytes.length > 0 ? bytes : this.next();
	}

	#bytesOf({ start, content, end, isWhole }: LogPlace): Uint8Array {
		const line = this.#data.subarray(content, isWhole ? end + 1 : end);
		const tail = isWhole && end === this.#data.length ? [NEWLINE] : [];
		if (!this.#timestamps) return tail.length === 0 ? line : concatBytes([line, ...tail]);
		const time = this.#data.subarray(start, this.#data.indexOf(SPACE, start) + 1);
		return concatBytes([time, line, ...tail]);
	}
}

const SPACE = 32;

/** When lines were written. Many are of the same millisecond. */
class LineTimes {
	readonly #data: Uint8Array;
	#before = { start: 0, end: 0, ms: 0 };

	constructor(data: Uint8Array) {
		this.#data = data;
	}

	at(start: number): number {
		const end = this.#data.indexOf(SPACE, start);
		if (!this.#isAsBefore(start, end)) {
			const time = String.fromCharCode(...this.#data.subarray(start, end));
			this.#before = { start, end, ms: parseTime(time) ?? 0 };
		}
		return this.#before.ms;
	}

	/** In UTC, and the same up to the milliseconds. */
	#isAsBefore(start: number, end: number): boolean {
		const { start: other, end: otherEnd } = this.#before;
		const data = this.#data;
		if (end - start < TO_MS || otherEnd - other < TO_MS) return false;
		if (data[end - 1] !== ZULU || data[otherEnd - 1] !== ZULU) return false;
		for (let at = 0; at < TO_MS; at++) if (data[start + at] !== data[other + at]) return false;
		return true;
	}
}

/** Of "2026-11-20T09:00:00.123". */
const TO_MS = 23;
const ZULU = 0x5a;

function sinceOf(options: LogRequest, nowMs: number): number | undefined {
	if (options.sinceTime !== undefined) return parseTime(options.sinceTime);
	return options.sinceSeconds === undefined ? undefined : nowMs - options.sinceSeconds * 1_000;
}

/** The last `count` whole lines; a line in parts counts once. */
function lastLines(lines: readonly LogPlace[], count: number): LogPlace[] {
	let seen = 0;
	let from = lines.length;
	while (from > 0) {
		if (lines[from - 1]?.isWhole) {
			if (seen === count) break;
			seen++;
		}
		from--;
	}
	return lines.slice(from);
}

function formatLine(line: NewLine, timestamps: boolean): Uint8Array {
	return timestamps ? concatBytes([encodeUtf8(`${line.time} `), line.bytes]) : line.bytes;
}
