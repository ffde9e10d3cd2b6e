import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportAccount } from '../../../app/_lib/account/export-account.ts';
import { drillRef, loadDrill } from '../../../app/_lib/content/drills.ts';
import { type Database, shareDatabase } from '../../../app/_lib/db/database.ts';
import { databaseAddress } from '../../../app/_lib/db/database-url.ts';
import { migrate } from '../../../app/_lib/db/migrate.ts';
import { openDatabase } from '../../../app/_lib/db/open-database.ts';
import { keepSet, myDrills, nextOfDay, setOfDay } from '../../../app/_lib/drills/my-drills.ts';
import { runView } from '../../../app/_lib/drills/run-view.ts';
import { beginRun, openRun, readRun, settleRun, showSolution, takeHint } from '../../../app/_lib/drills/runs.ts';
import { mergeUsers } from '../../../app/_lib/progress/merge-users.ts';
import { startAttempt } from '../../../app/_lib/progress/sandboxes.ts';
import { recordLost, recordWon } from '../../../app/_lib/progress/task-results.ts';
import { projectRoot } from '../../../app/_lib/project-root.ts';
import { findInitdb, type Postgres, startPostgres } from '../support/postgres.ts';

const initdb = findInitdb();
const providers = initdb === undefined ? (['sqlite'] as const) : (['sqlite', 'postgresql'] as const);
const TODAY = { day: '2026-11-22', since: new Date(Date.now() - 3_600_000) };
const DRILL = 'create-deployment';

