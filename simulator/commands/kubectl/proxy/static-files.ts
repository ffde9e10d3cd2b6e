import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import type { Streams } from '../streams.ts';

export interface Page {
	readonly status: number;
	readonly contentType: string;
	/** Where to go instead. */
	readonly location?: string;
	readonly body: Uint8Array;
}

/** A file below `directory`, or what is in a directory. Models net/http FileServer. @param path begins with "/". */
export function* staticPage(io: Streams, directory: string, path: string): Task<Page> {
	const clean = `/${path
		.split('/')
		.filter((part) => part !== '' && part !== '.' && part !== '..')
		.join('/')}`;
	const file = `${directory.replace(/\/$/, '')}${clean}`;
	const type = io.fileType(file);
	if (type === undefined) return notFound();
	if (type !== 'directory') return yield* filePage(io, file);
	if (!path.endsWith('/')) {
		return { status: 301, contentType: '', location: `${clean.split('/').at(-1)}/`, body: new Uint8Array(0) };
	}
	const index = `${file.replace(/\/$/, '')}/index.html`;
	if (io.fileType(index) === 'file') return yield* filePage(io, index);
	const names = [...io.process.readdir(file)].sort();
	const links = names.map((name) => {
		const shown = escapeHtml(io.fileType(`${file}/${name}`) === 'directory' ? `${name}/` : name);
		return `<a href="${shown}">${shown}</a>\n`;
	});
	const text = `<!doctype html>\n<meta name="viewport" content="width=device-width">\n<pre>\n${links.join('')}</pre>\n`;
	return { status: 200, contentType: 'text/html; charset=utf-8', body: encodeUtf8(text) };
}

function* filePage(io: Streams, file: string): Task<Page> {
	try {
		const fd = yield* io.process.open(file, { read: true });
		try {
			const body = yield* io.process.read(fd, io.process.fstat(fd).size);
			const extension = /\.[^./]+$/.exec(file)?.[0] ?? '';
			return { status: 200, contentType: TYPES.get(extension) ?? 'text/plain; charset=utf-8', body };
		} finally {
			io.process.close(fd);
		}
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		return error.errno === 'EACCES' ? plainPage(403, '403 Forbidden\n') : notFound();
	}
}

function notFound(): Page {
	return plainPage(404, '404 page not found\n');
}

export function plainPage(status: number, text: string): Page {
	return { status, contentType: 'text/plain; charset=utf-8', body: encodeUtf8(text) };
}

function escapeHtml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&#34;');
}

/** Models Go's mime package with its own table. */
const TYPES: ReadonlyMap<string, string> = new Map([
	['.css', 'text/css; charset=utf-8'],
	['.gif', 'image/gif'],
	['.htm', 'text/html; charset=utf-8'],
	['.html', 'text/html; charset=utf-8'],
	['.jpg', 'image/jpeg'],
	['.js', 'text/javascript; charset=utf-8'],
	['.json', 'application/json'],
	['.pdf', 'application/pdf'],
	['.png', 'image/png'],
	['.svg', 'image/svg+xml'],
	['.xml', 'text/xml; charset=utf-8'],
]);
