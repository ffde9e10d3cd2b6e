import type { Task } from '../../machinery/task.ts';
import type { Component, FileView } from './inventory.ts';
import { COMPONENTS_MAX, type PackageType } from './package-url.ts';

const FOLDERS_MAX = 4_000;
const DEPTH_MAX = 12;
const SKIPPED = new Set(['proc', 'sys', 'dev', 'run', '.git']);

/** Manifests and records of what languages' package managers have installed, below a folder. */
export function* findLanguagePackages(view: FileView, pause: (packages: number) => Task<void>): Task<Component[]> {
	const found: Component[] = [];
	const folders: { path: string; depth: number }[] = [{ path: '', depth: 0 }];
	for (let seen = 0; folders.length > 0 && seen < FOLDERS_MAX && found.length < COMPONENTS_MAX; seen++) {
		const { path, depth } = folders.shift() as { path: string; depth: number };
		for (const name of view.names(path === '' ? '/' : path) ?? []) {
			const full = `${path}/${name}`;
			const own = readManifest(view, full, name);
			for (const each of own) found.push(each);
			yield* pause(1 + own.length);
			if (depth < DEPTH_MAX && !SKIPPED.has(name) && view.isFolder(full))
				folders.push({ path: full, depth: depth + 1 });
		}
	}
	return found;
}

/** What the manifests of projects list; installed packages are left to `readInstalled`. */
function readManifest(view: FileView, path: string, name: string): Component[] {
	if (name.endsWith('.dist-info')) return distInfo(view, path);
	if (name === 'package.json' && path.includes('/node_modules/')) return nodePackage(view, path);
	switch (name) {
		case 'package-lock.json':
			return npmLock(view.text(path) ?? '', path);
		case 'requirements.txt':
			return requirements(view.text(path) ?? '', path);
		case 'go.mod':
			return goModules(view.text(path) ?? '', path);
		default:
			return [];
	}
}

export function component(type: PackageType, name: string, version: string, path: string, license = ''): Component {
	return {
		type,
		name,
		version,
		arch: '',
		license,
		sourceName: name,
		sourceVersion: version,
		maintainer: '',
		path: path.replace(/^\//, ''),
	};
}

function distInfo(view: FileView, folder: string): Component[] {
	const [, name, version] = /\/([^/]+)-([^-/]+)\.dist-info$/.exec(folder) ?? [];
	if (name === undefined || version === undefined) return [];
	const metadata = view.text(`${folder}/METADATA`) ?? '';
	const field = (key: string): string | undefined => new RegExp(`^${key}: (.*)$`, 'm').exec(metadata)?.[1];
	return [
		component(
			'python-pkg',
			field('Name') ?? name,
			field('Version') ?? version,
			`${folder}/METADATA`,
			field('License') ?? '',
		),
	];
}

function json(text: string): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
	} catch {
		return {};
	}
}

function nodePackage(view: FileView, path: string): Component[] {
	const { name, version, license } = json(view.text(path) ?? '');
	if (typeof name !== 'string' || typeof version !== 'string') return [];
	return [component('node-pkg', name, version, path, typeof license === 'string' ? license : '')];
}

function npmLock(text: string, path: string): Component[] {
	const { packages, dependencies } = json(text) as Record<string, Record<string, { version?: unknown }> | undefined>;
	const entries = Object.entries(packages ?? dependencies ?? {});
	return entries.flatMap(([key, { version }]) => {
		const name = key.replace(/^.*node_modules\//, '');
		return name === '' || typeof version !== 'string' ? [] : [component('npm', name, version, path)];
	});
}

function requirements(text: string, path: string): Component[] {
	return text.split('\n').flatMap((line) => {
		const [, name, version] = /^\s*([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*==\s*([^\s;#]+)/.exec(line) ?? [];
		return name === undefined || version === undefined ? [] : [component('pip', name, version, path)];
	});
}

function goModules(text: string, path: string): Component[] {
	return text.split('\n').flatMap((line) => {
		const [, name, version] = /^\s*(?:require\s+)?([\w.-]+\.[\w.-]+\/\S+)\s+(v\d\S*)/.exec(line) ?? [];
		return name === undefined || version === undefined ? [] : [component('gomod', name, version, path)];
	});
}
