import { z } from 'zod';
import { LOCALES } from '../../../_lib/content/localized.ts';
import { EXAM_FACTS } from '../../../_lib/exams/exam-facts.ts';
import { referencePages, searchReference } from '../../../_lib/exams/reference.ts';
import { problem } from '../../../_lib/http/mutation.ts';

const querySchema = z.object({
	exam: z.enum(EXAM_FACTS.map(({ exam }) => exam)),
	locale: z.enum(LOCALES),
	q: z.string().max(100).default(''),
	page: z.string().max(200).optional(),
});

/**
 * `GET ?exam=cka&locale=ko&q=role`: pages of the reference that the exam allows; with an empty `q` all of them.
 * `GET ?…&page=command/kubectl-run`: one page with its text.
 */
export async function GET(request: Request): Promise<Response> {
	const parsed = querySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
	if (!parsed.success) return problem(422, z.prettifyError(parsed.error));
	const { exam, locale, q, page: id } = parsed.data;
	const all = await referencePages(exam, locale);
	if (id === undefined) return answer({ results: searchReference(all, q) });
	const page = all.find((each) => each.id === id);
	return page === undefined ? problem(404, `the reference has no page "${id}"`) : answer(page);
}

function answer(body: object): Response {
	return Response.json(body, { headers: { 'Cache-Control': 'public, max-age=300' } });
}
