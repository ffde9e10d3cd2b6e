import { aggregateMessage, type FieldError, invalidValue, required } from '../machinery/field-error.ts';
import { decodeSettings, type SettingsScheme } from './admission/settings/decode-settings.ts';
import { SettingsError } from './admission/settings/settings-error.ts';

const SCHEME: SettingsScheme = {
	name: 'k8s.io/kubernetes/pkg/kubeapiserver/options/authentication.go:925',
	kinds: ['v1', 'v1beta1', 'v1alpha1'].map((version) => ({
		apiVersion: `apiserver.config.k8s.io/${version}`,
		kind: 'AuthenticationConfiguration',
		schema: 'apiserver.config.k8s.io.v1.AuthenticationConfiguration',
	})),
};

interface ClaimFields {
	readonly claim?: string;
	readonly prefix?: string;
	readonly expression?: string;
}

interface JwtFields {
	readonly issuer?: { readonly url?: string; readonly audiences?: readonly string[] };
	readonly claimMappings?: { readonly username?: ClaimFields };
}

interface AnonymousFields {
	readonly enabled?: boolean;
	readonly conditions?: readonly { readonly path?: string }[];
}

interface AuthenticationFields {
	readonly jwt?: readonly JwtFields[];
	readonly anonymous?: AnonymousFields;
}

/** Where somebody who shows nothing is anonymous: nowhere, everywhere, or on these paths. */
export type AnonymousAccess = false | true | readonly string[];

/**
 * What a file of --authentication-config says of those who show nothing; undefined: nothing. Throws SettingsError.
 * Models pkg/kubeapiserver/options loadAuthenticationConfig and apiserver/validation ValidateAuthenticationConfiguration.
 * Differs: no issuer of tokens can be reached, so what jwt describes lets nobody in.
 */
export function readAuthentication(document: unknown): AnonymousAccess | undefined {
	const { jwt = [], anonymous } = decodeSettings<AuthenticationFields>(document, SCHEME);
	const errors = [...jwt.flatMap(jwtErrors), ...anonymousErrors(anonymous)];
	if (errors.length > 0) throw new SettingsError(aggregateMessage(errors));
	if (anonymous === undefined) return undefined;
	const { enabled = false, conditions = [] } = anonymous;
	return enabled && conditions.length > 0 ? conditions.map(({ path = '' }) => path) : enabled;
}

function anonymousErrors(fields: AnonymousFields | undefined): FieldError[] {
	if (fields === undefined || fields.enabled === true || (fields.conditions ?? []).length === 0) return [];
	const detail = 'enabled should be set to true when conditions are defined';
	return [invalidValue('anonymous.conditions', fields.conditions, detail)];
}

function jwtErrors({ issuer = {}, claimMappings = {} }: JwtFields, index: number): FieldError[] {
	const at = `jwt[${index}]`;
	const errors = issuerErrors(`${at}.issuer.url`, issuer.url ?? '');
	if ((issuer.audiences ?? []).length === 0) {
		errors.push(required(`${at}.issuer.audiences`, `at least one ${at}.issuer.audiences is required`));
	}
	const { claim = '', expression = '', prefix } = claimMappings.username ?? {};
	const name = `${at}.claimMappings.username`;
	if (claim === '' && expression === '') errors.push(required(name, 'claim or expression is required'));
	else if (claim !== '' && expression !== '') {
		errors.push(invalidValue(name, '', "claim and expression can't both be set"));
	} else if (claim !== '' && prefix === undefined) {
		const why = 'prefix is required when claim is set. It can be set to an empty string to disable prefixing';
		errors.push(required(`${name}.prefix`, why));
	}
	return errors;
}

/** Models apiserver/validation validateURL. */
export function issuerErrors(field: string, url: string): FieldError[] {
	if (url === '') return [required(field, 'URL is required')];
	const [, scheme = '', userinfo, query, fragment] =
		/^([a-z]*):\/\/(?:([^/@]*)@)?[^?#]*(\?[^#]*)?(#.*)?$/.exec(url) ?? [];
	const wrong = (detail: string): FieldError[] => [invalidValue(field, url, detail)];
	if (scheme !== 'https') return wrong('URL scheme must be https');
	if (userinfo !== undefined) return wrong('URL must not contain a username or password');
	if (query !== undefined) return wrong('URL must not contain a query');
	return fragment === undefined ? [] : wrong('URL must not contain a fragment');
}
