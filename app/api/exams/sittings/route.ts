import { z } from 'zod';
import { liveWorlds } from '../../../_lib/account/live-worlds.ts';
import { sessionUser, sessionUserOrGuest } from '../../../_lib/auth/session.ts';
import { contentIdSchema, LOCALES } from '../../../_lib/content/localized.ts';
import { database } from '../../../_lib/db/database.ts';
import { loadExam } from '../../../_lib/exams/exam-file.ts';
import { EXAM_PROFILES } from '../../../_lib/exams/exam-profile.ts';
import { keptResults } from '../../../_lib/exams/grade-sitting.ts';
import { sittingSummary } from '../../../_lib/exams/sitting-view.ts';
import { findSitting, sittingsOf, startSitting } from '../../../_lib/exams/sittings.ts';
import { problem, readMutation } from '../../../_lib/http/mutation.ts';

const bodySchema = z.strictObject({
	exam: contentIdSchema,
	profile: z.enum(EXAM_PROFILES),
	locale: z.enum(LOCALES),
	again: z.string().max(64).optional(),
});

const NO_STORE = { headers: { 'Cache-Control': 'no-store' } };

/** `GET`: the asker's sittings, the latest first. */
export async function GET(request: Request): Promise<Response> {
	const user = await sessionUser(request.headers);
	if (user === undefined) return Response.json({ sittings: [] }, NO_STORE);
	const sittings = await sittingsOf(database(), user.id);
	const results = await keptResults(database(), user.id);
	return Response.json({ sittings: sittings.map((each) => sittingSummary(each, results.get(each.id))) }, NO_STORE);
}

/**
 * `POST {"exam", "profile", "locale", "again"?}`: begins a mock exam, or goes on with the one that runs; the clock starts.
 * `again` is an earlier sitting of the asker's, whose questions come again as they were. Says `{"id"}`.
 */
export async function POST(request: Request): Promise<Response> {
	const body = await readMutation(request, bodySchema);
	if (body instanceof Response) return body;
	const exam = await loadExam(body.exam);
	if (exam === undefined) return problem(404, `there is no mock exam "${body.exam}"`, 'NOT_FOUND');
	const known = await sessionUserOrGuest(request.headers);
	if (known instanceof Response) return known;
	const { user, cookies } = known;
	const before = body.again === undefined ? undefined : await findSitting(database(), user.id, body.again);
	if (body.again !== undefined && before?.exam !== exam.id) {
		return problem(404, 'there is no such sitting of yours', 'NOT_FOUND');
	}
	const { profile, locale } = body;
	const sitting = await startSitting(database(), user.id, { exam, profile, locale, seed: before?.seed });
	liveWorlds().closeAsked(
		user.id,
		exam.questions.map(({ exercise }) => exercise),
	);
	const response = Response.json({ id: sitting.id }, NO_STORE);
	for (const cookie of cookies) response.headers.append('Set-Cookie', cookie);
	return response;
}
