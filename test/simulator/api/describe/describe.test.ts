import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { DescribeContext } from '../../../../simulator/api/kind.ts';
import type { KubeObject } from '../../../../simulator/machinery/meta.ts';
import { forbidden } from '../../../../simulator/machinery/status.ts';
import type { Task } from '../../../../simulator/machinery/task.ts';
import { runToCompletion } from '../../../../simulator/machinery/task.ts';
import { kindOf, NOW_MS } from '../prepare.ts';
import { describedFixtures, FixtureCluster, fixtureId } from './fixture-cluster.ts';
import { REAL_KUBECTL, recordDescription } from './record-kubectl.ts';
import { SINCE_1_33 } from './since-1.33.ts';

/** What kubectl v1.33 says of every fixture; `RECORD=1 npx vitest run test/simulator/api/describe` asks it again. */
const GOLDEN = join(import.meta.dirname, '../../../goldens/kubectl-describe.json');
const RECORD = process.env.RECORD === '1';

const cluster = new FixtureCluster(NOW_MS);
const recorded: { [id: string]: string[] } = {};
const known: { readonly [id: string]: string[] } = existsSync(GOLDEN)
	? JSON.parse(readFileSync(GOLDEN, 'utf8')).descriptions
	: {};

describe('describe', () => {
	for (const object of describedFixtures(cluster)) {
		const id = fixtureId(object);
		it(id, async () => {
			const real = RECORD ? await recordDescription(object, NOW_MS) : (known[id] ?? []).join('\n');
			recorded[id] = real.split('\n');
			const newer = SINCE_1_33[id];
			expect(described(object)).toBe(newer ?? real);
			// What kubectl has changed since is listed only as long as it differs.
			if (newer !== undefined) expect(newer).not.toBe(real);
		});
	}

	it('leaves the events out when they are not wanted', () => {
		const pod = cluster.get({ group: '', version: 'v1', resource: 'pods' }, 'default', 'bare') as KubeObject;
		expect(described(pod, false)).toBe(described(pod).replace(/Events:.*\n/, ''));
	});
});

describe('describe when the server refuses lists', () => {
	const refusal = forbidden({ group: '', resource: 'things' }, '', 'not for you');
	const refusing: DescribeContext = {
		...cluster.context(),
		list: () => {
			throw refusal;
		},
	};
	const described = (resource: string, name: string): string => {
		const object = describedFixtures(cluster).find((each) => fixtureId(each) === `${resource}/${name}`) as KubeObject;
		return runToCompletion(kindOf(object).describe?.(object, refusing) as Task<string>);
	};
	const lineOf = (text: string, start: string): string | undefined =>
		text.split('\n').find((line) => line.trim().startsWith(start));

	it('goes on without what it can do without', () => {
		expect(lineOf(described('nodes', 'node01'), 'Pods:')).toMatch(/^Pods: +not authorized$/);
		expect(lineOf(described('replicasets', 'web-2'), 'Pods Status:')).toMatch(
			/^Pods Status: +error in fetching pods: things is forbidden: not for you$/,
		);
		expect(lineOf(described('ingresses', 'ing-default'), 'Default')).toBe(
			'Default backend:  svc:6 (<error: things is forbidden: not for you>)',
		);
		expect(described('deployments', 'web')).not.toContain('ReplicaSet:');
		expect(lineOf(described('pods', 'rich'), 'Events:')).toMatch(/^Events: +<none>$/);
		expect(lineOf(described('services', 'svc'), 'Endpoints:')).toMatch(/^Endpoints: +<none>$/);
	});

	for (const id of ['configmaps/cm', 'daemonsets/ds', 'statefulsets/db', 'namespaces/going']) {
		it(`fails for ${id}`, () => {
			expect(() => described(...(id.split('/') as [string, string]))).toThrow(refusal);
		});
	}
});

afterAll(() => {
	if (!RECORD) return;
	writeFileSync(
		GOLDEN,
		`${JSON.stringify({ tool: REAL_KUBECTL, version: 'v1.33', descriptions: recorded }, undefined, 1)}\n`,
	);
});

function described(object: KubeObject, showEvents = true): string {
	const { describe: describer } = kindOf(object);
	if (describer === undefined) throw new Error(`${object.kind} does not describe itself`);
	return runToCompletion(describer(object, cluster.context(showEvents)));
}
