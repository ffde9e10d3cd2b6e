import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { connectSql, readStandardInput, SqlConnection, type SqlFailure } from '../sql/sql-client.ts';
import type { SqlResult } from '../sql/sql-engine.ts';

const VALUED: { readonly [option: string]: string } = {
	h: 'host',
	p: 'port',
	U: 'username',
	d: 'dbname',
	c: 'command',
	f: 'file',
	t: 'timeout',
};

interface Options {
	readonly values: ReadonlyMap<string, string>;
	readonly commands: readonly string[];
	readonly flags: ReadonlySet<string>;
	readonly rest: readonly string[];
}

function readOptions(process: Process, valued: string): Options {
	const values = new Map<string, string>();
	const commands: string[] = [];
	const flags = new Set<string>();
	const rest: string[] = [];
	const args = process.argv.slice(1);
	const set = (name: string, value: string): void => {
		if (name === 'command') commands.push(value);
		else values.set(name, value);
	};
	const names = [...valued].map((letter) => VALUED[letter] as string);
	for (let i = 0; i < args.length; i++) {
		const arg = args[i] as string;
		const long = /^--([^=]+)(?:=(.*))?$/s.exec(arg);
		if (long !== null) {
			const [, name = '', value] = long;
			if (!names.includes(name)) flags.add(name);
			else set(name, value ?? args[++i] ?? '');
		} else if (/^-./.test(arg)) {
			for (let at = 1; at < arg.length; at++) {
				const letter = arg[at] as string;
				if (!valued.includes(letter)) {
					flags.add(letter);
					continue;
				}
				set(VALUED[letter] as string, at + 1 < arg.length ? arg.slice(at + 1) : (args[++i] ?? ''));
				break;
			}
		} else rest.push(arg);
	}
	return { values, commands, flags, rest };
}

function* connect(process: Process, { values, rest }: Options): Task<SqlConnection | SqlFailure> {
	const user = values.get('username') ?? rest[1] ?? process.env.get('PGUSER') ?? 'root';
	const database = values.get('dbname') ?? rest[0] ?? process.env.get('PGDATABASE') ?? user;
	const host = values.get('host') ?? process.env.get('PGHOST') ?? '127.0.0.1';
	const password = process.env.get('PGPASSWORD') ?? '';
	return yield* connectSql(process, host, portOf(values), { user, password, database });
}

function portOf(values: ReadonlyMap<string, string>): number {
	return Number(values.get('port') ?? '5432');
}

function where({ values }: Options, failure: SqlFailure): string {
	const host = values.get('host');
	const port = portOf(values);
	if (host === undefined) return `connection to server on socket "/var/run/postgresql/.s.PGSQL.${port}" failed:`;
	if (failure.kind === 'unknown host') return '';
	const address = 'address' in failure ? ` (${failure.address})` : '';
	return `connection to server at "${host}"${address}, port ${port} failed:`;
}

/** psql(1): statements from -c or standard input. Differs: of the backslash commands only \q is known. */
export function* psql(process: Process): Task<number> {
	const options = readOptions(process, 'hpUdcf');
	if (options.flags.has('V') || options.flags.has('version')) {
		yield* process.write(
			1,
			encodeUtf8(`psql (PostgreSQL) ${process.env.get('PG_VERSION')?.replace(/-.*/, '') ?? ''}\n`),
		);
		return 0;
	}
	const connection = yield* connect(process, options);
	if (!(connection instanceof SqlConnection)) {
		yield* process.write(2, encodeUtf8(`psql: error: ${failureText(options, connection)}\n`));
		return 2;
	}
	const scripts = options.commands.length > 0 ? options.commands : [yield* readStandardInput(process)];
	let status = 0;
	for (const script of scripts) status = yield* runScript(process, connection, script, options.flags);
	connection.close();
	return status;
}

