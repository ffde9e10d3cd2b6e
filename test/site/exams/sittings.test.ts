import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { exportAccount } from '../../../app/_lib/account/export-account.ts';
import type { Database } from '../../../app/_lib/db/database.ts';
import { databaseAddress } from '../../../app/_lib/db/database-url.ts';
import { migrate } from '../../../app/_lib/db/migrate.ts';
import { openDatabase } from '../../../app/_lib/db/open-database.ts';
import { gradeSitting } from '../../../app/_lib/exams/grade-sitting.ts';
import { sittingOfWorld, worldOfSitting } from '../../../app/_lib/exams/sitting-world.ts';
import {
	changeSitting,
	findSitting,
	finishSitting,
	type Sitting,
	sittingsOf,
	startSitting,
} from '../../../app/_lib/exams/sittings.ts';
import { secondsByQuestion, withVisit } from '../../../app/_lib/exams/visits.ts';
import { mergeUsers } from '../../../app/_lib/progress/merge-users.ts';
import { startAttempt } from '../../../app/_lib/progress/sandboxes.ts';
import { projectRoot } from '../../../app/_lib/project-root.ts';
import { findInitdb, type Postgres, startPostgres } from '../support/postgres.ts';
import { fakeGrades } from './fake-exam.ts';

vi.mock('../../../app/_lib/exams/exam-file.ts', () => import('./fake-exam.ts'));

const initdb = findInitdb();
const providers = initdb === undefined ? (['sqlite'] as const) : (['sqlite', 'postgresql'] as const);
const EXAM = { exam: { id: 'fake-1', minutes: 60 }, profile: 'exam-2026', locale: 'en' } as const;
const AT = new Date('2026-11-22T01:00:00Z');
const later = (seconds: number) => new Date(AT.getTime() + 1_000 * seconds);

