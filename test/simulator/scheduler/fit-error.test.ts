import { expect, test } from 'vitest';
import { fitErrorMessage } from '../../../simulator/scheduler/framework/fit-error.ts';

const unschedulable = (...reasons: string[]) => ({ reasons, unresolvable: false });

test('counts reasons, in the order of their text, then what preemption found', () => {
	const message = fitErrorMessage({
		rejections: new Map([
			['controlplane', unschedulable('node(s) had untolerated taint(s)')],
			['node01', unschedulable('Insufficient cpu', 'Insufficient memory')],
			['node02', unschedulable('Insufficient cpu')],
		]),
		absent: undefined,
		preFilterMessage: undefined,
		postFilterMessage:
			'no new claims to deallocate, preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.',
		nodeCount: 3,
	});
	expect(message).toBe(
		'0/3 nodes are available: 1 Insufficient memory, 1 node(s) had untolerated taint(s), 2 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.',
	);
});

test('nodes that were not looked at count as the reason given for them', () => {
	const message = fitErrorMessage({
		rejections: new Map([['node01', unschedulable('node(s) were unschedulable')]]),
		absent: unschedulable("node(s) didn't satisfy plugin(s) [NodeAffinity]"),
		preFilterMessage: undefined,
		postFilterMessage: undefined,
		nodeCount: 3,
	});
	expect(message).toBe(
		"0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't satisfy plugin(s) [NodeAffinity].",
	);
});
