import type { PackageFacts } from '../package-stanza.ts';
import { ARCHIVE_TOOLS } from './archive-tools.ts';
import { NODE_LIBRARIES } from './node-libraries.ts';
import { NODE_TOOLS } from './node-tools.ts';

const MAINTAINER = 'Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>';

/**
 * Reads a table: name | version | architecture | section | priority | installed KiB | source | needs | in a few words. An
 * architecture ends with "=" where several may be installed side by side, with "u" of what lies in universe; a priority
 * with "!" of what is essential; the source is empty where it is called as the package. Differs: what packages need is
 * without versions, and without what the table has not.
 */
function parsed(table: string): PackageFacts[] {
	return table
		.trim()
		.split('\n')
		.map((line) => {
			const [
				name = '',
				version = '',
				arch = '',
				section = '',
				priority = '',
				kib = '',
				source = '',
				needs = '',
				text = '',
			] = line.split('|');
			const isCommunity = arch.endsWith('u');
			const pool = isCommunity ? 'universe' : 'main';
			const folder = source === '' ? name : source;
			const architecture = arch.replace(/[=u]*$/, '');
			return {
				...{ name, version, architecture, description: text, maintainer: MAINTAINER },
				section: isCommunity ? `universe/${section}` : section,
				priority: priority.replace('!', ''),
				installedKib: Number(kib),
				size: Number(kib) * 310 + 1_400,
				filename: `pool/${pool}/${prefix(folder)}/${folder}/${name}_${version.replace(/^\d+:/, '')}_${architecture}.deb`,
				...(source !== '' && { source }),
				...(priority.endsWith('!') && { isEssential: true }),
				...(arch.includes('=') && { isSideBySide: true }),
				...(needs !== '' && { depends: needs.replaceAll(' ', ', ') }),
			};
		});
}

/** "libs" of "libssl", else the first letter. */
function prefix(name: string): string {
	return name.startsWith('lib') ? name.slice(0, 4) : name.charAt(0);
}

/** What an Ubuntu 24.04 server has installed. */
export const SERVER_PACKAGES: readonly PackageFacts[] = [...parsed(NODE_TOOLS), ...parsed(NODE_LIBRARIES)];

/** What else its archive has: tools that people ask for. */
export const ARCHIVE_PACKAGES: readonly PackageFacts[] = parsed(ARCHIVE_TOOLS);
