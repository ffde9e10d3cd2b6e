import { ON_ALPINE } from '../../kubelet/images/bases/base.ts';
import { cataloguedImage } from '../../kubelet/images/catalogued-image.ts';
import { file } from '../../kubelet/images/layer-builder.ts';
import { REDIS } from '../../kubelet/images/redis/redis.ts';
import { renamedImage } from '../../kubelet/images/renamed-image.ts';
import type { ImageRepository } from '../../kubelet/runtime/image.ts';
import { falcosidekick } from './falcosidekick-program.ts';
import { falcosidekickUi } from './falcosidekick-ui-program.ts';

const SIDEKICK_IMAGE = cataloguedImage({
	names: 'falcosecurity/falcosidekick public.ecr.aws/falcosecurity/falcosidekick',
	versions: [
		['2.32.0 latest', '2025-09-09', 36_402_118],
		['2.31.1', '2025-02-04', 35_902_114],
		['2.31.0', '2025-02-03', 35_901_220],
		['2.30.0', '2024-11-27', 35_402_118],
	],
	base: ON_ALPINE,
	accounts: ['falcosidekick:x:1234:1234:Linux User,,,:/home/falcosidekick:/sbin/nologin'],
	user: '1234',
	workingDir: '/app',
	entrypoint: ['./falcosidekick'],
	ports: '2801',
	programs: [['/app/falcosidekick', falcosidekick, 98_402_114]],
});

const UI_IMAGE = cataloguedImage({
	names: 'falcosecurity/falcosidekick-ui public.ecr.aws/falcosecurity/falcosidekick-ui',
	versions: [
		['2.2.0 latest', '2023-09-05', 16_402_118],
		['2.1.0', '2023-03-02', 16_202_118],
	],
	base: ON_ALPINE,
	accounts: ['falcosidekickui:x:1234:1234:Linux User,,,:/home/falcosidekickui:/sbin/nologin'],
	user: '1234',
	workingDir: '/app',
	entrypoint: ['./falcosidekick-ui'],
	ports: '2802',
	programs: [['/app/falcosidekick-ui', falcosidekickUi, 24_402_114]],
});

/** Starts the server with what the variables say. */
const STACK_START = `#!/bin/bash
exec redis-server --dir "\${REDIS_DATA_DIR:-/data}" --protected-mode no --daemonize no $REDIS_ARGS
`;

/** Differs: none of the modules that make it a stack, and no RedisInsight. */
const REDIS_STACK_IMAGE = renamedImage(
	['docker.io/redis/redis-stack', 'docker.io/redis/redis-stack-server'],
	REDIS,
	[['7.2.0-v11 7.2.0-v10 7.2.0-v9 7.2.0-v6 latest', '7.2.4']],
	{
		config: { entrypoint: ['/entrypoint.sh'], cmd: [] },
		files: () => [file('/entrypoint.sh', STACK_START, 0o755)],
	},
);

export const FALCOSIDEKICK_IMAGES: readonly ImageRepository[] = [SIDEKICK_IMAGE, UI_IMAGE, REDIS_STACK_IMAGE];
