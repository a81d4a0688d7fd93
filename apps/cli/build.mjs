/** Bundles the `gradus` command; filled in with the command line. */
