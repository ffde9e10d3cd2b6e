import { SettingsError } from '../../apiserver/admission/settings/settings-error.ts';
import type { AccessRules } from '../../apiserver/authentication.ts';
import { issuerErrors, readAuthentication } from '../../apiserver/authentication-configuration.ts';
import { readAuthorization } from '../../apiserver/authorization/authorization-configuration.ts';
import { readStaticTokens } from '../../apiserver/static-tokens.ts';
import type { Process } from '../../kernel/process-api.ts';
import { type ComponentFault, commandFailed } from '../../kubelet/images/programs/component-fault.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import { accessFlags } from '../cluster/access-flags.ts';
import { flagValue } from '../cluster/etcd-address.ts';
import { unreadable } from './named-files.ts';

/** Who is let in, and what they may. */
export interface PreparedAccess {
	readonly access: AccessRules;
	/** Of --authorization-mode or --authorization-config. */
	readonly authorizationModes: readonly string[];
}

/**
 * What flags and files say of it, or why the API server ends. Models pkg/kubeapiserver/options authentication.go and
 * authorization.go. Differs: files that change are read when the server starts again.
 */
export function* prepareAccess(process: Process, args: readonly string[]): Task<PreparedAccess | ComponentFault> {
	const flags = accessFlags(args);
	const text = (name: string): string => flagValue(args, name) ?? '';
	const has = (start: string): boolean => args.some((arg) => arg.startsWith(`--${start}`));
	try {
		const authorization = text('authorization-config');
		if (authorization !== '' && (has('authorization-mode') || has('authorization-webhook-'))) {
			const others = '--authorization-mode or --authorization-webhook-* flags';
			throw new SettingsError(`--authorization-config can not be specified when ${others} are defined`);
		}
		const load = 'failed to load AuthorizationConfiguration from file: ';
		const authorizationModes =
			authorization === ''
				? flags.authorizationModes
				: readAuthorization(yield* documentOf(process, authorization, load));
		const wrong = oidcError(text, has('oidc-'));
		if (wrong !== undefined) throw new SettingsError(wrong);
		const access = yield* accessRules(process, text, flags.anonymous, has('anonymous-auth'));
		return 'stage' in access ? access : { access, authorizationModes };
	} catch (error) {
		if (error instanceof SettingsError) return commandFailed('options', [error.message]);
		throw error;
	}
}

/** Throws SettingsError for what is found when options are validated. */
function* accessRules(
	process: Process,
	text: (name: string) => string,
	anonymous: boolean,
	isAnonymousSet: boolean,
): Task<AccessRules | ComponentFault> {
	const path = text('authentication-config');
	const said = path === '' ? undefined : readAuthentication(yield* documentOf(process, path, ''));
	if (said !== undefined && isAnonymousSet) {
		const when = 'when anonymous field is configured in authentication configuration file';
		throw new SettingsError(`--anonymous-auth flag cannot be set ${when}`);
	}
	const issuer = text('oidc-issuer-url');
	const wrong = issuer === '' ? undefined : issuerErrors('jwt[0].issuer.url', issuer)[0];
	if (wrong !== undefined) return invalid(wrong.message());
	const tokens = text('token-auth-file');
	const problem = unreadable(process, tokens);
	if (problem !== undefined) return invalid(problem);
	try {
		const staticTokens =
			tokens === '' ? undefined : readStaticTokens(decodeUtf8(yield* readWholeFile(process, tokens)), tokens);
		return { anonymous: said ?? anonymous, staticTokens };
	} catch (error) {
		if (error instanceof SettingsError) return invalid(error.message);
		throw error;
	}
}

function invalid(reason: string): ComponentFault {
	return commandFailed('configuration', [`invalid authentication config: ${reason}`]);
}

/** Models BuiltInAuthenticationOptions.validateOIDCOptions. */
function oidcError(text: (name: string) => string, isAnySet: boolean): string | undefined {
	if (!isAnySet) return undefined;
	if (text('authentication-config') !== '') {
		return 'authentication-config file and oidc-* flags are mutually exclusive';
	}
	if (text('oidc-issuer-url') !== '' && text('oidc-client-id') !== '') return undefined;
	return 'oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are set';
}

/** @param before what stands before the reason why it cannot be had. */
function* documentOf(process: Process, path: string, before: string): Task<unknown> {
	const problem = unreadable(process, path);
	if (problem !== undefined) throw new SettingsError(`${before}${problem}`);
	try {
		return parseYamlDocument(decodeUtf8(yield* readWholeFile(process, path)));
	} catch (error) {
		if (!(error instanceof YamlError)) throw error;
		throw new SettingsError(`${before}error converting YAML to JSON: ${error.message}`);
	}
}
