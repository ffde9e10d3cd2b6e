import { exportAccount } from '../../../_lib/account/export-account.ts';
import { authLimits } from '../../../_lib/auth/auth-limits.ts';
import { sessionUser } from '../../../_lib/auth/session.ts';
import { database } from '../../../_lib/db/database.ts';
import { problem, tooMany } from '../../../_lib/http/mutation.ts';

/** `GET`: everything that is kept about the asker, as a file. A guest's, too. */
export async function GET(request: Request): Promise<Response> {
	// Browsers say where a request comes from: another site cannot make one's own file fall into one's folder.
	const site = request.headers.get('sec-fetch-site');
	if (site !== null && site !== 'same-origin' && site !== 'none') return problem(403, 'not from a page of this site');
	const user = await sessionUser(request.headers);
	if (user === undefined) return problem(401, 'nobody is signed in', 'SIGN_IN');
	const wait = authLimits().take(['export-account', user.id]);
	if (wait > 0) return tooMany(wait);
	const day = new Date().toISOString().slice(0, 10);
	return new Response(streamOf(exportAccount(database(), user.id)), {
		headers: {
			'Content-Type': 'application/json; charset=utf-8',
			'Content-Disposition': `attachment; filename="kubedrill-${day}.json"`,
			'Cache-Control': 'no-store',
		},
	});
}

/** Reads on only as fast as it is taken. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	return new ReadableStream({
		async pull(controller) {
			const { done, value } = await pieces.next();
			if (done === true) controller.close();
			else controller.enqueue(encoder.encode(value));
		},
		async cancel() {
			await pieces.return(undefined);
		},
	});
}
