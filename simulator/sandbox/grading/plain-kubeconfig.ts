import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';

interface Kubeconfig {
	readonly 'current-context'?: unknown;
	readonly contexts?: unknown;
}

interface NamedContext {
	readonly name?: unknown;
	readonly context?: { readonly namespace?: unknown };
}

/** What kubeadm calls the context of its administrator. */
const ADMINISTRATOR = 'kubernetes-admin@kubernetes';

/**
 * The student's kubeconfig as checks want it: where they left kubeadm's administrator it is taken up again, and a namespace
 * that they made the default is forgotten. Undefined when it says so already, or says nothing that can be understood.
 */
export function plainKubeconfig(text: string): string | undefined {
	let config: Kubeconfig | undefined;
	try {
		config = parseYamlDocument(text) as Kubeconfig | undefined;
	} catch (error) {
		if (error instanceof YamlError) return undefined;
		throw error;
	}
	if (config === undefined || config === null || !Array.isArray(config.contexts)) return undefined;
	const contexts = config.contexts as readonly (NamedContext | null)[];
	const name = contexts.some((each) => each?.name === ADMINISTRATOR) ? ADMINISTRATOR : config['current-context'];
	const current = contexts.find((each) => each?.name === name);
	const namespace = current?.context?.namespace ?? 'default';
	if (current?.context === undefined || (name === config['current-context'] && namespace === 'default'))
		return undefined;
	const plain = { ...current, context: { ...current.context, namespace: 'default' } };
	const others = contexts.map((each) => (each === current ? plain : each));
	return JSON.stringify({ ...config, 'current-context': name, contexts: others });
}
