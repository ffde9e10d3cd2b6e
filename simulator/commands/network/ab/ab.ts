import { SystemError } from '../../../kernel/process-api.ts';
import { resolveHost } from '../../../kernel/resolve-host.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { reasonOf } from '../../launch.ts';
import { concatenate, readFile } from '../../stdio.ts';
import { strftime } from '../../strftime.ts';
import { Exit, type UnixRun, unixCommand } from '../../unix-command.ts';
import { Benchmark, type Tally } from './benchmark.ts';
import { type AbOptions, abOptions, USAGE_STATUS, usage } from './options.ts';
import { sortedTimes, summary, times } from './report.ts';

const BANNER = `This is ApacheBench, Version 2.3 <$Revision: 1903618 $>
Copyright 1996 Adam Twiss, Zeus Technology Ltd, http://www.zeustech.net/
Licensed to The Apache Software Foundation, http://www.apache.org/

`;
/** Fewer are done before anybody asks how far they are. */
const QUIET_REQUESTS = 150;
const NAME_ERROR = 670_002;

/** Apache's ab against what listens in the world. Compared with ab 2.3. Differs: no proxies, HTML tables, client certificates. */
export const ab = unixCommand({
	name: 'ab',
	paths: ['/usr/bin/ab'],
	size: 59_552,
	*main(run) {
		const options = abOptions(run.name, run.args);
		if (options === 'help') throw new Exit(USAGE_STATUS, usage(run.name));
		const data = options === 'version' ? undefined : yield* dataOf(run, options);
		yield* run.out.write(BANNER);
		return options === 'version' ? 0 : yield* measure(run, options, data);
	},
});

function* measure(run: UnixRun, options: AbOptions, data: Uint8Array | undefined): Task<number> {
	const { process, out } = run;
	const head = requestHead(options, data?.length);
	const request = concatenate([encodeUtf8(head), data ?? new Uint8Array(0)]);
	const beat =
		options.quiet || options.requests <= QUIET_REQUESTS ? 0 : Math.max(100, Math.floor(options.requests / 10));
	const { url } = options;
	yield* out.write(`Benchmarking ${url.host} (be patient)${beat > 0 ? '\n' : '...'}`);
	yield* out.flush();
	if (options.verbosity >= 2) {
		yield* out.write(`INFO: ${options.method} header == \n---\n${head}\n---\n`);
	}
	const found = yield* resolveHost(process, url.host);
	if (found.kind !== 'found') {
		const why = found.kind === 'not-found' ? 'Name or service not known' : 'Temporary failure in name resolution';
		throw new Exit(NAME_ERROR & 255, `apr_sockaddr_info_get() for ${url.host}: ${why} (${NAME_ERROR})\n`);
	}
	const target = {
		address: found.addresses[0] as string,
		port: url.port ?? (url.scheme === 'https' ? 443 : 80),
		...{ request, beat },
	};
	const benchmark = new Benchmark(run, options, target);
	process.onSignal('INT', 'catch');
	let status = 0;
	try {
		yield* benchmark.start();
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
		benchmark.end();
		status = 1;
		yield* out.write('\n');
	}
	const { tally } = benchmark;
	if (beat > 0) yield* run.say(`Finished ${tally.done} requests\n`);
	else if (status === 0) yield* out.write('..done\n');
	yield* out.write(summary(tally, options));
	yield* out.write(yield* times(process, tally, options));
	yield* writeFiles(run, options, tally);
	return status;
}

function* dataOf({ process }: UnixRun, { dataFile }: AbOptions): Task<Uint8Array | undefined> {
	if (dataFile === undefined) return undefined;
	try {
		return yield* readFile(process, dataFile);
	} catch (error) {
		throw new Exit(1, `ab: Could not open POST data file (${dataFile}): ${reasonOf(error)}\n`);
	}
}

function requestHead(options: AbOptions, dataBytes: number | undefined): string {
	const { url, headers } = options;
	const path = url.query === '' ? url.path : `${url.path}?${url.query}`;
	const has = (name: string): boolean => new RegExp(`^${name}:`, 'im').test(headers);
	const port = url.port === undefined ? '' : `:${url.port}`;
	return [
		`${options.method} ${path} HTTP/1.0\r\n`,
		options.keepAlive ? 'Connection: Keep-Alive\r\n' : '',
		options.cookie,
		options.authorization,
		dataBytes === undefined ? '' : `Content-length: ${dataBytes}\r\nContent-type: ${options.contentType}\r\n`,
		headers,
		has('Host') ? '' : `Host: ${url.host}${port}\r\n`,
		has('User-Agent') ? '' : 'User-Agent: ApacheBench/2.3\r\n',
		has('Accept') ? '' : 'Accept: */*\r\n',
		'\r\n',
	].join('');
}

/** -e and -g: for spreadsheets and for gnuplot. */
function* writeFiles({ process }: UnixRun, { csvFile, gnuplotFile }: AbOptions, { samples }: Tally): Task<void> {
	if (csvFile !== undefined && samples.length > 0) {
		const sorted = yield* sortedTimes(process, samples, ({ totalMs }) => totalMs);
		const at = (percentage: number): number =>
			sorted[
				percentage === 0
					? 0
					: percentage === 100
						? sorted.length - 1
						: Math.trunc((percentage * sorted.length) / 100 + 0.5)
			] ?? (sorted.at(-1) as number);
		const rows = Array.from({ length: 101 }, (_, percentage) => `${percentage},${at(percentage).toFixed(3)}\n`);
		yield* save(process, csvFile, `Percentage served,Time in ms\n${rows.join('')}`);
	}
	if (gnuplotFile === undefined) return;
	const lines: string[] = ['starttime\tseconds\tctime\tdtime\tttime\twait\n'];
	for (const { startedMs, connectMs, totalMs, waitMs } of samples) {
		const [connect, total, wait] = [connectMs, totalMs, waitMs].map(Math.round) as [number, number, number];
		const when = `${strftime('%a %b %d %H:%M:%S %Y', startedMs)}\t${Math.floor(startedMs / 1000)}`;
		lines.push(`${when}\t${connect}\t${Math.round(totalMs - connectMs)}\t${total}\t${wait}\n`);
		yield* process.tick();
	}
	yield* save(process, gnuplotFile, lines.join(''));
}

function* save(process: UnixRun['process'], path: string, text: string): Task<void> {
	let fd: number;
	try {
		fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o644);
	} catch (error) {
		throw new Exit(1, `Cannot open CSV output file: ${reasonOf(error)}\n`);
	}
	yield* process.write(fd, encodeUtf8(text));
	process.close(fd);
}
