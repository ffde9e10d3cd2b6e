/**
 * What the API says of its types and fields, for `kubectl explain`, OpenAPI and the columns of tables. The sentences are
 * Kubernetes' own; they are not part of this repository: they are read, type by type and only when asked for, from the
 * declarations of the npm package kubernetes-models, through a reader that the outside gives.
 */
export class FieldDescriptions {
	readonly #read: (path: string) => string | undefined;
	readonly #types = new Map<string, TypeDescription>();

	/**
	 * One serves all worlds of a process.
	 * @param read text of a file below node_modules ("kubernetes-models/v1/Pod.d.ts"); undefined when it is not there.
	 */
	constructor(read: (path: string) => string | undefined) {
		this.#read = read;
	}

	/** Without any sentence: for worlds that nobody asks for one. */
	static readonly none = new FieldDescriptions(() => undefined);

	/** Of "io.k8s.api.core.v1.Pod"; '' when there is none. */
	typeDescription(type: string): string {
		return this.#type(type).text;
	}

	/** Of a field of a type; '' when there is none. */
	fieldDescription(type: string, field: string): string {
		const known = this.#type(type).fields.get(field);
		if (known !== undefined) return known.text;
		if (field !== 'apiVersion' && field !== 'kind') return '';
		// Every kind has them, and the package leaves them out where the value is known.
		const delegate = 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions';
		return type === delegate ? '' : this.fieldDescription(delegate, field);
	}

	/** The values a field may have, where the API lists them ("Always", "IfNotPresent", "Never"); sorted. */
	enumValues(type: string, field: string): readonly string[] {
		return this.#type(type).fields.get(field)?.values ?? [];
	}

	/** The description of a column, which may be `field:<type>.<field>` (see printing/column.ts). */
	columnDescription(description: string): string {
		if (!description.startsWith('field:')) return description;
		const dot = description.lastIndexOf('.');
		return this.fieldDescription(description.slice('field:'.length, dot), description.slice(dot + 1));
	}

	#type(type: string): TypeDescription {
		const known = this.#types.get(type);
		if (known !== undefined) return known;
		const path = declarationPath(type);
		const text = path === undefined ? undefined : this.#read(path);
		const parsed = text === undefined ? UNKNOWN : parseDeclaration(text);
		this.#types.set(type, parsed);
		return parsed;
	}
}

interface TypeDescription {
	readonly text: string;
	readonly fields: ReadonlyMap<string, { readonly text: string; readonly values: readonly string[] }>;
}

const UNKNOWN: TypeDescription = { text: '', fields: new Map() };

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.';
const SHORT_GROUPS = new Set(['apps', 'autoscaling', 'batch', 'policy']);
const LONG_GROUPS: ReadonlyMap<string, string> = new Map([
	['flowcontrol', 'flowcontrol.apiserver.k8s.io'],
	['rbac', 'rbac.authorization.k8s.io'],
]);

function declarationPath(type: string): string | undefined {
	if (type.startsWith(META)) return `@kubernetes-models/apimachinery/apis/meta/v1/${type.slice(META.length)}.d.ts`;
	const match = /\.(\w+)\.(v\d\w*)\.(\w+)$/.exec(type);
	if (match === null) return undefined;
	const [, group = '', version, name] = match;
	if (group === 'core') return `kubernetes-models/${version}/${name}.d.ts`;
	const folder = SHORT_GROUPS.has(group) ? group : (LONG_GROUPS.get(group) ?? `${group}.k8s.io`);
	return `kubernetes-models/${folder}/${version}/${name}.d.ts`;
}

/** The comments of the first interface in a declaration file. */
function parseDeclaration(source: string): TypeDescription {
	const start = source.indexOf('export interface');
	if (start < 0) return UNKNOWN;
	const end = source.indexOf('\n}', start);
	const body = source.slice(start, end < 0 ? source.length : end);
	const fields = new Map<string, { text: string; values: readonly string[] }>();
	for (const chunk of body.split('\n    /**\n').slice(1)) {
		const close = chunk.indexOf('*/');
		const declared = /^\s*"([^"]+)"\??: ([^\n]*)/.exec(chunk.slice(close + 2));
		if (declared === null) continue;
		const [, name = '', type = ''] = declared;
		fields.set(name, { text: commentText(chunk.slice(0, close)), values: literalValues(type) });
	}
	const before = source.slice(0, start);
	const comment = before.slice(before.lastIndexOf('/**') + 3, before.lastIndexOf('*/'));
	return { text: before.includes('/**') ? commentText(comment) : '', fields };
}

function commentText(comment: string): string {
	return comment
		.split('\n')
		.map((line) => line.replace(/^\s*\* ?/, ''))
		.join('\n')
		.replaceAll('\\*', '*')
		.replaceAll('*\\/', '*/')
		.trim();
}

/** The strings of `"A" | "B";`. */
function literalValues(type: string): readonly string[] {
	if (!/^"[^"]*"(?: \| "[^"]*")*;$/.test(type)) return [];
	return [...type.matchAll(/"([^"]*)"/g)].map((match) => match[1] as string).sort();
}
