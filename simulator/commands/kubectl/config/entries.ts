import { defineCommand } from '../command.ts';
import { completeConfigNames } from '../completion/complete-config.ts';
import { CommandError } from '../errors.ts';
import { ConfigAccess } from './config-access.ts';

export const getClusters = defineCommand({
	name: 'get-clusters',
	use: 'get-clusters',
	short: 'Display clusters defined in the kubeconfig',
	long: 'Display clusters defined in the kubeconfig.',
	examples: `
# The clusters that kubectl knows
kubectl config get-clusters`,
	flagsInUseLine: true,
	flags: {},
	// Differs: the real one lists them in the random order of a Go map.
	*run({ kubectl }) {
		const config = yield* new ConfigAccess(kubectl).load();
		yield* kubectl.io.out(['NAME', ...[...config.clusters.keys()].sort()].map((name) => `${name}\n`).join(''));
	},
});

export const getUsers = defineCommand({
	name: 'get-users',
	use: 'get-users',
	short: 'Display users defined in the kubeconfig',
	long: 'Display users defined in the kubeconfig.',
	examples: `
# The users that kubectl knows
kubectl config get-users`,
	flagsInUseLine: true,
	flags: {},
	*run({ kubectl }) {
		const config = yield* new ConfigAccess(kubectl).load();
		yield* kubectl.io.out(['NAME', ...[...config.users.keys()].sort()].map((name) => `${name}\n`).join(''));
	},
});

export const deleteCluster = defineCommand({
	name: 'delete-cluster',
	use: 'delete-cluster NAME',
	short: 'Delete the specified cluster from the kubeconfig',
	long: 'Delete the specified cluster from the kubeconfig.',
	examples: `
# Without the minikube cluster
kubectl config delete-cluster minikube`,
	flags: {},
	completeArgs: completeConfigNames('clusters'),
	*run({ kubectl, args, help }) {
		const access = new ConfigAccess(kubectl);
		const config = yield* access.load();
		const [name] = args;
		if (name === undefined || args.length !== 1) {
			yield* kubectl.io.out(help());
			return;
		}
		if (!config.clusters.has(name))
			throw new CommandError(`cannot delete cluster ${name}, not in ${access.defaultFile}`);
		const file = access.defaultFile;
		yield* access.modify((each) => void each.clusters.delete(name));
		yield* kubectl.io.out(`deleted cluster ${name} from ${file}\n`);
	},
});

export const deleteContext = defineCommand({
	name: 'delete-context',
	use: 'delete-context NAME',
	short: 'Delete the specified context from the kubeconfig',
	long: 'Delete the specified context from the kubeconfig.',
	examples: `
# Without the minikube context
kubectl config delete-context minikube`,
	flags: {},
	completeArgs: completeConfigNames('contexts'),
	*run({ kubectl, args, help }) {
		const access = new ConfigAccess(kubectl);
		const config = yield* access.load();
		const [name] = args;
		if (name === undefined || args.length !== 1) {
			yield* kubectl.io.out(help());
			return;
		}
		const file = access.defaultFile;
		if (!config.contexts.has(name)) throw new CommandError(`cannot delete context ${name}, not in ${file}`);
		if (config.currentContext === name)
			yield* kubectl.io.err(
				'warning: this removed your active context, use "kubectl config use-context" to select a different one\n',
			);
		yield* access.modify((each) => void each.contexts.delete(name));
		yield* kubectl.io.out(`deleted context ${name} from ${file}\n`);
	},
});

export const deleteUser = defineCommand({
	name: 'delete-user',
	use: 'delete-user NAME',
	short: 'Delete the specified user from the kubeconfig',
	long: 'Delete the specified user from the kubeconfig.',
	examples: `
# Without the minikube user
kubectl config delete-user minikube`,
	flags: {},
	completeArgs: completeConfigNames('users'),
	*run({ kubectl, args, usageError }) {
		const access = new ConfigAccess(kubectl);
		const config = yield* access.load();
		const [name] = args;
		if (name === undefined || args.length !== 1) return usageError('user to delete is required');
		const file = access.defaultFile;
		if (!config.users.has(name)) throw new CommandError(`cannot delete user ${name}, not in ${file}`);
		yield* access.modify((each) => void each.users.delete(name));
		yield* kubectl.io.out(`deleted user ${name} from ${file}\n`);
	},
});
