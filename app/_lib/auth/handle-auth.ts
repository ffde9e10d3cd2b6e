import type { Auth } from './create-auth.ts';
import { isSameOrigin } from './same-origin.ts';

/**
 * better-auth's own routes. It checks `Origin` only where it thinks it must; here everything that is not a GET has to
 * come from a page of ours.
 */
export async function handleAuth(auth: Auth, request: Request, publicUrl: string | undefined): Promise<Response> {
	const { headers, method } = request;
	if (method !== 'GET' && !isSameOrigin(headers.get('origin'), headers.get('host'), publicUrl)) {
		return Response.json({ message: 'the request is not from a page of this site' }, { status: 403 });
	}
	return auth.handler(request);
}
