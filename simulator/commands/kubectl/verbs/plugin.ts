import { defineGroup } from '../command.ts';
import { pluginList } from '../plugin/list.ts';

export const plugin = defineGroup({
	name: 'plugin',
	use: 'plugin [flags]',
	short: 'Provides utilities for interacting with plugins',
	long: `Provides utilities for interacting with plugins.

 Plugins provide extended functionality that is not part of the major command-line distribution. Please refer to the documentation and examples for more information about how write your own plugins.

 The easiest way to discover and install plugins is via the kubernetes sub-project krew: [krew.sigs.k8s.io]. To install krew, visit https://krew.sigs.k8s.io/docs/user-guide/setup/install`,
	examples: `
# The plugins there are
kubectl plugin list

# Only their names
kubectl plugin list --name-only`,
	subcommands: [pluginList],
});
