import { defineCommand } from '../command.ts';
import { completeNamesOf } from '../completion/complete-resources.ts';
import { nodesOf, setUnschedulable } from '../nodes/cordon-nodes.ts';
import { DRY_RUN_FLAG, dryRunOf, SELECTOR_FLAG } from '../shared-flags.ts';

const FLAGS = { 'dry-run': DRY_RUN_FLAG, selector: SELECTOR_FLAG } as const;

export const cordon = defineCommand({
	name: 'cordon',
	use: 'cordon NODE',
	short: 'Mark node as unschedulable',
	long: 'Mark node as unschedulable.',
	examples: `
# No new pods for the node "foo"
kubectl cordon foo`,
	flags: FLAGS,
	completeArgs: completeNamesOf('node'),
	*run(invocation) {
		const { kubectl, flags } = invocation;
		const dryRun = dryRunOf(flags['dry-run']);
		const infos = yield* nodesOf(invocation, 'cordon NODE', flags);
		yield* setUnschedulable(kubectl, infos, true, dryRun);
	},
});

export const uncordon = defineCommand({
	name: 'uncordon',
	use: 'uncordon NODE',
	short: 'Mark node as schedulable',
	long: 'Mark node as schedulable.',
	examples: `
# New pods for the node "foo" again
kubectl uncordon foo`,
	flags: FLAGS,
	completeArgs: completeNamesOf('node'),
	*run(invocation) {
		const { kubectl, flags } = invocation;
		const dryRun = dryRunOf(flags['dry-run']);
		const infos = yield* nodesOf(invocation, 'uncordon NODE', flags);
		yield* setUnschedulable(kubectl, infos, false, dryRun);
	},
});
