import { defineGroup } from '../command.ts';
import { currentContext, getContexts, renameContext, useContext } from '../config/contexts.ts';
import { deleteCluster, deleteContext, deleteUser, getClusters, getUsers } from '../config/entries.ts';
import { setProperty, unsetProperty } from '../config/set.ts';
import { setCluster } from '../config/set-cluster.ts';
import { setContext } from '../config/set-context.ts';
import { setCredentials } from '../config/set-credentials.ts';
import { viewConfig } from '../config/view.ts';

export const config = defineGroup({
	name: 'config',
	use: 'config SUBCOMMAND',
	short: 'Modify kubeconfig files',
	long: `Modify kubeconfig files using subcommands like "kubectl config set current-context my-context".

 The loading order follows these rules:

  1.  If the --kubeconfig flag is set, then only that file is loaded. The flag may only be set once and no merging takes place.
  2.  If $KUBECONFIG environment variable is set, then it is used as a list of paths (normal path delimiting rules for your system). These paths are merged. When a value is modified, it is modified in the file that defines the stanza. When a value is created, it is created in the first file that exists. If no files in the chain exist, then it creates the last file in the list.
  3.  Otherwise, \${HOME}/.kube/config is used and no merging takes place.`,
	subcommands: [
		currentContext,
		deleteCluster,
		deleteContext,
		deleteUser,
		getClusters,
		getContexts,
		getUsers,
		renameContext,
		setProperty,
		setCluster,
		setContext,
		setCredentials,
		unsetProperty,
		useContext,
		viewConfig,
	],
});
