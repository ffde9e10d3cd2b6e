/** The folder of package.json. Bundling changes `import.meta.url`, so the scripts say it and everything else asks here. */
export function projectRoot(): string {
	return process.env.KUBEDRILL_ROOT ?? process.cwd();
}
