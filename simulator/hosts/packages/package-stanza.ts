/** One version of a Debian package, as its control file and its repository tell of it. */
export interface PackageFacts {
	readonly name: string;
	readonly version: string;
	readonly section: string;
	/** Of the archive that is downloaded, bytes. */
	readonly size: number;
	/** Of its files, KiB. */
	readonly installedKib: number;
	readonly maintainer: string;
	/** "cri-tools (>= 1.30.0)". */
	readonly depends?: string;
	/** "containerd.io": what goes when this comes. */
	readonly conflicts?: string;
	readonly homepage?: string;
	readonly description: string;
	/** Below the repository. */
	readonly filename: string;
}

/** Of a repository's Packages file. */
export function packageStanza(facts: PackageFacts): string {
	const { name, version, filename, size } = facts;
	return `Package: ${name}\n${tail(facts)}Version: ${version}\nFilename: ${filename}\nSize: ${size}\n`;
}

/** Of /var/lib/dpkg/status. */
export function statusStanza(facts: PackageFacts, selection: 'install' | 'hold'): string {
	return `Package: ${facts.name}\nStatus: ${selection} ok installed\n${tail(facts)}Version: ${facts.version}\n`;
}

function tail({ section, installedKib, maintainer, depends, conflicts, homepage, description }: PackageFacts): string {
	return [
		'Priority: optional',
		`Section: ${section}`,
		`Installed-Size: ${installedKib}`,
		`Maintainer: ${maintainer}`,
		'Architecture: amd64',
		...(depends === undefined ? [] : [`Depends: ${depends}`]),
		...(conflicts === undefined ? [] : [`Conflicts: ${conflicts}`]),
		...(homepage === undefined ? [] : [`Homepage: ${homepage}`]),
		`Description: ${description}`,
		'',
	].join('\n');
}
