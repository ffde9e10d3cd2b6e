import { z } from 'zod';
import { sessionUser, sessionUserOrGuest } from '../../../_lib/auth/session.ts';
import { drillRef, loadDrill } from '../../../_lib/content/drills.ts';
import { contentIdSchema, LOCALES } from '../../../_lib/content/localized.ts';
import { database } from '../../../_lib/db/database.ts';
import { drillDaySchema } from '../../../_lib/drills/drill-day.ts';
import { keepSet } from '../../../_lib/drills/my-drills.ts';
import { runView } from '../../../_lib/drills/run-view.ts';
import { beginRun, openRun } from '../../../_lib/drills/runs.ts';
import { problem, readMutation } from '../../../_lib/http/mutation.ts';

const bodySchema = z.strictObject({ drill: contentIdSchema, locale: z.enum(LOCALES), today: drillDaySchema });

/** `POST {"drill", "locale", "today": {"day", "since"}}`: begins a run; its clock starts now. Says the run. */
export async function POST(request: Request): Promise<Response> {
	const body = await readMutation(request, bodySchema);
	if (body instanceof Response) return body;
	const drill = await loadDrill(drillRef(body.drill));
	if (drill === undefined) return problem(404, `there is no drill "${body.drill}"`);
	const known = await sessionUserOrGuest(request.headers);
	if (known instanceof Response) return known;
	const { user, cookies } = known;
	await keepSet(database(), user.id, body.today);
	const run = await beginRun(database(), user.id, drill);
	const view = await runView(database(), user.id, run, body.locale, body.today);
	const response = Response.json(view, { headers: { 'Cache-Control': 'no-store' } });
	for (const cookie of cookies) response.headers.append('Set-Cookie', cookie);
	return response;
}

const querySchema = z.object({ drill: contentIdSchema, locale: z.enum(LOCALES), day: z.string(), since: z.string() });

/** `GET ?drill=…&locale=…&day=…&since=…`: the run of that drill that the asker has open, or null. */
export async function GET(request: Request): Promise<Response> {
	const query = querySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
	const today = drillDaySchema.safeParse({ day: query.data?.day, since: query.data?.since });
	if (!query.success || !today.success) return problem(422, 'say which drill, in which language, on which day');
	const user = await sessionUser(request.headers);
	const run = user === undefined ? null : await openRun(database(), user.id, query.data.drill);
	const view = user && run ? await runView(database(), user.id, run, query.data.locale, today.data) : undefined;
	return Response.json(view ?? null, { headers: { 'Cache-Control': 'no-store' } });
}
