import { gunzip } from '../../machinery/deflate/gzip.ts';
import { InflateError } from '../../machinery/deflate/inflate-error.ts';
import { CurlFailure } from './curl-failure.ts';
import type { Exchange } from './curl-transfer.ts';

/** The name that a server gives its answer, without directories. Models src/tool_cb_hdr.c parse_filename. */
export function attachedName(head: Exchange['head'] | undefined): string | undefined {
	const text = head?.headers.get('content-disposition') ?? '';
	const [, quoted, plain] = /;\s*filename=(?:"([^"]*)"|([^;]*))/i.exec(text) ?? [];
	const name = (quoted ?? plain ?? '').replace(/^.*[/\\]/s, '').trim();
	return name === '' ? undefined : name;
}

export function headLines({ version, status, reason, headers }: Exchange['head']): string[] {
	return [`${version} ${status} ${reason}`, ...headers.entries().map(([name, value]) => `${name}: ${value}`), ''];
}

export function headText({ head }: Pick<Exchange, 'head'>): string {
	return headLines(head)
		.map((line) => `${line}\r\n`)
		.join('');
}

/** What is compressed and broken off stays as it is. */
export function unzipped(bytes: Uint8Array): Uint8Array {
	try {
		return gunzip(bytes);
	} catch (error) {
		if (!(error instanceof InflateError)) throw error;
		throw new CurlFailure(23, 'Failed writing received data to disk/application');
	}
}
