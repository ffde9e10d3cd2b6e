import type { Task } from '../../../machinery/task.ts';
import { bool, duration, string } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { completeContainers, completePods } from '../completion/complete-pods.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { chooseContainer } from '../pods/pod.ts';
import { podOfArguments } from '../pods/pod-argument.ts';
import { streamSession } from '../remote/stream-session.ts';
import { filenameFlags } from '../shared-flags.ts';

export const CONTAINER_FLAG = string(
	'',
	'Container name. If omitted, use the kubectl.kubernetes.io/default-container annotation for selecting the container to be attached or the first container in the pod will be chosen',
	{ shorthand: 'c' },
);
export const STDIN_FLAG = bool(false, 'Pass stdin to the container', { shorthand: 'i' });
export const TTY_FLAG = bool(false, 'Stdin is a TTY', { shorthand: 't' });
export const QUIET_FLAG = bool(false, 'Only print output from the remote session', { shorthand: 'q' });
export const runningTimeoutFlag = (ms: number) =>
	duration(ms, 'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running');

export const exec = defineCommand({
	name: 'exec',
	use: 'exec (POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
	short: 'Execute a command in a container',
	long: 'Execute a command in a container.',
	examples: `
# The output of 'date' in the first container of the pod mypod
kubectl exec mypod -- date

# In the container ruby-container
kubectl exec mypod -c ruby-container -- date

# A shell: stdin and the terminal are handed through
kubectl exec mypod -c ruby-container -i -t -- bash -il

# Flags of the command stand behind the two dashes
kubectl exec mypod -i -t -- ls -t /usr

# In the first pod of a deployment
kubectl exec deploy/mydeployment -- date

# In the first pod of a service
kubectl exec svc/myservice -- date`,
	flags: {
		container: CONTAINER_FLAG,
		filename: filenameFlags('to use to exec into the resource').filename,
		'pod-running-timeout': runningTimeoutFlag(60_000),
		quiet: QUIET_FLAG,
		stdin: STDIN_FLAG,
		tty: TTY_FLAG,
	},
	completeArgs: completePods,
	completeFlags: { container: completeContainers },
	*run(invocation) {
		const { kubectl, flags, args, dashAt } = invocation;
		const resource = args.length > 0 && dashAt !== 0 ? args[0] : undefined;
		if (dashAt < 0 && (args.length > 1 || (args.length > 0 && flags.filename.length > 0))) {
			invocation.usageError('exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead');
		}
		const command = dashAt >= 0 ? args.slice(dashAt) : [];
		const { namespace } = yield* kubectl.namespace();
		if (flags['pod-running-timeout'] <= 0) invocation.usageError('--pod-running-timeout must be higher than zero');
		if (resource === undefined && flags.filename.length === 0)
			throw new CommandError('pod, type/name or --filename must be specified');
		if (command.length === 0) throw new CommandError('you must specify at least one command for the container');
		const files = { filename: flags.filename, kustomize: '', recursive: false };
		const pod = yield* podOfArguments(
			kubectl,
			namespace,
			resource === undefined ? [] : [resource],
			files,
			flags['pod-running-timeout'],
			'exec',
		);
		const phase = pod.status?.phase;
		if (phase === 'Succeeded' || phase === 'Failed') {
			throw new CommandError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
		}
		const { container } = flags;
		const name = container === '' ? (yield* chooseContainer(kubectl, pod, '', flags.quiet)).name : container;
		const tty = yield* usableTty(kubectl, flags);
		const session = yield* kubectl.openSession(
			`/api/v1/namespaces/${pod.metadata.namespace}/pods/${pod.metadata.name}/exec`,
			[
				...command.map((word): readonly [string, string] => ['command', word]),
				['container', name],
				...(flags.stdin ? [['stdin', 'true'] as const] : []),
				['stdout', 'true'],
				...(tty ? [['tty', 'true'] as const] : [['stderr', 'true'] as const]),
			],
		);
		yield* streamSession(kubectl.process, session, { stdin: flags.stdin, stderr: !tty, tty });
	},
});

/** Whether the terminal can be handed through: only one that stdin is. Models StreamOptions.SetupTTY. */
export function* usableTty(
	kubectl: Kubectl,
	flags: { readonly stdin: boolean; readonly tty: boolean; readonly quiet: boolean },
): Task<boolean> {
	if (!flags.stdin || !flags.tty) return false;
	if (kubectl.process.isatty(0)) return true;
	if (!flags.quiet) yield* kubectl.io.err('Unable to use a TTY - input is not a terminal or the right kind of file\n');
	return false;
}
