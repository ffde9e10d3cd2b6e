import { spawn } from 'node:child_process';
import { root } from './root.mjs';

/**
 * Runs a program in the project's folder. `show`: its output goes to ours as it comes; otherwise it is kept and shown
 * only when the program fails. Resolves to the exit code; with `show` unset a failure rejects.
 * A signal that ends us ends it.
 */
export function run(command, args, { env = {}, show = false } = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd: root,
			env: { ...process.env, ...env },
			stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
		});
		const kept = [];
		child.stdout?.on('data', (chunk) => kept.push(chunk));
		child.stderr?.on('data', (chunk) => kept.push(chunk));
		const pass = (signal) => {
			child.kill(signal);
			process.exitCode = 130;
		};
		process.once('SIGINT', pass).once('SIGTERM', pass);
		const done = () => process.off('SIGINT', pass).off('SIGTERM', pass);
		child.once('error', (error) => {
			done();
			reject(error);
		});
		child.once('close', (code, signal) => {
			done();
			if (show) resolve(code ?? 1);
			else if (code === 0) resolve(0);
			else reject(new Error(`${command} ${args.join(' ')}: ${signal ?? `exit ${code}`}\n${tail(kept)}`));
		});
	});
}

function tail(chunks) {
	return Buffer.concat(chunks).toString('utf8').split('\n').slice(-60).join('\n');
}
