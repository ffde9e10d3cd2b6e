import { afterAll, expect, test } from 'vitest';
import type { GoldenResult } from '../../support/golden.ts';
import { Goldens } from '../../support/golden.ts';
import { KubectlBench } from './kubectl-bench.ts';
import { OFFLINE_CASES } from './offline-cases.ts';

const goldens = new Goldens('kubectl-offline', '/usr/lib/google-cloud-sdk/bin/kubectl.1.33', ['version', '--client']);
afterAll(() => goldens.save());

/** Version 1.33 was asked; what 1.35 says differently is said in its words. */
function inWordsOfToday(result: GoldenResult): GoldenResult {
	const stdout = result.stdout
		.replace(/metadata:\n( *)creationTimestamp: null\n(?!\1\S)/g, 'metadata: {}\n')
		.replace(/^ *creationTimestamp: null\n/gm, '')
		.replace(/^ *"creationTimestamp": null,?\n/gm, '')
		.replace(/,\n(\s*\})/g, '\n$1');
	const stderr = result.stderr.replace(/jsonpath-file,name/, 'jsonpath-file,kyaml,name');
	return { exitCode: result.exitCode, stdout, stderr: withoutClock(stderr) };
}

/** Lines of klog's begin with the time and the process. */
function withoutClock(text: string): string {
	return text.replace(/^([EW])\d{4} [\d:.]+ +\d+ (\w+\.go:)\d+\]/gm, '$1 $2');
}

test.each(OFFLINE_CASES.map((each) => [each.argv.join(' '), each] as const))('kubectl %s', (_, wanted) => {
	const mine = new KubectlBench().run(wanted);
	expect({ ...mine, stderr: withoutClock(mine.stderr) }).toEqual(inWordsOfToday(goldens.get(wanted)));
});
