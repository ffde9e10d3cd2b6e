import { auth } from '../../../_lib/auth/auth.ts';
import { handleAuth } from '../../../_lib/auth/handle-auth.ts';

/** Sign-up, sign-in, sign-out and the reset of a password: better-auth's routes, behind our checks. */
export const POST = (request: Request): Promise<Response> => handleAuth(auth(), request);
