import type { Task } from '../../machinery/task.ts';
import { modeText } from '../coreutils/file-mode.ts';
import type { UnixRun } from '../unix-command.ts';
import type { Entry } from './file-list.ts';

/** What a copy would be of, when there is nowhere to copy it to. Models generator.c list_file_entry. */
export function* listEntries(run: UnixRun, entries: readonly Entry[], showsTargets: boolean): Task<void> {
	for (const { name, stat, target } of entries) {
		const time = new Date(stat.mtimeMs).toISOString().replace(/-/g, '/').replace('T', ' ').slice(0, 19);
		const size = withCommas(stat.size).padStart(14);
		const link = target !== undefined && showsTargets ? ` -> ${target}` : '';
		yield* run.out.write(`${modeText(stat)} ${size} ${time} ${name}${link}\n`);
	}
}

/** "1,068". */
export function withCommas(number: number): string {
	return String(Math.trunc(number)).replace(/\B(?=(\d{3})+$)/g, ',');
}
