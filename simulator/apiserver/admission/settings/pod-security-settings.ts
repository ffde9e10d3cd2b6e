import { aggregateMessage, duplicate, type FieldError, invalidValue } from '../../../machinery/field-error.ts';
import { dns1123Label, dns1123Subdomain } from '../../../machinery/names.ts';
import { type LevelVersion, parseLevel, parseVersion } from '../pod-security/policy.ts';
import type { PodSecuritySettings } from './admission-settings.ts';
import { decodeSettings, type SettingsScheme } from './decode-settings.ts';
import { SettingsError } from './settings-error.ts';

interface PodSecurityFields {
	readonly defaults: { readonly [mode: string]: string };
	readonly exemptions: { readonly [what: string]: readonly string[] };
}

const GROUP = 'pod-security.admission.config.k8s.io';
const SCHEMA = `${GROUP}.v1.PodSecurityConfiguration`;

const SCHEME: SettingsScheme = {
	name: 'k8s.io/pod-security-admission/admission/api/scheme/scheme.go:29',
	kinds: ['v1', 'v1beta1', 'v1alpha1'].map((version) => ({
		apiVersion: `${GROUP}/${version}`,
		kind: 'PodSecurityConfiguration',
		schema: SCHEMA,
	})),
};

/** Models pod-security-admission/admission/api/load and its ValidatePodSecurityConfiguration. */
export function readPodSecurity(document: unknown): PodSecuritySettings | undefined {
	if (document === undefined) return undefined;
	const { defaults = {}, exemptions = {} } = decodeSettings<PodSecurityFields>(document, SCHEME);
	const errors: FieldError[] = [];
	const [enforce, warn, audit] = ['enforce', 'warn', 'audit'].map((mode) => modeOf(defaults, mode, errors)) as [
		LevelVersion,
		LevelVersion,
		LevelVersion,
	];
	const listed = (what: string, wrong: (value: string) => string[]): readonly string[] => {
		const values = exemptions[what] ?? [];
		errors.push(...exemptionErrors(`exemptions.${what}`, values, wrong));
		return values;
	};
	const namespaces = listed('namespaces', dns1123Label);
	const runtimeClasses = listed('runtimeClasses', dns1123Subdomain);
	const usernames = listed('usernames', (name) => (name === '' ? ['username must not be empty'] : []));
	if (errors.length > 0) throw new SettingsError(aggregateMessage(errors));
	return { defaults: { enforce, audit, warn }, exempt: { usernames, namespaces, runtimeClasses } };
}

function modeOf(defaults: PodSecurityFields['defaults'], mode: string, errors: FieldError[]): LevelVersion {
	const level = parseLevel(defaults[mode] || 'privileged');
	const version = parseVersion(defaults[`${mode}-version`] || 'latest');
	if ('because' in level) errors.push(invalidValue(`defaults.${mode}`, defaults[mode], level.because));
	if ('because' in version) {
		errors.push(invalidValue(`defaults.${mode}-version`, defaults[`${mode}-version`], version.because));
	}
	return {
		level: 'because' in level ? 'privileged' : level.level,
		version: 'because' in version ? 'latest' : version.version,
	};
}

function exemptionErrors(path: string, values: readonly string[], wrong: (value: string) => string[]): FieldError[] {
	const seen = new Set<string>();
	return values.flatMap((value, index) => {
		const at = `${path}[${index}]`;
		const complaints = wrong(value);
		if (complaints.length > 0) return [invalidValue(at, value, complaints.join(', '))];
		if (seen.has(value)) return [duplicate(at, value)];
		seen.add(value);
		return [];
	});
}
