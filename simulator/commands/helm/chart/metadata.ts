import { goFloat } from '../../../machinery/go-format.ts';
import { isDict } from '../../../machinery/go-template/values.ts';
import { tryParseVersion } from '../../../machinery/sprig/semver.ts';
import { HelmError } from '../helm-error.ts';
import type { Dependency, Lock, Metadata } from './chart.ts';
import { jsonKind } from './read-yaml.ts';

type Fields = { readonly [name: string]: unknown };

/** Chart.yaml's fields, and of requirements.yaml its dependencies. @throws HelmError for a field of another type. */
export function metadataOf(document: unknown, dependencies?: unknown): Metadata {
	const fields = fieldsOf(document, 'chart.Metadata');
	const read = new FieldReader(fields, 'Metadata');
	return {
		name: read.text('name'),
		home: read.text('home'),
		sources: read.texts('sources'),
		version: read.text('version'),
		description: read.text('description'),
		keywords: read.texts('keywords'),
		maintainers: read.list('maintainers').map((each) => {
			const maintainer = new FieldReader(fieldsOf(each, 'chart.Maintainer'), 'Maintainer');
			return { name: maintainer.text('name'), email: maintainer.text('email'), url: maintainer.text('url') };
		}),
		icon: read.text('icon'),
		apiVersion: read.text('apiVersion') || 'v1',
		condition: read.text('condition'),
		tags: read.text('tags'),
		appVersion: read.text('appVersion'),
		deprecated: fields.deprecated === true,
		annotations: read.textMap('annotations'),
		kubeVersion: read.text('kubeVersion'),
		dependencies: dependenciesOf(dependencies ?? fields.dependencies),
		type: read.text('type'),
	};
}

function dependenciesOf(list: unknown): Dependency[] {
	if (list === undefined || list === null) return [];
	if (!Array.isArray(list)) throw mismatch(list, 'dependencies', 'Metadata', '[]*chart.Dependency');
	return list.map((each) => {
		const fields = fieldsOf(each, 'chart.Dependency');
		const read = new FieldReader(fields, 'Dependency');
		return {
			name: read.text('name'),
			version: read.text('version'),
			repository: read.text('repository'),
			condition: read.text('condition'),
			tags: read.texts('tags'),
			importValues: read.list('import-values'),
			alias: read.text('alias'),
			enabled: fields.enabled === true,
		};
	});
}

export function lockOf(document: unknown): Lock {
	const fields = fieldsOf(document, 'chart.Lock');
	const read = new FieldReader(fields, 'Lock');
	return {
		generated: read.text('generated'),
		digest: read.text('digest'),
		dependencies: dependenciesOf(fields.dependencies),
	};
}

function fieldsOf(document: unknown, type: string): Fields {
	if (document === null || document === undefined) return {};
	if (isDict(document)) return document;
	throw new HelmError(
		`error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${jsonKind(document)} into Go value of type ${type}`,
	);
}

function mismatch(value: unknown, field: string, type: string, goType: string): HelmError {
	return new HelmError(
		`error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${jsonKind(value)} into Go struct field ${type}.${field} of type ${goType}`,
	);
}

class FieldReader {
	readonly #fields: Fields;
	readonly #type: string;

	constructor(fields: Fields, type: string) {
		this.#fields = fields;
		this.#type = type;
	}

	text(name: string): string {
		const value = this.#fields[name];
		if (value === undefined || value === null) return '';
		return this.#scalar(value, name);
	}

	/** A number or a truth where a text is expected is taken as it is written. Models sigs.k8s.io/yaml convertToJSONableObject. */
	#scalar(value: unknown, name: string): string {
		if (typeof value === 'string') return value;
		if (typeof value === 'number') return Number.isInteger(value) ? String(value) : goFloat(value);
		if (typeof value === 'boolean') return String(value);
		throw mismatch(value, name, this.#type, 'string');
	}

	list(name: string): readonly unknown[] {
		const value = this.#fields[name];
		if (value === undefined || value === null) return [];
		if (Array.isArray(value)) return value;
		throw mismatch(value, name, this.#type, '[]string');
	}

	texts(name: string): readonly string[] {
		return this.list(name).map((each) => this.#scalar(each, name));
	}

	textMap(name: string): { [key: string]: string } {
		const value = this.#fields[name];
		const out: { [key: string]: string } = Object.create(null);
		if (value === undefined || value === null) return out;
		if (!isDict(value)) throw mismatch(value, name, this.#type, 'map[string]string');
		for (const [key, text] of Object.entries(value)) {
			out[key] = this.#scalar(text, name);
		}
		return out;
	}
}

/** @throws HelmError. Models helm.sh/helm/v3/pkg/chart Metadata.Validate. */
export function validateMetadata(metadata: Metadata): void {
	const refuse = (text: string): never => {
		throw new HelmError(`validation: ${text}`);
	};
	if (metadata.name === '') refuse('chart.metadata.name is required');
	if (metadata.name.includes('/')) refuse(`chart.metadata.name ${JSON.stringify(metadata.name)} is invalid`);
	if (metadata.version === '') refuse('chart.metadata.version is required');
	if (tryParseVersion(metadata.version) === undefined) {
		refuse(`chart.metadata.version ${JSON.stringify(metadata.version)} is invalid`);
	}
	if (!['', 'application', 'library'].includes(metadata.type)) {
		refuse('chart.metadata.type must be application or library');
	}
	const seen = new Set<string>();
	for (const { name, alias } of metadata.dependencies) {
		if (alias !== '' && !/^[a-zA-Z0-9_-]+$/.test(alias)) {
			refuse(`dependency ${JSON.stringify(name)} has disallowed characters in the alias`);
		}
		const key = alias === '' ? name : alias;
		if (seen.has(key)) refuse(`more than one dependency with name or alias ${JSON.stringify(key)}`);
		seen.add(key);
	}
}
