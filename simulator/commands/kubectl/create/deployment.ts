import { int, stringSlice } from '../../flags.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { defineGenerator } from './generator.ts';

export const createDeployment = defineGenerator({
	name: 'deployment',
	aliases: ['deploy'],
	use: 'deployment NAME --image=image -- [COMMAND] [args...]',
	short: 'Create a deployment with the specified name',
	long: 'Create a deployment with the specified name.',
	examples: `
# A deployment my-dep that runs busybox
kubectl create deployment my-dep --image=busybox

# The same with a command
kubectl create deployment my-dep --image=busybox -- date

# Three replicas of nginx
kubectl create deployment my-dep --image=nginx --replicas=3

# busybox with port 5701 exposed
kubectl create deployment my-dep --image=busybox --port=5701

# Several containers
kubectl create deployment my-dep --image=busybox:latest --image=ubuntu:latest --image=nginx`,
	flags: {
		image: stringSlice('Image names to run. A deployment can have multiple images set for multi-container pod.', {
			required: true,
		}),
		port: int(-1, 'The containerPort that this deployment exposes.'),
		replicas: int(1, 'Number of replicas to create. Default is 1.', { shorthand: 'r' }),
	},
	resource: { group: 'apps', version: 'v1', resource: 'deployments', namespaced: true },
	failure: 'failed to create deployment',
	takesCommand: true,
	validate({ invocation, rest }) {
		if (invocation.flags.image.length > 1 && rest.length > 0)
			throw new CommandError('cannot specify multiple --image options and command');
	},
	build({ invocation, name, rest, namespace }) {
		const { image, port, replicas } = invocation.flags;
		const labels = { app: name };
		const containers = image.map((each, index) => ({
			name: containerName(invocation.kubectl, each),
			image: each,
			command: rest.length > 0 ? rest : undefined,
			ports: index === 0 && port >= 0 ? [{ containerPort: port }] : undefined,
			resources: {},
		}));
		return {
			kind: 'Deployment',
			apiVersion: 'apps/v1',
			metadata: { name, namespace, labels },
			spec: {
				replicas,
				selector: { matchLabels: labels },
				template: { metadata: { labels }, spec: { containers } },
				strategy: {},
			},
			status: {},
		};
	},
});

/** The image's last part without tag or digest; what a name may not have is replaced, and a suffix keeps it unique. */
function containerName(kubectl: Kubectl, image: string): string {
	const name = ((image.split('/').at(-1) as string).split(':')[0] as string).split('@')[0] as string;
	if (!/[_.]/.test(name)) return name;
	const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
	let suffix = '';
	for (let i = 0; i < 5; i++) suffix += alphabet[kubectl.process.randomUint32() % alphabet.length];
	return `${name.replace(/[_.]/g, '-')}-${suffix}`;
}
