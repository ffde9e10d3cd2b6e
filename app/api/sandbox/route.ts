import { z } from 'zod';
import { sessionUserOrGuest } from '../../_lib/auth/session.ts';
import { type Exercise, loadExercise } from '../../_lib/content/exercises.ts';
import { sittingOfWorld } from '../../_lib/exams/sitting-world.ts';
import { sittingForWorld } from '../../_lib/exams/sittings.ts';
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
	const missing = () => problem(404, `there is no exercise "${body.exercise}"`);
	// Nobody is made a guest for an exercise that there is not.
	const isSitting = sittingOfWorld(body.exercise) !== undefined;
	if (!isSitting && (await loadExercise(body.exercise)) === undefined) return missing();
	const known = await sessionUserOrGuest(request.headers);
	if (known instanceof Response) return known;
	const { user, cookies } = known;
	const exercise = await asked(body.exercise, user.id);
	if (exercise === undefined) return missing();
	const response = Response.json({ exercise: exercise.id, terminals: exercise.terminals, guest: user.isGuest });
	response.headers.set('Cache-Control', 'no-store');
	for (const cookie of cookies) response.headers.append('Set-Cookie', cookie);
	return response;
}

/** An exercise, or the user's own sitting of an exam that is not over. */
async function asked(id: string, userId: string): Promise<Pick<Exercise, 'id' | 'terminals'> | undefined> {
	const sittingId = sittingOfWorld(id);
	if (sittingId === undefined) return loadExercise(id);
	const sitting = await sittingForWorld(sittingId, userId);
	return sitting === undefined || sitting.finishedAt !== undefined ? undefined : { id, terminals: [{ host: 'base' }] };
}
