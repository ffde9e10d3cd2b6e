import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { connectSql, readStandardInput, SqlConnection, type SqlFailure } from '../sql/sql-client.ts';
import type { SqlResult, SqlValue } from '../sql/sql-engine.ts';
import type { SqlReply } from '../sql/sql-server.ts';

const SOCKET = '/var/run/mysqld/mysqld.sock';

interface ClientOptions {
	readonly host: string | undefined;
	readonly port: number;
	readonly user: string;
	readonly password: string;
	readonly passwordOnLine: boolean;
	readonly statements: string | undefined;
	readonly table: boolean;
	readonly names: boolean;
	readonly rest: readonly string[];
}

const LONG: { readonly [short: string]: string } = {
	h: 'host',
	P: 'port',
	u: 'user',
	p: 'password',
	e: 'execute',
	D: 'database',
};
const VALUED = new Set(['host', 'port', 'user', 'execute', 'database', 'connect-timeout', 'protocol', 'socket']);

function readOptions(process: Process): ClientOptions {
	const values = new Map<string, string>();
	const flags = new Set<string>();
	const rest: string[] = [];
	const args = process.argv.slice(1);
	for (let i = 0; i < args.length; i++) {
		const arg = args[i] as string;
		if (arg.startsWith('--')) {
			const [name = '', value] = splitAt(arg.slice(2), arg.indexOf('=') - 2);
			if (value !== undefined) values.set(name, value);
			else if (VALUED.has(name)) values.set(name, args[++i] ?? '');
			else flags.add(name);
		} else if (arg.startsWith('-') && arg.length > 1) {
			const name = LONG[arg[1] as string] ?? (arg[1] as string);
			const attached = arg.slice(2);
			if (name === 'password') attached === '' ? flags.add(name) : values.set(name, attached);
			else if (VALUED.has(name)) values.set(name, attached === '' ? (args[++i] ?? '') : attached);
			else for (const flag of arg.slice(1)) flags.add(flag);
		} else rest.push(arg);
	}
	const database = values.get('database');
	return {
		host: values.get('host'),
		port: Number(values.get('port') ?? '3306'),
		user: values.get('user') ?? 'root',
		password: values.get('password') ?? process.env.get('MYSQL_PWD') ?? '',
		passwordOnLine: values.has('password'),
		statements: values.get('execute'),
		table: flags.has('t') || flags.has('table'),
		names: !flags.has('N') && !flags.has('skip-column-names') && !flags.has('s') && !flags.has('silent'),
		rest: database === undefined ? rest : [database, ...rest],
	};
}

function splitAt(text: string, at: number): [string, string | undefined] {
	return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** mysql(1): statements from -e or standard input. Differs: nothing is edited at its prompt. */
export function* mysqlClient(process: Process): Task<number> {
	const options = readOptions(process);
	if (process.argv.includes('--version') || process.argv.includes('-V')) {
		yield* process.write(
			1,
			encodeUtf8(
				isMariadb(process)
					? `mariadb from ${serverVersion(process)}-MariaDB, client 15.2 for debian-linux-gnu (x86_64) using  EditLine wrapper\n`
					: `mysql  Ver ${serverVersion(process)} for Linux on x86_64 (MySQL Community Server - GPL)\n`,
			),
		);
		return 0;
	}
	if (options.passwordOnLine && !isMariadb(process)) yield* warn(process, 'mysql: [Warning] ');
	const connection = yield* connect(process, options, options.rest[0]);
	if (!(connection instanceof SqlConnection)) {
		yield* process.write(2, encodeUtf8(`${failureText(options, connection)}\n`));
		return 1;
	}
	const table = options.table || process.isatty(1);
	let status = 0;
	if (options.statements === undefined && process.isatty(0)) yield* prompt(process, connection, options);
	else {
		const script = options.statements ?? (yield* readStandardInput(process));
		const reply = yield* connection.query(script);
		status = yield* show(process, reply, table, options.names);
	}
	connection.close();
	return status;
}

function* prompt(process: Process, connection: SqlConnection, options: ClientOptions): Task<void> {
	const [product, distribution] = isMariadb(process)
		? ['MariaDB', '-MariaDB mariadb.org binary distribution']
		: ['MySQL', ' MySQL Community Server - GPL'];
	yield* process.write(
		1,
		encodeUtf8(
			`Welcome to the ${product} monitor.  Commands end with ; or \\g.\nYour ${product} connection id is 8\nServer version: ${serverVersion(process)}${distribution}\n\nType 'help;' or '\\h' for help. Type '\\c' to clear the current input statement.\n\n`,
		),
	);
	let pending = '';
	let database = options.rest[0] ?? '(none)';
	for (;;) {
		const ready = isMariadb(process) ? `MariaDB [${database}]> ` : 'mysql> ';
		yield* process.write(1, encodeUtf8(pending === '' ? ready : '    -> '));
		const line = yield* readLine(process);
		if (line === undefined || /^\s*(?:quit|exit|\\q)\s*;?\s*$/i.test(line)) break;
		pending += `${line}\n`;
		if (/^\s*use\s+\S+\s*$/i.test(pending)) pending = `${pending.trim()};`;
		if (!/(?:;|\\g)\s*$/.test(pending)) {
			if (pending.trim() === '') pending = '';
			continue;
		}
		const reply = yield* connection.query(pending.replace(/\\g\s*$/, ';'));
		const failed = (yield* show(process, reply, true, options.names, true)) !== 0;
		const used = [...pending.matchAll(/(?:^|;)\s*use\s+`?([^\s;`]+)/gi)].at(-1)?.[1];
		if (used !== undefined && !failed) database = used;
		pending = '';
	}
	yield* process.write(1, encodeUtf8('Bye\n'));
}

