import { expect, test } from 'vitest';
import { TaskGrader } from '../../app/_server/worker/task-grader.ts';
import type { CheckResult, Task, World } from '../../simulator/sandbox/world-api.ts';

const TASK: Task = { id: 'web', points: 2, checks: [{ id: 'answers', type: 'command', run: 'curl -s web' }] };

/** Only asked for cheap checks, of which TASK has none. */
const WORLD = { grade: () => [] } as unknown as World;

function answered(passed: boolean): { readonly web: CheckResult[] } {
	return {
		web: [{ id: 'answers', passed, evidence: passed ? [] : [{ code: 'command-exit', values: { expected: '0' } }] }],
	};
}

test('what failed on a copy of the world is stale once more was done, until it is tried again', () => {
	const grader = new TaskGrader([TASK], {});
	grader.gradeQuick(WORLD);
	const check = (journalLength: number) => grader.view(journalLength)[0]?.checks[0];
	expect(check(3)).toEqual({ id: 'answers', passed: false, pending: true, evidence: [] });
	grader.takeProbes(answered(false), 3);
	expect(check(3)).toEqual(answered(false).web[0]);
	expect(check(5)).toEqual({ ...answered(false).web[0], stale: true });
	grader.takeProbes(answered(false), 5);
	expect(check(5)).toEqual(answered(false).web[0]);
	expect(grader.takeProbes(answered(true), 6)).toEqual([{ task: 'web', points: 2, won: true }]);
	// What was won stays as it is until something says otherwise.
	expect(check(9)).toEqual(answered(true).web[0]);
});
