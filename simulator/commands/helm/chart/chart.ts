import type { Dict } from '../../../machinery/sprig/define.ts';

/** A file of a chart; its name is relative to the chart. */
export interface ChartFile {
	readonly name: string;
	readonly data: Uint8Array;
}

/** Models helm.sh/helm/v3/pkg/chart Dependency. `name` changes to the alias when dependencies are processed. */
export interface Dependency {
	name: string;
	readonly version: string;
	readonly repository: string;
	readonly condition: string;
	readonly tags: readonly string[];
	importValues: readonly unknown[];
	readonly alias: string;
	enabled: boolean;
}

export interface Maintainer {
	readonly name: string;
	readonly email: string;
	readonly url: string;
}

/** Models helm.sh/helm/v3/pkg/chart Metadata: what Chart.yaml says. */
export interface Metadata {
	readonly name: string;
	readonly home: string;
	readonly sources: readonly string[];
	readonly version: string;
	readonly description: string;
	readonly keywords: readonly string[];
	readonly maintainers: readonly Maintainer[];
	readonly icon: string;
	readonly apiVersion: string;
	readonly condition: string;
	readonly tags: string;
	readonly appVersion: string;
	readonly deprecated: boolean;
	readonly annotations: { readonly [name: string]: string };
	readonly kubeVersion: string;
	dependencies: Dependency[];
	readonly type: string;
}

export interface Lock {
	readonly generated: string;
	readonly digest: string;
	readonly dependencies: readonly { readonly name: string; readonly version: string; readonly repository: string }[];
}

/** Models helm.sh/helm/v3/pkg/chart Chart. Values are Go values: numbers of YAML are float64. */
export class Chart {
	metadata: Metadata;
	lock: Lock | undefined;
	templates: ChartFile[] = [];
	values: Dict;
	schema: Uint8Array | undefined;
	/** What is none of the above. */
	files: ChartFile[] = [];
	/** Every file as it is on disk. */
	raw: readonly ChartFile[] = [];
	parent: Chart | undefined;
	dependencies: Chart[] = [];

	constructor(metadata: Metadata, values: Dict) {
		this.metadata = metadata;
		this.values = values;
	}

	get name(): string {
		return this.metadata.name;
	}

	/** "parent/charts/child". */
	get fullPath(): string {
		return this.parent === undefined ? this.name : `${this.parent.fullPath}/charts/${this.name}`;
	}

	get path(): string {
		return this.parent === undefined ? this.name : `${this.parent.path}.${this.name}`;
	}

	setDependencies(charts: readonly Chart[]): void {
		this.dependencies = [...charts];
		for (const chart of charts) chart.parent = this;
	}

	/** The same chart, as a dependency under another name. */
	withName(name: string): Chart {
		const copy = new Chart({ ...this.metadata, name: name === '' ? this.name : name }, this.values);
		copy.lock = this.lock;
		copy.templates = this.templates;
		copy.schema = this.schema;
		copy.files = this.files;
		copy.raw = this.raw;
		copy.setDependencies(this.dependencies.map((each) => each.withName('')));
		copy.metadata.dependencies = this.metadata.dependencies.map((each) => ({ ...each }));
		return copy;
	}

	/** Definitions of kinds that are installed first and never touched again, with the paths they are shown by. */
	crds(): { readonly path: string; readonly file: ChartFile }[] {
		const own = this.files.filter(({ name }) => name.startsWith('crds/') && /\.(ya?ml|json)$/i.test(name));
		return [
			...own.map((file) => ({ path: `${this.fullPath}/${file.name}`, file })),
			...this.dependencies.flatMap((each) => each.crds()),
		];
	}
}
