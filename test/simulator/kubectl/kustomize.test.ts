import { afterAll, expect, test } from 'vitest';
import { Goldens } from '../../support/golden.ts';
import { KubectlBench } from './kubectl-bench.ts';
import { BUILDS } from './kustomize-cases.ts';
import { REFUSALS } from './kustomize-refusals.ts';

const goldens = new Goldens('kubectl-kustomize', '/usr/lib/google-cloud-sdk/bin/kubectl.1.33', ['version', '--client']);
afterAll(() => goldens.save());

test.each([...BUILDS, ...REFUSALS])('%s', (_, wanted) => {
	const mine = new KubectlBench().run(wanted);
	const { stdout, stderr, exitCode } = goldens.get(wanted);
	const inside = (text: string): string => text.replace(/\/tmp\/golden-\w+/g, '/root');
	expect(mine).toEqual({ stdout: inside(stdout), stderr: inside(stderr), exitCode });
});
