import {
	aggregateMessage,
	duplicate,
	type FieldError,
	invalidValue,
	notSupported,
	required,
} from '../../machinery/field-error.ts';
import { decodeSettings, type SettingsScheme } from '../admission/settings/decode-settings.ts';
import { SettingsError } from '../admission/settings/settings-error.ts';
import { AUTHORIZATION_MODES } from './authorization-modes.ts';

const SCHEME: SettingsScheme = {
	name: 'k8s.io/apiserver/pkg/apis/apiserver/load/load.go:40',
	kinds: ['v1', 'v1beta1', 'v1alpha1'].map((version) => ({
		apiVersion: `apiserver.config.k8s.io/${version}`,
		kind: 'AuthorizationConfiguration',
		schema: 'apiserver.config.k8s.io.v1.AuthorizationConfiguration',
	})),
};

interface AuthorizerFields {
	readonly type?: string;
	readonly name?: string;
	readonly webhook?: object;
}

/**
 * The modes that a file of --authorization-config names, in its order. Throws SettingsError.
 * Models pkg/kubeapiserver/authorizer LoadAndValidateFile. Differs: webhooks are named and never asked.
 */
export function readAuthorization(document: unknown): readonly string[] {
	const { authorizers = [] } = decoded(document);
	const errors = authorizationErrors(authorizers);
	if (errors.length > 0) throw new SettingsError(aggregateMessage(errors));
	const misnamed = authorizers.filter(({ type = '', name }) => type !== 'Webhook' && type.toLowerCase() !== name);
	const texts = misnamed.map(
		({ type = '', name = '' }) => `expected name ${type.toLowerCase()} for authorizer ${type} instead of ${name}`,
	);
	if (texts.length > 0) throw new SettingsError(texts.length === 1 ? (texts[0] as string) : `[${texts.join(', ')}]`);
	return authorizers.map(({ type = '' }) => type);
}

function decoded(document: unknown): { readonly authorizers?: readonly AuthorizerFields[] } {
	try {
		return decodeSettings(document, SCHEME);
	} catch (error) {
		if (!(error instanceof SettingsError)) throw error;
		throw new SettingsError(`failed to load AuthorizationConfiguration from file: ${error.message}`);
	}
}

/** Models apiserver/pkg/apis/apiserver/validation ValidateAuthorizationConfiguration. */
function authorizationErrors(authorizers: readonly AuthorizerFields[]): FieldError[] {
	if (authorizers.length === 0) return [required('authorizers', 'at least one authorization mode must be defined')];
	const types = new Set<string>();
	const names = new Set<string>();
	return authorizers.flatMap(({ type = '', name = '', webhook }, index): FieldError[] => {
		const at = `authorizers[${index}]`;
		if (type === '') return [required(`${at}.type`, '')];
		if (!AUTHORIZATION_MODES.includes(type)) return [notSupported(`${at}.type`, type, AUTHORIZATION_MODES)];
		if (types.has(type) && type !== 'Webhook') return [duplicate(`${at}.type`, type)];
		types.add(type);
		const errors: FieldError[] = [];
		if (name === '') errors.push(required(`${at}.name`, ''));
		else if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
		names.add(name);
		if (type === 'Webhook' && webhook === undefined) {
			errors.push(required(`${at}.webhook`, 'required when type=Webhook'));
		} else if (type !== 'Webhook' && webhook !== undefined) {
			errors.push(invalidValue(`${at}.webhook`, 'non-null', 'may only be specified when type=Webhook'));
		}
		return errors;
	});
}
