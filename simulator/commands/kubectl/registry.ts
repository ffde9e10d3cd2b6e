import type { KubectlCommand } from './command.ts';
import type { CommandGroup } from './help.ts';
import { get } from './verbs/get.ts';

/** Every subcommand, one line each. */
const COMMANDS: readonly KubectlCommand[] = [get];

export const COMMAND_GROUPS: readonly CommandGroup[] = [
	{ title: 'Basic Commands (Beginner):', commands: ['create', 'expose', 'run', 'set'] },
	{ title: 'Basic Commands (Intermediate):', commands: ['explain', 'get', 'edit', 'delete'] },
	{ title: 'Deploy Commands:', commands: ['rollout', 'scale', 'autoscale'] },
	{
		title: 'Cluster Management Commands:',
		commands: ['certificate', 'cluster-info', 'top', 'cordon', 'uncordon', 'drain', 'taint'],
	},
	{
		title: 'Troubleshooting and Debugging Commands:',
		commands: ['describe', 'logs', 'attach', 'exec', 'port-forward', 'proxy', 'cp', 'auth', 'debug', 'events'],
	},
	{ title: 'Advanced Commands:', commands: ['diff', 'apply', 'patch', 'replace', 'wait', 'kustomize'] },
	{ title: 'Settings Commands:', commands: ['label', 'annotate', 'completion'] },
	{ title: 'Subcommands provided by plugins:', commands: [] },
];

export const ROOT: KubectlCommand = {
	name: 'kubectl',
	use: 'kubectl [flags]',
	short: 'kubectl controls the Kubernetes cluster manager',
	long: 'kubectl controls the Kubernetes cluster manager.\n\n Find more information at: https://kubernetes.io/docs/reference/kubectl/',
	flags: {},
	subcommands: COMMANDS,
};
