import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Database, shareDatabase } from '../../../app/_lib/db/database.ts';
import { databaseAddress } from '../../../app/_lib/db/database-url.ts';
import { migrate } from '../../../app/_lib/db/migrate.ts';
import { openDatabase } from '../../../app/_lib/db/open-database.ts';
import { mockOf, practiceList } from '../../../app/_lib/exams/practice.ts';
import { finishSitting, startSitting } from '../../../app/_lib/exams/sittings.ts';
import { projectRoot } from '../../../app/_lib/project-root.ts';
import { poolExercise } from '../../../app/_server/pool/pool-exercise.ts';
import { FAKE_EXAM } from './fake-exam.ts';

vi.mock('../../../app/_lib/exams/exam-file.ts', () => import('./fake-exam.ts'));

const folder = mkdtempSync(join(tmpdir(), 'kubedrill-practice-'));
let db: Database;

beforeAll(async () => {
	db = await openDatabase(databaseAddress(`file:${folder}/practice.db`));
	await migrate(db, 'sqlite', join(projectRoot(), 'prisma/sqlite/migrations'));
	shareDatabase(db);
	for (const id of ['sits', 'other']) await db.user.create({ data: { id, name: id, email: `${id}@example.org` } });
});
afterAll(async () => {
	await db.$disconnect();
	rmSync(folder, { recursive: true, force: true });
});

test('what a mock asks a student cannot be practised before it is handed in, by them', async () => {
	const asked = FAKE_EXAM.questions[0]?.exercise ?? '';
	const open = (exercise: string, user: string | undefined) =>
		poolExercise(exercise, user).then(
			(found) => found !== undefined,
			({ code }: { code: string }) => code !== 'asked-in-exam',
		);
	expect(await open(asked, 'sits')).toBe(true);
	const sitting = await startSitting(db, 'sits', { exam: FAKE_EXAM, profile: 'exam-2026', locale: 'en' });
	expect(await open(asked, 'sits')).toBe(false);
	expect(await open('production-backup', 'sits')).toBe(true);
	expect(await open(asked, 'other')).toBe(true);
	await finishSitting(db, sitting);
	expect(await open(asked, 'sits')).toBe(true);
});

test('questions are listed by domain, each with its share of the time', async () => {
	const [exam] = await practiceList('en');
	expect(exam).toMatchObject({ id: 'cka', name: 'CKA' });
	const questions = exam?.domains.flatMap((domain) => domain.questions) ?? [];
	expect(questions.map(({ exercise }) => exercise).sort()).toEqual(
		FAKE_EXAM.questions.map(({ exercise }) => exercise).sort(),
	);
	expect(await mockOf('architecture-upgrade')).toMatchObject({ mock: { id: 'fake-1' }, minutes: 24 });
	expect(await mockOf('production-backup')).toBeUndefined();
});
