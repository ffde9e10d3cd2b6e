import createMiddleware from 'next-intl/middleware';
import { routing } from './app/_lib/i18n/routing.ts';

/** Sends `/` and addresses without a language to the reader's language. */
export default createMiddleware(routing);

/** Pages only: not the routes of the API, the WebSocket, Next's own files, or files (with a dot in their name). */
export const config = { matcher: ['/((?!api(?:/|$)|ws(?:/|$)|_next(?:/|$)|.*\\..*).*)'] };
