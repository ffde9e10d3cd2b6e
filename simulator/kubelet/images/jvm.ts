import type { Program } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { ImageRepository } from '../runtime/image.ts';
import { type Base, ON_ALPINE, ON_DEBIAN, ON_UBUNTU } from './bases/base.ts';
import { type CataloguedVersion, cataloguedImage } from './catalogued-image.ts';
import { entrypointScript } from './entrypoint-script.ts';
import { variantTags } from './image-version.ts';
import { directory } from './layer-builder.ts';

// Java and what is built with it. Differs: no program of it can be run, and they say so.

/** Major version, its newest release, day. */
const JAVA_RELEASES = [
	['25', '25.0.1', '2025-10-21'],
	['21', '21.0.9', '2025-10-21'],
	['17', '17.0.17', '2025-10-21'],
	['11', '11.0.29', '2025-10-21'],
	['8', '8u472', '2025-10-21'],
] as const;

/** `java`: its version, and where it cannot find what it is to run. Models the launcher's messages. */
function java(vendor: string): Program {
	return (process) => runJava(process, vendor);
}

function* runJava(process: Parameters<Program>[0], vendor: string): Task<number> {
	const args = process.argv.slice(1);
	const say = (text: string): Task<void> => process.write(2, encodeUtf8(text));
	const version = (process.release ?? '').replace(/^8u/, '1.8.0_').replace(/-.*/, '');
	if (args.includes('-version') || args.includes('--version')) {
		const runtime = version.startsWith('1.8') ? `${version}-b08` : `${version}+8-LTS`;
		const text = `openjdk ${args.includes('--version') ? version : `version "${version}"`}${version.startsWith('1.8') ? '' : ' 2025-10-21 LTS'}\nOpenJDK Runtime Environment ${vendor} (build ${runtime})\nOpenJDK 64-Bit Server VM ${vendor} (build ${runtime}, mixed mode, sharing)\n`;
		yield* process.write(args.includes('--version') ? 1 : 2, encodeUtf8(text));
		return 0;
	}
	const jarAt = args.indexOf('-jar');
	if (jarAt >= 0) {
		const jar = args[jarAt + 1];
		if (jar === undefined) {
			yield* say('Error: -jar requires jar file specification\n');
			return 1;
		}
		if (!process.access(jar, { read: true })) {
			yield* say(`Error: Unable to access jarfile ${jar}\n`);
			return 1;
		}
		yield* say('java: this simulated container cannot run Java programs\n');
		return 1;
	}
	const main = args.find((arg) => !arg.startsWith('-'));
	if (main === undefined) {
		yield* say(
			'Usage: java [options] <mainclass> [args...]\n           (to execute a class)\n   or  java [options] -jar <jarfile> [args...]\n           (to execute a jar file)\n',
		);
		return 1;
	}
	yield* say(
		`Error: Could not find or load main class ${main}\nCaused by: java.lang.ClassNotFoundException: ${main}\n`,
	);
	return 1;
}

/** Without a terminal it greets and sees the end of its input. */
function* jshell(process: Parameters<Program>[0]): Task<number> {
	yield* process.write(
		1,
		encodeUtf8(
			`|  Welcome to JShell -- Version ${(process.release ?? '').replace(/-.*/, '')}\n|  For an introduction type: /help intro\n\njshell> `,
		),
	);
	const input = yield* process.read(0, 4_096);
	if (input.length > 0) {
		yield* process.write(2, encodeUtf8('jshell: this simulated container cannot interpret Java\n'));
		return 1;
	}
	yield* process.write(1, encodeUtf8('\n'));
	return 0;
}

function* javac(process: Parameters<Program>[0]): Task<number> {
	if (process.argv.includes('-version') || process.argv.includes('--version')) {
		yield* process.write(1, encodeUtf8(`javac ${(process.release ?? '').replace(/-.*/, '')}\n`));
		return 0;
	}
	yield* process.write(2, encodeUtf8('javac: this simulated container cannot compile Java programs\n'));
	return 2;
}

