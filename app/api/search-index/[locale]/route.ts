import { gzipSync } from 'node:zlib';
import { isLocale, LOCALES } from '../../../_lib/content/localized.ts';
import { searchEntries } from '../../../_lib/content/search-entries.ts';

/** Made when the site is built, like the pages it leads to. */
export const dynamic = 'force-static';
export const dynamicParams = false;

export function generateStaticParams() {
	return LOCALES.map((locale) => ({ locale }));
}

/**
 * `GET /api/search-index/ko`: what the search looks through, loaded when somebody begins to search: gzipped JSON, which
 * the page unpacks. (Next neither packs prerendered routes on their way nor keeps a Content-Encoding of theirs.)
 */
export async function GET(_: Request, { params }: { readonly params: Promise<{ locale: string }> }): Promise<Response> {
	const { locale } = await params;
	if (!isLocale(locale)) return new Response(null, { status: 404 });
	const packed = gzipSync(JSON.stringify(await searchEntries(locale)), { level: 9 });
	return new Response(packed, { headers: { 'Content-Type': 'application/gzip' } });
}
