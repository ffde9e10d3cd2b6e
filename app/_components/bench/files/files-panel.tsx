'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, lazy, Suspense, useState } from 'react';
import { useSetting } from '../../site/use-setting.ts';
import { useBench, useBenchStore } from '../bench-context.tsx';

const FileEditor = lazy(async () => ({ default: (await import('./file-editor.tsx')).FileEditor }));

interface OpenFile {
	readonly host: string;
	readonly path: string;
	/** null: there is no such file yet. */
	readonly content: string | null;
}

const RECENT_MAX = 8;

/** Opens, shows and writes files of a host. */
export function FilesPanel() {
	const t = useTranslations('files');
	const store = useBenchStore();
	const hosts = useBench((state) => state.map?.nodes);
	const [recent, setRecent] = useSetting('files', '["/root/"]');
	const [file, setFile] = useState<OpenFile>();
	const [waiting, setWaiting] = useState(false);
	const paths = parsePaths(recent);
	const open = async (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		const host = String(form.get('host'));
		const path = String(form.get('path')).trim();
		if (!path.startsWith('/') || path.endsWith('/')) return;
		setWaiting(true);
		const content = await store.readFile(host, path);
		setWaiting(false);
		setFile({ host, path, content });
		setRecent(JSON.stringify([path, ...paths.filter((each) => each !== path)].slice(0, RECENT_MAX)));
	};
	return (
		<div className="files">
			<form className="files-bar" onSubmit={open}>
				<label>
					<span>{t('host')}</span>
					<select name="host">
						{(hosts ?? []).map(({ name }) => (
							<option key={name}>{name}</option>
						))}
					</select>
				</label>
				<label className="files-path">
					<span>{t('path')}</span>
					<input
						name="path"
						list="recent-files"
						required
						pattern="/.*[^\/]"
						defaultValue="/root/"
						spellCheck={false}
						autoComplete="off"
					/>
				</label>
				<datalist id="recent-files">
					{paths.map((path) => (
						<option key={path} value={path} />
					))}
				</datalist>
				<button type="submit" className="button small" disabled={waiting || hosts === undefined}>
					{t('open')}
				</button>
			</form>
			{file === undefined ? (
				<p className="panel-empty">{t('empty')}</p>
			) : (
				<Suspense>
					<FileEditor key={`${file.host}:${file.path}`} {...file} />
				</Suspense>
			)}
		</div>
	);
}

function parsePaths(text: string): string[] {
	try {
		const paths: unknown = JSON.parse(text);
		return Array.isArray(paths) ? paths.filter((path) => typeof path === 'string') : [];
	} catch {
		return [];
	}
}
