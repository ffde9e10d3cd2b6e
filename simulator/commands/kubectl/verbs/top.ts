import { defineGroup } from '../command.ts';
import { topNode } from '../top/node.ts';
import { topPod } from '../top/pod.ts';

export const top = defineGroup({
	name: 'top',
	use: 'top',
	flagsInUseLine: true,
	short: 'Display resource (CPU/memory) usage',
	long: `Display resource (CPU/memory) usage.

 This command provides a view of recent resource consumption for nodes and pods. It fetches metrics from the Metrics Server, which aggregates this data from the kubelet on each node. The Metrics Server must be installed and running in the cluster for this command to work.

 The metrics shown are those that autoscalers decide by; they may not match what tools of the operating system show.`,
	subcommands: [topNode, topPod],
});
