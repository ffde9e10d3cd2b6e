import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin({
	requestConfig: './app/_lib/i18n/request.ts',
	// Messages are parsed by the build, so that no page brings a parser or spends its start on parsing.
	experimental: {
		messages: { path: './app/_lib/i18n/messages', format: 'json', locales: ['ko', 'en'], precompile: true },
	},
});

/** @type {import('next').NextConfig} */
const config = {
	poweredByHeader: false,
	// `npm test` checks types once, for everything; a build does not do it again.
	typescript: { ignoreBuildErrors: true },
	// Packages that load native code or find files beside themselves.
	serverExternalPackages: ['mdx-bundler', 'esbuild', 'shiki', '@shikijs/rehype'],
	turbopack: { root: import.meta.dirname },
	devIndicators: false,
};

export default withNextIntl(config);
