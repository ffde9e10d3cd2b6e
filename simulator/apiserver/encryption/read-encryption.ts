import type { Seal } from '../../machinery/ciphers/seal.ts';
import { aggregateMessage } from '../../machinery/field-error.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import { decodeSettings, type SettingsScheme } from '../admission/settings/decode-settings.ts';
import { SettingsError } from '../admission/settings/settings-error.ts';
import {
	type EncryptionFields,
	encryptionErrors,
	type KeyFields,
	type ProviderFields,
	parseGroupResource,
} from './encryption-configuration.ts';
import { EncryptionRules, type Provider } from './encryption-rules.ts';

const SCHEME: SettingsScheme = {
	name: 'k8s.io/apiserver/pkg/server/options/encryptionconfig/config.go:142',
	kinds: [
		{
			apiVersion: 'apiserver.config.k8s.io/v1',
			kind: 'EncryptionConfiguration',
			schema: 'apiserver.config.k8s.io.v1.EncryptionConfiguration',
		},
	],
};

/** Throws SettingsError. Models apiserver/pkg/server/options/encryptionconfig LoadEncryptionConfig, after reading. */
export function readEncryption(text: string, path: string): EncryptionRules {
	const fields = decoded(text, path);
	const errors = encryptionErrors(fields);
	if (errors.length > 0) throw new SettingsError(`error while parsing file: ${aggregateMessage(errors)}`);
	const providers = new Map<string, readonly Provider[]>();
	for (const { resources = [], providers: given = [] } of fields.resources ?? []) {
		const own = given.map(providerOf);
		for (const each of resources) {
			const { resource, group } = parseGroupResource(each);
			for (const earlier of [`*.${group}`, '*.*']) {
				if (providers.has(earlier)) throw masked(group === '' ? resource : `${resource}.${group}`, earlier);
			}
			const key = `${resource}.${group}`;
			providers.set(key, [...(providers.get(key) ?? []), ...own]);
		}
	}
	return new EncryptionRules(providers);
}

function decoded(text: string, path: string): Partial<EncryptionFields> {
	if (text === '') {
		const problem = `encryption provider configuration file ${JSON.stringify(path)} is empty`;
		throw new SettingsError(`error while parsing file: error while loading file: ${problem}`);
	}
	try {
		return decodeSettings<EncryptionFields>(parseYamlDocument(text), SCHEME);
	} catch (error) {
		if (!(error instanceof SettingsError) && !(error instanceof YamlError)) throw error;
		const reason = error instanceof YamlError ? `error converting YAML to JSON: ${error.message}` : error.message;
		const where = `error decoding encryption provider configuration file ${JSON.stringify(path)}`;
		throw new SettingsError(`error while parsing file: ${where}: ${reason}`);
	}
}

function masked(resource: string, earlier: string): SettingsError {
	const [own, other] = [resource, earlier].map((each) => JSON.stringify(each));
	return new SettingsError(`error while building transformers: resource ${own} is masked by earlier rule ${other}`);
}

function providerOf({ aesgcm, aescbc, secretbox, kms }: ProviderFields): Provider {
	if (aesgcm) return withKeys('aesgcm', aesgcm.keys);
	if (aescbc) return withKeys('aescbc', aescbc.keys);
	if (secretbox) return withKeys('secretbox', secretbox.keys);
	if (!kms) return { type: 'identity' };
	if (kms.apiVersion === 'v2') return { type: 'kms' };
	throw new SettingsError(`error while building transformers: ${KMS_V1}`);
}

function withKeys(type: Seal['provider'], keys: readonly KeyFields[] = []): Provider {
	return { type, keys: keys.map(({ name = '', secret = '' }) => ({ provider: type, keyName: name, secret })) };
}

// Models encryptionconfig kmsPrefixTransformer.
const KMS_V1 =
	'KMSv1 is deprecated and will only receive security updates going forward. Use KMSv2 instead.  Set --feature-gates=KMSv1=true to use the deprecated KMSv1 feature.';
