import { startTestSite } from './test-site.ts';

/** A server in a process of its own, to be killed: node test-site-process.mjs WORKER DATABASE_URL. Says its origin. */
const [, , worker = '', databaseUrl = ''] = process.argv;
const site = await startTestSite(worker, databaseUrl);
console.log(site.origin);
