import { PrismaLibSql } from '@prisma/adapter-libsql';

type Client = ReturnType<PrismaLibSql['createClient']>;

/**
 * Settings that SQLite keeps for a connection, not in the file. In WAL mode `synchronous = NORMAL` loses nothing
 * when the process dies, only (the last moments) when the machine does, and costs no fsync a commit.
 */
const PRAGMAS = ['PRAGMA foreign_keys = ON', 'PRAGMA synchronous = NORMAL', 'PRAGMA busy_timeout = 5000'];

/**
 * Prisma's libsql adapter, with the pragmas on every connection: the client opens a new one after each interactive
 * transaction, and a new one has SQLite's defaults.
 */
export class SqliteAdapter extends PrismaLibSql {
	constructor(path: string) {
		super({ url: path === ':memory:' ? path : `file:${path}` });
	}

	override createClient(config: Parameters<PrismaLibSql['createClient']>[0]): Client {
		const client = super.createClient(config);
		const { execute, batch, executeMultiple } = client;
		const begin = client.transaction.bind(client) as (mode: 'write') => ReturnType<Client['transaction']>;
		let prepared = false;
		const prepare = async () => {
			if (prepared) return;
			prepared = true;
			await executeMultiple.call(client, PRAGMAS.join(';'));
		};
		client.execute = (async (...args: Parameters<Client['execute']>) => {
			await prepare();
			return execute.apply(client, args);
		}) as Client['execute'];
		client.batch = async (...args) => {
			await prepare();
			return batch.apply(client, args);
		};
		client.executeMultiple = async (sql) => {
			await prepare();
			return executeMultiple.call(client, sql);
		};
		// BEGIN IMMEDIATE: all our transactions write, and one that begins as a reader may find that it cannot any more.
		const start = async () => {
			await prepare();
			prepared = false;
			return begin('write');
		};
		client.transaction = async () => {
			try {
				return await start();
			} catch (error) {
				if (!/SQLITE_BUSY/.test(String(error))) throw error;
				// A statement that was read to its end may hold its snapshot until it is collected. Once another process has
				// written since, such a connection can never begin to write: a new one can, or waits its time.
				await client.reconnect();
				prepared = false;
				return start();
			}
		};
		return client;
	}
}
