import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { say } from './say.mjs';

/** Runs `work` while no other process of this clone installs, generates or builds. A lock left by a dead process is taken over. */
export async function locked(work) {
	const path = join(root, '.data/prepare.lock');
	mkdirSync(join(root, '.data'), { recursive: true });
	let told = false;
	while (!take(path)) {
		if (!told) say(`· Waiting for process ${holder(path) ?? '?'} to finish preparing this clone …`);
		told = true;
		await new Promise((resolve) => setTimeout(resolve, 300));
	}
	const release = () => rmSync(path, { force: true });
	process.once('exit', release);
	try {
		return await work();
	} finally {
		process.off('exit', release);
		release();
	}
}

function take(path) {
	try {
		writeFileSync(path, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if (error.code !== 'EEXIST') throw error;
		const pid = holder(path);
		if (pid !== undefined && alive(pid)) return false;
		rmSync(path, { force: true });
		return false;
	}
}

function holder(path) {
	try {
		const pid = Number(readFileSync(path, 'utf8'));
		return Number.isInteger(pid) && pid > 0 ? pid : undefined;
	} catch {
		return undefined;
	}
}

function alive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}
