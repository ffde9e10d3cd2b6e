import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

	test('both folders have the same migrations', () => {
		expect(readdirSync(migrations('postgresql'))).toEqual(readdirSync(migrations('sqlite')));
	});
});

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

	test('two servers that start at once on an empty database both start', async () => {
		const script = await bundleSupport('migrate-process');
		const url = provider === 'sqlite' ? `file:${folder}/race.db` : (postgres?.url ?? '');
		const run = () =>
			promisify(execFile)(process.execPath, [script], { env: { ...process.env, DATABASE_URL: url } }).then(
				({ stdout }) => JSON.parse(stdout) as string[],
			);
		const applied = await Promise.all([run(), run(), run()]);
		rmSync(script, { force: true });
		expect(applied.flat()).toEqual(readdirSync(migrations(provider)).sort());
	});
});

describe.each(providers)('progress on %s', (provider) => {
	let db: Database;

	beforeAll(async () => {
		db = await open(provider, 'progress');
		await migrate(db, provider, migrations(provider));
	});

	afterAll(() => db.$disconnect());

	const user = async (id: string) => {
		await db.user.create({ data: { id, name: id, email: `${id}@example.org` } });
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
				...{ exercise: 'b', attempts: 1, complete: true, bestSeconds: 0, points: 2, pointsMax: 5 },
				...{ tasks: { one: 'won', two: 'lost' }, hintsUsed: 1 },
			},
		]);
	});

	test('merging keeps one live world an exercise and the earliest dates of a lesson', async () => {
		const [guest, account] = [await user('guest'), await user('account')];
		const old = await startAttempt(db, account, world('c'));
		const now = await startAttempt(db, guest, world('c'));
		const day = (date: number) => new Date(Date.UTC(2026, 0, date));
		await db.lessonProgress.create({ data: { userId: account, lessonId: 'x', openedAt: day(2), readAt: day(9) } });
		await db.lessonProgress.create({ data: { userId: guest, lessonId: 'x', openedAt: day(1), readAt: day(10) } });
		await db.lessonProgress.create({ data: { userId: guest, lessonId: 'y', openedAt: day(3) } });
		await mergeUsers(db, guest, account);
		expect((await liveSandbox(db, account, 'c'))?.id).toBe(now.id);
		expect(await db.sandbox.findUnique({ where: { id: old.id }, select: { status: true } })).toEqual({
			status: 'left',
		});
		expect((await myProgress(db, account)).lessons).toEqual([
			{ lesson: 'x', openedAt: day(1).toISOString(), readAt: day(9).toISOString() },
			{ lesson: 'y', openedAt: day(3).toISOString(), readAt: null },
		]);
		await db.user.delete({ where: { id: guest } });
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