describe.each(providers)('runs of drills on %s', (provider) => {
	const folder = mkdtempSync(join(tmpdir(), 'kubedrill-drills-'));
	let postgres: Postgres | undefined;
	let db: Database;
	let users = 0;

	beforeAll(async () => {
		if (provider === 'postgresql' && initdb !== undefined) postgres = startPostgres(initdb);
		db = await openDatabase(databaseAddress(postgres?.url ?? `file:${folder}/drills.db`));
		await migrate(db, provider, join(projectRoot(), 'prisma', provider, 'migrations'));
		shareDatabase(db);
	});

	afterAll(async () => {
		await db.$disconnect();
		postgres?.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	const user = async (isAnonymous = true) => {
		const id = `user-${++users}`;
		await db.user.create({ data: { id, name: id, email: `${id}@example.org`, isAnonymous }, select: { id: true } });
		return id;
	};
	const begin = async (userId: string, id = DRILL) => {
		const drill = await loadDrill(drillRef(id));
		if (drill === undefined) throw new Error('no such drill');
		return beginRun(db, userId, drill);
	};
	/** What the worlds do: an attempt, its only task won. */
	const win = async (userId: string, exerciseId: string) => {
		const world = { exerciseId, preset: 'p', seed: 's', options: '{}', pointsMax: 1 };
		const { id: sandboxId, attemptId } = await startAttempt(db, userId, world);
		const moment = { sandboxId, attemptId, taskId: 'drill', points: 1, journalIndex: 1, atMs: 1 };
		await recordWon(db, moment);
		return moment;
	};
	const settled = async (userId: string, id: string, giveUp = false) => {
		await settleRun(db, userId, id, giveUp);
		return readRun(db, userId, id);
	};
	const view = async (userId: string, id: string) => {
		const run = await readRun(db, userId, id);
		return run === null ? undefined : runView(db, userId, run, 'en', TODAY);
	};

	test('a run is won by what the database says of its exercise, not by asking', async () => {
		const me = await user();
		const run = await begin(me);
		expect(run.exerciseId).toMatch(/^drill-create-deployment@([1-9]|10)$/);
		expect((await settled(me, run.id))?.result).toBeNull();
		await win(me, run.exerciseId);
		expect(await settled(me, run.id)).toMatchObject({ result: 'right', rating: 4, seconds: 1 });
		expect(await view(me, run.id)).toMatchObject({ outcome: { result: 'right', rating: 'easy', bestSeconds: 1 } });
	});

	test('points that were lost again do not take the win away; a win before the run does not count', async () => {
		const me = await user();
		const first = await begin(me);
		const moment = await win(me, first.exerciseId);
		await recordLost(db, moment);
		expect((await settled(me, first.id))?.result).toBe('right');
		const second = await begin(me);
		expect(second.exerciseId).not.toBe(first.exerciseId);
		expect((await settled(me, second.id))?.result).toBeNull();
	});

	test('another’s run can be neither seen nor ended', async () => {
		const [me, other] = [await user(), await user()];
		const run = await begin(me);
		expect(await readRun(db, other, run.id)).toBeNull();
		await settleRun(db, other, run.id, true);
		expect((await readRun(db, me, run.id))?.result).toBeNull();
	});

	test('solutions come when they are asked for or at the end, and then the run is no success', async () => {
		const me = await user();
		const run = await begin(me);
		expect((await view(me, run.id))?.solutions).toBeNull();
		await showSolution(db, me, run.id);
		expect((await view(me, run.id))?.solutions?.[0]).toContain('kubectl create deployment');
		await win(me, run.exerciseId);
		expect(await settled(me, run.id)).toMatchObject({ result: 'shown', rating: 1 });
		const card = await db.drillCard.findFirstOrThrow({ where: { userId: me } });
		expect([card.bestSeconds, card.reps]).toEqual([null, 1]);
	});

	test('a hint makes it hard and is no best time; there are no more than there are', async () => {
		const me = await user();
		const run = await begin(me);
		for (let times = 0; times < 3; times++) {
			const now = await readRun(db, me, run.id);
			if (now !== null) await takeHint(db, me, now);
		}
		expect(await view(me, run.id)).toMatchObject({ hintsInAll: 1, hints: [expect.stringContaining('--replicas')] });
		await win(me, run.exerciseId);
		expect(await settled(me, run.id)).toMatchObject({ result: 'right', rating: 2 });
		expect((await view(me, run.id))?.outcome?.bestSeconds).toBeNull();
	});

	test('giving up fails, and the drill comes again today, after the others', async () => {
		const me = await user();
		await keepSet(db, me, TODAY);
		const [first = '', second = ''] = await setOfDay(db, me, TODAY);
		const run = await begin(me, first);
		expect(await settled(me, run.id, true)).toMatchObject({ result: 'given-up', rating: 1 });
		expect(await nextOfDay(db, me, TODAY, first)).toBe(second);
		const { set } = await myDrills(db, me, TODAY);
		expect(set[0]).toEqual({ drill: first, state: 'again', seconds: null });
	});

	test('a run that another takes the place of is left, and counts for nothing', async () => {
		const me = await user();
		const run = await begin(me);
		expect((await openRun(db, me, DRILL))?.id).toBe(run.id);
		await begin(me, 'run-pod');
		expect(await openRun(db, me, DRILL)).toBeNull();
		await win(me, run.exerciseId);
		expect(await settled(me, run.id)).toMatchObject({ result: 'left', rating: null });
		expect(await view(me, run.id)).toBeUndefined();
		expect(await db.drillCard.count({ where: { userId: me } })).toBe(0);
	});

	test('the day’s set stays while it is done; a newcomer has the same as nobody', async () => {
		const me = await user();
		const before = (await myDrills(db, undefined, TODAY)).set.map(({ drill }) => drill);
		await keepSet(db, me, TODAY);
		const run = await begin(me, before[0]);
		await win(me, run.exerciseId);
		await settled(me, run.id);
		const { set, drills } = await myDrills(db, me, TODAY);
		expect(set.map(({ drill }) => drill)).toEqual(before);
		expect(set[0]).toEqual({ drill: before[0], state: 'done', seconds: 1 });
		expect(drills).toMatchObject([{ drill: before[0], bestSeconds: 1, recall: 1 }]);
	});

	test('a guest’s drills go to the account: the later memory, the better time', async () => {
		const [guest, account] = [await user(), await user(false)];
		for (const [me, id] of [
			[account, DRILL],
			[guest, DRILL],
			[guest, 'run-pod'],
		] as const) {
			await keepSet(db, me, TODAY);
			const run = await begin(me, id);
			await win(me, run.exerciseId);
			await settled(me, run.id);
		}
		await db.drillCard.updateMany({ where: { userId: account }, data: { lastReview: new Date(0), bestSeconds: 7 } });
		await db.drillCard.updateMany({ where: { userId: guest, drillId: DRILL }, data: { bestSeconds: 9, reps: 5 } });
		const open = await begin(guest, 'create-job');
		await mergeUsers(db, provider, guest, account);
		const cards = await db.drillCard.findMany({ where: { userId: account }, orderBy: { drillId: 'asc' } });
		expect(cards.map(({ drillId, bestSeconds, reps }) => [drillId, bestSeconds, reps])).toEqual([
			[DRILL, 7, 5],
			['run-pod', 1, 1],
		]);
		expect(await db.drillRun.count({ where: { userId: account } })).toBe(4);
		expect((await openRun(db, account, 'create-job'))?.id).toBe(open.id);
		expect(await db.drillSet.count({ where: { userId: account } })).toBe(1);
	});

	test('are exported, and go with the account', async () => {
		const me = await user(false);
		await keepSet(db, me, TODAY);
		const run = await begin(me);
		await settled(me, run.id, true);
		let text = '';
		for await (const piece of exportAccount(db, me)) text += piece;
		const exported = JSON.parse(text);
		expect(exported.drillRuns).toMatchObject([{ drillId: DRILL, result: 'given-up', rating: 1 }]);
		expect([exported.drills.length, exported.drillSets.length]).toEqual([1, 1]);
		await db.user.delete({ where: { id: me }, select: { id: true } });
		expect(await db.drillRun.count({ where: { userId: me } })).toBe(0);
		expect(await db.drillCard.count({ where: { userId: me } })).toBe(0);
	});
});