interface JavaFamily {
	readonly names: string;
	readonly vendor: string;
	readonly home: string;
	readonly base: Base;
	/** Behind a version: "jdk" gives 21-jdk. */
	readonly variants: readonly string[];
	readonly hasShell: boolean;
	readonly entrypoint?: readonly string[];
	readonly latest: string;
}

function javaImage({ names, vendor, home, base, variants, hasShell, entrypoint, latest }: JavaFamily): ImageRepository {
	return cataloguedImage({
		names,
		versions: JAVA_RELEASES.flatMap(([major, release, date]): CataloguedVersion[] => {
			const tags = [major, release, ...(major === latest ? ['latest'] : [])];
			const alpine = variants.filter((variant) => variant.includes('alpine'));
			const others = variants.filter((variant) => !variant.includes('alpine'));
			return [
				[
					[release, ...tags.filter((tag) => tag !== release), ...variantTags(tags, ...others)].join(' '),
					date,
					190_402_114,
				],
				[
					variantTags([release, ...tags.filter((tag) => tag !== release)], ...alpine).join(' '),
					date,
					110_402_114,
					ON_ALPINE,
				],
			];
		}),
		base,
		...(entrypoint === undefined ? {} : { entrypoint }),
		...(hasShell ? { cmd: ['jshell'] } : { cmd: ['/bin/bash'] }),
		env: (release) => [
			['JAVA_HOME', home],
			['LANG', 'en_US.UTF-8'],
			['JAVA_VERSION', release],
		],
		path: `${home}/bin`,
		programs: [
			[`${home}/bin/java`, java(vendor), 12_402],
			[`${home}/bin/javac`, javac, 12_402],
			[`${home}/bin/jshell`, jshell, 12_402],
		],
		files: () => [entrypointScript('/__cacert_entrypoint.sh', { server: 'java' })],
	});
}

const ALPINES = ['alpine', 'jdk-alpine', 'jre-alpine', 'jdk-alpine-3.22', 'jre-alpine-3.22'];

const TEMURIN = javaImage({
	names: 'eclipse-temurin',
	vendor: 'Temurin-21.0.9+10',
	home: '/opt/java/openjdk',
	base: ON_UBUNTU,
	variants: [
		'jdk',
		'jre',
		'jdk-jammy',
		'jre-jammy',
		'jdk-noble',
		'jre-noble',
		'jdk-focal',
		'jdk-ubi9-minimal',
		...ALPINES,
	],
	hasShell: true,
	entrypoint: ['/__cacert_entrypoint.sh'],
	latest: '25',
});

const CORRETTO = javaImage({
	names: 'amazoncorretto',
	vendor: 'Corretto-21.0.9.10.1',
	home: '/usr/lib/jvm/java-amazon-corretto',
	base: ON_DEBIAN,
	variants: ['al2023', 'al2', 'al2023-headless', 'jdk', 'alpine', 'alpine-jdk', 'alpine3.22'],
	hasShell: false,
	latest: '8',
});

/** Deprecated, and still everywhere. */
const OPENJDK = javaImage({
	names: 'openjdk',
	vendor: '',
	home: '/usr/local/openjdk',
	base: ON_DEBIAN,
	variants: [
		'jdk',
		'jre',
		'slim',
		'jdk-slim',
		'jre-slim',
		'jdk-slim-buster',
		'jdk-slim-bullseye',
		'jdk-oracle',
		'oracle',
		'jdk-buster',
		'jdk-bullseye',
		'alpine',
		'jdk-alpine',
		'jre-alpine',
	],
	hasShell: true,
	latest: '21',
});

/** A build tool that is started in an empty folder. */
function buildTool(name: string, failure: (process: Parameters<Program>[0]) => string): Program {
	return (process) => build(process, name, failure);
}

function* build(
	process: Parameters<Program>[0],
	name: string,
	failure: (process: Parameters<Program>[0]) => string,
): Task<number> {
	if (process.argv.some((arg) => arg === '-v' || arg === '--version')) {
		yield* process.write(1, encodeUtf8(`${name} ${process.release}\n`));
		return 0;
	}
	yield* process.write(1, encodeUtf8(failure(process)));
	return 1;
}

