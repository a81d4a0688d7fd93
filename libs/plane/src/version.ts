/** The plane's version; its spec keeps it equal to the package's. */
export const VERSION = '0.1.0';
