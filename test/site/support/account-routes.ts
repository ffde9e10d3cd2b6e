import * as deleteRoute from '../../../app/api/account/delete/route.ts';
import * as emailRoute from '../../../app/api/account/email/route.ts';
import * as exportRoute from '../../../app/api/account/export/route.ts';
import * as linkRoute from '../../../app/api/account/link/route.ts';
import * as passwordRoute from '../../../app/api/account/password/route.ts';
import * as accountRoute from '../../../app/api/account/route.ts';
import * as sessionsRoute from '../../../app/api/account/sessions/route.ts';
import * as verifyRoute from '../../../app/api/account/verify/route.ts';
import * as roleRoute from '../../../app/api/admin/role/route.ts';
import * as lessonRoute from '../../../app/api/progress/lesson/route.ts';
import * as progressRoute from '../../../app/api/progress/route.ts';
import type { Route } from './test-site.ts';

/** The routes that the tests of accounts ask; those of lessons bring all that reads content with them. */
export const ACCOUNT_ROUTES: Readonly<Record<string, Route>> = {
	'/api/account': accountRoute,
	'/api/account/delete': deleteRoute,
	'/api/account/email': emailRoute,
	'/api/account/export': exportRoute,
	'/api/account/link': linkRoute,
	'/api/account/password': passwordRoute,
	'/api/account/sessions': sessionsRoute,
	'/api/account/verify': verifyRoute,
	'/api/admin/role': roleRoute,
	'/api/progress': progressRoute,
	'/api/progress/lesson': lessonRoute,
};
