import { z } from 'zod';
import { database } from '../../../../_lib/db/database.ts';
import { askedSitting } from '../../../../_lib/exams/asked-sitting.ts';
import { loadExam } from '../../../../_lib/exams/exam-file.ts';
import { sittingState } from '../../../../_lib/exams/sitting-view.ts';
import { changeSitting, NOTES_MAX } from '../../../../_lib/exams/sittings.ts';
import { problem, readMutation } from '../../../../_lib/http/mutation.ts';

interface Context {
	readonly params: Promise<{ id: string }>;
}

const questionSchema = z.number().int().min(0).max(99);

const bodySchema = z.strictObject({
	flag: z.strictObject({ question: questionSchema, on: z.boolean() }).optional(),
	notes: z.string().max(NOTES_MAX).optional(),
	visit: questionSchema.optional(),
});

/** `GET`: how much time is left, flags and notes. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
	const sitting = await askedSitting(request.headers, (await params).id);
	if (sitting instanceof Response) return sitting;
	return Response.json(sittingState(sitting), { headers: { 'Cache-Control': 'no-store' } });
}

/**
 * `POST {"flag"?: {"question", "on"}, "notes"?, "visit"?}`: keeps it. 409 EXAM_OVER when the time is up or the exam was
 * handed in. Says `{"nowMs", "endsMs"}`: what the page's clock goes by.
 */
export async function POST(request: Request, { params }: Context): Promise<Response> {
	const body = await readMutation(request, bodySchema);
	if (body instanceof Response) return body;
	const sitting = await askedSitting(request.headers, (await params).id);
	if (sitting instanceof Response) return sitting;
	const questions = (await loadExam(sitting.exam))?.questions.length ?? 0;
	if ((body.flag?.question ?? body.visit ?? 0) >= questions || (body.visit ?? 0) >= questions) {
		return problem(422, `the exam has ${questions} questions`);
	}
	if (!(await changeSitting(database(), sitting, body))) return problem(409, 'the exam is over', 'EXAM_OVER');
	const { nowMs, endsMs } = sittingState(sitting);
	return Response.json({ nowMs, endsMs }, { headers: { 'Cache-Control': 'no-store' } });
}
