import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeLossless } from '../../machinery/utf8.ts';
import { Fatal, gnuCommand, type RunContext } from '../gnu-command.ts';
import { flag } from '../options.ts';
import { readFile } from '../stdio.ts';
import { strftime } from '../strftime.ts';
import { readAccounts } from './accounts.ts';
import { COREUTILS } from './version.ts';
import { type LoginSession, loginSessions } from './who.ts';

/** Differs: remote hosts are not told, as by `who`. */
export const pinky = gnuCommand({
	name: 'pinky',
	paths: ['/usr/bin/pinky'],
	size: 48_176,
	version: `pinky ${COREUTILS}`,
	help: `Usage: pinky [OPTION]... [USER]...

  -l              produce long format output for the specified USERs
  -b              omit the user's home directory and shell in long format
  -h              omit the user's project file in long format
  -p              omit the user's plan file in long format
  -s              do short format output, this is the default
  -f              omit the line of column headings in short format
  -w              omit the user's full name in short format
  -i              omit the user's full name and remote host in short format
  -q              omit the user's full name, remote host and idle time
                  in short format
      --help        display this help and exit
      --version     output version information and exit

A lightweight 'finger' program;  print user information.
The utmp file will be /var/run/utmp.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/pinky>
or available locally via: info '(coreutils) pinky invocation'
`,
	options: {
		long: flag('l'),
		noHome: flag('b'),
		noProject: flag('h'),
		noPlan: flag('p'),
		short: flag('s'),
		noHeading: flag('f'),
		noName: flag('w'),
		noHost: flag('i'),
		noIdle: flag('q'),
	},
	*main(run) {
		const { values, operands } = run;
		const people = yield* readPeople(run.process);
		const form = run.given.filter(({ key }) => key === 'long' || key === 'short').at(-1)?.key;
		if (form === 'long') {
			if (operands.length === 0) {
				throw new Fatal('no username specified; at least one must be specified when using -l', 1, true);
			}
			const parts = { home: !values.noHome, project: !values.noProject, plan: !values.noPlan };
			for (const name of operands) yield* describe(run, name, people.get(name), parts);
			return 0;
		}
		const columns = {
			name: !(values.noName || values.noHost || values.noIdle),
			idle: !values.noIdle,
			where: !(values.noHost || values.noIdle),
		};
		if (!values.noHeading) yield* run.out.write(heading(columns));
		const accounts = yield* readAccounts(run.process);
		for (const session of loginSessions(run.process)) {
			const login = accounts.users.get(session.uid) ?? String(session.uid);
			if (operands.length > 0 && !operands.includes(login)) continue;
			yield* run.out.write(row(run.process, session, login, people.get(login), columns));
		}
		return 0;
	},
});

interface Person {
	readonly realName: string;
	readonly home: string;
	readonly shell: string;
}

function* readPeople(process: Process): Task<Map<string, Person>> {
	const people = new Map<string, Person>();
	if (!process.access('/etc/passwd', { read: true })) return people;
	for (const line of decodeLossless(yield* readFile(process, '/etc/passwd')).split('\n')) {
		const [login = '', , , , about = '', home = '', shell = ''] = line.split(':');
		if (login === '' || people.has(login)) continue;
		const [realName = ''] = about.split(',');
		// "&" stands for the login name with a capital.
		const capital = login.charAt(0).toUpperCase() + login.slice(1);
		people.set(login, { realName: realName.replaceAll('&', capital), home, shell });
	}
	return people;
}

interface Columns {
	readonly name: boolean;
	readonly idle: boolean;
	readonly where: boolean;
}

function heading({ name, idle, where }: Columns): string {
	const words = ['Login   '];
	if (name) words.push('Name               ');
	words.push(' TTY     ');
	if (idle) words.push('Idle  ');
	words.push('When            ');
	if (where) words.push('Where');
	return `${words.join(' ')}\n`;
}

function row(
	process: Process,
	session: LoginSession,
	login: string,
	person: Person | undefined,
	columns: Columns,
): string {
	const words = [login.padEnd(8)];
	if (columns.name) words.push(person?.realName.slice(0, 19).padEnd(19) ?? '???'.padStart(19));
	const { mark, idle } = terminalState(process, session.tty);
	words.push(`${mark}${session.tty.padEnd(8)}`);
	if (columns.idle) words.push(idle.padEnd(6));
	words.push(strftime('%Y-%m-%d %H:%M', session.startedAtMs));
	return `${words.join(' ')}\n`;
}

/** Whether others may write to it ("*": not) and how long nobody has typed there. */
function terminalState(process: Process, tty: string): { mark: string; idle: string } {
	try {
		const { mode, atimeMs } = process.stat(`/dev/${tty}`);
		const seconds = Math.floor((process.now() - atimeMs) / 1000);
		return { mark: (mode & 0o020) === 0 ? '*' : ' ', idle: idleText(seconds) };
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return { mark: '?', idle: '?????' };
	}
}

function idleText(seconds: number): string {
	if (seconds < 60) return '';
	const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
	return seconds < 86_400 ? `${two(seconds / 3600)}:${two((seconds / 60) % 60)}` : `${Math.floor(seconds / 86_400)}d`;
}

interface Parts {
	readonly home: boolean;
	readonly project: boolean;
	readonly plan: boolean;
}

function* describe(run: RunContext, login: string, person: Person | undefined, parts: Parts): Task<void> {
	const { out } = run;
	const first = `Login name: ${login.padEnd(28)}In real life:  `;
	if (person === undefined) return yield* out.write(`${first}???\n`);
	yield* out.write(`${first}${person.realName}\n`);
	if (parts.home) yield* out.write(`Directory: ${person.home.padEnd(29)}Shell:  ${person.shell}\n`);
	if (parts.project) yield* appendFile(run, 'Project: ', `${person.home}/.project`);
	if (parts.plan) yield* appendFile(run, 'Plan:\n', `${person.home}/.plan`);
	yield* out.write('\n');
}

function* appendFile({ process, out }: RunContext, title: string, path: string): Task<void> {
	if (!process.access(path, { read: true })) return;
	yield* out.write(title);
	try {
		yield* out.writeBytes(yield* readFile(process, path));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}
