import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../app/_lib/project-root.ts';
import { LESSON_PATH, withBuiltSite } from '../built-site.ts';
import { type Figure, higher, type NotRun, type Reading } from '../figure.ts';

const LIGHTHOUSE = 'lighthouse@12.8.2';
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
const CHROME_PATHS = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'];

/** What Lighthouse thinks of the lesson page. npx fetches it when it is not there: no dependency of the site. */
export const lighthouse: Figure = {
	name: 'lighthouse',
	async measure() {
		const chrome = CHROME_PATHS.find((path) => path !== undefined && existsSync(path));
		if (chrome === undefined) return notRun('there is no Chromium: set CHROMIUM_PATH');
		const found = await withBuiltSite((origin) => audit(origin + LESSON_PATH, chrome));
		return 'notRun' in found ? notRun(found.notRun) : found.readings;
	},
};

async function audit(url: string, chrome: string): Promise<{ readings: Reading[] } | { notRun: string }> {
	const report = join(projectRoot(), 'dist/bench/lighthouse.json');
	rmSync(report, { force: true });
	const args = [
		'--yes',
		LIGHTHOUSE,
		url,
		'--quiet',
		`--only-categories=${CATEGORIES.join(',')}`,
		'--preset=desktop',
		'--chrome-flags=--headless=new --no-sandbox --disable-gpu',
		'--output=json',
		`--output-path=${report}`,
	];
	const code = await exitCode('npx', args, { ...process.env, CHROME_PATH: chrome });
	if (!existsSync(report)) return { notRun: `npx ${LIGHTHOUSE} ended with ${code} and left no report` };
	const { categories } = JSON.parse(readFileSync(report, 'utf8')) as {
		categories: Record<string, { score: number | null } | undefined>;
	};
	const readings: Reading[] = [];
	for (const name of CATEGORIES) {
		const score = categories[name]?.score;
		if (score === null || score === undefined) return { notRun: `Lighthouse gave no score for ${name}` };
		readings.push(higher(`lighthouse-${name}`, score * 100, 'points', 95));
	}
	return { readings };
}

function notRun(reason: string): NotRun[] {
	return CATEGORIES.map((name) => ({ name: `lighthouse-${name}`, notRun: reason }));
}

function exitCode(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
	return new Promise((resolve) => {
		const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
		child.on('error', () => resolve(127));
		child.on('exit', (code) => resolve(code ?? 1));
	});
}
