import type { Job } from './job-table.ts';
import { resultText } from './signal-text.ts';

/** "30888 Killed                  sleep 5". */
export function deathNotice(job: Job): string {
	return `${String(job.lastPid).padStart(5)} ${resultText(job.result).padEnd(24)}${job.text}`;
}