function* readLine(process: Process): Task<string | undefined> {
	let text = '';
	for (;;) {
		const byte = yield* process.read(0, 1);
		if (byte.length === 0) return text === '' ? undefined : text;
		if (byte[0] === 10) return text;
		text += String.fromCharCode(byte[0] as number);
	}
}

function* connect(process: Process, options: ClientOptions, database?: string): Task<SqlConnection | SqlFailure> {
	return yield* connectSql(process, options.host ?? '127.0.0.1', options.port, {
		user: options.user,
		password: options.password,
		...(database === undefined ? {} : { database }),
	});
}

function failureText({ host, port }: ClientOptions, failure: SqlFailure): string {
	if (failure.kind === 'denied') return failure.message;
	if (host === undefined || host === 'localhost')
		return `ERROR 2002 (HY000): Can't connect to local MySQL server through socket '${SOCKET}' (2)`;
	if (failure.kind === 'unknown host') return `ERROR 2005 (HY000): Unknown MySQL server host '${host}' (-2)`;
	return `ERROR 2003 (HY000): Can't connect to MySQL server on '${host}:${port}' (${failure.kind === 'timeout' ? 110 : 111})`;
}

function* show(
	process: Process,
	reply: SqlReply | undefined,
	table: boolean,
	names: boolean,
	tells = false,
): Task<number> {
	if (reply === undefined) {
		yield* process.write(2, encodeUtf8('ERROR 2013 (HY000): Lost connection to MySQL server during query\n'));
		return 1;
	}
	for (const result of reply.results) {
		const text = table ? asTable(result, names) : asLines(result, names);
		const count = 'done' in result ? undefined : result.rows.length;
		const told =
			count === undefined
				? `${'done' in result && result.done === 'USE' ? 'Database changed' : 'Query OK, 0 rows affected (0.01 sec)\n'}\n`
				: count === 0
					? 'Empty set (0.00 sec)\n\n'
					: `${count} row${count === 1 ? '' : 's'} in set (0.00 sec)\n\n`;
		yield* process.write(1, encodeUtf8(text + (tells ? told : '')));
	}
	if (reply.error === undefined) return 0;
	yield* process.write(
		2,
		encodeUtf8(`${tells ? reply.error : reply.error.replace(/^(ERROR \d+ \(\w+\))/, '$1 at line 1')}\n`),
	);
	return 1;
}

const cell = (value: SqlValue): string => value ?? 'NULL';

function asLines(result: SqlResult, names: boolean): string {
	if ('done' in result || result.rows.length === 0) return '';
	const rows = names ? [result.columns, ...result.rows] : result.rows;
	return rows.map((row) => `${row.map(cell).join('\t')}\n`).join('');
}

function asTable(result: SqlResult, names: boolean): string {
	if ('done' in result || result.rows.length === 0) return '';
	const rows = [...(names ? [result.columns] : []), ...result.rows].map((row) => row.map(cell));
	const widths = result.columns.map((_, at) => Math.max(...rows.map((row) => (row[at] as string).length)));
	const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+\n`;
	const lines = rows.map((row) => `| ${row.map((text, at) => text.padEnd(widths[at] as number)).join(' | ')} |\n`);
	return names ? `${rule}${lines[0]}${rule}${lines.slice(1).join('')}${rule}` : rule + lines.join('') + rule;
}

function* warn(process: Process, head: string): Task<void> {
	yield* process.write(2, encodeUtf8(`${head}Using a password on the command line interface can be insecure.\n`));
}

/** The client is the image's own. */
function isMariadb({ env }: Process): boolean {
	return env.get('MYSQL_VERSION') === undefined && env.get('MARIADB_VERSION') !== undefined;
}

export function serverVersion(process: Process): string {
	return (
		process.env.get('MYSQL_VERSION')?.replace(/-.*/, '') ??
		process.env.get('MARIADB_VERSION')?.replace(/^1:|\+.*/g, '') ??
		''
	);
}

/** mysqladmin ping and status, which probes run. */
export function* mysqladmin(process: Process): Task<number> {
	const options = readOptions(process);
	if (options.passwordOnLine && !isMariadb(process)) yield* warn(process, 'mysqladmin: [Warning] ');
	const connection = yield* connect(process, options);
	if (!(connection instanceof SqlConnection)) {
		const [command] = options.rest;
		// A server that refuses the password is alive all the same.
		if (command === 'ping' && connection.kind === 'denied') {
			yield* process.write(1, encodeUtf8('mysqld is alive\n'));
			return 0;
		}
		const why = failureText(options, connection).replace(/^ERROR \d+ \(\w+\): /, '');
		yield* process.write(
			2,
			encodeUtf8(`mysqladmin: connect to server at '${options.host ?? 'localhost'}' failed\nerror: '${why}'\n`),
		);
		return 1;
	}
	connection.close();
	const [command] = options.rest;
	if (command === 'ping') yield* process.write(1, encodeUtf8('mysqld is alive\n'));
	else if (command === 'status' || command === 'version')
		yield* process.write(
			1,
			encodeUtf8(`Uptime: 60  Threads: 2  Questions: 5  Slow queries: 0  Opens: 119  Flush tables: 3\n`),
		);
	else {
		yield* process.write(2, encodeUtf8(`mysqladmin: Unknown command: '${command ?? ''}'\n`));
		return 1;
	}
	return 0;
}
