import { ApiError } from '../../../machinery/status.ts';
import { TABLE_STYLE, TabWriter } from '../../../machinery/tab-writer.ts';
import type { Task } from '../../../machinery/task.ts';
import { defineCommand } from '../command.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable } from '../printing/printer.ts';

const VERSIONS = ['v1', 'v1beta1', 'v1alpha1'];

interface SelfSubjectReview {
	readonly status: {
		readonly userInfo: {
			readonly username?: string;
			readonly uid?: string;
			readonly groups?: readonly string[];
			readonly extra?: { readonly [key: string]: readonly string[] };
		};
	};
}

export const whoami = defineCommand({
	name: 'whoami',
	use: 'whoami',
	short: 'Experimental: Check self subject attributes',
	long: `Experimental: Check who you are and your attributes (groups, extra).

        This command is helpful to get yourself aware of the current user attributes,
        especially when dynamic authentication, e.g., token webhook, auth proxy, or OIDC provider,
        is enabled in the Kubernetes cluster.`,
	examples: `
# Who you are for the server
kubectl auth whoami

# The same in JSON
kubectl auth whoami -o json`,
	flags: PRINT_FLAGS,
	*run({ kubectl, flags }) {
		const printer =
			flags.output === '' && flags.template === ''
				? undefined
				: yield* printerOf(kubectl, flags, { operation: '', typed: true });
		const review = yield* selfSubjectReview(kubectl);
		if (printer !== undefined) {
			yield* printer.print(review as unknown as Printable);
			return;
		}
		const { username = '', uid = '', groups = [], extra = {} } = review.status.userInfo;
		const out = new TabWriter(TABLE_STYLE);
		out.write('ATTRIBUTE\tVALUE\n');
		if (username !== '') out.write(`Username\t${username}\n`);
		if (uid !== '') out.write(`UID\t${uid}\n`);
		if (groups.length > 0) out.write(`Groups\t[${groups.join(' ')}]\n`);
		for (const key of Object.keys(extra).sort()) out.write(`Extra: ${key}\t[${(extra[key] ?? []).join(' ')}]\n`);
		yield* kubectl.io.out(out.flush());
	},
});

/** The newest version that the server has. */
function* selfSubjectReview(kubectl: Kubectl): Task<SelfSubjectReview> {
	const client = yield* kubectl.client();
	for (const version of VERSIONS) {
		const apiVersion = `authentication.k8s.io/${version}`;
		const body = { apiVersion, kind: 'SelfSubjectReview', metadata: {} };
		try {
			const path = `/apis/${apiVersion}/selfsubjectreviews`;
			return (yield* client.request({ method: 'POST', path, body })) as SelfSubjectReview;
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			if (error.reason === 'Forbidden')
				throw new CommandError(
					'the selfsubjectreviews API is not enabled in the cluster or you do not have permission to call it',
				);
			if (error.reason !== 'NotFound') throw error;
		}
	}
	throw new CommandError('the selfsubjectreviews API is not enabled in the cluster');
}
