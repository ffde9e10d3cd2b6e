import { type Process, type Program, SystemError } from '../../../kernel/process-api.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatMicroTime, formatTime } from '../../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { MYSQL_DIALECT } from '../sql/sql-dialect.ts';
import type { SqlDatabases, SqlSession } from '../sql/sql-engine.ts';
import { keep, readKept, serveSql } from '../sql/sql-server.ts';

const DATA = '/var/lib/mysql';
const FILE = `${DATA}/ibdata1`;

export interface MysqlFlavour {
	readonly product: 'MySQL' | 'MariaDB';
	readonly version: string;
	/** What the entrypoint's log calls the server. */
	readonly server: string;
	readonly daemon: 'mysqld' | 'mariadbd';
	/** Prefixes of the variables it reads. */
	readonly prefixes: readonly string[];
	readonly banner: (version: string) => string;
}

/** The entrypoint of the image and the server after it. Models docker-library/mysql and mariadb docker-entrypoint.sh. */
export function mysqlEntrypoint(flavour: MysqlFlavour): Program {
	return (process) => entrypoint(process, flavour);
}

function* entrypoint(process: Process, flavour: MysqlFlavour): Task<number> {
	const command = process.argv.slice(1);
	const [first] = command;
	if (first !== undefined && !first.startsWith('-') && first !== 'mysqld' && first !== flavour.daemon) {
		const path = first.includes('/') ? first : findCommand(process, first);
		return yield* process.exec(path, command, process.env);
	}
	const note = (level: string, text: string): Task<void> => {
		const stamp = `${formatTime(process.now()).slice(0, 19).replace('T', ' ')}+00:00`;
		return process.write(level === 'ERROR' ? 2 : 1, encodeUtf8(`${stamp} [${level}] [Entrypoint]: ${text}\n`));
	};
	const setting = (name: string): string | undefined =>
		flavour.prefixes
			.map((prefix) => process.env.get(`${prefix}_${name}`))
			.find((value) => value !== undefined && value !== '');
	const script = `Entrypoint script for ${flavour.product} Server ${flavour.server} started.`;
	yield* note('Note', script);
	let data = yield* readKept(process, FILE);
	if (data === undefined) {
		const password = setting('ROOT_PASSWORD') ?? (yield* fromFile(process, setting('ROOT_PASSWORD_FILE')));
		const open =
			setting('ALLOW_EMPTY_PASSWORD') ?? setting('ALLOW_EMPTY_ROOT_PASSWORD') ?? setting('RANDOM_ROOT_PASSWORD');
		if (password === undefined && open === undefined) {
			const options =
				flavour.product === 'MySQL'
					? ['MYSQL_ROOT_PASSWORD', 'MYSQL_ALLOW_EMPTY_PASSWORD', 'MYSQL_RANDOM_ROOT_PASSWORD']
					: [
							'MARIADB_ROOT_PASSWORD',
							'MARIADB_ROOT_PASSWORD_HASH',
							'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD',
							'MARIADB_RANDOM_ROOT_PASSWORD',
						];
			const head =
				flavour.product === 'MySQL'
					? '    You need to specify one of the following as an environment variable:\n'
					: '\tYou need to specify one of ';
			const list =
				flavour.product === 'MySQL'
					? options.map((each) => `    - ${each}`).join('\n')
					: `${options.slice(0, -1).join(', ')} and ${options.at(-1)}`;
			yield* note('ERROR', `Database is uninitialized and password option is not specified\n${head}${list}`);
			return 1;
		}
		yield* note('Note', 'Initializing database files');
		const leftovers = process.readdir(DATA);
		if (leftovers.length > 0 && flavour.product === 'MySQL') {
			yield* log(
				process,
				'ERROR',
				'MY-010457',
				'--initialize specified but the data directory has files in it. Aborting.',
			);
			yield* log(
				process,
				'ERROR',
				'MY-013236',
				'The designated data directory /var/lib/mysql/ is unusable. You can remove all files that the server added to it.',
			);
			yield* log(process, 'ERROR', 'MY-010119', 'Aborting');
			return 1;
		}
		data = freshData(password ?? '', setting);
		for (const name of ['mysql', 'performance_schema', 'sys']) makeDirectory(process, `${DATA}/${name}`);
		yield* process.sleep(flavour.product === 'MySQL' ? 4_000 : 1_500);
		yield* keep(process, { data, file: FILE });
		yield* note('Note', 'Database files initialized');
		const database = setting('DATABASE');
		if (database !== undefined) yield* note('Note', `Creating database ${database}`);
		const user = setting('USER');
		if (user !== undefined) yield* note('Note', `Creating user ${user}`);
		if (user !== undefined && database !== undefined)
			yield* note('Note', `Giving user ${user} access to schema ${database}`);
		yield* note('Note', `${flavour.product} init process done. Ready for start up.`);
	}
	return yield* serve(process, flavour, data);
}

