import { GoObject, printValue } from '../../../machinery/go-template/values.ts';
import { isEmpty } from '../../../machinery/sprig/define.ts';
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

	/** Under the names of Chart.yaml; what is empty is left out. */
	override toJson(): unknown {
		const out: { [key: string]: unknown } = {};
		for (const [name, value] of this.#fields) {
			if (name === 'IsRoot') out.IsRoot = value;
			else if (!isEmpty(value)) out[jsonName(name)] = plainly(value);
		}
		return out;
	}
}

function jsonName(name: string): string {
	return name === 'APIVersion' || name === 'URL'
		? name.toLowerCase().replace('version', 'Version')
		: name.charAt(0).toLowerCase() + name.slice(1);
}

function plainly(value: unknown): unknown {
	if (!Array.isArray(value)) return value;
	return value.map((item: unknown) =>
		item === null || typeof item !== 'object'
			? item
			: Object.fromEntries(
					Object.entries(item)
						.filter(([, each]) => !isEmpty(each))
						.map(([name, each]) => [jsonName(name), each]),
				),
	);
}
