import type { ScreenCase } from './screen-cases.ts';
import { checkScreens } from './screen-cases.ts';
import CASES from './vim-cases.json' with { type: 'json' };
import KNOWN from './vim-gaps.json' with { type: 'json' };
import { VIM } from './vim-program.ts';

checkScreens(VIM, CASES as { readonly [title: string]: readonly ScreenCase[] }, KNOWN.gaps);
