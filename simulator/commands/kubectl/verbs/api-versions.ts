import { defineCommand } from '../command.ts';
import { discover } from '../discovery.ts';

export const apiVersions = defineCommand({
	name: 'api-versions',
	use: 'api-versions',
	short: 'Print the supported API versions on the server, in the form of "group/version"',
	long: 'Print the supported API versions on the server, in the form of "group/version".',
	examples: `
# What the server supports
kubectl api-versions`,
	flags: {},
	*run({ kubectl, args, usageError }) {
		if (args.length > 0) usageError(`unexpected arguments: [${args.join(' ')}]`);
		const api = yield* discover(yield* kubectl.client());
		const versions = api.groups.flatMap(({ name, versions }) =>
			versions.map((version) => (name === '' ? version : `${name}/${version}`)),
		);
		yield* kubectl.io.out(`${versions.sort().join('\n')}\n`);
	},
});
