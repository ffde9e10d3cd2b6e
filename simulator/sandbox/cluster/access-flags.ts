import { AUTHORIZATION_MODES } from '../../apiserver/authorization/authorization-modes.ts';

/** What the API server's command line says of who is let in. */
export interface AccessFlags {
	/** --authorization-mode; without it everything is allowed. */
	readonly authorizationModes: readonly string[];
	/** --anonymous-auth */
	readonly anonymous: boolean;
}

/** @param args of the command line, without the program. */
export function accessFlags(args: readonly string[]): AccessFlags {
	const modes = args.flatMap((arg) => (arg.startsWith(MODES) ? arg.slice(MODES.length).split(',') : []));
	return {
		authorizationModes: modes.length === 0 ? ['AlwaysAllow'] : modes,
		anonymous: !args.some((arg) => /^--anonymous-auth=(false|f|0)$/i.test(arg)),
	};
}

const MODES = '--authorization-mode=';

/** Models pkg/kubeapiserver/options BuiltInAuthorizationOptions.Validate. */
export function accessFlagErrors({ authorizationModes }: AccessFlags): string[] {
	const errors = authorizationModes
		.filter((mode) => !AUTHORIZATION_MODES.includes(mode))
		.map((mode) => `authorization-mode ${JSON.stringify(mode)} is not a valid mode`);
	const twice = authorizationModes.length !== new Set(authorizationModes).size;
	if (twice) errors.push(`authorization-mode [${authorizationModes.join(' ')}] has mode specified more than once`);
	return errors;
}
