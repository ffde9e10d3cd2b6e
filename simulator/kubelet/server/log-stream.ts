import { parseTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { KubeletParts } from '../parts.ts';
import { concatBytes, type LogLine, parseLogLines } from '../runtime/container-log.ts';
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
	let lines = parseLogLines(machine.root.readFile(live.log.path) ?? new Uint8Array(0));
	if (options.tailLines !== undefined) lines = lastLines(lines, options.tailLines);
	let left = options.limitBytes ?? Number.POSITIVE_INFINITY;
	const send = (line: LogLine): void => {
		if (sinceMs !== undefined && (parseTime(line.time) ?? 0) < sinceMs) return;
		const bytes = formatLine(line, options.timestamps).subarray(0, Math.min(left, Number.MAX_SAFE_INTEGER));
		left -= bytes.length;
		if (bytes.length > 0) queue.push(bytes, bytes.length);
	};
	for (const line of lines) send(line);
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
	return { next: () => queue.next(), readable: queue.readable, close: () => stop() };
}

function sinceOf(options: LogRequest, nowMs: number): number | undefined {
	if (options.sinceTime !== undefined) return parseTime(options.sinceTime);
	return options.sinceSeconds === undefined ? undefined : nowMs - options.sinceSeconds * 1_000;
}

/** The last `count` whole lines; a line in parts counts once. */
function lastLines(lines: readonly LogLine[], count: number): LogLine[] {
	let seen = 0;
	let from = lines.length;
	while (from > 0) {
		if (lines[from - 1]?.tag === 'F') {
			if (seen === count) break;
			seen++;
		}
		from--;
	}
	return lines.slice(from);
}

function formatLine(line: LogLine, timestamps: boolean): Uint8Array {
	return concatBytes([
		...(timestamps ? [encodeUtf8(`${line.time} `)] : []),
		line.content,
		...(line.tag === 'F' ? [NEWLINE] : []),
	]);
}
