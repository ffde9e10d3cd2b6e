import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../../app/_lib/db/database.ts';
import { databaseAddress } from '../../../app/_lib/db/database-url.ts';
import { migrate } from '../../../app/_lib/db/migrate.ts';
import { openDatabase } from '../../../app/_lib/db/open-database.ts';
import { projectRoot } from '../../../app/_lib/project-root.ts';
import { evidenceFor } from '../../../app/_lib/readiness/evidence.ts';
import { myReadiness } from '../../../app/_lib/readiness/my-readiness.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubedrill-readiness-'));
const AT = new Date('2026-11-20T10:00:00Z');
let db: Database;

beforeAll(async () => {
	db = await openDatabase(databaseAddress(`file:${folder}/site.db`));
	await migrate(db, 'sqlite', join(projectRoot(), 'prisma/sqlite/migrations'));
	await db.user.create({ data: { id: 'ana', name: 'ana', email: 'ana@example.org' } });
});
afterAll(async () => {
	await db.$disconnect();
	rmSync(folder, { recursive: true, force: true });
});

test('nobody who has done nothing is known', async () => {
	expect((await myReadiness(db, 'ana')).map(({ exam, evidence }) => [exam, evidence])).toEqual([
		['cka', 0],
		['ckad', 0],
		['cks', 0],
	]);
});

test('a mock, a drill and a lesson each say something, by domain', async () => {
	const question = (domain: string, earned: number, seconds: number) => ({
		domain,
		earned,
		weight: 6,
		seconds,
		parts: [],
	});
	await db.examSitting.create({
		data: {
			...{ id: 'sat', userId: 'ana', exam: 'cka-1', seed: '1', profile: 'exam-2026', locale: 'ko' },
			...{ startsAt: AT, endsAt: AT, finishedAt: AT, finishReason: 'early' },
			result: JSON.stringify({
				questions: [question('storage', 3, 300), question('networking', 0, 200), question('cluster', 0, 5)],
			}),
		},
	});
	await db.drillRun.create({
		data: { id: 'run', userId: 'ana', drillId: 'run-pod', exerciseId: 'drill-run-pod', startedAt: AT, rating: 2 },
	});
	await db.attempt.create({
		data: {
			...{ id: 'try', userId: 'ana', exerciseId: 'deployment-declare', pointsMax: 9, startedAt: AT },
			results: {
				create: [{ id: 'won', sandboxId: 's', taskId: 'create', points: 3, wonAt: AT, wonIndex: 1, wonMs: 1 }],
			},
		},
	});
	const told = (await evidenceFor(db, 'ana', 'cka')).map(({ domain, won, weight }) => [domain, won, weight]);
	// The third question was handed in early and never looked at.
	expect(told).toEqual([
		['storage', 0.5, 1],
		['networking', 0, 1],
		['workloads', 0.6, 0.25],
	]);
	const ckad = (await evidenceFor(db, 'ana', 'ckad')).map(({ domain, won, weight }) => [domain, won, weight]);
	expect(ckad).toEqual([
		['design', 1, 0.15],
		['design', 0.6, 0.25],
	]);
});
