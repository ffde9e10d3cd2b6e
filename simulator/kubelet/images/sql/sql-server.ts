import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import type { TaskGroup } from '../../../kernel/serving/task-group.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { readWholeFile } from '../programs/read-file.ts';
import { type SqlDialect, SqlError } from './sql-dialect.ts';
import { type SqlDatabases, SqlEngine, type SqlResult, type SqlSession, type SqlTable } from './sql-engine.ts';

const REQUEST_BYTES_MAX = 1024 * 1024;

/** What a client and a server of databases say to each other, one line each. Differs: not the wire protocols. */
export interface SqlHello {
	readonly user: string;
	readonly password: string;
	readonly database?: string;
}

export interface SqlReply {
	readonly results: readonly SqlResult[];
	readonly database?: string;
	readonly error?: string;
}

export interface SqlServer {
	readonly dialect: SqlDialect;
	/** Default: all. */
	readonly address?: string;
	readonly port: number;
	readonly data: SqlDatabases;
	/** Where everything is kept. */
	readonly file: string;
	/** What a connection gets to see first. */
	readonly greeting?: string;
	readonly facts: (name: string, session: SqlSession) => string | undefined;
	/** Undefined: let in. */
	readonly refuses: (hello: SqlHello, remote: string) => string | undefined;
}

/** Listens and answers in `group`. Throws SystemError when the port is taken. */
export function serveSql(process: Process, group: TaskGroup, server: SqlServer): void {
	const listening = process.listen(server.address ?? '0.0.0.0', server.port);
	const engine = new SqlEngine(server.data, server.dialect, server.facts);
	group.add(acceptAll(process, group, listening, server, engine));
}

function* acceptAll(
	process: Process,
	group: TaskGroup,
	listening: number,
	server: SqlServer,
	engine: SqlEngine,
): Task<void> {
	for (;;) {
		const { fd, address } = yield* process.accept(listening);
		group.add(serveClient(process, fd, address, server, engine));
	}
}

function* serveClient(process: Process, fd: number, remote: string, server: SqlServer, engine: SqlEngine): Task<void> {
	const duplex = processDuplex(process, fd);
	try {
		const reader = new ByteReader(duplex);
		const answer = (reply: SqlReply): Task<void> => duplex.write(encodeUtf8(`${JSON.stringify(reply)}\n`));
		if (server.greeting !== undefined) yield* duplex.write(encodeUtf8(`${server.greeting}\n`));
		const hello = readJson<SqlHello>(yield* reader.line(REQUEST_BYTES_MAX));
		if (hello === undefined || typeof hello.user !== 'string') return;
		const error = server.refuses(hello, remote) ?? missingDatabase(server, hello);
		yield* answer({ results: [], ...(error === undefined ? {} : { error }) });
		if (error !== undefined) return;
		const session: SqlSession = { user: hello.user, database: hello.database };
		for (;;) {
			const request = readJson<{ sql: string }>(yield* reader.line(REQUEST_BYTES_MAX));
			if (request === undefined || typeof request.sql !== 'string') return;
			const before = engine.changes;
			const reply = runScript(engine, session, request.sql);
			if (engine.changes !== before) yield* keep(process, server);
			yield* answer(reply);
		}
	} finally {
		duplex.close();
	}
}

function missingDatabase({ data, dialect }: SqlServer, { database }: SqlHello): string | undefined {
	return database === undefined || data.databases.has(database) ? undefined : dialect.unknownDatabase(database).message;
}

function runScript(engine: SqlEngine, session: SqlSession, sql: string): SqlReply {
	const results: SqlResult[] = [];
	const database = (): object => (session.database === undefined ? {} : { database: session.database });
	try {
		engine.run(session, sql, (result) => results.push(result));
		return { results, ...database() };
	} catch (error) {
		if (!(error instanceof SqlError)) throw error;
		return { results, error: error.message, ...database() };
	}
}

/** A line that a client of ours wrote, or anything else that somebody sent to the port. */
function readJson<T>(line: string | undefined): T | undefined {
	if (line === undefined || !line.startsWith('{')) return undefined;
	try {
		return JSON.parse(line) as T;
	} catch {
		return undefined;
	}
}

/** Writes everything: it lives as long as the volume under it. A full disk loses the change, as a crash would. */
export function* keep(process: Process, { data, file }: Pick<SqlServer, 'data' | 'file'>): Task<void> {
	const databases = [...data.databases].map(([name, tables]) => [name, [...tables]] as const);
	const text = JSON.stringify({ users: [...data.users], databases });
	try {
		const fd = yield* process.open(file, { write: true, create: true, truncate: true }, 0o640);
		try {
			yield* process.write(fd, encodeUtf8(`${text}\n`));
		} finally {
			process.close(fd);
		}
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
	}
}

/** What `keep` wrote. Undefined when it cannot be read. */
export function* readKept(process: Process, file: string): Task<SqlDatabases | undefined> {
	try {
		const kept = readJson<{ users: [string, string][]; databases: [string, [string, SqlTable][]][] }>(
			decodeUtf8(yield* readWholeFile(process, file)),
		);
		if (kept === undefined || !Array.isArray(kept.users) || !Array.isArray(kept.databases)) return undefined;
		return {
			users: new Map(kept.users),
			databases: new Map(kept.databases.map(([name, tables]) => [name, new Map(tables)])),
		};
	} catch (error) {
		if (error instanceof SystemError && error.errno !== 'EINTR') return undefined;
		throw error;
	}
}
