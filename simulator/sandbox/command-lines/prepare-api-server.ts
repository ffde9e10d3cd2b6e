import { pluginFlagErrors, pluginFlags } from '../../api/admission-plugins.ts';
import type { ParsedFlags } from '../../commands/flags.ts';
import type { Process } from '../../kernel/process-api.ts';
import { type ComponentFault, commandFailed } from '../../kubelet/images/programs/component-fault.ts';
import { parseIpNetwork } from '../../machinery/cel/ip-address.ts';
import { tlsComplaint } from '../../machinery/tls/cipher-suites.ts';
import { accessFlagErrors, accessFlags } from '../cluster/access-flags.ts';
import { API_SERVER_FLAGS } from './known-flags.ts';
import { unreadable, unreadableBundle } from './named-files.ts';
import { isFault, parseCommandLine } from './parse-command-line.ts';
import { tlsFault, tlsWish } from './tls-wish.ts';

/** Why kube-apiserver ends before it listens; undefined when it does not. */
export function apiServerFault(process: Process, args: readonly string[]): ComponentFault | undefined {
	const parsed = parseCommandLine(API_SERVER_FLAGS, args);
	if (isFault(parsed)) return parsed;
	const text = textsOf(parsed);
	const incomplete = completionError(process, text);
	if (incomplete !== undefined) return commandFailed('options', [incomplete]);
	const errors = optionErrors(parsed, text, args);
	if (errors.length > 0) return commandFailed('options', errors);
	const wrong = configurationError(process, parsed, text);
	if (wrong !== undefined) return commandFailed('configuration', [wrong]);
	return storageFault(process, text) ?? tlsFault(text);
}

type Texts = (name: string) => string;

/** A flag's text, the last one that was given. */
export function textsOf(parsed: ParsedFlags): Texts {
	return (name) => parsed.given.findLast((each) => each.name === name)?.text ?? '';
}

/** Models pkg/controlplane/apiserver/options Options.Complete and cmd/kube-apiserver/app/options getServiceIPAndRanges. */
function completionError(process: Process, text: Texts): string | undefined {
	const ranges = text('service-cluster-ip-range').split(',');
	for (const [index, range] of ranges.entries()) {
		if (range === '' && ranges.length === 1) break;
		if (parseIpNetwork(range) === undefined) return `service-cluster-ip-range[${index}] is not a valid cidr`;
	}
	const key = unreadable(process, text('service-account-signing-key-file'));
	return key === undefined ? undefined : `failed to parse service-account-issuer-key-file: ${key}`;
}

/** Models cmd/kube-apiserver/app/options CompletedOptions.Validate and what it asks. */
function optionErrors(parsed: ParsedFlags, text: Texts, args: readonly string[]): string[] {
	const errors: string[] = [];
	if (text('etcd-servers') === '') errors.push('--etcd-servers must be specified');
	if (
		parsed.values['encryption-provider-config-automatic-reload'] === true &&
		text('encryption-provider-config') === ''
	) {
		errors.push('--encryption-provider-config-automatic-reload must be set with --encryption-provider-config');
	}
	const backend = text('storage-backend');
	if (backend !== '' && backend !== 'etcd3') {
		errors.push("--storage-backend invalid, allowed values: etcd3. If not specified, it will default to 'etcd3'");
	}
	const port = parsed.changed.has('secure-port') ? Number(text('secure-port')) : 6443;
	if (port < 1 || port > 65_535) {
		errors.push(`--secure-port ${port} must be between 1 and 65535, inclusive. It cannot be turned off with 0`);
	}
	errors.push(...accessFlagErrors(accessFlags(args)), ...pluginFlagErrors(pluginFlags(args)));
	errors.push(...limitErrors(parsed, text));
	const issuer = text('service-account-issuer');
	const signingKey = text('service-account-signing-key-file');
	if (issuer === '' && signingKey === '' && text('api-audiences') === '') {
		errors.push('--service-account-signing-key-file and --service-account-issuer are required flags');
	} else if (issuer === '' || signingKey === '') {
		errors.push(
			'--service-account-signing-key-file, --service-account-issuer, and --api-audiences should be specified together',
		);
	}
	return errors;
}

