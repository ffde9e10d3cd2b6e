import 'server-only';
import type { Database } from '../db/database.ts';
import { exportSitting } from '../exams/export-sitting.ts';
import { sittingOfWorld } from '../exams/sitting-world.ts';

/** Rows read at a time: a journal may have many, and more is never in memory. */
const PAGE = 500;

/**
 * Everything that is kept about a user as JSON, in pieces: no secrets (hash of the password, tokens of sessions), and
 * the journals of all worlds, of which the worlds can be made again.
 */
export async function* exportAccount(db: Database, userId: string): AsyncGenerator<string> {
	const profile = await db.user.findUniqueOrThrow({
		where: { id: userId },
		select: { id: true, name: true, email: true, emailVerified: true, isAnonymous: true, role: true, createdAt: true },
	});
	yield `{"format":"kubedrill-export/1","exportedAt":${json(new Date())},\n"profile":${json(profile)},\n"sessions":`;
	yield json(
		await db.session.findMany({
			where: { userId },
			select: { createdAt: true, updatedAt: true, expiresAt: true, ipAddress: true, userAgent: true },
		}),
	);
	yield ',\n"lessons":';
	const ofUser = { where: { userId }, omit: { userId: true } } as const;
	yield json(await db.lessonProgress.findMany({ ...ofUser, orderBy: { openedAt: 'asc' } }));
	yield ',\n"questionAnswers":';
	yield json(await db.questionAnswer.findMany({ ...ofUser, orderBy: { answeredAt: 'asc' } }));
	yield ',\n"drills":';
	yield json(await db.drillCard.findMany({ ...ofUser, orderBy: { drillId: 'asc' } }));
	yield ',\n"drillRuns":';
	yield json(await db.drillRun.findMany({ ...ofUser, orderBy: { startedAt: 'asc' } }));
	yield ',\n"drillSets":';
	yield json(await db.drillSet.findMany({ ...ofUser, orderBy: { day: 'asc' } }));
	yield ',\n"attempts":';
	yield* attempts(db, userId);
	yield ',\n"examSittings":';
	const sittings = await db.examSitting.findMany({ ...ofUser, orderBy: { startsAt: 'asc' } });
	yield json(sittings.map(exportSitting));
	yield ',\n"sandboxes":';
	yield* sandboxes(db, userId);
	yield '}\n';
}

/** Each with the points won and lost, and the hints that were opened. */
async function* attempts(db: Database, userId: string): AsyncGenerator<string> {
	const ids = await db.attempt.findMany({ where: { userId }, orderBy: { startedAt: 'asc' }, select: { id: true } });
	let before = '[';
	for (const { id } of ids) {
		const attempt = await db.attempt.findUnique({
			where: { id },
			omit: { userId: true },
			include: { results: { omit: { attemptId: true } }, hints: { omit: { attemptId: true } } },
		});
		if (attempt === null) continue;
		yield `${before}\n${json(attempt)}`;
		before = ',';
	}
	yield before === '[' ? '[]' : ']';
}

/** Each with what it was made of and everything that was typed into it. */
async function* sandboxes(db: Database, userId: string): AsyncGenerator<string> {
	const ids = await db.sandbox.findMany({ where: { userId }, orderBy: { createdAt: 'asc' }, select: { id: true } });
	let before = '[';
	for (const { id } of ids) {
		const sandbox = await db.sandbox.findUnique({ where: { id }, omit: { userId: true } });
		if (sandbox === null) continue;
		const { options, ...rest } = sandbox;
		const told = (await isExamUnderWay(db, sandbox.exerciseId)) ? 'null' : options;
		yield `${before}\n${json(rest).slice(0, -1)},"options":${told},"journal":[`;
		yield* journal(db, id);
		yield ']}';
		before = ',';
	}
	yield before === '[' ? '[]' : ']';
}

/** The entries as they are stored, which is JSON, page by page. */
async function* journal(db: Database, sandboxId: string): AsyncGenerator<string> {
	for (let after = -1; ; ) {
		const rows = await db.journalEntry.findMany({
			where: { sandboxId, index: { gt: after } },
			orderBy: { index: 'asc' },
			take: PAGE,
			select: { index: true, data: true },
		});
		const last = rows.at(-1);
		if (last === undefined) return;
		yield `${after === -1 ? '' : ','}${rows.map(({ data }) => data).join(',')}`;
		after = last.index;
	}
}

/** How an exam's world was made says what is broken in it: not before the exam is over. */
async function isExamUnderWay(db: Database, exerciseId: string): Promise<boolean> {
	const sittingId = sittingOfWorld(exerciseId);
	if (sittingId === undefined) return false;
	const where = { id: sittingId, finishedAt: null, endsAt: { gt: new Date() } };
	return (await db.examSitting.count({ where })) > 0;
}

const json = (value: unknown) => JSON.stringify(value);