function freshData(password: string, setting: (name: string) => string | undefined): SqlDatabases {
	const names = ['information_schema', 'mysql', 'performance_schema', 'sys'];
	const database = setting('DATABASE');
	if (database !== undefined) names.push(database);
	const users = new Map([['root', password]]);
	const user = setting('USER');
	if (user !== undefined) users.set(user, setting('PASSWORD') ?? '');
	return { users, databases: new Map(names.map((name) => [name, new Map()])) };
}

function* serve(process: Process, flavour: MysqlFlavour, data: SqlDatabases): Task<number> {
	const { version, daemon } = flavour;
	const group = new TaskGroup();
	yield* log(
		process,
		'System',
		'MY-010116',
		`/usr/sbin/${daemon} (${daemon} ${version}) starting as process ${process.pid}`,
	);
	const args = process.argv.slice(1);
	const port = Number(args.find((arg) => arg.startsWith('--port='))?.slice(7) ?? '3306');
	try {
		serveSql(process, group, {
			dialect: MYSQL_DIALECT,
			address: boundTo(process.argv),
			port,
			data,
			file: FILE,
			greeting: `J\u0000\u0000\u0000\n${version}\u0000`,
			facts: (name, session) => fact(process, version, name, session),
			refuses: ({ user, password }, remote) => {
				if (data.users.get(user) === password) return undefined;
				const from = remote.startsWith('127.') ? 'localhost' : remote;
				return `ERROR 1045 (28000): Access denied for user '${user}'@'${from}' (using password: ${password === '' ? 'NO' : 'YES'})`;
			},
		});
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* log(process, 'ERROR', 'MY-010262', `Can't start server: Bind on TCP/IP port: Address already in use`);
		return 1;
	}
	yield* log(
		process,
		'System',
		'MY-010931',
		`/usr/sbin/${daemon}: ready for connections. Version: '${version}'  socket: '/var/run/mysqld/mysqld.sock'  port: ${port}  ${flavour.banner(version)}.`,
	);
	process.onSignal('TERM', 'catch');
	process.onSignal('INT', 'catch');
	const status = yield* group.run(process, () => 0);
	yield* log(
		process,
		'System',
		'MY-010910',
		`/usr/sbin/${daemon}: Shutdown complete (${daemon} ${version})  ${flavour.banner(version)}.`,
	);
	return status;
}

function fact(process: Process, version: string, name: string, session: SqlSession): string | undefined {
	switch (name) {
		case 'version':
		case '@@version':
			return version;
		case 'now':
		case 'current_timestamp':
			return formatTime(process.now()).slice(0, 19).replace('T', ' ');
		case 'database':
			return session.database ?? 'NULL';
		case 'user':
		case 'current_user':
			return `${session.user}@localhost`;
		case '@@hostname':
			return process.hostname;
		case '@@port':
			return '3306';
		default:
			return undefined;
	}
}

/** "2026-03-02T09:00:52.123456Z 0 [System] [MY-010931] [Server] …". */
function* log(process: Process, level: string, code: string, text: string): Task<void> {
	const stamp = `${formatMicroTime(process.now()).replace(/Z?$/, 'Z')} 0`;
	yield* process.write(2, encodeUtf8(`${stamp} [${level}] [${code}] [Server] ${text}\n`));
}

function* fromFile(process: Process, path: string | undefined): Task<string | undefined> {
	if (path === undefined) return undefined;
	const fd = yield* process.open(path, { read: true });
	const bytes = yield* process.read(fd, 4_096);
	process.close(fd);
	return String.fromCharCode(...bytes).replace(/\n+$/, '');
}

function makeDirectory(process: Process, path: string): void {
	if (!process.access(path, {})) process.mkdir(path, 0o750);
}

function findCommand(process: Process, name: string): string {
	const folders = (process.env.get('PATH') ?? '').split(':');
	return folders.map((folder) => `${folder}/${name}`).find((path) => process.access(path, { execute: true })) ?? name;
}

/** "--bind-address=127.0.0.1" */
function boundTo(argv: readonly string[]): string {
	const text = argv.findLast((arg) => /^--bind[-_]address=/.test(arg))?.replace(/^[^=]*=/, '') ?? '*';
	return text === 'localhost' ? '127.0.0.1' : /^[\d.]+$/.test(text) ? text : '0.0.0.0';
}
