/** The header in which the server tells the routes who asks. It overwrites whatever the client has put there. */
export const CLIENT_ADDRESS_HEADER = 'x-kubedrill-address';
