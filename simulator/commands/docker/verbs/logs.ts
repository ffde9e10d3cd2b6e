import { type EngineLogLine, readLogs } from '../../../hosts/containers/container-logs.ts';
import { stateOf } from '../../../hosts/containers/engine-container.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import { parseDuration } from '../../../machinery/duration.ts';
import { Signal, type Task } from '../../../machinery/task.ts';
import { parseTime } from '../../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { bool, string } from '../../flags.ts';
import type { EngineCommand, EngineRun } from '../engine-command.ts';

export const logs: EngineCommand = {
	names: ['logs', 'container logs'],
	usage: '[OPTIONS] CONTAINER',
	short: 'Fetch the logs of a container',
	flags: {
		details: bool(false, 'Show extra details provided to logs'),
		follow: bool(false, 'Follow log output', { shorthand: 'f' }),
		since: string(
			'',
			'Show logs since timestamp (e.g. "2013-01-02T13:23:37Z") or relative (e.g. "42m" for 42 minutes)',
		),
		tail: string('all', 'Number of lines to show from the end of the logs', { shorthand: 'n' }),
		timestamps: bool(false, 'Show timestamps', { shorthand: 't' }),
		until: string(
			'',
			'Show logs before a timestamp (e.g. "2013-01-02T13:23:37Z") or relative (e.g. "42m" for 42 minutes)',
		),
	},
	least: 1,
	most: 1,
	*run(run) {
		const engine = run.engine();
		const container = engine.container(run.operands[0] as string);
		const { live } = container;
		const news: EngineLogLine[] = [];
		const changed = new Signal((callback) => run.process.timer(run.process.now()).arm(callback));
		let ended = !run.isOn('follow') || stateOf(container) !== 'running';
		const end = (): void => {
			ended = true;
			changed.wakeAll();
		};
		const unfollow = ended
			? undefined
			: live.log.follow((line) => {
					news.push(line);
					changed.wakeAll();
				});
		if (!ended) live.exits.add(end);
		const all = readLogs(engine, container);
		news.length = 0;
		const tail = run.text('tail');
		const kept = /^\d+$/.test(tail) ? all.slice(Math.max(0, all.length - Number(tail))) : all;
		for (const line of kept) yield* print(run, line);
		for (;;) {
			for (let line = news.shift(); line !== undefined; line = news.shift()) yield* print(run, line);
			if (ended) break;
			try {
				yield* run.process.block(changed, () => ended || news.length > 0);
			} catch (error) {
				if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
			}
		}
		unfollow?.();
		live.exits.delete(end);
		return 0;
	},
};

function* print(run: EngineRun, line: EngineLogLine): Task<void> {
	const { process } = run;
	const at = parseTime(line.time) ?? 0;
	const since = momentOf(run, 'since');
	const until = momentOf(run, 'until');
	if ((since !== undefined && at < since) || (until !== undefined && at > until)) return;
	const fd = line.stream === 'stdout' ? 1 : 2;
	if (run.isOn('timestamps')) yield* process.write(fd, encodeUtf8(`${line.time} `));
	yield* process.write(fd, line.content);
	if (line.tag === 'F') yield* process.write(fd, NEWLINE);
}

const NEWLINE = encodeUtf8('\n');

/** A time, or how long ago. */
function momentOf(run: EngineRun, flag: string): number | undefined {
	const text = run.text(flag);
	if (text === '') return undefined;
	const agoMs = parseDuration(text);
	return agoMs === undefined ? parseTime(text) : run.process.now() - agoMs;
}
