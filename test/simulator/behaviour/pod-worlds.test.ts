import { beforeAll, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld } from '../sandbox/world-bench.ts';
import { HOST_ROWS } from './pod-hosts.ts';
import { IMAGE_ROWS } from './pod-images.ts';
import { PROBE_ROWS } from './pod-probes.ts';
import { PULL_ROWS } from './pod-pulls.ts';
import { SECURITY_ROWS } from './pod-security.ts';
import { SERVER_ROWS } from './pod-servers.ts';
import { SETTING_ROWS } from './pod-settings.ts';
import { SYSCTL_ROWS } from './pod-sysctls.ts';
import { answerOf } from './world-rows.ts';

let world: SimulatedWorld;

beforeAll(() => {
	world = newWorld('pods');
});

test.each(
	[
		...HOST_ROWS,
		...IMAGE_ROWS,
		...PROBE_ROWS,
		...PULL_ROWS,
		...SECURITY_ROWS,
		...SYSCTL_ROWS,
		...SERVER_ROWS,
		...SETTING_ROWS,
	].map((row) => [row.cause, row] as const),
)('%s', (_, row) => {
	expect(answerOf(world, row)).toBe(row.told);
});
