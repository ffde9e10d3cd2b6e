import { type Process, type Program, SystemError } from '../../../kernel/process-api.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatTime } from '../../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { POSTGRES_DIALECT } from '../sql/sql-dialect.ts';
import type { SqlDatabases, SqlSession } from '../sql/sql-engine.ts';
import { keep, readKept, serveSql } from '../sql/sql-server.ts';

const NO_PASSWORD = `Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.

       See PostgreSQL documentation about "trust":
       https://www.postgresql.org/docs/current/auth-trust.html
`;

/** The entrypoint of the image and the server after it. Models docker-library/postgres docker-entrypoint.sh. */
export function postgresEntrypoint(version: string): Program {
	return (process) => entrypoint(process, version);
}

function* entrypoint(process: Process, version: string): Task<number> {
	const command = process.argv.slice(1);
	const [first] = command;
	if (first !== undefined && !first.startsWith('-') && first !== 'postgres') {
		const folders = (process.env.get('PATH') ?? '').split(':');
		const found = folders.map((folder) => `${folder}/${first}`).find((path) => process.access(path, { execute: true }));
		return yield* process.exec(found ?? first, command, process.env);
	}
	const say = (text: string): Task<void> => process.write(1, encodeUtf8(text));
	const folder = process.env.get('PGDATA') ?? '/var/lib/postgresql/data';
	const file = `${folder}/base/data`;
	let data = yield* readKept(process, file);
	if (data !== undefined) {
		yield* say('\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n');
		return yield* serve(process, version, data, file);
	}
	const password = process.env.get('POSTGRES_PASSWORD') ?? (yield* fromFile(process));
	const trusts = process.env.get('POSTGRES_HOST_AUTH_METHOD') === 'trust';
	if ((password ?? '') === '' && !trusts) {
		yield* process.write(2, encodeUtf8(NO_PASSWORD));
		return 1;
	}
	const user = process.env.get('POSTGRES_USER') ?? 'postgres';
	yield* say(
		`The files belonging to this database system will be owned by user "postgres".\nThis user must also own the server process.\n\n`,
	);
	makeDirectories(process, folder);
	const leftovers = process.readdir(folder);
	if (leftovers.length > 0) {
		const mount = leftovers.includes('lost+found')
			? 'initdb: detail: It contains a lost+found directory, perhaps due to it being a mount point.\ninitdb: hint: Using a mount point directly as the data directory is not recommended.\nCreate a subdirectory under the mount point.\n'
			: `initdb: hint: If you want to create a new database system, either remove or empty the directory "${folder}" or run initdb with an argument other than "${folder}".\n`;
		yield* process.write(2, encodeUtf8(`initdb: error: directory "${folder}" exists but is not empty\n${mount}`));
		return 1;
	}
	for (const name of ['base', 'global', 'pg_wal']) process.mkdir(`${folder}/${name}`, 0o700);
	yield* writeFile(process, `${folder}/PG_VERSION`, `${version.split('.')[0]}\n`);
	yield* process.sleep(1_500);
	const database = process.env.get('POSTGRES_DB') ?? user;
	const names = [...new Set(['postgres', 'template0', 'template1', database])];
	data = {
		users: new Map([[user, password ?? '']]),
		databases: new Map(names.map((name) => [name, new Map()])),
	};
	yield* keep(process, { data, file });
	yield* say('\nPostgreSQL init process complete; ready for start up.\n\n');
	return yield* serve(process, version, data, file);
}

