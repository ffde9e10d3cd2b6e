import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../app/_lib/db/database.ts';
import { databaseAddress } from '../../app/_lib/db/database-url.ts';
import { migrate } from '../../app/_lib/db/migrate.ts';
import { openDatabase } from '../../app/_lib/db/open-database.ts';
import { appendJournal, journalOf, lastSeqs } from '../../app/_lib/progress/journal.ts';
import { mergeUsers } from '../../app/_lib/progress/merge-users.ts';
import { myProgress } from '../../app/_lib/progress/my-progress.ts';
import { questionProgress, recordAnswer } from '../../app/_lib/progress/question-answers.ts';
import { branchSandbox, liveSandbox, saveReached, startAttempt } from '../../app/_lib/progress/sandboxes.ts';
import { recordHint, recordLost, recordWon, taskMarks, taskStates } from '../../app/_lib/progress/task-results.ts';
import { projectRoot } from '../../app/_lib/project-root.ts';
import { migrationSql } from '../../scripts/schema-engine.mjs';
import { twinOf } from '../../scripts/twin-schema.mjs';
import { bundleSupport } from './support/bundle.ts';
import { findInitdb, type Postgres, startPostgres } from './support/postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubedrill-db-'));
const initdb = findInitdb();
const providers = initdb === undefined ? (['sqlite'] as const) : (['sqlite', 'postgresql'] as const);
if (initdb === undefined) console.warn('PostgreSQL is not installed (no initdb): its tests are not part of this run.');
let postgres: Postgres | undefined;

beforeAll(() => {
	if (initdb !== undefined) postgres = startPostgres(initdb);
});

afterAll(() => {
	postgres?.stop();
	rmSync(folder, { recursive: true, force: true });
});

const migrations = (provider: string) => join(projectRoot(), 'prisma', provider, 'migrations');
const open = (provider: string, name: string) =>
	openDatabase(databaseAddress(provider === 'sqlite' ? `file:${folder}/${name}.db` : postgres?.url));

describe('the schema', () => {
	const source = readFileSync(join(projectRoot(), 'prisma/schema.prisma'), 'utf8');
	const twin = readFileSync(join(projectRoot(), 'prisma/postgresql/schema.prisma'), 'utf8');

	test('of PostgreSQL is the twin of that of SQLite', () => {
		expect(twin).toBe(twinOf(source));
	});

	test.each([
		['sqlite', source],
		['postgresql', twin],
	])('of %s is what its migrations make', async (provider, schema) => {
		const names = readdirSync(migrations(provider)).sort();
		const made = names.map((name) => readFileSync(join(migrations(provider), name, 'migration.sql'), 'utf8')).join('');
		// With one migration the texts must be the same; later ones make it more than its parts, and then tables are compared.
		if (names.length === 1) expect(made.trim()).toBe(await migrationSql(provider, undefined, schema));
		expect(tablesOf(made)).toEqual(tablesOf(await migrationSql(provider, undefined, schema)));
	});

	test('has in SQLite the columns that its migrations make', async () => {
		const migrated = await open('sqlite', 'migrated');
		await migrate(migrated, 'sqlite', migrations('sqlite'));
		const made = await open('sqlite', 'made');
		for (const statement of (await migrationSql('sqlite', undefined, source)).split(/;\s*\n/)) {
			if (statement.trim() !== '') await made.$executeRawUnsafe(statement);
		}
		expect(await columnsOf(migrated)).toEqual(await columnsOf(made));
		await Promise.all([migrated.$disconnect(), made.$disconnect()]);
	});

	test('both folders have the same migrations', () => {
		expect(readdirSync(migrations('postgresql'))).toEqual(readdirSync(migrations('sqlite')));
	});
});

/** "table.column type, default, key" of each, sorted: SQLite adds columns at the end, wherever the schema has them. */
async function columnsOf(db: Database): Promise<string[]> {
	const rows = await db.$queryRawUnsafe<{ text: string }[]>(
		`SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || coalesce(c.dflt_value, '-') || ' ' || c.pk AS text
		FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name <> '_prisma_migrations'
		UNION SELECT 'index ' || name FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'sqlite_%'`,
	);
	return rows.map(({ text }) => text).sort();
}

