import { z } from 'zod';
import { sessionUserOrGuest } from '../../../_lib/auth/session.ts';
import { lessonQuestions, loadLesson } from '../../../_lib/content/lessons.ts';
import { contentIdSchema } from '../../../_lib/content/localized.ts';
import { database } from '../../../_lib/db/database.ts';
import { problem, readMutation } from '../../../_lib/http/mutation.ts';
import { recordAnswer } from '../../../_lib/progress/question-answers.ts';

const bodySchema = z.strictObject({
	lesson: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/),
	question: contentIdSchema,
	chosen: z.array(z.number().int().min(0).max(9)).min(1).max(10),
});

/** `POST {"lesson": "stage/lesson", "question", "chosen": [0, 2]}`: keeps the answer; says `{"correct"}`. */
export async function POST(request: Request): Promise<Response> {
	const body = await readMutation(request, bodySchema);
	if (body instanceof Response) return body;
	const [stage = '', name = ''] = body.lesson.split('/');
	const lesson = await loadLesson(stage, name);
	if (lesson === undefined) return problem(404, `there is no lesson "${body.lesson}"`);
	const question = (await lessonQuestions(lesson)).find(({ id }) => id === body.question);
	if (question === undefined) return problem(404, `${body.lesson} has no question "${body.question}"`);
	const chosen = [...new Set(body.chosen)].sort((a, b) => a - b);
	if (chosen.some((index) => index >= question.answers.length)) {
		return problem(422, `"${body.question}" has ${question.answers.length} answers`);
	}
	const correct = question.answers.every((answer, index) => answer.correct === chosen.includes(index));
	const known = await sessionUserOrGuest(request.headers);
	if (known instanceof Response) return known;
	const { user, cookies } = known;
	await recordAnswer(database(), user.id, { lessonId: body.lesson, questionId: body.question, chosen, correct });
	const response = Response.json({ correct }, { headers: { 'Cache-Control': 'no-store' } });
	for (const cookie of cookies) response.headers.append('Set-Cookie', cookie);
	return response;
}
