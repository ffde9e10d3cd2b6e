import { expect, test } from 'vitest';
import { VALIDATING_POLICIES } from '../../../simulator/controllers/resources.ts';
import { TestCluster } from '../../support/cluster/test-cluster.ts';

test('a policy is told what its expressions get wrong about the kinds that it names', () => {
	const cluster = new TestCluster();
	const rule = { operations: ['CREATE'], apiGroups: ['apps'], apiVersions: ['v1'] };
	cluster.create(VALIDATING_POLICIES, {
		metadata: { name: 'replicas' },
		spec: {
			matchConstraints: {
				resourceRules: [
					{ ...rule, resources: ['deployments', 'daemonsets'] },
					{ ...rule, resources: ['*'] },
				],
			},
			variables: [{ name: 'replicas', expression: 'object.spec.?replicas.orValue(1)' }],
			validations: [
				{ expression: 'object.spec.replicas <= 5', messageExpression: "'not ' + object.spec.replicas" },
				{ expression: "variables.replicas > '5'" },
				{ expression: 'object.metadata.name.startsWith("a")' },
			],
		},
	});
	cluster.run(0.1);
	const missing = (at: number): string => `ERROR: <input>:1:${at}: undefined field 'replicas'`;
	const head = (kind: string): string => `apps/v1, Kind=${kind}: compilation failed: `;
	const { observedGeneration, typeChecking } = cluster.get(VALIDATING_POLICIES, 'replicas', '').status ?? {};
	expect(observedGeneration).toBe(1);
	const found = typeChecking?.expressionWarnings?.map(({ fieldRef, warning }) => [
		fieldRef,
		warning.split('\n').filter((line) => line !== '' && !line.startsWith(' |')),
	]);
	expect(found).toEqual([
		['spec.validations[0].expression', [`${head('DaemonSet')}${missing(12)}`]],
		[
			'spec.validations[0].messageExpression',
			[
				`${head('DaemonSet')}${missing(21)}`,
				`${head('Deployment')}ERROR: <input>:1:8: found no matching overload for '_+_' applied to '(string, int)'`,
			],
		],
		[
			'spec.validations[1].expression',
			[`${head('Deployment')}ERROR: <input>:1:20: found no matching overload for '_>_' applied to '(int, string)'`],
		],
	]);
});
