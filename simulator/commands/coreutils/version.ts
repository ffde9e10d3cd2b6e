/** The release that Ubuntu 24.04 ships. */
export const COREUTILS = '(GNU coreutils) 9.4';
