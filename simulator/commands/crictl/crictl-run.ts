import type { ContainerFacts, RuntimeService } from '../../hosts/runtime/runtime-service.ts';
import type { Process } from '../../kernel/process-api.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import type { ParsedOptions } from '../options.ts';
import type { Output } from '../stdio.ts';
import { Exit } from '../unix-command.ts';

/** One run of a subcommand. */
export interface CrictlRun {
	readonly process: Process;
	readonly out: Output;
	readonly service: RuntimeService;
	/** By the option's first name; true for one without a value. */
	readonly options: ReadonlyMap<string, string | true>;
	readonly args: readonly string[];
}

export type Options = ParsedOptions<Record<string, { names: string[]; value: 'none' | 'required' }>>;

/** Ends with logrus's fatal line: coloured on a terminal, as key and value elsewhere. */
export function fatal(process: Process, message: string): Exit {
	return new Exit(1, logLine(process, 'fatal', message));
}

export function logLine(process: Process, level: 'fatal' | 'error' | 'warning' | 'info', message: string): string {
	if (!process.isatty(2)) {
		return `time="${formatTime(process.now())}" level=${level} msg=${JSON.stringify(message)}\n`;
	}
	const colour = level === 'info' ? 36 : level === 'warning' ? 33 : 31;
	return `\x1b[${colour}m${level.toUpperCase().slice(0, 4).padEnd(4, 'R')}\x1b[0m[0000] ${message.padEnd(44)} \n`;
}

/** The container that an id or the beginning of one names. Throws Exit. */
export function containerOf({ process, service }: CrictlRun, id: string): ContainerFacts {
	const found = service.containers().filter(({ record }) => record.id.startsWith(id));
	const [first] = found;
	if (id !== '' && first !== undefined && found.length === 1) return first;
	throw notFound(process, 'ContainerStatus', 'container', id);
}

/** @param rpc whose client logs the failure before crictl does. */
export function notFound(process: Process, rpc: string, what: 'container' | 'sandbox', id: string): Exit {
	const reason = `rpc error: code = NotFound desc = an error occurred when try to find ${what}${what === 'container' ? ` ${JSON.stringify(id)}` : ''}: not found`;
	const key = what === 'container' ? 'containerID' : 'podSandboxID';
	const stamp = formatTime(process.now());
	const klog = `E${stamp.slice(5, 7)}${stamp.slice(8, 10)} ${stamp.slice(11, 19)}.${String(process.now() % 1000).padStart(3, '0')}000 ${String(process.pid).padStart(7)} log.go:32] "${rpc} from runtime service failed" err=${JSON.stringify(reason)} ${key}=${JSON.stringify(id)}\n`;
	return new Exit(1, klog + logLine(process, 'fatal', reason));
}

/** The first 13 characters of an id. */
export function truncatedId(id: string): string {
	return id.replace(/^sha256:/, '').slice(0, 13);
}

/** "About a minute ago". Models docker/go-units HumanDuration. */
export function agoText(ms: number): string {
	const seconds = Math.floor(ms / 1000);
	const minutes = Math.floor(seconds / 60);
	const hours = Math.floor(ms / 3_600_000 + 0.5);
	const text =
		seconds < 1
			? 'Less than a second'
			: seconds === 1
				? '1 second'
				: seconds < 60
					? `${seconds} seconds`
					: minutes === 1
						? 'About a minute'
						: minutes < 60
							? `${minutes} minutes`
							: hours === 1
								? 'About an hour'
								: hours < 48
									? `${hours} hours`
									: hours < 24 * 14
										? `${Math.floor(hours / 24)} days`
										: hours < 24 * 60
											? `${Math.floor(hours / 24 / 7)} weeks`
											: hours < 24 * 365 * 2
												? `${Math.floor(hours / 24 / 30)} months`
												: `${Math.floor(hours / 24 / 365)} years`;
	return `${text} ago`;
}

/** "27.7MB". Models docker/go-units HumanSizeWithPrecision. */
export function sizeText(bytes: number): string {
	let size = bytes;
	let unit = 0;
	while (size >= 1000 && unit < 4) {
		size /= 1000;
		unit++;
	}
	return `${Number(size.toPrecision(3))}${['B', 'kB', 'MB', 'GB', 'TB'][unit]}`;
}

export function stateText(state: ContainerFacts['record']['state']): string {
	return state === 'running' ? 'Running' : state === 'exited' ? 'Exited' : 'Created';
}

/** RFC 3339 with nanoseconds. */
export function nanoTime(ms: number): string {
	if (ms === 0) return '0001-01-01T00:00:00Z';
	const fraction = String(ms % 1000)
		.padStart(3, '0')
		.replace(/0+$/, '');
	return `${formatTime(ms).slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}Z`;
}
