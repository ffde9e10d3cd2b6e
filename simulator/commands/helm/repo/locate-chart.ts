import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { HelmError } from '../helm-error.ts';
import type { HelmSession } from '../helm-session.ts';
import { fetchChart } from './fetch-chart.ts';
import { writeWhole } from './repo-file.ts';

/** The path of a chart, which is fetched when it is not here. @throws HelmError. Models ChartPathOptions.LocateChart. */
export function* locateChart(helm: HelmSession, given: string): Task<string> {
	const { run, process } = helm;
	const name = given.trim();
	if (exists(helm, name)) {
		const path = name.startsWith('/') ? name : `${process.cwd}/${name}`;
		if (run.isOn('verify')) throw new HelmError(`failed to load provenance file ${path}.prov`);
		return cleaned(path);
	}
	if (name.startsWith('/') || name.startsWith('.')) throw new HelmError(`path ${JSON.stringify(name)} not found`);
	const { file, bytes } = yield* fetchChart(helm, name);
	const path = `${helm.environment.repositoryCache}/${file}`;
	yield* writeWhole(process, path, bytes);
	return path;
}

function exists({ process }: HelmSession, path: string): boolean {
	try {
		process.stat(path);
		return true;
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

function cleaned(path: string): string {
	const out: string[] = [];
	for (const part of path.split('/')) {
		if (part === '..') out.pop();
		else if (part !== '' && part !== '.') out.push(part);
	}
	return `/${out.join('/')}`;
}
