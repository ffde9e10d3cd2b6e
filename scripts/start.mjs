/**
 * `npm start`: from any state of the clone to a running site. Needs only Node and npm; later starts need no network.
 * Each step looks for itself whether it has anything to do.
 */
import { pathToFileURL } from 'node:url';
import { buildSite } from './prepare/build-site.mjs';
import { bundleServer } from './prepare/bundle.mjs';
import { generate } from './prepare/generate.mjs';
import { install } from './prepare/install.mjs';
import { locked } from './prepare/lock.mjs';
import { requireNode } from './prepare/node-version.mjs';
import { root } from './prepare/root.mjs';
import { say } from './prepare/say.mjs';

requireNode();
process.chdir(root);
process.env.KUBEDRILL_ROOT = root;
process.env.NEXT_TELEMETRY_DISABLED = '1';
// npm does not pass its own end on to us: the server watches this process (graceful-exit.ts).
if (process.env.npm_lifecycle_event !== undefined) process.env.KUBEDRILL_PARENT_PID = String(process.ppid);
try {
	const entry = await locked(async () => {
		await install();
		await generate();
		await buildSite();
		return bundleServer('server');
	});
	process.env.NODE_ENV = 'production';
	process.setSourceMapsEnabled(true);
	await import(pathToFileURL(entry).href);
} catch (error) {
	say(`\nKubeDrill did not start: ${error instanceof Error ? error.message : error}`);
	if (process.env.DEBUG) console.error(error);
	process.exit(process.exitCode || 1);
}
