import { GoObject, printValue } from '../../../machinery/go-template/values.ts';
import type { Metadata } from '../chart/chart.ts';

/** `.Chart`: Chart.yaml's fields under their Go names. Models helm.sh/helm/v3/pkg/engine recAllTpls. */
export class ChartObject extends GoObject {
	readonly typeName = 'struct { chart.Metadata; IsRoot bool }';
	readonly #fields: ReadonlyMap<string, unknown>;

	constructor(metadata: Metadata, isRoot: boolean) {
		super();
		this.#fields = new Map<string, unknown>([
			['Name', metadata.name],
			['Home', metadata.home],
			['Sources', metadata.sources],
			['Version', metadata.version],
			['Description', metadata.description],
			['Keywords', metadata.keywords],
			['Maintainers', metadata.maintainers.map(({ name, email, url }) => ({ Name: name, Email: email, URL: url }))],
			['Icon', metadata.icon],
			['APIVersion', metadata.apiVersion],
			['Condition', metadata.condition],
			['Tags', metadata.tags],
			['AppVersion', metadata.appVersion],
			['Deprecated', metadata.deprecated],
			['Annotations', metadata.annotations],
			['KubeVersion', metadata.kubeVersion],
			[
				'Dependencies',
				metadata.dependencies.map(({ name, version, repository, condition, alias, enabled }) => ({
					Name: name,
					Version: version,
					Repository: repository,
					Condition: condition,
					Alias: alias,
					Enabled: enabled,
				})),
			],
			['Type', metadata.type],
			['IsRoot', isRoot],
		]);
	}

	override field(name: string): { readonly value: unknown } | undefined {
		return this.#fields.has(name) ? { value: this.#fields.get(name) } : undefined;
	}

	printed(): string {
		const values = [...this.#fields.values()];
		return `{{${values.slice(0, -1).map(printValue).join(' ')}} ${values.at(-1)}}`;
	}

	override toJson(): unknown {
		return Object.fromEntries(this.#fields);
	}
}
