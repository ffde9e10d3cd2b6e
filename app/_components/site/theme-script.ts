/** Where the visitor's choice of a theme is kept. */
export const THEME_KEY = 'kubedrill-theme';

/** Runs before the first paint, so that a dark page never flashes light. Does what `applyTheme` does. */
export const THEME_SCRIPT = `(function(){try{var c=localStorage.getItem('${THEME_KEY}')}catch(e){}
document.documentElement.dataset.theme=c==='light'||c==='dark'?c:matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light'})()`;
