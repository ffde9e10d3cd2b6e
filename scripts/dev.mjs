/**
 * `npm run dev`: pages reload through Next, also when content/ changes; the server and its workers are bundled again and
 * restarted when one of their sources changes (sandboxes come back from their journals).
 */
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { serverBundle } from './prepare/bundle.mjs';
import { generate, noteContent } from './prepare/generate.mjs';
import { install } from './prepare/install.mjs';
import { locked } from './prepare/lock.mjs';
import { requireNode } from './prepare/node-version.mjs';
import { root } from './prepare/root.mjs';
import { say } from './prepare/say.mjs';

requireNode();
process.chdir(root);
await locked(async () => {
	await install();
	await generate();
});

let child;
let ending = false;

/** Ends the running server, waits for it, and starts the new one. Calls that come meanwhile are covered by the last. */
let restarting = Promise.resolve();
function restart() {
	restarting = restarting.then(async () => {
		await stop('SIGTERM');
		if (ending) return;
		const env = { ...process.env, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' };
		const started = spawn(process.execPath, ['--enable-source-maps', join(root, 'dist/dev/main.mjs')], {
			stdio: 'inherit',
			env: { ...env, KUBEDRILL_ROOT: root, KUBEDRILL_PARENT_PID: String(process.pid) },
		});
		started.once('exit', (code) => {
			if (child === started) say(`· The server has ended (${code}); waiting for a change.`);
		});
		child = started;
	});
}

function stop(signal) {
	const running = child;
	child = undefined;
	if (running === undefined || running.exitCode !== null || running.signalCode !== null) return Promise.resolve();
	return new Promise((resolve) => {
		running.once('exit', resolve);
		running.kill(signal);
	});
}

const restartWhenBuilt = {
	name: 'restart',
	setup(build) {
		build.onEnd(({ errors }) => {
			if (errors.length > 0)
				say(`· The server does not build; ${child ? 'the last one keeps running' : 'waiting for a change'}.`);
			else restart();
		});
	},
};

const { context } = await import('esbuild');
const options = serverBundle('dev');
const bundler = await context({ ...options, plugins: [...options.plugins, restartWhenBuilt] });
await bundler.watch();

let noted;
watch(join(root, 'content'), { recursive: true }, () => {
	clearTimeout(noted);
	noted = setTimeout(() => noteContent(Date.now()), 100);
});

const parent = process.ppid;
async function end() {
	if (ending) return;
	ending = true;
	await bundler.dispose();
	await stop('SIGTERM');
	process.exit(0);
}
process.on('SIGINT', end).on('SIGTERM', end);
// npm does not pass its own end on to us.
setInterval(() => {
	if (process.env.npm_lifecycle_event !== undefined && process.ppid !== parent) void end();
}, 500).unref();
