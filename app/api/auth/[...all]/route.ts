import { auth } from '../../../_lib/auth/auth.ts';

/** better-auth's own routes: sign-up, sign-in, sign-out, session, account. It checks `Origin` and limits rates itself. */
const handle = (request: Request): Promise<Response> => auth().handler(request);

export { handle as GET, handle as POST };
