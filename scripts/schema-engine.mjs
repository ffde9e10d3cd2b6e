import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

/** The bindings serve one instance. */
let loaded;

/**
 * The SQL that turns the schema `before` (undefined: an empty database) into `after`; empty when they are the same.
 * Both are the text of a schema.prisma of `provider`, "sqlite" or "postgresql". Needs no database.
 */
export async function migrationSql(provider, before, after) {
	loaded ??= loadSchemaEngine();
	const SchemaEngine = await loaded;
	const adapter = provider === 'sqlite' ? new PrismaLibSql({ url: ':memory:' }) : absentPostgres();
	const files = (content) => ({ tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }], configDir: '.' });
	const engine = await SchemaEngine.new(
		{ datamodels: [['schema.prisma', after]] },
		() => undefined,
		bindMigrationAwareSqlAdapterFactory(adapter),
	);
	const { stdout } = await engine.diff({
		from: before === undefined ? { tag: 'empty' } : files(before),
		to: files(after),
		script: true,
		exitCode: null,
		shadowDatabaseUrl: null,
		filters: { externalTables: [], externalEnums: [] },
	});
	const sql = (stdout ?? '').trim();
	return sql.includes('This is an empty migration') ? '' : sql;
}

/**
 * The schema engine as WebAssembly: a native engine would be a download.
 * Instantiated by hand, because Node 20 cannot import a .wasm file.
 */
async function loadSchemaEngine() {
	globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => console.error(message) };
	const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
	const bytes = await readFile(entry.replace(/\.js$/, '.wasm'));
	const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings });
	bindings.__wbg_set_wasm(instance.exports);
	instance.exports.__wbindgen_start?.();
	return bindings.SchemaEngine;
}

/** Enough of a PostgreSQL connection for a comparison of two texts: it answers only the engine's question for the version. */
function absentPostgres() {
	const BOOLEAN = 5;
	const TEXT = 7;
	const INT32 = 0;
	const connection = {
		provider: 'postgres',
		adapterName: 'absent-postgres',
		getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
		queryRaw: async ({ sql }) => {
			if (!sql.includes('version()')) throw new Error(`no PostgreSQL here to ask: ${sql}`);
			return {
				columnNames: ['exists', 'version', 'numeric_version'],
				columnTypes: [BOOLEAN, TEXT, INT32],
				rows: [[true, 'PostgreSQL 16.0', 160000]],
			};
		},
		executeRaw: async () => 0,
		executeScript: async () => undefined,
		startTransaction: async () => {
			throw new Error('no PostgreSQL here');
		},
		dispose: async () => undefined,
	};
	const connect = async () => connection;
	return { provider: 'postgres', adapterName: 'absent-postgres', connect, connectToShadowDb: connect };
}
