import { GoObject } from '../../../machinery/go-template/values.ts';
import { HELM_VERSION } from '../version-info.ts';

/** What charts can ask of the cluster. */
export interface Capabilities {
	/** "v1.35.0". */
	readonly version: string;
	readonly major: string;
	readonly minor: string;
	/** "apps/v1" and "apps/v1/Deployment". */
	readonly apiVersions: readonly string[];
}

/** `.Capabilities`. Models helm.sh/helm/v3/pkg/chartutil Capabilities. */
export class CapabilitiesObject extends GoObject {
	readonly typeName = '*chartutil.Capabilities';
	override readonly kind = 'ptr';
	readonly #capabilities: Capabilities;

	constructor(capabilities: Capabilities) {
		super();
		this.#capabilities = capabilities;
	}

	override field(name: string): { readonly value: unknown } | undefined {
		const { version, major, minor, apiVersions } = this.#capabilities;
		switch (name) {
			case 'KubeVersion':
				return { value: new KubeVersion(version, major, minor) };
			case 'APIVersions':
				return { value: new VersionSet(apiVersions) };
			case 'HelmVersion':
				return { value: new BuildInfo() };
			default:
				return undefined;
		}
	}

	printed(): string {
		const { version, major, minor, apiVersions } = this.#capabilities;
		return `&{{${version} ${major} ${minor}} [${apiVersions.join(' ')}] ${new BuildInfo().printed()}}`;
	}
}

class KubeVersion extends GoObject {
	readonly typeName = 'chartutil.KubeVersion';
	readonly #fields: Readonly<Record<string, string>>;

	constructor(version: string, major: string, minor: string) {
		super();
		this.#fields = { Version: version, Major: major, Minor: minor };
	}

	override field(name: string): { readonly value: unknown } | undefined {
		return Object.hasOwn(this.#fields, name) ? { value: this.#fields[name] } : undefined;
	}

	override method(name: string): (() => unknown) | undefined {
		return name === 'String' || name === 'GitVersion' ? () => this.#fields.Version : undefined;
	}

	printed(): string {
		return this.#fields.Version as string;
	}

	override toJson(): unknown {
		return this.#fields;
	}
}

class VersionSet extends GoObject {
	readonly typeName = 'chartutil.VersionSet';
	override readonly kind = 'slice';
	readonly #versions: readonly string[];

	constructor(versions: readonly string[]) {
		super();
		this.#versions = versions;
	}

	override method(name: string): ((args: readonly unknown[]) => unknown) | undefined {
		return name === 'Has' ? ([version]) => this.#versions.includes(String(version)) : undefined;
	}

	override entries(): readonly (readonly [string, unknown])[] {
		return this.#versions.map((version, index) => [String(index), version]);
	}

	printed(): string {
		return `[${this.#versions.join(' ')}]`;
	}

	override toJson(): unknown {
		return this.#versions;
	}
}

class BuildInfo extends GoObject {
	readonly typeName = 'version.BuildInfo';

	override field(name: string): { readonly value: unknown } | undefined {
		const { version, gitCommit, gitTreeState, goVersion } = HELM_VERSION;
		const fields: Readonly<Record<string, string>> = {
			Version: version,
			GitCommit: gitCommit,
			GitTreeState: gitTreeState,
			GoVersion: goVersion,
		};
		return Object.hasOwn(fields, name) ? { value: fields[name] } : undefined;
	}

	printed(): string {
		const { version, gitCommit, gitTreeState, goVersion } = HELM_VERSION;
		return `{${version} ${gitCommit} ${gitTreeState} ${goVersion}}`;
	}
}
