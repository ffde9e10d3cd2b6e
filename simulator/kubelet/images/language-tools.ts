import type { Process, Program } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { ImageRepository } from '../runtime/image.ts';
import { ON_ALPINE, ON_DISTROLESS } from './bases/base.ts';
import { type CataloguedVersion, cataloguedImage } from './catalogued-image.ts';
import { variantTags } from './image-version.ts';
import { commands, directory, executable, type PathEntry } from './layer-builder.ts';

// Compilers and interpreters that people start to have their tools. Differs: they tell their version and can do no more.

/** What a compiler of this name says when it is asked for its version, or for anything else. */
function tool(
	name: string,
	version: (release: string) => string,
	asks: readonly string[] = ['--version', '-v', '-V', 'version'],
): Program {
	return (process) => runTool(process, name, version, asks);
}

function* runTool(
	process: Process,
	name: string,
	version: (release: string) => string,
	asks: readonly string[],
): Task<number> {
	if (asks.includes(process.argv[1] ?? '')) {
		yield* process.write(1, encodeUtf8(`${version((process.release ?? '').replace(/-.*/, ''))}\n`));
		return 0;
	}
	if (process.argv.length === 1) {
		// An interactive interpreter whose input ends at once.
		const input = yield* process.read(0, 4_096);
		if (input.length === 0) return 0;
	}
	yield* process.write(2, encodeUtf8(`${name}: this simulated container cannot run ${name} programs\n`));
	return 1;
}

/** Version, its other names, day; the sizes are those of the large flavour. */
type Release = readonly [version: string, more: string, date: string];

function versions(
	releases: readonly Release[],
	bytes: number,
	codenames = 'bookworm trixie bullseye',
): CataloguedVersion[] {
	return releases.flatMap(([version, more, date]): CataloguedVersion[] => {
		const names = [version, ...more.split(' ').filter((name) => name !== '')];
		const [first = ''] = codenames.split(' ');
		return [
			[[...names, ...variantTags(names, ...codenames.split(' '))].join(' '), date, bytes],
			[
				variantTags(names, 'slim', ...codenames.split(' ').map((each) => `slim-${each}`), `${first}-slim`).join(' '),
				date,
				Math.round(bytes * 0.3),
			],
			[variantTags(names, 'alpine', 'alpine3.22', 'alpine3.21').join(' '), date, Math.round(bytes * 0.2), ON_ALPINE],
		];
	});
}

const compilers = (): PathEntry[] => commands('/usr/bin', 'curl', 240_000);

const GOLANG = cataloguedImage({
	names: 'golang',
	versions: versions(
		[
			['1.25.3', '1.25 1 latest', '2025-10-13'],
			['1.24.9', '1.24', '2025-10-13'],
			['1.23.12', '1.23', '2025-08-06'],
			['1.22.12', '1.22', '2025-02-04'],
			['1.21.13', '1.21', '2024-08-06'],
			['1.20.14', '1.20', '2024-02-06'],
			['1.19.13', '1.19', '2023-09-06'],
			['1.18.10', '1.18', '2023-01-10'],
			['1.17.13', '1.17', '2022-08-01'],
			['1.16.15', '1.16 1.15 1.14 1.13', '2022-03-03'],
		],
		302_402_018,
	),
	cmd: ['bash'],
	env: (release) => [
		['GOLANG_VERSION', release.replace(/-.*/, '')],
		['GOTOOLCHAIN', 'local'],
		['GOPATH', '/go'],
	],
	path: '/go/bin:/usr/local/go/bin',
	workingDir: '/go',
	files: () => [
		...compilers(),
		executable('/usr/local/go/bin/go', 'go', 14_013_236),
		directory('/go/src', 0o777),
		directory('/go/bin', 0o777),
	],
});

const RUBY = cataloguedImage({
	names: 'ruby',
	versions: versions(
		[
			['3.4.7', '3.4 3 latest', '2025-10-08'],
			['3.3.10', '3.3', '2025-10-23'],
			['3.2.9', '3.2 3.1.7 3.1 3.0', '2025-07-24'],
			['2.7.8', '2.7 2 2.6 2.5', '2023-03-30'],
		],
		380_402_018,
	),
	cmd: ['irb'],
	env: (release) => [
		['LANG', 'C.UTF-8'],
		['RUBY_VERSION', release.replace(/-.*/, '')],
		['GEM_HOME', '/usr/local/bundle'],
	],
	path: '/usr/local/bundle/bin',
	programs: [
		[
			'/usr/local/bin/ruby',
			tool('ruby', (release) => `ruby ${release} (2025-10-08 revision 0000000000) +PRISM [x86_64-linux]`),
		],
		['/usr/local/bin/irb', tool('irb', () => 'irb 1.14.3 (2024-12-18)')],
		['/usr/local/bin/gem', tool('gem', () => '3.6.9')],
		['/usr/local/bin/bundle', tool('bundle', () => 'Bundler version 2.6.9')],
	],
	files: compilers,
});