function failureText(options: Options, failure: SqlFailure): string {
	const host = options.values.get('host') ?? '';
	if (failure.kind === 'unknown host')
		return `could not translate host name "${host}" to address: Name or service not known`;
	const at = where(options, failure);
	if (failure.kind === 'denied') {
		const message = failure.message.replace(/^ERROR: /, 'FATAL: ');
		return `${at} ${message}`;
	}
	if (failure.kind === 'timeout')
		return `${at} Connection timed out\n\tIs the server running on that host and accepting TCP/IP connections?`;
	if (host === '')
		return `${at} No such file or directory\n\tIs the server running locally and accepting connections on that socket?`;
	return `${at} Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?`;
}

function* runScript(
	process: Process,
	connection: SqlConnection,
	script: string,
	flags: ReadonlySet<string>,
): Task<number> {
	for (const line of script.split('\n')) {
		const unknown = /^\s*(\\\S+)/.exec(line)?.[1];
		if (unknown === undefined || unknown === '\\q') continue;
		yield* process.write(2, encodeUtf8(`invalid command ${unknown}\nTry \\? for help.\n`));
		return 1;
	}
	const reply = yield* connection.query(script.replace(/^\s*\\.*$/gm, ''));
	if (reply === undefined) {
		yield* process.write(2, encodeUtf8('server closed the connection unexpectedly\n'));
		return 2;
	}
	const bare = flags.has('A') || flags.has('no-align');
	const tuples = flags.has('t') || flags.has('tuples-only');
	for (const result of reply.results) yield* process.write(1, encodeUtf8(show(result, bare, tuples)));
	if (reply.error === undefined) return 0;
	yield* process.write(2, encodeUtf8(`${reply.error}\n`));
	return 1;
}

function show(result: SqlResult, bare: boolean, tuples: boolean): string {
	if ('done' in result) return `${result.done}\n`;
	const rows = result.rows.map((row) => row.map((value) => value ?? ''));
	const count = `(${rows.length} row${rows.length === 1 ? '' : 's'})\n`;
	if (bare) {
		const lines = [...(tuples ? [] : [result.columns]), ...rows].map((row) => `${row.join('|')}\n`).join('');
		return lines + (tuples ? '' : count);
	}
	const widths = result.columns.map((name, at) =>
		Math.max(name.length, ...rows.map((row) => (row[at] as string).length)),
	);
	const isNumber = result.columns.map(
		(_, at) => rows.length > 0 && rows.every((row) => /^-?\d+(?:\.\d+)?$/.test(row[at] as string)),
	);
	const lines = rows.map((row) =>
		` ${row
			.map((text, at) => (isNumber[at] ? text.padStart(widths[at] as number) : text.padEnd(widths[at] as number)))
			.join(' | ')}`.replace(/ +$/, ''),
	);
	if (tuples) return `${lines.join('\n')}\n\n`;
	const title = ` ${result.columns.map((name, at) => centred(name, widths[at] as number)).join(' | ')} `;
	const rule = widths.map((width) => '-'.repeat(width + 2)).join('+');
	return `${[title, rule, ...lines].join('\n')}\n${count}\n`;
}

function centred(text: string, width: number): string {
	const left = Math.floor((width - text.length) / 2);
	return ' '.repeat(left) + text.padEnd(width - left);
}

/** pg_isready(1), which probes run. */
export function* pgIsReady(process: Process): Task<number> {
	const options = readOptions(process, 'hpUdt');
	const host = options.values.get('host') ?? process.env.get('PGHOST');
	const port = portOf(options.values);
	const server = connectSql(process, host ?? '127.0.0.1', port, { user: 'postgres', password: '' });
	const connection = yield* server;
	const shown = `${host ?? '/var/run/postgresql'}:${port}`;
	// A server that refuses a user is ready all the same.
	const ready = connection instanceof SqlConnection || connection.kind === 'denied';
	if (connection instanceof SqlConnection) connection.close();
	if (!options.flags.has('q'))
		yield* process.write(1, encodeUtf8(`${shown} - ${ready ? 'accepting connections' : 'no response'}\n`));
	return ready ? 0 : 2;
}
