import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import { writeSyslog } from '../../hosts/systemd/syslog.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { LineReader, readFile } from '../stdio.ts';
import { strftime } from '../strftime.ts';
import { UTIL_LINUX } from './version.ts';

const FACILITIES =
	'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp - - - - local0 local1 local2 local3 local4 local5 local6 local7'.split(
		' ',
	);
const LEVELS = 'emerg alert crit err warning notice info debug'.split(' ');
const ALIASES: ReadonlyMap<string, string> = new Map([
	['error', 'err'],
	['panic', 'emerg'],
	['warn', 'warning'],
	['security', 'auth'],
]);

/** Writes to the host's journal, and so to /var/log/syslog. Differs: nothing goes over the network. */
export const logger = gnuCommand({
	name: 'logger',
	paths: ['/usr/bin/logger'],
	size: 55_912,
	version: `logger from ${UTIL_LINUX}`,
	help: `
Usage:
 logger [options] [<message>]

Enter messages into the system log.

Options:
 -i                       log the logger command's PID
     --id[=<id>]          log the given <id>, or otherwise the PID
 -f, --file <file>        log the contents of this file
 -e, --skip-empty         do not log empty lines when processing files
     --no-act             do everything except the write the log
 -p, --priority <prio>    mark given message with this priority
 -s, --stderr             output message to standard error as well
 -t, --tag <tag>          mark every line with this tag

 -h, --help               display this help
 -V, --version            display version

For more details see logger(1).
`,
	options: {
		pid: flag('i'),
		id: mayHaveValue('id'),
		file: withValue('f', 'file'),
		skipEmpty: flag('e', 'skip-empty'),
		noAct: flag('no-act'),
		priority: withValue('p', 'priority'),
		stderr: flag('s', 'stderr'),
		tag: withValue('t', 'tag'),
	},
	stopAtOperand: true,
	*main({ process, operands, values }) {
		const priority = priorityOf(values.priority ?? 'user.notice');
		const manager = process.port<ServiceManager>('systemd');
		if (manager === undefined && !values.noAct) throw new Fatal('socket /dev/log: No such file or directory');
		const user = (yield* readAccounts(process)).users.get(process.credentials.uid);
		const tag = values.tag ?? user ?? '<someone>';
		const id = values.id ?? (values.pid ? String(process.pid) : undefined);
		const entry: Entry = {
			process,
			tag,
			id,
			priority,
			toStderr: values.stderr === true,
			isLogged: values.noAct !== true,
		};
		if (operands.length > 0) {
			yield* log(entry, operands.join(' '));
			return 0;
		}
		if (values.file !== undefined) {
			const lines = decodeUtf8(yield* readFile(process, values.file))
				.replace(/\n$/, '')
				.split('\n');
			for (const line of lines) if (line !== '' || !values.skipEmpty) yield* log(entry, line);
			return 0;
		}
		const lines = new LineReader(process, 0);
		for (let line = yield* lines.next(); line !== undefined; line = yield* lines.next()) {
			if (line !== '' || !values.skipEmpty) yield* log(entry, line);
		}
		return 0;
	},
});

/** What every line of one run has in common. */
interface Entry {
	readonly process: Process;
	readonly tag: string;
	readonly id: string | undefined;
	readonly priority: number;
	readonly toStderr: boolean;
	readonly isLogged: boolean;
}

function* log({ process, tag, id, priority, toStderr, isLogged }: Entry, text: string): Task<void> {
	yield* process.tick();
	if (toStderr) {
		const time = strftime('%b %e %H:%M:%S', process.now());
		const shown = id === undefined ? tag : `${tag}[${id}]`;
		yield* process.write(2, encodeUtf8(`<${priority}>${time} ${shown}: ${text}\n`));
	}
	const pid = /^\d+$/.test(id ?? '') ? { pid: Number(id) } : {};
	if (isLogged) yield* writeSyslog(process, { identifier: tag, priority, text, ...pid });
}

/** "local0.err" as a number: facility and level. Models misc-utils/logger.c pencode. */
function priorityOf(text: string): number {
	const [first = '', second] = text.toLowerCase().split('.');
	const levelName = second ?? first;
	const level = LEVELS.indexOf(ALIASES.get(levelName) ?? levelName);
	const facility = second === undefined ? 1 : FACILITIES.indexOf(ALIASES.get(first) ?? first);
	if (facility < 0) throw new Fatal(`unknown facility name: ${first}`);
	if (level < 0) throw new Fatal(`unknown priority name: ${levelName}`);
	return facility * 8 + level;
}
