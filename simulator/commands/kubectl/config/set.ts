import { bool } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { CommandError } from '../errors.ts';
import { ConfigAccess } from './config-access.ts';
import { requireArgs } from './help-error.ts';
import { changeProperty } from './navigate.ts';

export const setProperty = defineCommand({
	name: 'set',
	use: 'set PROPERTY_NAME PROPERTY_VALUE',
	short: 'Set an individual value in a kubeconfig file',
	long: `Set an individual value in a kubeconfig file.

 PROPERTY_NAME is a dot delimited name where each token represents either an attribute name or a map key.  Map keys may not contain dots.

 PROPERTY_VALUE is the new value you want to set. Binary fields such as 'certificate-authority-data' expect a base64 encoded string unless the --set-raw-bytes flag is used.

 Specifying an attribute name that already exists will merge new fields on top of existing values.`,
	examples: `
# The server of the cluster my-cluster
kubectl config set clusters.my-cluster.server https://1.2.3.4

# Its certificate authority
kubectl config set clusters.my-cluster.certificate-authority-data $(echo "cert_data_here" | base64 -i -)

# The cluster of my-context
kubectl config set contexts.my-context.cluster my-cluster

# A key as it is, not in base64
kubectl config set users.cluster-admin.client-key-data cert_data_here --set-raw-bytes=true`,
	flags: {
		'set-raw-bytes': bool(
			false,
			'When writing a []byte PROPERTY_VALUE, write the given string directly without base64 decoding.',
		),
	},
	*run(invocation) {
		const { kubectl, flags } = invocation;
		const [name, text] = (yield* requireArgs(invocation, 2)) as [string, string];
		if (text === '') throw new CommandError('you cannot use set to unset a property');
		if (name === '') throw new CommandError('you must specify a property');
		const value = { text, rawBytes: flags['set-raw-bytes'] };
		yield* new ConfigAccess(kubectl).modify((config) => changeProperty(config, name, value), false);
		yield* kubectl.io.out(`Property ${JSON.stringify(name)} set.\n`);
	},
});

export const unsetProperty = defineCommand({
	name: 'unset',
	use: 'unset PROPERTY_NAME',
	short: 'Unset an individual value in a kubeconfig file',
	long: `Unset an individual value in a kubeconfig file.

 PROPERTY_NAME is a dot delimited name where each token represents either an attribute name or a map key.  Map keys may not contain dots.`,
	examples: `
# No current context
kubectl config unset current-context

# No namespace in the context foo
kubectl config unset contexts.foo.namespace`,
	flags: {},
	*run(invocation) {
		const { kubectl } = invocation;
		const [name] = (yield* requireArgs(invocation, 1)) as [string];
		if (name === '') throw new CommandError('you must specify a property');
		yield* new ConfigAccess(kubectl).modify((config) => changeProperty(config, name, undefined), false);
		yield* kubectl.io.out(`Property ${JSON.stringify(name)} unset.\n`);
	},
});
