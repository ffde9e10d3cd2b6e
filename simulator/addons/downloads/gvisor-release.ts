import { GVISOR_RELEASE } from '../../hosts/packages/gvisor-packages.ts';
import type { Page } from '../addon.ts';
import { checkedProgram } from './release-files.ts';

const PROGRAMS: readonly (readonly [name: string, program: string, bytes: number])[] = [
	['runsc', 'runsc', 67_841_196],
	['containerd-shim-runsc-v1', 'unsimulated', 28_312_772],
];

/** gVisor's programs, as its installation guide fetches them; checksums name their files. */
export function gvisorPages(): readonly Page[] {
	return ['latest', GVISOR_RELEASE].flatMap((release) =>
		PROGRAMS.flatMap(([name, program, bytes]) => {
			const pages = checkedProgram(
				`https://storage.googleapis.com/gvisor/releases/release/${release}/x86_64/${name}`,
				program,
				bytes,
			);
			return pages.map((page): Page => {
				const { text } = page;
				return text === undefined ? page : { ...page, text: () => `${text()}  ${name}\n` };
			});
		}),
	);
}
