import { z } from 'zod';
import { setRole } from '../../../_lib/account/users.ts';
import { ROLES } from '../../../_lib/auth/roles.ts';
import { requireRole } from '../../../_lib/auth/session.ts';
import { database } from '../../../_lib/db/database.ts';
import { problem, readMutation } from '../../../_lib/http/mutation.ts';

const bodySchema = z.strictObject({ user: z.string().min(1).max(100), role: z.enum(ROLES) });

/** `POST {"user": id, "role"}`, for admins. Nobody changes their own: so there is always one left. */
export async function POST(request: Request): Promise<Response> {
	const body = await readMutation(request, bodySchema);
	if (body instanceof Response) return body;
	const admin = await requireRole(request.headers, 'admin');
	if (admin instanceof Response) return admin;
	if (admin.id === body.user) return problem(422, 'nobody changes their own role', 'OWN_ROLE');
	if (!(await setRole(database(), { id: body.user }, body.role))) return problem(404, 'there is no such account');
	console.error(`${new Date().toISOString()} role: ${admin.id} has made ${body.user} ${body.role}`);
	return Response.json({ role: body.role });
}
