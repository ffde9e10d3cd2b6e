import { auth } from '../../../_lib/auth/auth.ts';
import { handleAuth } from '../../../_lib/auth/handle-auth.ts';
import { publicUrl } from '../../../_lib/public-url.ts';

/** Sign-up, sign-in, sign-out, session, account: better-auth's routes. */
const handle = (request: Request): Promise<Response> => handleAuth(auth(), request, publicUrl());

export { handle as GET, handle as POST };
