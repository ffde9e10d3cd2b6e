import { admissionConfigFile, enabledPlugins, pluginFlags } from '../../api/admission-plugins.ts';
import type { AdmissionFiles, BackendConnection } from '../../apiserver/admission/settings/admission-files.ts';
import type { AdmissionSettings } from '../../apiserver/admission/settings/admission-settings.ts';
import { readAdmissionSettings } from '../../apiserver/admission/settings/read-settings.ts';
import { SettingsError } from '../../apiserver/admission/settings/settings-error.ts';
import { CommandError } from '../../commands/kubectl/errors.ts';
import {
	type ConfigFields,
	type EntryKind,
	type Kubeconfig,
	parseKubeconfig,
	resolvedFields,
} from '../../commands/kubectl/kubeconfig.ts';
import type { Process } from '../../kernel/process-api.ts';
import { type ComponentFault, commandFailed } from '../../kubelet/images/programs/component-fault.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import { decodeBase64 } from '../../machinery/base64.ts';
import type { Memo } from '../../machinery/memo.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { unreadable } from './named-files.ts';

/** What the API server's admission plugins are told by files, or why it ends. Models pkg/controlplane/apiserver CreateConfig. */
export function* prepareAdmission(process: Process, args: readonly string[]): Task<AdmissionSettings | ComponentFault> {
	try {
		const plugins = enabledPlugins(pluginFlags(args));
		return yield* readAdmissionSettings(plugins, admissionConfigFile(args), filesOf(process));
	} catch (error) {
		if (!(error instanceof SettingsError)) throw error;
		if (!error.isFatal) return commandFailed('configuration', [`failed to apply admission: ${error.message}`]);
		const line = { as: 'klog', level: 'F', source: 'config.go:134', text: error.message } as const;
		return { stage: 'configuration', line, status: 255 };
	}
}

function filesOf(process: Process): AdmissionFiles {
	return { read: (path) => readText(process, path), kubeconfig: (path) => readBackend(process, path) };
}

function* readText(process: Process, path: string): Task<string> {
	const problem = unreadable(process, path);
	if (problem !== undefined) throw new SettingsError(problem);
	return decodeUtf8(yield* readWholeFile(process, path));
}

const NO_CONFIGURATION =
	'invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable';

/** Models apiserver/pkg/util/webhook LoadKubeconfig and clientcmd's ConfirmUsable. */
export function* readBackend(process: Process, path: string): Task<BackendConnection> {
	const problem = path === '' ? undefined : unreadable(process, path);
	if (path === '') throw new SettingsError(NO_CONFIGURATION);
	if (problem?.endsWith('no such file or directory')) throw new SettingsError(problem.replace(/^open/, 'stat'));
	const config = parsed(yield* readText(process, path), path, process);
	const { currentContext, contexts } = config;
	const context = contexts.get(currentContext)?.fields ?? {};
	const complaints: string[] = [];
	if (currentContext !== '' && !contexts.has(currentContext)) {
		complaints.push(`context was not found for specified context: ${currentContext}`);
	}
	const cluster = yield* entryOf(process, config, 'clusters', String(context.cluster ?? ''), complaints);
	const user = yield* entryOf(process, config, 'users', String(context.user ?? ''), complaints);
	if (complaints.length === 0 && cluster.server === undefined) throw new SettingsError(NO_CONFIGURATION);
	if (complaints.length > 0) {
		const shown = complaints.length === 1 ? complaints[0] : `[${complaints.join(', ')}]`;
		throw new SettingsError(`invalid configuration: ${shown}`);
	}
	const insecure = cluster['insecure-skip-tls-verify'] === true;
	return {
		server: String(cluster.server),
		serverName: textOf(cluster['tls-server-name']),
		caPem: insecure ? undefined : textOf(cluster['certificate-authority-data']),
		insecure,
		clientCertificatePem: textOf(user['client-certificate-data']),
		clientKeyPem: textOf(user['client-key-data']),
		token: textOf(user.token),
	};
}

function parsed(text: string, path: string, process: Process): Kubeconfig {
	try {
		return parseKubeconfig(text, path, process.port<Memo>('memo'));
	} catch (error) {
		if (error instanceof CommandError) throw new SettingsError(error.message);
		throw error;
	}
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** As errors call the fields that may name files. */
const FILE_FIELDS: { readonly [K in EntryKind]: readonly (readonly [string, string])[] } = {
	clusters: [['certificate-authority', 'certificate-authority']],
	users: [
		['client-certificate', 'client-cert'],
		['client-key', 'client-key'],
	],
	contexts: [],
};

/** An entry with the files it names in place of their names. Models validateClusterInfo and validateAuthInfo. */
function* entryOf(
	process: Process,
	config: Kubeconfig,
	kind: EntryKind,
	name: string,
	complaints: string[],
): Task<ConfigFields> {
	const entry = config[kind].get(name);
	if (entry === undefined) return {};
	const fields = resolvedFields(kind, entry);
	if (kind === 'clusters' && textOf(fields.server) === undefined) {
		complaints.push(`no server found for cluster ${JSON.stringify(name)}`);
	}
	for (const [field, shown] of FILE_FIELDS[kind]) {
		const data = textOf(fields[`${field}-data`]);
		const path = textOf(fields[field]);
		if (data !== undefined) fields[`${field}-data`] = decodeUtf8(decodeBase64(data));
		if (path === undefined || data !== undefined) continue;
		const problem = unreadable(process, path);
		if (problem === undefined) fields[`${field}-data`] = yield* readText(process, path);
		else complaints.push(`unable to read ${shown} ${path} for ${name} due to ${problem}`);
	}
	return fields;
}
