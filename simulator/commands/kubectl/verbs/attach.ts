import { defineCommand } from '../command.ts';
import { completePods } from '../completion/complete-pods.ts';
import { CommandError } from '../errors.ts';
import { podOfArguments } from '../pods/pod-argument.ts';
import { attachToPod } from '../remote/attach-to-pod.ts';
import { CONTAINER_FLAG, QUIET_FLAG, runningTimeoutFlag, STDIN_FLAG, TTY_FLAG } from './exec.ts';

export const attach = defineCommand({
	name: 'attach',
	use: 'attach (POD | TYPE/NAME) -c CONTAINER',
	short: 'Attach to a running container',
	long: 'Attach to a process that is already running inside an existing container.',
	examples: `
# The output of the pod mypod
kubectl attach mypod

# Of one of its containers
kubectl attach mypod -c ruby-container

# With stdin and a terminal
kubectl attach mypod -c ruby-container -i -t

# The first pod of a replica set
kubectl attach rs/nginx`,
	flags: {
		container: CONTAINER_FLAG,
		'pod-running-timeout': runningTimeoutFlag(60_000),
		quiet: QUIET_FLAG,
		stdin: STDIN_FLAG,
		tty: TTY_FLAG,
	},
	completeArgs: completePods,
	*run({ kubectl, flags, args }) {
		if (args.length === 0) throw new CommandError('at least 1 argument is required for attach');
		if (args.length > 2) {
			throw new CommandError(
				`expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${args.length}: [${args.join(' ')}]`,
			);
		}
		if (flags['pod-running-timeout'] <= 0) throw new CommandError('--pod-running-timeout must be higher than zero');
		const { namespace } = yield* kubectl.namespace();
		const pod = yield* podOfArguments(kubectl, namespace, args, undefined, flags['pod-running-timeout'], 'attach');
		const phase = pod.status?.phase;
		if (phase === 'Succeeded' || phase === 'Failed')
			throw new CommandError(`cannot attach a container in a completed pod; current phase is ${phase}`);
		yield* attachToPod(kubectl, pod, flags, 'kubectl attach');
	},
});
