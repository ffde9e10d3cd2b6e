import type { Pod } from '../../../api/core/types/pod.ts';
import type { Service } from '../../../api/core/types/service.ts';
import { stringSlice } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { completePodAndPort } from '../completion/complete-pods.ts';
import { CommandError } from '../errors.ts';
import { attachablePod } from '../pods/pod-argument.ts';
import { forwardPorts } from '../port-forward/forward-ports.ts';
import { parseForwardedPorts, translatePodPorts, translateServicePorts } from '../port-forward/port-specs.ts';
import { collectResources } from '../resources.ts';
import { runningTimeoutFlag } from './exec.ts';

export const portForward = defineCommand({
	name: 'port-forward',
	use: 'port-forward TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
	short: 'Forward one or more local ports to a pod',
	long: `Forward one or more local ports to a pod.

 Use resource type/name such as deployment/mydeployment to select a pod. Resource type defaults to 'pod' if omitted.

 If there are multiple pods matching the criteria, a pod will be selected automatically. The forwarding session ends when the selected pod terminates, and a rerun of the command is needed to resume forwarding.`,
	examples: `
# Listen on ports 5000 and 6000 locally, forwarding data to/from ports 5000 and 6000 in the pod
kubectl port-forward pod/mypod 5000 6000

# Listen on ports 5000 and 6000 locally, forwarding data to/from ports 5000 and 6000 in a pod selected by the deployment
kubectl port-forward deployment/mydeployment 5000 6000

# Listen on port 8443 locally, forwarding to the targetPort of the service's port named "https" in a pod selected by the service
kubectl port-forward service/myservice 8443:https

# Listen on port 8888 locally, forwarding to 5000 in the pod
kubectl port-forward pod/mypod 8888:5000

# Listen on port 8888 on all addresses, forwarding to 5000 in the pod
kubectl port-forward --address 0.0.0.0 pod/mypod 8888:5000

# Listen on port 8888 on localhost and selected IP, forwarding to 5000 in the pod
kubectl port-forward --address localhost,10.19.21.23 pod/mypod 8888:5000

# Listen on a random port locally, forwarding to 5000 in the pod
kubectl port-forward pod/mypod :5000`,
	flags: {
		address: {
			...stringSlice(
				'Addresses to listen on (comma separated). Only accepts IP addresses or localhost as a value. When localhost is supplied, kubectl will try to bind on both 127.0.0.1 and ::1 and will fail if neither of these addresses are available to bind.',
			),
			default: ['localhost'],
		},
		'pod-running-timeout': runningTimeoutFlag(60_000),
	},
	completeArgs: completePodAndPort,
	*run(invocation) {
		const { kubectl, flags, args } = invocation;
		if (args.length < 2) invocation.usageError('TYPE/NAME and list of ports are required for port-forward');
		const { namespace } = yield* kubectl.namespace();
		const timeoutMs = flags['pod-running-timeout'];
		if (timeoutMs <= 0) invocation.usageError('--pod-running-timeout must be higher than zero');
		const { infos, error } = yield* collectResources(kubectl, {
			args: args.slice(0, 1),
			namespace,
			defaultType: 'pods',
		});
		const object = infos[0]?.object;
		if (error !== undefined || object === undefined)
			throw error ?? new CommandError('no objects passed to port-forward');
		const pod = (yield* attachablePod(kubectl, object, timeoutMs)) as unknown as Pod;
		const specs =
			object.kind === 'Service'
				? translateServicePorts(args.slice(1), object as unknown as Service, pod)
				: translatePodPorts(args.slice(1), pod);
		if (pod.status.phase !== 'Running')
			throw new CommandError(`unable to forward port because pod is not running. Current status=${pod.status.phase}`);
		const path = `/api/v1/namespaces/${namespace}/pods/${pod.metadata.name}/portforward`;
		yield* forwardPorts(kubectl, path, flags.address, parseForwardedPorts(specs));
	},
});
