/** What the policies that isolate a Pod say about a connection. */
export type PolicyVerdict =
	/** One of them lists it. */
	| {
			readonly kind: 'allowed';
			/** "default/allow-web". */
			readonly policy: string;
			/** Which of the policy's rules for the direction, from 0. */
			readonly rule: number;
			/** A proxy reads along. */
			readonly proxied?: true;
	  }
	/** None does: these isolate the Pod. */
	| { readonly kind: 'denied'; readonly policies: readonly string[] };
