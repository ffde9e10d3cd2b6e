import type { Task } from '../../../machinery/task.ts';
import { parseYamlDocument } from '../../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../../machinery/yaml/yaml-error.ts';
import type { AdmissionFiles } from './admission-files.ts';
import type { AdmissionSettings } from './admission-settings.ts';
import { decodeSettings, type SettingsScheme } from './decode-settings.ts';
import { readEventLimits } from './event-limits.ts';
import { readImagePolicy } from './image-policy-settings.ts';
import { readLimitedResources } from './limited-resources.ts';
import { readNodeSelectors } from './node-selectors.ts';
import { readPodSecurity } from './pod-security-settings.ts';
import { SettingsError } from './settings-error.ts';
import { readTolerationDefaults } from './toleration-defaults.ts';

/**
 * What the plugins that run are told by the file of --admission-control-config-file and by those that it names.
 * Throws SettingsError. Models apiserver/pkg/server/options AdmissionOptions.ApplyTo.
 * @param path '' when the flag is not given.
 */
export function* readAdmissionSettings(
	plugins: readonly string[],
	path: string,
	files: AdmissionFiles,
): Task<AdmissionSettings> {
	const documents = path === '' ? new Map<string, PluginEntry>() : yield* readEntries(plugins, path, files);
	let settings: AdmissionSettings = {};
	for (const name of plugins) {
		if (!CONFIGURED.has(name)) continue;
		const document = yield* documentOf(documents.get(name), files);
		try {
			settings = { ...settings, ...(yield* pluginSettings(name, document, files)) };
		} catch (error) {
			if (!(error instanceof SettingsError) || error.isFatal) throw error;
			throw new SettingsError(`couldn't init admission plugin ${JSON.stringify(name)}: ${error.message}`);
		}
	}
	return settings;
}

const CONFIGURED: ReadonlySet<string> = new Set([
	'PodSecurity',
	'PodNodeSelector',
	'PodTolerationRestriction',
	'EventRateLimit',
	'ResourceQuota',
	'ImagePolicyWebhook',
]);

/** @param document undefined: the plugin is told nothing. */
function* pluginSettings(name: string, document: unknown, files: AdmissionFiles): Task<AdmissionSettings> {
	switch (name) {
		case 'PodSecurity': {
			const podSecurity = readPodSecurity(document);
			return podSecurity === undefined ? {} : { podSecurity };
		}
		case 'PodNodeSelector':
			return { nodeSelectors: readNodeSelectors(document) };
		case 'PodTolerationRestriction':
			return { tolerations: readTolerationDefaults(document) };
		case 'EventRateLimit':
			return { eventLimits: readEventLimits(document) };
		case 'ResourceQuota':
			return { limitedResources: readLimitedResources(document) };
		default:
			return { imagePolicy: yield* readImagePolicy(document, files) };
	}
}

interface PluginEntry {
	readonly path?: string;
	readonly configuration?: unknown;
}

interface ConfigurationFields {
	readonly plugins: readonly (PluginEntry & { readonly name: string })[];
}

const SCHEME: SettingsScheme = {
	name: 'k8s.io/apiserver/pkg/server/options/admission.go:51',
	kinds: ['apiserver.config.k8s.io/v1', 'apiserver.k8s.io/v1alpha1'].map((apiVersion) => ({
		apiVersion,
		kind: 'AdmissionConfiguration',
		schema: 'apiserver.config.k8s.io.v1.AdmissionConfiguration',
	})),
};

/** Plugins whose own file could once stand in for the configuration. */
const OLD_FIELDS: ReadonlyMap<string, string> = new Map([
	['ImagePolicyWebhook', 'imagePolicy'],
	['PodNodeSelector', 'podNodeSelectorPluginConfig'],
]);

/** By plugin; the first of a name counts. Models apiserver/pkg/admission ReadAdmissionConfiguration. */
function* readEntries(
	plugins: readonly string[],
	path: string,
	files: AdmissionFiles,
): Task<ReadonlyMap<string, PluginEntry>> {
	try {
		const document = yield* readDocument(path, files, (problem) => {
			return `unable to read admission control configuration from ${JSON.stringify(path)} [${problem}]`;
		});
		if (isOldFile(document)) {
			const old = plugins.filter((name) => OLD_FIELDS.has(name));
			return new Map(old.map((name) => [name, { configuration: document }]));
		}
		const { plugins: entries = [] } = decodeSettings<ConfigurationFields>(document, SCHEME);
		const byName = new Map<string, PluginEntry>();
		for (const { name, path: own, configuration } of entries) {
			if (byName.has(name)) continue;
			const absolute = own === undefined || own === '' ? '' : own.startsWith('/') ? own : `${directoryOf(path)}/${own}`;
			byName.set(name, { path: absolute, ...(configuration === undefined ? {} : { configuration }) });
		}
		return byName;
	} catch (error) {
		if (!(error instanceof SettingsError) || error.isFatal) throw error;
		throw new SettingsError(`failed to read plugin config: ${error.message}`);
	}
}

function isOldFile(document: unknown): boolean {
	if (typeof document !== 'object' || document === null || Array.isArray(document)) return false;
	const { kind, apiVersion } = document as { kind?: unknown; apiVersion?: unknown };
	if (kind !== undefined && apiVersion !== undefined) return false;
	return [...OLD_FIELDS.values()].some((field) => Object.hasOwn(document, field));
}

function directoryOf(path: string): string {
	return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/** What stands in the file itself goes before the file that it names. Models GetAdmissionPluginConfigurationFor. */
function* documentOf(entry: PluginEntry | undefined, files: AdmissionFiles): Task<unknown> {
	if (entry?.configuration !== undefined) return entry.configuration;
	const path = entry?.path ?? '';
	if (path === '') return undefined;
	let text: string;
	try {
		text = yield* files.read(path);
	} catch (error) {
		if (!(error instanceof SettingsError)) throw error;
		const errno = error.message.endsWith('no such file or directory') ? '0x2' : '0xd';
		const shown = `&fs.PathError{Op:"open", Path:${JSON.stringify(path)}, Err:${errno}}`;
		throw new SettingsError(`Couldn't open admission plugin configuration ${path}: ${shown}`, true);
	}
	return parsed(text);
}

function* readDocument(path: string, files: AdmissionFiles, unreadable: (problem: string) => string): Task<unknown> {
	let text: string;
	try {
		text = yield* files.read(path);
	} catch (error) {
		if (error instanceof SettingsError) throw new SettingsError(unreadable(error.message));
		throw error;
	}
	return parsed(text);
}

function parsed(text: string): unknown {
	try {
		return parseYamlDocument(text);
	} catch (error) {
		if (error instanceof YamlError) throw new SettingsError(`error converting YAML to JSON: ${error.message}`);
		throw error;
	}
}