const MAVEN = cataloguedImage({
	names: 'maven',
	versions: [
		[
			'3.9.11 3.9 3 latest 3-eclipse-temurin-21 3.9-eclipse-temurin-21 3.9.11-eclipse-temurin-21 3-eclipse-temurin-17 3.9-eclipse-temurin-17 3-openjdk-17 3-openjdk-11 3-jdk-11 3-jdk-8 3.8-openjdk-17 3.8-openjdk-11 3.6-jdk-11 3.6-jdk-8 3.6.3-jdk-11',
			'2025-07-15',
			290_402_114,
		],
		[
			'3.9.11-alpine 3-alpine 3-eclipse-temurin-21-alpine 3.9-eclipse-temurin-17-alpine 3-jdk-8-alpine 3.9-amazoncorretto-21',
			'2025-07-15',
			190_402_114,
			ON_ALPINE,
		],
	],
	base: ON_UBUNTU,
	entrypoint: ['/usr/local/bin/mvn-entrypoint.sh'],
	cmd: ['mvn'],
	env: (release) => [
		['JAVA_HOME', '/opt/java/openjdk'],
		['MAVEN_HOME', '/usr/share/maven'],
		['MAVEN_CONFIG', '/root/.m2'],
		['MAVEN_VERSION', release],
	],
	path: '/opt/java/openjdk/bin',
	programs: [
		[
			'/usr/bin/mvn',
			buildTool('Apache Maven', ({ argv }) =>
				argv.length === 1
					? '[INFO] Scanning for projects...\n[INFO] ------------------------------------------------------------------------\n[INFO] BUILD FAILURE\n[INFO] ------------------------------------------------------------------------\n[ERROR] No goals have been specified for this build. You must specify a valid lifecycle phase or a goal in the format <plugin-prefix>:<goal> or <plugin-group-id>:<plugin-artifact-id>[:<plugin-version>]:<goal>. -> [Help 1]\n'
					: '[INFO] Scanning for projects...\n[ERROR] The goal you specified requires a project to execute but there is no POM in this directory (/). Please verify you invoked Maven from the correct directory. -> [Help 1]\n',
			),
		],
		['/opt/java/openjdk/bin/java', java('Temurin-21.0.9+10'), 12_402],
	],
	files: () => [entrypointScript('/usr/local/bin/mvn-entrypoint.sh', { server: 'mvn' })],
});

const GRADLE = cataloguedImage({
	names: 'gradle',
	versions: [
		[
			'9.1.0 9 latest 9.1.0-jdk21 9-jdk21 jdk21 jdk17 8.14.3 8 8-jdk17 8-jdk21 8.14-jdk21 8.5.0-jdk17 7-jdk17 7.6.1-jdk17 7-jdk11 7 6-jdk11',
			'2025-09-18',
			320_402_114,
		],
		['9.1.0-alpine alpine jdk21-alpine 8-jdk17-alpine 8-alpine 7-jdk17-alpine', '2025-09-18', 240_402_114, ON_ALPINE],
	],
	base: ON_UBUNTU,
	entrypoint: ['/__cacert_entrypoint.sh'],
	cmd: ['gradle'],
	workingDir: '/home/gradle',
	accounts: ['gradle:x:1000:1000::/home/gradle:/bin/bash'],
	programs: [
		[
			'/usr/bin/gradle',
			buildTool(
				'Gradle',
				({ release, cwd }) =>
					`\nWelcome to Gradle ${release}!\n\nTo see release notes visit https://docs.gradle.org/${release}/release-notes.html\n\nStarting a Gradle Daemon (subsequent builds will be faster)\n\nFAILURE: Build failed with an exception.\n\n* What went wrong:\nDirectory '${cwd}' does not contain a Gradle build.\n`,
			),
		],
	],
	files: () => [
		directory('/home/gradle', 0o755, { uid: 1000, gid: 1000 }),
		entrypointScript('/__cacert_entrypoint.sh', { server: 'gradle' }),
	],
});

export const JVM: readonly ImageRepository[] = [TEMURIN, CORRETTO, OPENJDK, MAVEN, GRADLE];
