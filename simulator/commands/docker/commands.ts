import type { EngineCommand } from './engine-command.ts';
import { commit, exportContainer, importImage, load, save } from './verbs/archives.ts';
import { attach } from './verbs/attach.ts';
import { build } from './verbs/build.ts';
import { cp } from './verbs/cp.ts';
import { exec } from './verbs/exec.ts';
import { generateKube } from './verbs/generate-kube.ts';
import { history } from './verbs/history.ts';
import { imageTree } from './verbs/image-tree.ts';
import { images } from './verbs/images.ts';
import { inspect, inspectContainer, inspectImage, inspectNetwork, inspectVolume } from './verbs/inspect.ts';
import { containerPrune, kill, pause, rename, restart, rm, start, stop, unpause, wait } from './verbs/lifecycle.ts';
import { login, logout } from './verbs/login.ts';
import { logs } from './verbs/logs.ts';
import { diff, port, stats, top } from './verbs/looking.ts';
import {
	networkConnect,
	networkCreate,
	networkDisconnect,
	networkList,
	networkPrune,
	networkRemove,
} from './verbs/networks.ts';
import { ps } from './verbs/ps.ts';
import { pull } from './verbs/pull.ts';
import { push } from './verbs/push.ts';
import { imagePrune, rmi } from './verbs/rmi.ts';
import { create, run } from './verbs/run.ts';
import { builderPrune, contextList, info, systemDf, systemPrune, version } from './verbs/system.ts';
import { tag } from './verbs/tag.ts';
import { update } from './verbs/update.ts';
import { volumeCreate, volumeList, volumePrune, volumeRemove } from './verbs/volumes.ts';

/** Every command of docker and podman. */
export const COMMANDS: readonly EngineCommand[] = [
	...[attach, generateKube, imageTree, pause, unpause, update],
	...[build, builderPrune, commit, containerPrune, contextList, cp, create, diff, exec, exportContainer, history],
	...[imagePrune, images, importImage, info, inspect, inspectContainer, inspectImage, inspectNetwork, inspectVolume],
	...[
		kill,
		load,
		login,
		logout,
		logs,
		networkConnect,
		networkCreate,
		networkDisconnect,
		networkList,
		networkPrune,
		networkRemove,
	],
	...[port, ps, pull, push, rename, restart, rm, rmi, run, save, start, stats, stop, systemDf, systemPrune, tag, top],
	...[version, volumeCreate, volumeList, volumePrune, volumeRemove, wait],
];
