/** The release that Ubuntu 24.04 ships. */
export const FINDUTILS = '(GNU findutils) 4.9.0';
