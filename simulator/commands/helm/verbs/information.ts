import { GoTemplate } from '../../../machinery/go-template/go-template.ts';
import { TemplateError } from '../../../machinery/go-template/nodes.ts';
import type { Task } from '../../../machinery/task.ts';
import type { CobraCommand, CobraRun } from '../../cobra/cobra.ts';
import { bool, string } from '../../flags.ts';
import { historyMax } from '../environment.ts';
import { HelmError } from '../helm-error.ts';
import { HelmSession } from '../helm-session.ts';
import { HELM_VERSION } from '../version-info.ts';
import { maximumArgs, noArgs } from './require-args.ts';

export const version: CobraCommand = {
	use: 'version',
	short: 'print the client version information',
	long: `Prints which release of Helm this is: its version, the commit it was built from, the state of the tree then ("clean" or
"dirty") and the version of Go. '--template' formats them: '{{.Version}}', '{{.GitCommit}}', '{{.GitTreeState}}' and
'{{.GoVersion}}'.`,
	args: noArgs('version'),
	flags: {
		client: bool(true, 'display client version information', { shorthand: 'c', hidden: true }),
		short: bool(false, 'print the version number'),
		template: string('', 'template for version string format'),
	},
	run: (run) => runVersion(run),
};

function* runVersion(run: CobraRun): Task<number> {
	const { version: release, gitCommit, gitTreeState, goVersion } = HELM_VERSION;
	const text = run.text('template');
	if (text !== '') {
		const fields = { Version: release, GitCommit: gitCommit, GitTreeState: gitTreeState, GoVersion: goVersion };
		try {
			const { output, error } = new GoTemplate('_', text).execute(fields);
			yield* run.out.write(output);
			if (error !== undefined) throw error;
		} catch (error) {
			if (error instanceof TemplateError) throw new HelmError(error.message);
			throw error;
		}
		return 0;
	}
	const whole = `version.BuildInfo{Version:"${release}", GitCommit:"${gitCommit}", GitTreeState:"${gitTreeState}", GoVersion:"${goVersion}"}`;
	yield* run.out.write(`${run.isOn('short') ? `${release}+g${gitCommit.slice(0, 7)}` : whole}\n`);
	return 0;
}

export const env: CobraCommand = {
	use: 'env',
	short: 'helm client environment information',
	long: 'Prints what Helm takes from its environment.',
	args: maximumArgs(1, 'env'),
	run: (run) => runEnv(run),
};

/** Models helm.sh/helm/v3/pkg/cli EnvSettings.EnvVars. */
function* runEnv(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	const { environment } = helm;
	const { kube } = environment;
	const variables: Readonly<Record<string, string>> = {
		HELM_BIN: run.name,
		HELM_BURST_LIMIT: String(environment.burstLimit),
		HELM_CACHE_HOME: environment.cacheHome,
		HELM_CONFIG_HOME: environment.configHome,
		HELM_DATA_HOME: environment.dataHome,
		HELM_DEBUG: String(environment.debug),
		HELM_KUBEAPISERVER: kube.server,
		HELM_KUBEASGROUPS: kube.asGroups.join(','),
		HELM_KUBEASUSER: kube.asUser,
		HELM_KUBECAFILE: kube.caFile,
		HELM_KUBECONTEXT: kube.context,
		HELM_KUBEINSECURE_SKIP_TLS_VERIFY: String(kube.insecure),
		HELM_KUBETLS_SERVER_NAME: kube.tlsServerName,
		HELM_KUBETOKEN: kube.token,
		HELM_MAX_HISTORY: String(historyMax(helm.process)),
		HELM_NAMESPACE: yield* helm.namespace(),
		HELM_PLUGINS: environment.plugins,
		HELM_QPS: environment.qps,
		HELM_REGISTRY_CONFIG: environment.registryConfig,
		HELM_REPOSITORY_CACHE: environment.repositoryCache,
		HELM_REPOSITORY_CONFIG: environment.repositoryConfig,
		...(kube.kubeconfig === '' ? {} : { KUBECONFIG: kube.kubeconfig }),
	};
	const [name] = run.operands;
	if (name === undefined) {
		yield* helm.out(
			Object.entries(variables)
				.map(([key, value]) => `${key}="${value}"\n`)
				.join(''),
		);
	} else yield* helm.out(`${Object.hasOwn(variables, name) ? variables[name] : ''}\n`);
	return 0;
}

export const plugin: CobraCommand = {
	use: 'plugin',
	short: 'install, list, or uninstall Helm plugins',
	long: 'Lists plugins. Differs: none can be installed here.',
	subcommands: [
		{
			use: 'list',
			short: 'list installed Helm plugins',
			aliases: ['ls'],
			run: (run) => listPlugins(run),
		},
	],
};

function* listPlugins(run: CobraRun): Task<number> {
	yield* run.out.write('NAME\tVERSION\tDESCRIPTION\n');
	return 0;
}
