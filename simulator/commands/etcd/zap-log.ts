import type { Process } from '../../kernel/process-api.ts';
import { formatMicroTime, formatTime } from '../../machinery/timestamp.ts';

export interface LogEntry {
	readonly level: 'info' | 'warn' | 'fatal';
	readonly logger?: string;
	readonly caller: string;
	readonly message: string;
	readonly fields: object;
}

/** A line of etcdctl's log. Models client/pkg/logutil DefaultZapLoggerConfig. */
export function zapJson(process: Process, { level, logger, caller, message, fields }: LogEntry): string {
	const named = logger === undefined ? {} : { logger };
	const line = { level, ts: formatMicroTime(process.now()), ...named, caller, msg: message, ...fields };
	return `${JSON.stringify(line)}\n`;
}

/** A line of etcdutl's log. Models zap's console encoder. */
export function zapConsole(process: Process, { level, caller, message, fields }: LogEntry): string {
	const cells = [formatTime(process.now()), level, caller, message];
	if (Object.keys(fields).length > 0) cells.push(spacedJson(fields));
	return `${cells.join('\t')}\n`;
}

function spacedJson(fields: object): string {
	const pairs = Object.entries(fields).map(([key, value]) => `${JSON.stringify(key)}: ${spacedValue(value)}`);
	return `{${pairs.join(', ')}}`;
}

function spacedValue(value: unknown): string {
	return Array.isArray(value) ? `[${value.map((each) => JSON.stringify(each)).join(', ')}]` : JSON.stringify(value);
}
