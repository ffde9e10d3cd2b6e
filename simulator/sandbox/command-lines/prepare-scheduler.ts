import type { UserInfo } from '../../apiserver/request.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { type ComponentFault, commandFailed } from '../../kubelet/images/programs/component-fault.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import { ConfigurationError } from '../../scheduler/configuration/fields.ts';
import {
	DEFAULT_CONFIGURATION,
	type SchedulerConfiguration,
	schedulerConfiguration,
} from '../../scheduler/configuration.ts';
import { type ClientConfig, plainClient, readClientConfig } from './client-config.ts';
import { SCHEDULER_FLAGS } from './known-flags.ts';
import { addressOf, unreadable } from './named-files.ts';
import { isFault, parseCommandLine } from './parse-command-line.ts';
import { textsOf } from './prepare-api-server.ts';
import { type ClientComponent, delegationError } from './prepare-clients.ts';
import { tlsFault } from './tls-wish.ts';
import { tokenSubject } from './token-subject.ts';

/** A scheduler that may start. */
export interface PreparedScheduler extends ClientComponent {
	readonly configuration: SchedulerConfiguration;
	/** As whom it asks the API server, when its kubeconfig does not say it: as its Pod. */
	readonly user: UserInfo | undefined;
}

/** Models cmd/kube-scheduler/app Setup and its options' Config. */
export function* prepareScheduler(process: Process, args: readonly string[]): Task<PreparedScheduler | ComponentFault> {
	const parsed = parseCommandLine(SCHEDULER_FLAGS, args);
	if (isFault(parsed)) return parsed;
	const text = textsOf(parsed);
	const configuration = yield* readConfiguration(process, text('config'));
	if (Array.isArray(configuration)) return commandFailed('configuration', configuration);
	const problem = yield* delegationError(process, parsed);
	if (problem !== undefined) return commandFailed('configuration', [problem]);
	const settings = configuration as SchedulerConfiguration;
	// Of a file's kubeconfig and the flag's the file's holds: the flag is deprecated.
	const kubeconfig = text('config') === '' ? text('kubeconfig') : settings.kubeconfig;
	const client = yield* clientOf(process, kubeconfig, text('master'));
	if (typeof client === 'string') return commandFailed('configuration', [client]);
	const tls = tlsFault(text, 'failed to start secure server: ');
	if (tls !== undefined) return tls;
	return { parsed, configuration: settings, ...client };
}

/** Models cmd/kube-scheduler/app/options createKubeConfig. */
function* clientOf(
	process: Process,
	kubeconfig: string,
	master: string,
): Task<{ readonly apiServer: ClientConfig; readonly user: UserInfo | undefined } | string> {
	if (kubeconfig === '' && master === '') return yield* inClusterClient(process);
	const read = kubeconfig === '' ? plainClient(master) : yield* readClientConfig(process, kubeconfig);
	if (typeof read === 'string') return read;
	return { apiServer: master === '' ? read : { ...read, ...addressOf(master) }, user: undefined };
}

const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** As the Pod's service account. Models client-go/rest InClusterConfig. */
function* inClusterClient(
	process: Process,
): Task<{ readonly apiServer: ClientConfig; readonly user: UserInfo } | string> {
	const host = process.env.get('KUBERNETES_SERVICE_HOST') ?? '';
	const port = process.env.get('KUBERNETES_SERVICE_PORT') ?? '';
	if (host === '' || port === '') {
		return 'unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined';
	}
	const problem = unreadable(process, TOKEN);
	if (problem !== undefined) return problem;
	const token = decodeUtf8(yield* readWholeFile(process, TOKEN));
	const name = tokenSubject(token);
	const [, , namespace = ''] = name.split(':');
	const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
	return { apiServer: { ...plainClient(`https://${host}:${port}`), insecure: true }, user: { name, groups } };
}

function* readConfiguration(process: Process, path: string): Task<SchedulerConfiguration | string[]> {
	if (path === '') return DEFAULT_CONFIGURATION;
	const problem = unreadable(process, path);
	if (problem !== undefined) return [problem];
	try {
		const text = decodeUtf8(yield* readWholeFile(process, path));
		return schedulerConfiguration(parseYamlDocument(text), text);
	} catch (error) {
		if (error instanceof ConfigurationError) return [...error.texts];
		if (error instanceof YamlError || error instanceof SystemError) return [error.message];
		throw error;
	}
}
