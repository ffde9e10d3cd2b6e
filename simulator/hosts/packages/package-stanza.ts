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
	/** "amd64" unless said. */
	readonly architecture?: string;
	/** "optional" unless said. */
	readonly priority?: string;
	/** The source, where it is called otherwise. */
	readonly source?: string;
	/** The system does not work without it. */
	readonly isEssential?: boolean;
	/** Those of several architectures can be installed together. */
	readonly isSideBySide?: boolean;
	/** Below the repository. */
	readonly filename: string;
}

/** Of a repository's Packages file. */
export function packageStanza(facts: PackageFacts): string {
	const { name, version, filename, size } = facts;
	return `Package: ${name}\n${essential(facts)}${tail(facts)}${rest(facts, version)}Filename: ${filename}\nSize: ${size}\nDescription: ${facts.description}\n`;
}

/** Of /var/lib/dpkg/status. */
export function statusStanza(facts: PackageFacts, selection: 'install' | 'hold'): string {
	const { name, version, description, homepage } = facts;
	return `Package: ${name}\n${essential(facts)}Status: ${selection} ok installed\n${tail(facts)}${rest(facts, version)}Description: ${description}\n${homepage === undefined ? '' : `Homepage: ${homepage}\n`}`;
}

function essential({ isEssential = false }: PackageFacts): string {
	return isEssential ? 'Essential: yes\n' : '';
}

function tail({
	section,
	installedKib,
	maintainer,
	architecture = 'amd64',
	priority = 'optional',
	...facts
}: PackageFacts): string {
	return [
		`Priority: ${priority}`,
		`Section: ${section}`,
		`Installed-Size: ${installedKib}`,
		`Maintainer: ${maintainer}`,
		`Architecture: ${architecture}`,
		...(facts.isSideBySide === true ? ['Multi-Arch: same'] : []),
		...(facts.source === undefined ? [] : [`Source: ${facts.source}`]),
		'',
	].join('\n');
}

function rest({ depends, conflicts }: PackageFacts, version: string): string {
	return [
		`Version: ${version}`,
		...(depends === undefined ? [] : [`Depends: ${depends}`]),
		...(conflicts === undefined ? [] : [`Conflicts: ${conflicts}`]),
		'',
	].join('\n');
}
