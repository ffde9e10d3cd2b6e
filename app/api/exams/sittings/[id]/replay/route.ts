import { askedSitting } from '../../../../../_lib/exams/asked-sitting.ts';
import { sittingReplay } from '../../../../../_lib/exams/sitting-replay.ts';
import { problem } from '../../../../../_lib/http/mutation.ts';

interface Context {
	readonly params: Promise<{ id: string }>;
}

/**
 * `GET ?host=cka4183`: what was entered for the question of that machine, and what the terminals showed. 409 EXAM_RUNNING
 * until the exam is over, 503 when its world cannot be run again. Says `{"commands"}`.
 */
export async function GET(request: Request, { params }: Context): Promise<Response> {
	const sitting = await askedSitting(request.headers, (await params).id);
	if (sitting instanceof Response) return sitting;
	if (sitting.finishedAt === undefined) return problem(409, 'the exam is not over', 'EXAM_RUNNING');
	const host = new URL(request.url).searchParams.get('host') ?? '';
	try {
		const commands = await sittingReplay(sitting, host);
		if (commands === undefined) return problem(404, `the exam has no question on "${host}"`, 'NOT_FOUND');
		return Response.json({ commands }, { headers: { 'Cache-Control': 'private, no-store' } });
	} catch (error) {
		console.error(`the sitting ${sitting.id} could not be replayed:`, error);
		return problem(503, 'the world of this exam cannot be run again', 'NO_REPLAY');
	}
}
