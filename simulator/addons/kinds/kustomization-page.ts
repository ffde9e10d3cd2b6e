import type { Page } from '../addon.ts';

/** The file that makes a folder of a repository one for `kubectl apply -k`. @param folder its raw URL. */
export function kustomizationPage(folder: string, resources: readonly string[]): Page {
	const lines = resources.map((each) => `- ${each}\n`).join('');
	const text = `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n${lines}`;
	return { url: `${folder}/kustomization.yaml`, text: () => text };
}
