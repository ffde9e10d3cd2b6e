import type { Figure } from './figure.ts';
import { apiServer } from './figures/api-server.ts';
import { deployment } from './figures/deployment.ts';
import { exam } from './figures/exam.ts';
import { examsAtOnce } from './figures/exams-at-once.ts';
import { getPods } from './figures/get-pods.ts';
import { idle, idleDay } from './figures/idle.ts';
import { keystrokeEcho } from './figures/keystroke-echo.ts';
import { lessonJs } from './figures/lesson-js.ts';
import { lighthouse } from './figures/lighthouse.ts';
import { networkPolicy } from './figures/network-policy.ts';
import { replay } from './figures/replay.ts';
import { shell } from './figures/shell.ts';
import { worldCold } from './figures/world-cold.ts';
import { worldWarm } from './figures/world-warm.ts';

/** In the order of the table. */
export const FIGURES: readonly Figure[] = [
	worldCold,
	worldWarm,
	idle,
	idleDay,
	deployment,
	getPods,
	apiServer,
	keystrokeEcho,
	networkPolicy,
	replay,
	lessonJs,
	lighthouse,
	shell,
	exam,
	examsAtOnce,
];
