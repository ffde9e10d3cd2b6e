import type { KubectlCommand } from './command.ts';
import type { CommandGroup } from './help.ts';
import { alpha } from './verbs/alpha.ts';
import { annotate } from './verbs/annotate.ts';
import { apiResources } from './verbs/api-resources.ts';
import { apiVersions } from './verbs/api-versions.ts';
import { apply } from './verbs/apply.ts';
import { attach } from './verbs/attach.ts';
import { auth } from './verbs/auth.ts';
import { autoscale } from './verbs/autoscale.ts';
import { certificate } from './verbs/certificate.ts';
import { clusterInfo } from './verbs/cluster-info.ts';
import { completion } from './verbs/completion.ts';
import { config } from './verbs/config.ts';
import { cordon, uncordon } from './verbs/cordon.ts';
import { cp } from './verbs/cp.ts';
import { create } from './verbs/create.ts';
import { debug } from './verbs/debug.ts';
import { deleteVerb } from './verbs/delete.ts';
import { describe } from './verbs/describe.ts';
import { diff } from './verbs/diff.ts';
import { drain } from './verbs/drain.ts';
import { edit } from './verbs/edit.ts';
import { events } from './verbs/events.ts';
import { exec } from './verbs/exec.ts';
import { explain } from './verbs/explain.ts';
import { expose } from './verbs/expose.ts';
import { get } from './verbs/get.ts';
import { kustomize } from './verbs/kustomize.ts';
import { label } from './verbs/label.ts';
import { logs } from './verbs/logs.ts';
import { options } from './verbs/options.ts';
import { patch } from './verbs/patch.ts';
import { plugin } from './verbs/plugin.ts';
import { portForward } from './verbs/port-forward.ts';
import { proxy } from './verbs/proxy.ts';
import { replace } from './verbs/replace.ts';
import { rollout } from './verbs/rollout.ts';
import { run } from './verbs/run.ts';
import { scale } from './verbs/scale.ts';
import { set } from './verbs/set.ts';
import { taint } from './verbs/taint.ts';
import { top } from './verbs/top.ts';
import { version } from './verbs/version.ts';
import { wait } from './verbs/wait.ts';

/** Every subcommand, one line each. */
const COMMANDS: readonly KubectlCommand[] = [
	alpha,
	annotate,
	apiResources,
	apiVersions,
	apply,
	attach,
	auth,
	autoscale,
	certificate,
	clusterInfo,
	completion,
	config,
	cordon,
	cp,
	create,
	debug,
	deleteVerb,
	describe,
	diff,
	drain,
	edit,
	events,
	exec,
	explain,
	expose,
	get,
	kustomize,
	label,
	logs,
	options,
	patch,
	plugin,
	portForward,
	proxy,
	replace,
	rollout,
	run,
	scale,
	set,
	taint,
	top,
	uncordon,
	version,
	wait,
];

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
