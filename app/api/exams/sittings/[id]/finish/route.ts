import { z } from 'zod';
import { liveWorlds } from '../../../../../_lib/account/live-worlds.ts';
import { database } from '../../../../../_lib/db/database.ts';
import { askedSitting } from '../../../../../_lib/exams/asked-sitting.ts';
import { gradeSitting } from '../../../../../_lib/exams/grade-sitting.ts';
import { finishSitting } from '../../../../../_lib/exams/sittings.ts';
import { readMutation } from '../../../../../_lib/http/mutation.ts';

interface Context {
	readonly params: Promise<{ id: string }>;
}

/**
 * `POST {}`: hands the exam in and grades it; one that is over is told as it is. Says `{"score", "passed"}`, both null when
 * it cannot be graded now: its report tries again.
 */
export async function POST(request: Request, { params }: Context): Promise<Response> {
	const body = await readMutation(request, z.strictObject({}));
	if (body instanceof Response) return body;
	const sitting = await askedSitting(request.headers, (await params).id);
	if (sitting instanceof Response) return sitting;
	const over = await finishSitting(database(), sitting);
	liveWorlds().endExam(over.id);
	const { score, passed } = await gradeSitting(database(), over).catch((error: unknown) => {
		console.error(`the sitting ${over.id} could not be graded:`, error);
		return { score: null, passed: null };
	});
	return Response.json({ score, passed }, { headers: { 'Cache-Control': 'no-store' } });
}
