import { z } from 'zod';
import { sessionUser } from '../../../../_lib/auth/session.ts';
import { LOCALES } from '../../../../_lib/content/localized.ts';
import { database } from '../../../../_lib/db/database.ts';
import { drillDaySchema } from '../../../../_lib/drills/drill-day.ts';
import { runView } from '../../../../_lib/drills/run-view.ts';
import { readRun, settleRun, showSolution, takeHint } from '../../../../_lib/drills/runs.ts';
import { problem, readMutation } from '../../../../_lib/http/mutation.ts';

const bodySchema = z.strictObject({
	/** "settle": end it if it is won, by what the server has seen. */
	action: z.enum(['settle', 'hint', 'solution', 'give-up']),
	locale: z.enum(LOCALES),
	today: drillDaySchema,
});

/** `POST {"action", "locale", "today"}`: does that to a run of the asker's. Says the run. */
export async function POST(
	request: Request,
	{ params }: { readonly params: Promise<{ readonly run: string }> },
): Promise<Response> {
	const body = await readMutation(request, bodySchema);
	if (body instanceof Response) return body;
	const { run: id } = await params;
	const user = await sessionUser(request.headers);
	const run = user === undefined ? null : await readRun(database(), user.id, id);
	if (user === undefined || run === null) return problem(404, 'you have no such run');
	const { action, locale, today } = body;
	if (action === 'hint') await takeHint(database(), user.id, run);
	else if (action === 'solution') await showSolution(database(), user.id, id);
	else await settleRun(database(), user.id, id, action === 'give-up');
	const after = await readRun(database(), user.id, id);
	const view = after === null ? undefined : await runView(database(), user.id, after, locale, today);
	if (view === undefined) return problem(409, 'another drill was begun meanwhile', 'RUN_LEFT');
	return Response.json(view, { headers: { 'Cache-Control': 'no-store' } });
}
