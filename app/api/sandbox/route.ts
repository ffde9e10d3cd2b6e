import { z } from 'zod';
import { sessionUserOrGuest } from '../../_lib/auth/session.ts';
import { loadExercise } from '../../_lib/content/exercises.ts';
import { problem, readMutation } from '../../_lib/http/mutation.ts';

const bodySchema = z.strictObject({ exercise: z.string().min(1).max(128) });

/**
 * `POST {"exercise"}`: called before the WebSocket is opened. Sees to it that the visitor is someone (a guest from the
 * first click on: the answer sets the cookie) and that the exercise exists; the world itself is made by the
 * WebSocket's "hello".
 */
export async function POST(request: Request): Promise<Response> {
	const body = await readMutation(request, bodySchema);
	if (body instanceof Response) return body;
	const exercise = await loadExercise(body.exercise);
	if (exercise === undefined) return problem(404, `there is no exercise "${body.exercise}"`);
	const known = await sessionUserOrGuest(request.headers);
	if (known instanceof Response) return known;
	const { user, cookies } = known;
	const response = Response.json({ exercise: exercise.id, terminals: exercise.terminals, guest: user.isGuest });
	response.headers.set('Cache-Control', 'no-store');
	for (const cookie of cookies) response.headers.append('Set-Cookie', cookie);
	return response;
}