describe.each(providers)('sittings on %s', (provider) => {
	const folder = mkdtempSync(join(tmpdir(), 'kubedrill-exams-'));
	let postgres: Postgres | undefined;
	let db: Database;
	let user: string;

	beforeAll(async () => {
		if (provider === 'postgresql' && initdb !== undefined) postgres = startPostgres(initdb);
		db = await openDatabase(databaseAddress(postgres?.url ?? `file:${folder}/exams.db`));
		await migrate(db, provider, join(projectRoot(), 'prisma', provider, 'migrations'));
	});
	afterAll(async () => {
		await db.$disconnect();
		postgres?.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	let users = 0;
	const newUser = async (guest = false) => {
		const id = `u${users++}`;
		await db.user.create({ data: { id, name: id, email: `${id}@example.org`, isAnonymous: guest } });
		return id;
	};
	beforeEach(async () => {
		user = await newUser();
	});
	const start = (now = AT) => startSitting(db, user, EXAM, now);
	const find = (sitting: Sitting, now: Date, who = user) => findSitting(db, who, sitting.id, now);

	test('one runs for as long as the mock says, and is begun once however often one asks', async () => {
		const sitting = await start();
		expect(sitting).toMatchObject({ exam: 'fake-1', startsAt: AT, endsAt: later(3_600), flags: [], notes: '' });
		expect(sitting.seed).toMatch(/^\d{1,6}$/);
		const again = await Promise.all([start(later(5)), start(later(6)), start(later(7))]);
		expect(again.map(({ id }) => id)).toEqual([sitting.id, sitting.id, sitting.id]);
		const next = await start(later(3_600));
		expect(next.id).not.toBe(sitting.id);
	});

	test('a seed given is taken, so that the same questions come again', async () => {
		const sitting = await startSitting(db, user, { ...EXAM, seed: '17' }, AT);
		expect(sitting.seed).toBe('17');
	});

	test('two at once begin one', async () => {
		const both = await Promise.all([start(), start(), start(), start()]);
		expect(new Set(both.map(({ id }) => id)).size).toBe(1);
	});

	test('whoever asks after its end finds it finished at its end', async () => {
		const sitting = await start();
		expect((await find(sitting, later(3_599)))?.finishedAt).toBeUndefined();
		expect(await find(sitting, later(9_999))).toMatchObject({ finishedAt: later(3_600), finishReason: 'time' });
		const other = await start(later(10_000));
		expect((await sittingsOf(db, user, later(20_000))).map(({ id, finishReason }) => [id, finishReason])).toEqual([
			[other.id, 'time'],
			[sitting.id, 'time'],
		]);
		expect(await db.examSitting.count({ where: { userId: user, finishedAt: null } })).toBe(0);
	});

	test('handed in early it is over then; handed in late, at its end; and only once', async () => {
		const sitting = await start();
		const early = await finishSitting(db, sitting, later(100));
		expect(early).toMatchObject({ finishedAt: later(100), finishReason: 'early' });
		expect(await finishSitting(db, sitting, later(200))).toMatchObject({ finishedAt: later(100) });
		const next = await start(later(300));
		const late = await finishSitting(db, next, later(9_999));
		expect(late).toMatchObject({ finishedAt: later(3_900), finishReason: 'time' });
	});

	test('flags, notes and visits are kept while it runs, and not a moment longer', async () => {
		const sitting = await start();
		const change = (what: Parameters<typeof changeSitting>[2], now: Date) => changeSitting(db, sitting, what, now);
		await Promise.all([
			change({ flag: { question: 2, on: true } }, later(1)),
			change({ flag: { question: 0, on: true } }, later(1)),
			change({ flag: { question: 1, on: true } }, later(1)),
		]);
		expect(await change({ flag: { question: 1, on: false } }, later(2))).toBe(true);
		await change({ visit: 0 }, later(3));
		await change({ visit: 2 }, later(63));
		await change({ visit: 2 }, later(70));
		await change({ notes: '나중에 2번' }, later(71));
		const kept = await find(sitting, later(72));
		expect(kept).toMatchObject({ flags: [0, 2], notes: '나중에 2번' });
		expect(kept?.visits).toEqual([
			[0, 3],
			[2, 63],
		]);
		expect(await change({ notes: 'too late' }, later(3_600))).toBe(false);
		await finishSitting(db, sitting, later(80));
		expect(await change({ notes: 'too late' }, later(90))).toBe(false);
		expect(await find(sitting, later(100))).toMatchObject({ notes: '나중에 2번' });
	});

	test('another’s is as if it were not there', async () => {
		const sitting = await start();
		const stranger = await newUser();
		expect(await find(sitting, later(1), stranger)).toBeUndefined();
		expect(await changeSitting(db, { id: sitting.id, userId: stranger }, { notes: 'x' }, later(1))).toBe(false);
		expect(await sittingsOf(db, stranger, later(1))).toEqual([]);
		expect((await find(sitting, later(1)))?.notes).toBe('');
	});

	test('a guest’s go with them into the account, those that run too', async () => {
		const guest = await newUser(true);
		const mine = await start();
		const theirs = await startSitting(db, guest, EXAM, later(1));
		await mergeUsers(db, provider, guest, user);
		const all = await sittingsOf(db, user, later(2));
		expect(all.map(({ id, finishedAt }) => [id, finishedAt])).toEqual([
			[theirs.id, undefined],
			[mine.id, undefined],
		]);
	});

	test('the file of one’s data does not say how the world of a running exam was made', async () => {
		const sitting = await startSitting(db, user, EXAM);
		const exerciseId = worldOfSitting(sitting.id);
		expect(sittingOfWorld(exerciseId)).toBe(sitting.id);
		const options = '{"setup":"what is broken"}';
		await startAttempt(db, user, { exerciseId, preset: 'exam', seed: '1', options, pointsMax: 100 });
		const file = async () => {
			let text = '';
			for await (const piece of exportAccount(db, user)) text += piece;
			return JSON.parse(text) as { sandboxes: { options: unknown }[] };
		};
		expect((await file()).sandboxes[0]?.options).toBeNull();
		await finishSitting(db, sitting);
		expect((await file()).sandboxes[0]?.options).toEqual({ setup: 'what is broken' });
	});

	test('it is graded once, when it is over, and its grades stay', async () => {
		const sitting = await start();
		await changeSitting(db, sitting, { visit: 0 }, AT);
		await changeSitting(db, sitting, { visit: 1 }, later(100));
		let asked = 0;
		const grader = async () => {
			asked++;
			return fakeGrades([[true], [true, false], []]);
		};
		await expect(gradeSitting(db, sitting, grader)).rejects.toThrow('when it is over');
		const over = await finishSitting(db, (await find(sitting, later(160))) ?? sitting, later(160));
		const both = await Promise.all([gradeSitting(db, over, grader), gradeSitting(db, over, grader)]);
		expect(asked).toBe(1);
		expect(both[0]).toEqual(both[1]);
		expect(both[0]).toMatchObject({ score: 50, passMark: 66, passed: false });
		expect(both[0]?.questions.map(({ weight, earned, seconds }) => [weight, earned, seconds])).toEqual([
			[30, 30, 100],
			[40, 20, 60],
			[30, 0, 0],
		]);
		const never = () => Promise.reject(new Error('graded again'));
		expect(await gradeSitting(db, over, never)).toEqual(both[0]);
	});
});

test('visits: the same question again is none; time goes to what was looked at', () => {
	const visits = withVisit(withVisit(withVisit([], 0, 0), 0, 10), 1, 60);
	expect(visits).toEqual([
		[0, 0],
		[1, 60],
	]);
	expect(secondsByQuestion(visits, 3, 100)).toEqual([60, 40, 0]);
	expect(secondsByQuestion([...visits, [0, 80]], 3, 100)).toEqual([80, 20, 0]);
});
