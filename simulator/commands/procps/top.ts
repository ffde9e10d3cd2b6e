import { anyOf } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { Accounts } from '../coreutils/accounts.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { TOP_FIELDS, type TopChoice, topScreen } from './top-screen.ts';

const HELP = `
Usage:
 top [options]

Options:
 -b, --batch-mode                run in non-interactive batch mode
 -c, --cmdline-toggle            reverse last remembered 'c' state
 -d, --delay =SECS [.TENTHS]     iterative delay as SECS [.TENTHS]
 -E, --scale-summary-mem =SCALE  set mem as: k,m,g,t,p,e for SCALE
 -e, --scale-task-mem =SCALE     set mem with: k,m,g,t,p for SCALE
 -H, --threads-show              show tasks plus all their threads
 -i, --idle-toggle               reverse last remembered 'i' state
 -n, --iterations =NUMBER        exit on maximum iterations NUMBER
 -O, --list-fields               output all field names, then exit
 -o, --sort-override =FIELD      force sorting on this named FIELD
 -p, --pid =PIDLIST              monitor only the tasks in PIDLIST
 -S, --accum-time-toggle         reverse last remembered 'S' state
 -s, --secure-mode               run with secure mode restrictions
 -U, --filter-any-user =USER     show only processes owned by USER
 -u, --filter-only-euser =USER   show only processes owned by USER
 -w, --width [=COLUMNS]          change print width [,use COLUMNS]
 -1, --single-cpu-toggle         reverse last remembered '1' state

 -h, --help                      display this help text, then exit
 -V, --version                   output version information & exit

For more details see top(1).
`;

/** Batch mode prints; on a terminal it redraws until q. */
export const top = gnuCommand({
	name: 'top',
	paths: ['/usr/bin/top'],
	size: 129_072,
	version: 'top from procps-ng 4.0.4',
	help: HELP,
	// The number may be a word of its own.
	rewrite: (argv) =>
		argv.flatMap((word, at) => {
			if (argv[at - 1] === '-w' && /^\d+$/.test(word)) return [];
			return [word === '-w' && /^\d+$/.test(argv[at + 1] ?? '') ? `-w${argv[at + 1]}` : word];
		}),
	options: {
		batch: flag('b', 'batch-mode'),
		iterations: withValue('n', 'iterations'),
		delay: withValue('d', 'delay'),
		pids: withValue('p', 'pid'),
		user: withValue('u', 'filter-only-euser', 'U', 'filter-any-user'),
		fullCommand: flag('c', 'cmdline-toggle'),
		sort: withValue('o', 'sort-override'),
		idle: flag('i', 'idle-toggle'),
		threads: flag('H', 'threads-show'),
		width: mayHaveValue('w', 'width'),
		listFields: flag('O', 'list-fields'),
		summaryScale: withValue('E', 'scale-summary-mem'),
		taskScale: withValue('e', 'scale-task-mem'),
		// What has no children that are counted apart, and nothing to be kept from.
		ignored: flag('S', 'accum-time-toggle', 's', 'secure-mode'),
		single: flag('1', 'single-cpu-toggle'),
		shortVersion: flag('V'),
		shortHelp: flag('h'),
	},
	*main(run) {
		const { process, values, out } = run;
		if (values.shortVersion || values.shortHelp) {
			yield* out.write(values.shortVersion ? 'top from procps-ng 4.0.4\n' : HELP);
			return 0;
		}
		if (values.listFields) {
			yield* out.write(TOP_FIELDS.map((name) => `${name}\n`).join(''));
			return 0;
		}
		const accounts = yield* readAccounts(process);
		const choice = choiceOf(values, accounts);
		const delayMs = numberOf(values.delay ?? '3', 'delay interval') * 1000;
		const before = new Map<number, number>();
		let left =
			values.iterations === undefined ? Number.POSITIVE_INFINITY : numberOf(values.iterations, 'iterations argument');
		const interactive = !values.batch && process.isatty(1);
		const mode = interactive && process.isatty(0) ? process.getTerminalMode(0) : undefined;
		if (mode !== undefined) process.setTerminalMode(0, { ...mode, canonical: false, echo: false });
		for (let first = true; left > 0; first = false) {
			const elapsedMs = first ? process.now() - process.machine.bootedAtMs : delayMs;
			const lines = topScreen(process, accounts, before, elapsedMs, choice);
			if (interactive) {
				const { rows, columns } = process.terminalSize(1);
				yield* out.write(
					`\x1b[H\x1b[2J${lines
						.slice(0, rows - 1)
						.map((line) => line.slice(0, columns))
						.join('\n')}\n`,
				);
			} else yield* out.write(`${first ? '' : '\n'}${lines.map((line) => line.slice(0, choice.width)).join('\n')}\n`);
			yield* out.flush();
			if (--left <= 0) break;
			if (mode === undefined) yield* process.sleep(delayMs);
			else {
				yield* process.block(anyOf([process.whenReadable(0), process.timer(process.now() + delayMs)]), () =>
					process.readable(0),
				);
				const keys = process.readable(0) ? decodeUtf8(yield* process.read(0, 16)) : '';
				if (keys.includes('q') || keys.includes('\x03')) break;
				for (const key of keys) obey(choice, key);
			}
		}
		if (mode !== undefined) process.setTerminalMode(0, mode);
		return 0;
	},
});