const RUST = cataloguedImage({
	names: 'rust',
	versions: versions(
		[
			['1.91.0', '1.91 1 latest', '2025-10-30'],
			['1.90.0', '1.90', '2025-09-18'],
			['1.85.0', '1.85 1.80 1.75 1.70', '2025-02-20'],
		],
		600_402_018,
	),
	env: (release) => [
		['RUSTUP_HOME', '/usr/local/rustup'],
		['CARGO_HOME', '/usr/local/cargo'],
		['RUST_VERSION', release.replace(/-.*/, '')],
	],
	cmd: ['bash'],
	path: '/usr/local/cargo/bin',
	programs: [
		['/usr/local/cargo/bin/rustc', tool('rustc', (release) => `rustc ${release} (f8297e351 2025-10-28)`)],
		['/usr/local/cargo/bin/cargo', tool('cargo', (release) => `cargo ${release} (ea2d97820 2025-10-10)`)],
	],
	files: compilers,
});

const GCC = cataloguedImage({
	names: 'gcc',
	versions: [
		['15.2.0 15.2 15 latest', '2025-08-08', 520_402_018],
		['14.3.0 14 13.4.0 13 12 11 10 9', '2025-05-23', 500_402_018],
	],
	cmd: ['bash'],
	programs: [
		['/usr/local/bin/gcc', tool('gcc', (release) => `gcc (GCC) ${release}`)],
		['/usr/local/bin/g++', tool('g++', (release) => `g++ (GCC) ${release}`)],
	],
	files: compilers,
});

const ELIXIR = cataloguedImage({
	names: 'elixir',
	versions: versions(
		[
			['1.19.1', '1.19 1 latest', '2025-10-20'],
			['1.18.4', '1.18 1.17 1.16', '2025-05-21'],
		],
		580_402_018,
	),
	cmd: ['iex'],
	programs: [
		['/usr/local/bin/iex', tool('iex', (release) => `IEx ${release} (compiled with Erlang/OTP 28)`)],
		['/usr/local/bin/elixir', tool('elixir', (release) => `Elixir ${release} (compiled with Erlang/OTP 28)`)],
	],
});

const dotnet = (names: string, hasSdk: boolean): ImageRepository =>
	cataloguedImage({
		names,
		versions: [
			['9.0 latest 9.0.10 9.0-bookworm-slim', '2025-10-14', hasSdk ? 320_402_114 : 90_402_114],
			['8.0 8.0.21 8.0-jammy 8.0-bookworm-slim', '2025-10-14', hasSdk ? 310_402_114 : 88_402_114],
			['7.0 6.0 6.0-focal 5.0 3.1', '2024-11-12', hasSdk ? 300_402_114 : 85_402_114],
			['9.0-alpine 8.0-alpine 7.0-alpine 6.0-alpine', '2025-10-14', hasSdk ? 250_402_114 : 52_402_114, ON_ALPINE],
		],
		cmd: ['/bin/bash'],
		env: (release) => [
			['DOTNET_RUNNING_IN_CONTAINER', 'true'],
			['ASPNETCORE_HTTP_PORTS', '8080'],
			['DOTNET_VERSION', release],
		],
		programs: [['/usr/bin/dotnet', tool('dotnet', (release) => release)]],
	});

/** gcr.io/distroless: nothing to start but what is put into it. */
const DISTROLESS = cataloguedImage({
	names:
		'gcr.io/distroless/static-debian12 gcr.io/distroless/static-debian11 gcr.io/distroless/static gcr.io/distroless/base-debian12 gcr.io/distroless/base-debian11 gcr.io/distroless/base gcr.io/distroless/cc-debian12 gcr.io/distroless/cc',
	versions: [['latest', '2025-10-20', 802_114]],
	base: ON_DISTROLESS,
});

const DISTROLESS_NONROOT = cataloguedImage({
	names: 'gcr.io/distroless/static-debian12',
	versions: [['nonroot', '2025-10-20', 802_114]],
	base: ON_DISTROLESS,
	user: '65532',
	workingDir: '/home/nonroot',
});

export const LANGUAGE_TOOLS: readonly ImageRepository[] = [
	GOLANG,
	RUBY,
	RUST,
	GCC,
	ELIXIR,
	dotnet('mcr.microsoft.com/dotnet/sdk', true),
	dotnet('mcr.microsoft.com/dotnet/aspnet mcr.microsoft.com/dotnet/runtime', false),
	{ ...DISTROLESS, tags: new Map([...DISTROLESS.tags, ...DISTROLESS_NONROOT.tags]) },
];
