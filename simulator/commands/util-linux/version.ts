/** The release that Ubuntu 24.04 ships. */
export const UTIL_LINUX = 'util-linux 2.39.3';