function numberOf(text: string, what: string): number {
	if (!/^\d+(?:\.\d+)?$/.test(text)) throw new Fatal(`bad ${what} '${text}'`, 1);
	return Number(text);
}

function choiceOf(
	values: {
		readonly [key in 'pids' | 'user' | 'sort' | 'summaryScale' | 'taskScale']: string | undefined;
	} & { readonly width: string | true | undefined; readonly [key: string]: string | true | undefined },
	accounts: Accounts,
): TopChoice {
	const { pids, user, sort, summaryScale = 'm', taskScale = 'k', width } = values;
	const bad = pids?.split(',').find((word) => !/^\d+$/.test(word));
	if (bad !== undefined) throw new Fatal(`bad pid '${bad}'`, 1);
	const isUser = user === undefined || [...accounts.users].some(([uid, name]) => name === user || String(uid) === user);
	if (!isUser && !user?.startsWith('!')) throw new Fatal('Invalid user', 1);
	const [, sign = '', field = ''] = /^([-+]?)(.*)$/.exec(sort ?? '%CPU') ?? [];
	if (!TOP_FIELDS.includes(field)) throw new Fatal(`unrecognized field name '${field}'`, 1);
	if (!/^[kmgtpe]$/.test(summaryScale)) throw new Fatal(`bad memory scaling arg '${summaryScale}'`, 1);
	if (!/^[kmgtp]$/.test(taskScale)) throw new Fatal(`bad memory scaling arg '${taskScale}'`, 1);
	return {
		pids: pids?.split(',').map(Number),
		user,
		fullCommand: values.fullCommand === true,
		sort: field,
		isReversed: sign === '-',
		hidesIdle: values.idle === true,
		threads: values.threads === true,
		single: values.single === true,
		summaryScale,
		taskScale,
		width: typeof width === 'string' ? Number(width) || 512 : 512,
	};
}

/** Keys of the task window. Differs: no windows, colours, searches, filters, killing and renicing. */
function obey(choice: TopChoice, key: string): void {
	const sorted = { M: '%MEM', P: '%CPU', N: 'PID', T: 'TIME+' }[key];
	if (sorted !== undefined) choice.sort = sorted;
	else if (key === 'R') choice.isReversed = !choice.isReversed;
	else if (key === 'c') choice.fullCommand = !choice.fullCommand;
	else if (key === 'i') choice.hidesIdle = !choice.hidesIdle;
	else if (key === 'H') choice.threads = !choice.threads;
	else if (key === '1') choice.single = !choice.single;
	else if (key === 'E') choice.summaryScale = next('kmgtpe', choice.summaryScale);
	else if (key === 'e') choice.taskScale = next('kmgtp', choice.taskScale);
}

function next(scales: string, scale: string): string {
	return scales[(scales.indexOf(scale) + 1) % scales.length] as string;
}
