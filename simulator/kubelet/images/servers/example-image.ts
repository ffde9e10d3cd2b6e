import type { ImageRepository } from '../../runtime/image.ts';
import { type Base, ON_ALPINE } from '../bases/base.ts';
import { type CataloguedVersion, cataloguedImage } from '../catalogued-image.ts';
import { type ServerBehaviour, serverProgram } from '../programs/server-program.ts';

/** An image with one program that is one server. */
export interface Example {
	readonly names: string;
	readonly versions: readonly CataloguedVersion[];
	readonly base?: Base;
	/** The program's file; its container's command unless `cmd` says more. */
	readonly file: string;
	readonly isEntryPoint?: boolean;
	readonly args?: readonly string[];
	readonly workingDir?: string;
	readonly env?: readonly (readonly [string, string])[];
	readonly user?: string;
	readonly port: number;
	readonly portFrom?: string;
	readonly behaviour: Omit<ServerBehaviour, 'ports'>;
}

export function exampleImage(each: Example): ImageRepository {
	const {
		names,
		versions,
		base = ON_ALPINE,
		file,
		isEntryPoint,
		args = [],
		workingDir,
		env = [],
		user,
		port,
		portFrom,
		behaviour,
	} = each;
	const name = file.replace(/^.*\//, '');
	return cataloguedImage({
		names,
		versions,
		base,
		[isEntryPoint === true ? 'entrypoint' : 'cmd']: [file.startsWith('/usr/local/bin/') ? name : file, ...args],
		...(workingDir === undefined ? {} : { workingDir }),
		...(user === undefined ? {} : { user }),
		env: () => env,
		ports: String(port),
		programs: [
			[
				file,
				serverProgram({
					...behaviour,
					ports: (process) => [Number((portFrom === undefined ? undefined : process.env.get(portFrom)) ?? port)],
				}),
			],
		],
	});
}
