import type { Process } from '../../../kernel/process-api.ts';
import { sortInSteps } from '../../../machinery/sort-in-steps.ts';
import type { Task } from '../../../machinery/task.ts';
import type { Sample, Tally } from './benchmark.ts';
import type { AbOptions } from './options.ts';

const PERCENTAGES = [50, 66, 75, 80, 90, 95, 98, 99, 100];

/** What is said in the end. Models support/ab.c output_results. */
export function summary(tally: Tally, options: AbOptions): string {
	const seconds = (tally.endedMs - tally.startedMs) / 1000;
	const { url, concurrency } = options;
	const path = url.query === '' ? url.path : `${url.path}?${url.query}`;
	const lines = [
		'\n',
		`Server Software:        ${tally.server}`,
		`Server Hostname:        ${url.host}`,
		`Server Port:            ${url.port ?? (url.scheme === 'https' ? 443 : 80)}`,
		...(tally.tls === '' ? [] : [`SSL/TLS Protocol:       ${tally.tls}`, 'Server Temp Key:        X25519 253 bits']),
		...(tally.tls === '' || /^[\d.]+$/.test(url.host) ? [] : [`TLS Server Name:        ${url.host}`]),
		'',
		`Document Path:          ${path}`,
		`Document Length:        ${options.anyLength ? 'Variable' : `${tally.documentBytes} bytes`}`,
		'',
		`Concurrency Level:      ${concurrency}`,
		`Time taken for tests:   ${seconds.toFixed(3)} seconds`,
		`Complete requests:      ${tally.done}`,
		`Failed requests:        ${tally.bad}`,
	];
	if (tally.bad > 0) {
		lines.push(
			`   (Connect: ${tally.badConnects}, Receive: ${tally.badReceives}, Length: ${tally.badLengths}, Exceptions: ${tally.exceptions})`,
		);
	}
	if (tally.badWrites > 0) lines.push(`Write errors:           ${tally.badWrites}`);
	if (tally.otherStatus > 0) lines.push(`Non-2xx responses:      ${tally.otherStatus}`);
	if (options.keepAlive) lines.push(`Keep-Alive requests:    ${tally.keptAlive}`);
	lines.push(`Total transferred:      ${tally.receivedBytes} bytes`);
	const sends = options.dataFile !== undefined;
	if (sends) lines.push(`Total body sent:        ${tally.sentBytes}`);
	lines.push(`HTML transferred:       ${tally.bodyBytes} bytes`);
	if (seconds > 0) lines.push(...rates(tally, seconds, concurrency, sends));
	return lines
		.map((line) => `${line}\n`)
		.join('')
		.slice(0, -1)
		.concat('\n');
}

function rates(
	{ done, receivedBytes, sentBytes }: Tally,
	seconds: number,
	concurrency: number,
	sends: boolean,
): string[] {
	const kib = (bytes: number): string => (bytes / 1024 / seconds).toFixed(2);
	if (done === 0) return [];
	return [
		`Requests per second:    ${(done / seconds).toFixed(2)} [#/sec] (mean)`,
		`Time per request:       ${((concurrency * seconds * 1000) / done).toFixed(3)} [ms] (mean)`,
		`Time per request:       ${((seconds * 1000) / done).toFixed(3)} [ms] (mean, across all concurrent requests)`,
		`Transfer rate:          ${kib(receivedBytes)} [Kbytes/sec] received`,
		...(sends
			? [
					`                        ${kib(sentBytes)} kb/s sent`,
					`                        ${kib(receivedBytes + sentBytes)} kb/s total`,
				]
			: []),
	];
}

/** Of one kind of time: in ms. */
interface Spread {
	readonly title: string;
	readonly values: readonly number[];
	readonly mean: number;
	readonly deviation: number;
	readonly median: number;
}

/** The tables of times, with the words of warning. */
export function* times(process: Process, { samples }: Tally, options: AbOptions): Task<string> {
	if (samples.length === 0) return '';
	const kinds: readonly (readonly [string, string, (sample: Sample) => number])[] = [
		['Connect:', 'the initial connection time', ({ connectMs }) => connectMs],
		['Processing:', 'the processing time', ({ totalMs, connectMs }) => totalMs - connectMs],
		['Waiting:', 'the waiting time', ({ waitMs }) => waitMs],
		['Total:', 'the total time', ({ totalMs }) => totalMs],
	];
	let text = '\nConnection Times (ms)\n';
	let warnings = '';
	text += options.confidence ? '              min  mean[+/-sd] median   max\n' : '              min   avg   max\n';
	let total: readonly number[] = [];
	for (const [title, what, of] of kinds) {
		const spread = spreadOf(title, yield* sortedTimes(process, samples, of));
		text += options.confidence ? row(spread) : shortRow(spread);
		warnings += sanity(what, spread);
		total = spread.values;
	}
	if (options.confidence) text += warnings;
	if (options.percentiles && samples.length > 1) text += percentiles(total);
	return text;
}

export function* sortedTimes(
	process: Process,
	samples: readonly Sample[],
	of: (sample: Sample) => number,
): Task<number[]> {
	return yield* sortInSteps(
		samples.map(of),
		(a, b) => a - b,
		(count) => process.tick(Math.ceil(count / 4)),
	);
}

function spreadOf(title: string, values: readonly number[]): Spread {
	const count = values.length;
	const mean = values.reduce((sum, each) => sum + each, 0) / count;
	const squares = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
	const middle = Math.floor(count / 2);
	const median =
		count > 1 && count % 2 === 1
			? ((values[middle] as number) + (values[middle + 1] as number)) / 2
			: (values[middle] as number);
	return { title, values, mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : 0, median };
}

function row({ title, values, mean, deviation, median }: Spread): string {
	const [min, max] = [values[0] as number, values.at(-1) as number];
	return `${title.padEnd(12)}${whole(min, 5)} ${whole(mean, 4)} ${deviation.toFixed(1).padStart(5)} ${whole(median, 6)} ${whole(max, 7)}\n`;
}

function shortRow({ title, values, mean }: Spread): string {
	return `${title.padEnd(12)}${whole(values[0] as number, 5)} ${whole(mean, 5)}${whole(values.at(-1) as number, 5)}\n`;
}

function whole(ms: number, width: number): string {
	return String(Math.round(ms)).padStart(width);
}

function sanity(what: string, { mean, median, deviation }: Spread): string {
	const apart = Math.abs(Math.round(mean * 1000) - Math.round(median * 1000));
	const width = deviation * 1000;
	if (apart > 2 * width) {
		return `ERROR: The median and mean for ${what} are more than twice the standard\n       deviation apart. These results are NOT reliable.\n`;
	}
	if (apart > width) {
		return `WARNING: The median and mean for ${what} are not within a normal deviation\n        These results are probably not that reliable.\n`;
	}
	return '';
}

function percentiles(sorted: readonly number[]): string {
	const lines = PERCENTAGES.map((percentage) => {
		const at = Math.min(sorted.length - 1, Math.floor((sorted.length * percentage) / 100));
		const text = whole(sorted[at] as number, 5);
		return percentage === 100 ? ` 100%  ${text} (longest request)\n` : `  ${percentage}%  ${text}\n`;
	});
	return `\nPercentage of the requests served within a certain time (ms)\n${lines.join('')}`;
}
