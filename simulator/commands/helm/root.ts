import type { CobraCommand } from '../cobra/cobra.ts';
import { GLOBAL_FLAGS } from './environment.ts';
import { completionCommands } from './verbs/completion.ts';
import { create } from './verbs/create.ts';
import { dependency } from './verbs/dependency.ts';
import { get, status } from './verbs/get.ts';
import { env, plugin, version } from './verbs/information.ts';
import { install } from './verbs/install.ts';
import { lint } from './verbs/lint.ts';
import { packageChart } from './verbs/package.ts';
import { pull } from './verbs/pull.ts';
import { history, list, rollback, uninstall } from './verbs/releases.ts';
import { repo } from './verbs/repo.ts';
import { search } from './verbs/search.ts';
import { show } from './verbs/show.ts';
import { template } from './verbs/template.ts';
import { testRelease } from './verbs/test-release.ts';
import { upgrade } from './verbs/upgrade.ts';

const LONG = `The Kubernetes package manager

Common actions for Helm:

- helm search:    search for charts
- helm pull:      download a chart to your local directory to view
- helm install:   upload the chart to Kubernetes
- helm list:      list releases of charts

Environment variables:

| Name                    | Description                                                        |
|-------------------------|--------------------------------------------------------------------|
| $HELM_CACHE_HOME        | where cached files are stored                                      |
| $HELM_CONFIG_HOME       | where the configuration is stored                                  |
| $HELM_DATA_HOME         | where data is stored                                               |
| $HELM_DEBUG             | whether Helm runs in Debug mode                                    |
| $HELM_DRIVER            | where releases are stored: configmap or secret                     |
| $HELM_MAX_HISTORY       | how many revisions of a release are kept                           |
| $HELM_NAMESPACE         | the namespace to work in                                           |
| $HELM_REPOSITORY_CACHE  | the directory of the repositories' indexes                         |
| $HELM_REPOSITORY_CONFIG | the file of the repositories                                       |
| $KUBECONFIG             | another configuration of Kubernetes (default "~/.kube/config")     |
| $HELM_KUBEAPISERVER     | the API server                                                     |
| $HELM_KUBECONTEXT       | the context of the kubeconfig                                      |
| $HELM_KUBETOKEN         | the bearer token                                                   |

On Linux the cache is in $HOME/.cache/helm, the configuration in $HOME/.config/helm and data in $HOME/.local/share/helm,
unless $HELM_*_HOME or the XDG variables say otherwise.`;

const COMMANDS: readonly CobraCommand[] = [
	create,
	dependency,
	env,
	get,
	history,
	install,
	lint,
	list,
	packageChart,
	plugin,
	pull,
	repo,
	rollback,
	search,
	show,
	status,
	template,
	testRelease,
	uninstall,
	upgrade,
	version,
];

export const ROOT: CobraCommand = {
	use: 'helm',
	short: 'The Helm package manager for Kubernetes.',
	long: LONG,
	persistentFlags: GLOBAL_FLAGS,
	subcommands: [...completionCommands(COMMANDS, GLOBAL_FLAGS), ...COMMANDS],
};