/** Models apiserver/pkg/server/options ServerRunOptions.Validate and AuditLogOptions.Validate. */
function limitErrors({ changed }: ParsedFlags, text: Texts): string[] {
	const errors: string[] = [];
	const below = (name: string, say: string): void => {
		if (changed.has(name) && text(name).startsWith('-')) errors.push(say);
	};
	for (const name of NOT_NEGATIVE) below(name, `--${name} can not be negative value`);
	const chance = Number(text('goaway-chance'));
	if (chance < 0 || chance > 0.02) errors.push('--goaway-chance can not be less than 0 or greater than 0.02');
	if (text('audit-webhook-config-file') !== '') errors.push(...auditErrors('webhook', text));
	const format = text('audit-log-format') || 'json';
	if (text('audit-log-path') === '') return errors;
	errors.push(...auditErrors('log', text));
	if (format !== 'json' && format !== 'legacy') {
		errors.push(`invalid audit log format ${format}, allowed formats are "legacy,json"`);
	}
	for (const name of ['audit-log-maxage', 'audit-log-maxbackup', 'audit-log-maxsize']) {
		below(name, `--${name} ${text(name)} can't be a negative number`);
	}
	return errors;
}

/** Models validateBackendBatchOptions. */
function auditErrors(plugin: 'log' | 'webhook', text: Texts): string[] {
	const mode = text(`audit-${plugin}-mode`) || (plugin === 'log' ? 'blocking' : 'batch');
	if (!['batch', 'blocking', 'blocking-strict'].includes(mode)) {
		return [`invalid audit ${plugin} mode ${mode}, allowed modes are "batch,blocking,blocking-strict"`];
	}
	if (mode !== 'batch') return [];
	for (const [name, what] of [
		['buffer-size', 'buffer size'],
		['max-size', 'max batch size'],
	]) {
		const given = text(`audit-${plugin}-batch-${name}`);
		if (given !== '' && Number(given) <= 0)
			return [`invalid audit batch ${plugin} ${what} ${given}, must be a positive number`];
	}
	return [];
}

const NOT_NEGATIVE: readonly string[] = [
	'max-requests-inflight',
	'max-mutating-requests-inflight',
	'request-timeout',
	'min-request-timeout',
	'shutdown-delay-duration',
];

/** Models pkg/controlplane/apiserver BuildGenericConfig: what is read, in its order. */
function configurationError(process: Process, parsed: ParsedFlags, text: Texts): string | undefined {
	const certificate = text('tls-cert-file');
	const key = text('tls-private-key-file');
	if (certificate !== '' || key !== '') {
		if (certificate === '' || key === '') return 'missing filename for serving cert';
		const problem = unreadable(process, certificate) ?? unreadable(process, key);
		if (problem !== undefined) return problem;
	}
	const tls = tlsComplaint(tlsWish(text));
	if (tls !== undefined) return tls;
	const clients = unreadableBundle(process, 'client-ca-bundle', text('client-ca-file'));
	if (clients !== undefined) return clients;
	const proxies = unreadableBundle(process, 'request-header', text('requestheader-client-ca-file'));
	if (proxies !== undefined) return `unable to create request header authentication config: ${proxies}`;
	for (const { name, text: path } of parsed.given) {
		if (name !== 'service-account-key-file') continue;
		const problem = unreadable(process, path);
		if (problem !== undefined) return problem;
	}
	const policy = text('audit-policy-file');
	const audit = unreadable(process, policy);
	if (audit !== undefined)
		return `loading audit policy file: failed to read file path ${JSON.stringify(policy)}: ${audit}`;
	return undefined;
}

/** Models apiserver/pkg/storage/storagebackend/factory, as pkg/controlplane Instance meets it first. */
function storageFault(process: Process, text: Texts): ComponentFault | undefined {
	const problem = ['etcd-certfile', 'etcd-keyfile', 'etcd-cafile']
		.map((name) => unreadable(process, text(name)))
		.find((each) => each !== undefined);
	if (problem === undefined) return undefined;
	const message = `Error creating leases: error creating storage factory: ${problem}`;
	return {
		stage: 'configuration',
		line: { as: 'klog', level: 'F', source: 'instance.go:233', text: message },
		status: 255,
	};
}
