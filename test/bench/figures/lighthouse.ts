import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../app/_lib/project-root.ts';
import { LESSON_PATH, withBuiltSite } from '../built-site.ts';
import { type Figure, higher, type NotRun, type Reading } from '../figure.ts';

const LIGHTHOUSE = 'lighthouse@12.8.2';
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
const CHROME_PATHS = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'];

/** The kinds of pages that a visitor sees first. */
const PAGES = { home: '/en', roadmap: '/en/roadmap', lesson: LESSON_PATH } as const;
const SCREENS = ['desktop', 'mobile'] as const;
type Screen = (typeof SCREENS)[number];

/** What Lighthouse thinks of the pages. npx fetches it when it is not there: no dependency of the site. */
export const lighthouse: Figure = {
	name: 'lighthouse',
	async measure() {
		const chrome = CHROME_PATHS.find((path) => path !== undefined && existsSync(path));
		if (chrome === undefined) return [notRun('there is no Chromium: set CHROMIUM_PATH')];
		const found = await withBuiltSite(async (origin) => {
			const readings: (Reading | NotRun)[] = [];
			for (const [page, path] of Object.entries(PAGES)) {
				for (const screen of SCREENS)
					readings.push(...(await audit(`${page}-${screen}`, origin + path, screen, chrome)));
			}
			return readings;
		});
		return 'notRun' in found ? [notRun(found.notRun)] : found;
	},
};

async function audit(name: string, url: string, screen: Screen, chrome: string): Promise<(Reading | NotRun)[]> {
	const report = join(projectRoot(), 'dist/bench/lighthouse.json');
	rmSync(report, { force: true });
	const args = [
		'--yes',
		LIGHTHOUSE,
		url,
		'--quiet',
		`--only-categories=${CATEGORIES.join(',')}`,
		// A phone is what it takes without being asked.
		...(screen === 'desktop' ? ['--preset=desktop'] : []),
		'--chrome-flags=--headless=new --no-sandbox --disable-gpu',
		'--output=json',
		`--output-path=${report}`,
	];
	const code = await exitCode('npx', args, { ...process.env, CHROME_PATH: chrome });
	if (!existsSync(report)) return [notRun(`npx ${LIGHTHOUSE} ended with ${code} and left no report`, name)];
	const { categories } = JSON.parse(readFileSync(report, 'utf8')) as {
		categories: Record<string, { score: number | null } | undefined>;
	};
	return CATEGORIES.map((category) => {
		const score = categories[category]?.score;
		const reading = `${name}-${category}`;
		return score === null || score === undefined
			? notRun('Lighthouse gave no score', reading)
			: higher(`lighthouse-${reading}`, score * 100, 'points', 95);
	});
}

function notRun(reason: string, name?: string): NotRun {
	return { name: name === undefined ? 'lighthouse' : `lighthouse-${name}`, notRun: reason };
}

function exitCode(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
	return new Promise((resolve) => {
		const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
		child.on('error', () => resolve(127));
		child.on('exit', (code) => resolve(code ?? 1));
	});
}
