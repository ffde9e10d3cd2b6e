import type { ParsedFlags } from '../../commands/flags.ts';
import type { Process } from '../../kernel/process-api.ts';
import { type ComponentFault, commandFailed } from '../../kubelet/images/programs/component-fault.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { Certificate } from '../../machinery/x509/certificate.ts';
import { certificatesIn } from '../cluster/api-server-files.ts';
import { type ClientConfig, plainClient, readClientConfig } from './client-config.ts';
import { CONTROLLERS } from './controller-names.ts';
import { CONTROLLER_MANAGER_FLAGS } from './known-flags.ts';
import { addressOf, unreadable, unreadableBundle } from './named-files.ts';
import { isFault, parseCommandLine } from './parse-command-line.ts';
import { textsOf } from './prepare-api-server.ts';
import { tlsFault } from './tls-wish.ts';

/** What a component that is a client of the API server finds on its command line. */
export interface ClientComponent {
	readonly parsed: ParsedFlags;
	/** Where its kubeconfig leads to, and who it is there. */
	readonly apiServer: ClientConfig;
}

export interface PreparedControllerManager extends ClientComponent {
	/** --root-ca-file's content. */
	readonly rootCA: string;
	/** Undefined: nothing is signed. */
	readonly signer: { readonly certificate: Certificate; readonly privateKeyPem: string } | undefined;
}

/** Models cmd/kube-controller-manager/app/options KubeControllerManagerOptions.Config. */
export function* prepareControllerManager(
	process: Process,
	args: readonly string[],
): Task<PreparedControllerManager | ComponentFault> {
	const parsed = parseCommandLine(CONTROLLER_MANAGER_FLAGS, args);
	if (isFault(parsed)) return parsed;
	const text = textsOf(parsed);
	const errors = controllerErrors(parsed);
	if (errors.length > 0) return commandFailed('flags', errors);
	const apiServer = yield* clientOf(process, parsed);
	if (typeof apiServer === 'string') return commandFailed('configuration', [apiServer]);
	const problem = yield* delegationError(process, parsed);
	if (problem !== undefined) return commandFailed('configuration', [problem]);
	const fault = tlsFault(text) ?? controllerFault(process, text);
	if (fault !== undefined) return fault;
	const signer = yield* signerOf(process, text);
	if (typeof signer === 'string') return startFault(signer);
	const root = text('root-ca-file');
	const rootCA = root === '' ? '' : decodeUtf8(yield* readWholeFile(process, root));
	return { parsed, apiServer, rootCA, signer };
}

/** Models controller-manager/options GenericControllerManagerConfigurationOptions.Validate. */
function controllerErrors({ values }: ParsedFlags): string[] {
	const asked = values.controllers as readonly string[];
	return asked
		.map((each) => each.replace(/^-/, ''))
		.filter((name) => name !== '*' && !CONTROLLERS.has(name))
		.map((name) => `${JSON.stringify(name)} is not in the list of known controllers`);
}

function* clientOf(process: Process, parsed: ParsedFlags): Task<ClientConfig | string> {
	const text = textsOf(parsed);
	const master = text('master');
	const path = text('kubeconfig');
	if (path === '' && master === '') return plainClient('https://10.96.0.1:443');
	const read = path === '' ? plainClient(master) : yield* readClientConfig(process, path);
	return typeof read === 'string' || master === '' ? read : { ...read, ...addressOf(master) };
}

/** Models apiserver/pkg/server/options DelegatingAuthenticationOptions.ApplyTo and that of authorization. */
export function* delegationError(process: Process, parsed: ParsedFlags): Task<string | undefined> {
	const text = textsOf(parsed);
	const authentication = yield* delegatedClientError(process, 'authentication', text('authentication-kubeconfig'));
	if (authentication !== undefined) return authentication;
	const clients = unreadableBundle(process, 'client-ca-bundle', text('client-ca-file'));
	if (clients !== undefined) return `unable to load client CA provider: ${clients}`;
	const proxies = unreadableBundle(process, 'request-header', text('requestheader-client-ca-file'));
	if (proxies !== undefined) return `unable to create request header authentication config: ${proxies}`;
	return yield* delegatedClientError(process, 'authorization', text('authorization-kubeconfig'));
}

function* delegatedClientError(process: Process, what: string, path: string): Task<string | undefined> {
	if (path === '') return undefined;
	const read = yield* readClientConfig(process, path);
	const before = `failed to get delegated ${what} kubeconfig: `;
	return typeof read === 'string' ? `${before}${before}${read}` : undefined;
}

/** Models pkg/controller/certificates/signer newSigner. */
function* signerOf(
	process: Process,
	text: (name: string) => string,
): Task<PreparedControllerManager['signer'] | string> {
	const [path, keyPath] = [text('cluster-signing-cert-file'), text('cluster-signing-key-file')];
	if (path === '' || keyPath === '') return undefined;
	const failed = 'failed to start kubernetes.io/kubelet-serving certificate controller: error reading CA cert file';
	const problem = unreadable(process, path) ?? unreadable(process, keyPath);
	if (problem !== undefined) return `${failed} ${JSON.stringify(path)}: ${problem}`;
	const pem = decodeUtf8(yield* readWholeFile(process, path));
	const privateKeyPem = decodeUtf8(yield* readWholeFile(process, keyPath));
	const [certificate] = certificatesIn(pem);
	if (certificate === undefined) {
		return `${failed} ${JSON.stringify(path)}: data does not contain any valid RSA or ECDSA certificates`;
	}
	return { certificate, privateKeyPem };
}

/** Files that controllers ask for when they start. Models cmd/kube-controller-manager/app newServiceAccountTokenController. */
function controllerFault(process: Process, text: (name: string) => string): ComponentFault | undefined {
	const key = unreadable(process, text('service-account-private-key-file'));
	if (key !== undefined) return startFault(`error reading key for service account token controller: ${key}`);
	const path = text('root-ca-file');
	const root = unreadable(process, path);
	return root === undefined ? undefined : startFault(`error parsing root-ca-file at ${path}: ${root}`);
}

function startFault(reason: string): ComponentFault {
	const text = `"Error starting controllers" err=${JSON.stringify(reason)}`;
	return { stage: 'running', line: { as: 'klog', level: 'E', source: 'controllermanager.go:262', text }, status: 1 };
}