/** One row in each table of the first migration. */
const ROWS = [
	`INSERT INTO "user" ("id", "name", "email", "updatedAt") VALUES ('u', 'u', 'u@example.org', '2026-01-01')`,
	`INSERT INTO "session" ("id", "expiresAt", "token", "updatedAt", "userId") VALUES ('s', '2027-01-01', 't', '2026-01-01', 'u')`,
	`INSERT INTO "account" ("id", "accountId", "providerId", "userId", "updatedAt") VALUES ('a', 'u', 'credential', 'u', '2026-01-01')`,
	`INSERT INTO "verification" ("id", "identifier", "value", "expiresAt", "updatedAt") VALUES ('v', 'i', 'u', '2027-01-01', '2026-01-01')`,
	`INSERT INTO "attempt" ("id", "userId", "exerciseId", "pointsMax") VALUES ('t', 'u', 'e', 5)`,
	`INSERT INTO "sandbox" ("id", "userId", "attemptId", "exerciseId", "preset", "seed", "options") VALUES ('b', 'u', 't', 'e', 'p', 'x', '{}')`,
	`INSERT INTO "journal_entry" ("sandboxId", "index", "atMs", "data") VALUES ('b', 0, 0, '{}')`,
	`INSERT INTO "task_result" ("id", "attemptId", "sandboxId", "taskId", "points", "wonAt", "wonIndex", "wonMs") VALUES ('r', 't', 'b', 'k', 1, '2026-01-01', 0, 0)`,
	`INSERT INTO "lesson_progress" ("userId", "lessonId") VALUES ('u', 'l')`,
	`INSERT INTO "hint_use" ("attemptId", "taskId", "step") VALUES ('t', 'k', 1)`,
];

function tablesOf(sql: string): string[] {
	return [...sql.matchAll(/CREATE TABLE "(\w+)"/g)].map(([, name = '']) => name).sort();
}

describe.each(providers)('migrations on %s', (provider) => {
	test('are applied once, in order, each whole or not at all; edited and unknown ones are refused', async () => {
		const db = await open(provider, 'migrations');
		const copy = join(folder, `migrations-${provider}`);
		mkdirSync(copy, { recursive: true });
		const add = (name: string, sql: string) => {
			mkdirSync(join(copy, name), { recursive: true });
			writeFileSync(join(copy, name, 'migration.sql'), sql);
		};
		add('1_first', '-- a comment; with a semicolon\nCREATE TABLE "fruit" ("name" TEXT NOT NULL);\n');
		add(
			'2_second',
			'ALTER TABLE "fruit" ADD COLUMN "colour" TEXT;\nINSERT INTO "fruit" VALUES (\'apple\', \'red\');\n',
		);
		expect(await migrate(db, provider, copy)).toEqual(['1_first', '2_second']);
		expect(await migrate(db, provider, copy)).toEqual([]);
		add('3_broken', 'INSERT INTO "fruit" VALUES (\'pear\', \'green\');\nINSERT INTO "nothing" VALUES (1);\n');
		await expect(migrate(db, provider, copy)).rejects.toThrow(/nothing/);
		expect(await db.$queryRawUnsafe('SELECT "name" FROM "fruit"')).toEqual([{ name: 'apple' }]);
		rmSync(join(copy, '3_broken'), { recursive: true });
		add('1_first', 'CREATE TABLE "vegetable" ("name" TEXT);\n');
		await expect(migrate(db, provider, copy)).rejects.toThrow('migration 1_first was edited');
		rmSync(join(copy, '1_first'), { recursive: true });
		await expect(migrate(db, provider, copy)).rejects.toThrow('1_first, which this version does not know');
		await db.$executeRawUnsafe('DROP TABLE "fruit"');
		await db.$executeRawUnsafe('DROP TABLE "_prisma_migrations"');
		await db.$disconnect();
	});

	test('no later migration loses a row that was there before it', async () => {
		const db = await open(provider, 'kept');
		const names = readdirSync(migrations(provider)).sort();
		const copy = join(folder, `kept-${provider}`);
		const add = (name: string) => cpSync(join(migrations(provider), name), join(copy, name), { recursive: true });
		add(names[0] ?? '');
		await migrate(db, provider, copy);
		for (const statement of ROWS) await db.$executeRawUnsafe(statement);
		for (const name of names) add(name);
		await migrate(db, provider, copy);
		for (const statement of ROWS) {
			const [, table] = /INTO "(\w+)"/.exec(statement) ?? [];
			const rows = await db.$queryRawUnsafe<{ n: number | bigint }[]>(`SELECT count(*) AS n FROM "${table}"`);
			expect([table, Number(rows[0]?.n)]).toEqual([table, 1]);
		}
		if (provider === 'postgresql') {
			await db.$executeRawUnsafe('DROP SCHEMA public CASCADE');
			await db.$executeRawUnsafe('CREATE SCHEMA public');
		}
		await db.$disconnect();
	});

	test('two servers that start at once on an empty database both start', async () => {
		const script = await bundleSupport('migrate-process');
		const url = provider === 'sqlite' ? `file:${folder}/race.db` : (postgres?.url ?? '');
		const run = () =>
			promisify(execFile)(process.execPath, [script], { env: { ...process.env, DATABASE_URL: url } }).then(
				({ stdout }) => JSON.parse(stdout) as string[],
			);
		const applied = await Promise.all([run(), run(), run()]);
		rmSync(script, { force: true });
		expect(applied.flat().sort()).toEqual(readdirSync(migrations(provider)).sort());
	});
});

