import { INCUBATING_RULES } from '../../hosts/packages/falco/incubating-rules.ts';
import { SANDBOX_RULES } from '../../hosts/packages/falco/sandbox-rules.ts';
import { STABLE_RULES } from '../../hosts/packages/falco/stable-rules.ts';

/** What falcoctl can install. */
export interface Artifact {
	readonly ref: string;
	readonly file: string;
	readonly text: string;
	readonly isPlugin: boolean;
}

const RULES: ReadonlyMap<string, readonly [file: string, text: string]> = new Map([
	['falco-rules', ['falco_rules.yaml', STABLE_RULES]],
	['falco-incubating-rules', ['falco-incubating_rules.yaml', INCUBATING_RULES]],
	['falco-sandbox-rules', ['falco-sandbox_rules.yaml', SANDBOX_RULES]],
]);

/** "falco-rules:5", "ghcr.io/falcosecurity/rules/falco-rules". */
export function findArtifact(ref: string): Artifact | undefined {
	const [, name = '', tag = 'latest'] = /([^/:]+)(?::([^/:]+))?$/.exec(ref) ?? [];
	const rules = RULES.get(name);
	if (rules !== undefined) {
		const [file, text] = rules;
		return { ref: `ghcr.io/falcosecurity/rules/${name}:${tag}`, file, text, isPlugin: false };
	}
	if (name !== 'container') return undefined;
	const full = `ghcr.io/falcosecurity/plugins/plugin/container:${tag}`;
	return { ref: full, file: 'libcontainer.so', text: '\x7fELF', isPlugin: true };
}