function* serve(process: Process, version: string, data: SqlDatabases, file: string): Task<number> {
	const group = new TaskGroup();
	const log = (text: string): Task<void> => {
		const stamp = formatTime(process.now()).slice(0, 19).replace('T', ' ');
		const millis = String(process.now() % 1_000).padStart(3, '0');
		return process.write(2, encodeUtf8(`${stamp}.${millis} UTC [${process.pid}] LOG:  ${text}\n`));
	};
	yield* log(
		`starting PostgreSQL ${version} (Debian ${version}-1.pgdg13+1) on x86_64-pc-linux-gnu, compiled by gcc (Debian 14.2.0-19) 14.2.0, 64-bit`,
	);
	const trusts = process.env.get('POSTGRES_HOST_AUTH_METHOD') === 'trust';
	const address = listenAddress(process.argv);
	try {
		serveSql(process, group, {
			dialect: POSTGRES_DIALECT,
			address,
			port: 5432,
			data,
			file,
			facts: (name, session) => fact(process, version, name, session),
			refuses: ({ user, password }, remote) => {
				if (!data.users.has(user)) return `FATAL:  ${refusal(remote, trusts, user)}`;
				if (trusts || remote.startsWith('127.') || data.users.get(user) === password) return undefined;
				return password === ''
					? 'fe_sendauth: no password supplied'
					: `FATAL:  password authentication failed for user "${user}"`;
			},
		});
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* log(`could not bind IPv4 address "${address}": Address already in use`);
		return 1;
	}
	yield* log(`listening on IPv4 address "${address}", port 5432`);
	if (address === '0.0.0.0') yield* log('listening on IPv6 address "::", port 5432');
	yield* log('listening on Unix socket "/var/run/postgresql/.s.PGSQL.5432"');
	yield* log('database system is ready to accept connections');
	process.onSignal('TERM', 'catch');
	process.onSignal('INT', 'catch');
	let how = 'smart';
	const status = yield* group.run(process, (signal) => {
		if (signal === 'INT') how = 'fast';
		return 0;
	});
	yield* log(`received ${how} shutdown request`);
	yield* log('database system is shut down');
	return status;
}

function refusal(remote: string, trusts: boolean, user: string): string {
	return trusts || remote.startsWith('127.')
		? `role "${user}" does not exist`
		: `password authentication failed for user "${user}"`;
}

function fact(process: Process, version: string, name: string, session: SqlSession): string | undefined {
	switch (name) {
		case 'version':
			return `PostgreSQL ${version} (Debian ${version}-1.pgdg13+1) on x86_64-pc-linux-gnu, compiled by gcc (Debian 14.2.0-19) 14.2.0, 64-bit`;
		case 'now':
		case 'current_timestamp':
			return `${formatTime(process.now()).slice(0, 19).replace('T', ' ')}.${String(process.now() % 1_000).padStart(3, '0')}+00`;
		case 'current_database':
			return session.database;
		case 'current_user':
		case 'user':
			return session.user;
		default:
			return undefined;
	}
}

function makeDirectories(process: Process, path: string): void {
	let made = '';
	for (const part of path.split('/').slice(1)) {
		made += `/${part}`;
		if (!process.access(made, {})) process.mkdir(made, 0o700);
	}
}

function* fromFile(process: Process): Task<string | undefined> {
	const path = process.env.get('POSTGRES_PASSWORD_FILE');
	if (path === undefined) return undefined;
	const fd = yield* process.open(path, { read: true });
	const bytes = yield* process.read(fd, 4_096);
	process.close(fd);
	return String.fromCharCode(...bytes).replace(/\n+$/, '');
}

function* writeFile(process: Process, path: string, text: string): Task<void> {
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o600);
	yield* process.write(fd, encodeUtf8(text));
	process.close(fd);
}

/** "-c listen_addresses=localhost", "-h 127.0.0.1". */
function listenAddress(argv: readonly string[]): string {
	const set = argv.findLast((arg) => arg.replace(/^(-c|--)/, '').startsWith('listen_addresses='));
	const at = argv.lastIndexOf('-h');
	const text = set?.replace(/^[^=]*=/, '') ?? (at > 0 ? argv[at + 1] : undefined) ?? '*';
	return text === 'localhost' ? '127.0.0.1' : /^[\d.]+$/.test(text) ? text : '0.0.0.0';
}