describe.each(providers)('progress on %s', (provider) => {
	let db: Database;

	beforeAll(async () => {
		db = await open(provider, 'progress');
		await migrate(db, provider, migrations(provider));
	});

	afterAll(() => db.$disconnect());

	const user = async (id: string, isAnonymous = false) => {
		await db.user.create({ data: { id, name: id, email: `${id}@example.org`, isAnonymous } });
		return id;
	};
	const world = (exerciseId: string) => ({ exerciseId, preset: 'p', seed: exerciseId, options: '{}', pointsMax: 5 });
	const row = (sandboxId: string, index: number, seq: number | null = null) => ({
		...{ sandboxId, index, atMs: 1_767_225_600_000.5 + index, data: `{"n":${index},"한":"글"}` },
		...{ client: seq === null ? null : 'tab', seq },
	});

	test('a journal keeps its order, refuses a taken index, and branches', async () => {
		const first = await startAttempt(db, await user('journal'), world('a'));
		await appendJournal(db, provider, [row(first.id, 0), row(first.id, 1, 7), row(first.id, 2, 8)]);
		await expect(appendJournal(db, provider, [row(first.id, 3), row(first.id, 1)])).rejects.toThrow();
		await expect(appendJournal(db, provider, [row('nobody', 0)])).rejects.toThrow();
		expect(await journalOf(db, first.id)).toEqual([0, 1, 2].map((n) => `{"n":${n},"한":"글"}`));
		expect(await lastSeqs(db, first.id)).toEqual(new Map([['tab', 8]]));
		await saveReached(db, first.id, 1_767_225_700_000.25);
		const branch = await branchSandbox(db, first, 2);
		expect(branch).toMatchObject({ userId: 'journal', attemptId: first.attemptId, exerciseId: 'a', reachedMs: 0 });
		expect(await journalOf(db, branch.id)).toHaveLength(2);
		expect(await lastSeqs(db, branch.id)).toEqual(new Map([['tab', 7]]));
		expect((await liveSandbox(db, 'journal', 'a'))?.id).toBe(branch.id);
		expect(await journalOf(db, first.id)).toHaveLength(3);
	});

	test('points are held for stretches of time; the attempt is complete once all were held', async () => {
		const { id: sandboxId, attemptId } = await startAttempt(db, await user('points'), world('b'));
		const moment = (taskId: string, points: number, journalIndex: number) => ({
			...{ sandboxId, attemptId, taskId, points, journalIndex },
			atMs: 1_000 + journalIndex,
		});
		await recordWon(db, moment('one', 2, 1));
		await recordWon(db, moment('one', 2, 1));
		await recordLost(db, moment('one', 2, 2));
		await recordWon(db, moment('two', 3, 3));
		expect(await taskStates(db, attemptId)).toEqual({ one: 'lost', two: 'won' });
		await recordWon(db, moment('one', 2, 4));
		await recordLost(db, moment('two', 3, 5));
		await recordHint(db, attemptId, 'one', 1);
		await recordHint(db, attemptId, 'one', 1);
		expect(await taskMarks(db, attemptId, sandboxId)).toEqual([
			{ task: 'one', won: true, journalIndex: 1, atMs: 1_001 },
			{ task: 'one', won: false, journalIndex: 2, atMs: 1_002 },
			{ task: 'two', won: true, journalIndex: 3, atMs: 1_003 },
			{ task: 'two', won: false, journalIndex: 5, atMs: 1_005 },
			{ task: 'one', won: true, journalIndex: 4, atMs: 1_004 },
		]);
		expect((await myProgress(db, 'points')).exercises).toEqual([
			{
				...{ exercise: 'b', attempts: 1, complete: true, bestSeconds: expect.any(Number), points: 2, pointsMax: 5 },
				...{ tasks: { one: 'won', two: 'lost' }, hintsUsed: 1, lastAt: expect.any(String) },
			},
		]);
	});

	test('the last answer to a question is kept, and that it was right once; merging keeps the later one', async () => {
		const [guest, account] = [await user('asked', true), await user('asked-before')];
		const answer = (questionId: string, chosen: number[], correct: boolean) => ({
			...{ lessonId: 'pods/x', questionId, chosen, correct },
		});
		await recordAnswer(db, account, answer('a', [1], false));
		await recordAnswer(db, account, answer('b', [0], false));
		await recordAnswer(db, guest, answer('a', [0, 2], true));
		await recordAnswer(db, guest, answer('a', [0], false));
		expect(await questionProgress(db, guest)).toEqual([
			{ lesson: 'pods/x', question: 'a', chosen: [0], solved: true, answeredAt: expect.any(String) },
		]);
		await mergeUsers(db, provider, guest, account);
		expect((await myProgress(db, guest)).questions).toEqual([]);
		expect((await myProgress(db, account)).questions).toEqual([
			{ lesson: 'pods/x', question: 'a', chosen: [0], solved: true, answeredAt: expect.any(String) },
			{ lesson: 'pods/x', question: 'b', chosen: [0], solved: false, answeredAt: expect.any(String) },
		]);
		const key = { userId: account, lessonId: 'pods/x', questionId: 'a' };
		const where = { userId_lessonId_questionId: key };
		expect(await db.questionAnswer.findUnique({ where, select: { tries: true } })).toEqual({ tries: 3 });
	});

	test('merging keeps one live world an exercise and the earliest dates of a lesson', async () => {
		const [guest, account] = [await user('guest', true), await user('account')];
		const old = await startAttempt(db, account, world('c'));
		const now = await startAttempt(db, guest, world('c'));
		const day = (date: number) => new Date(Date.UTC(2026, 0, date));
		await db.lessonProgress.create({ data: { userId: account, lessonId: 'x', openedAt: day(2), readAt: day(9) } });
		await db.lessonProgress.create({ data: { userId: guest, lessonId: 'x', openedAt: day(1), readAt: day(10) } });
		await db.lessonProgress.create({ data: { userId: guest, lessonId: 'y', openedAt: day(3) } });
		await mergeUsers(db, provider, guest, account);
		expect((await liveSandbox(db, account, 'c'))?.id).toBe(now.id);
		expect(await db.sandbox.findUnique({ where: { id: old.id }, select: { status: true } })).toEqual({
			status: 'left',
		});
		expect((await myProgress(db, account)).lessons).toEqual([
			{ lesson: 'x', openedAt: day(1).toISOString(), readAt: day(9).toISOString() },
			{ lesson: 'y', openedAt: day(3).toISOString(), readAt: null },
		]);
		expect(await db.user.count({ where: { id: guest } })).toBe(0);
		const late = await user('late-guest', true);
		const begun = await startAttempt(db, late, world('d'));
		await recordWon(db, {
			...{ attemptId: begun.attemptId, sandboxId: begun.id, taskId: 'one', points: 2 },
			...{ journalIndex: 1, atMs: 1 },
		});
		await startAttempt(db, account, world('d'));
		await mergeUsers(db, provider, late, account);
		expect((await myProgress(db, account)).exercises.find(({ exercise }) => exercise === 'd')).toMatchObject({
			...{ attempts: 2, points: 2, tasks: { one: 'won' } },
		});
		await db.user.delete({ where: { id: account } });
		expect(await db.attempt.count({ where: { exerciseId: 'c' } })).toBe(0);
	});
});

test.each([
	[undefined, { provider: 'sqlite', path: join(projectRoot(), '.data/kubedrill.db') }],
	['file:x.db', { provider: 'sqlite', path: join(projectRoot(), 'x.db') }],
	['file:///srv/x.db', { provider: 'sqlite', path: '/srv/x.db' }],
	['postgres://u@h/d', { provider: 'postgresql', url: 'postgres://u@h/d' }],
])('DATABASE_URL %s', (url, address) => {
	expect(databaseAddress(url)).toEqual(address);
});

test('DATABASE_URL of another kind', () => {
	expect(() => databaseAddress('mysql://x')).toThrow('DATABASE_URL must begin with');
});
