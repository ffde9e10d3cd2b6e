import CASES from './nano-cases.json' with { type: 'json' };
import { NANO } from './nano-program.ts';
import type { ScreenCase } from './screen-cases.ts';
import { checkScreens } from './screen-cases.ts';

checkScreens(NANO, CASES as { readonly [title: string]: readonly ScreenCase[] });
