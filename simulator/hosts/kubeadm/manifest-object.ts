import type { KubeObject } from '../../machinery/meta.ts';

/** An object as a manifest holds it: what the server sets is not there. */
export type ManifestObject = Pick<KubeObject, 'apiVersion' | 'kind'> & {
	readonly metadata: {
		readonly name: string;
		readonly namespace?: string;
		readonly labels?: { readonly [key: string]: string };
		readonly annotations?: { readonly [key: string]: string };
		readonly finalizers?: readonly string[];
	};
	readonly [field: string]: unknown;
};
